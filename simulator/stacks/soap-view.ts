import { resolveUddi } from "../protocols/uddi/index.ts";
import { resolveEnvelope, soapResolver } from "../protocols/soap/index.ts";
import { peekOperation } from "./wsi-peek.ts";
import { wsiSummary } from "./wsi-summaries.ts";
import { wsiVocabulary } from "./wsi-envelope.ts";
import { createXmlView } from "./xml-view.ts";

const resolve = soapResolver({
  ...wsiVocabulary,
  body: (namespace, name) => wsiVocabulary.body(namespace, name) ?? resolveUddi(namespace, name),
  detail: (namespace, name) => wsiVocabulary.detail(namespace, name) ?? resolveUddi(namespace, name),
});

/** SOAP messages of both versions: the WSI, its callbacks, UDDI, and any other body as it is. */
export const soapView = createXmlView({
  ids: ["soap", "uddi"],
  kind: "soap",
  contentTypes: ["application/soap+xml"],
  root: resolveEnvelope,
  resolve,
  summarize: wsiSummary,
  describe: ({ result }) => {
    const peeked = peekOperation(new TextEncoder().encode(result.positions.text));
    if (!peeked) return "SOAP envelope without a body";
    return peeked.direction === "fault"
      ? `SOAP fault ${peeked.fault ?? ""}`.trim()
      : `${peeked.operation}, ${peeked.direction}`;
  },
});
