import { resolveUddi } from "../protocols/uddi/index.ts";
import { resolveEnvelope, soapResolver } from "../protocols/soap/index.ts";
import { peekOperation } from "./wsi-peek.ts";
import { wsiSummary } from "./wsi-summaries.ts";
import { WSI } from "../protocols/wsi/index.ts";
import type { NamespaceAliases } from "../schema/xml/index.ts";
import type { MessageView } from "./message-view.ts";
import { readWsiEnvelope, wsiVocabulary } from "./wsi-envelope.ts";
import { foreignNamespace } from "./wsi-foreign-names.ts";
import { createXmlView } from "./xml-view.ts";

const resolve = soapResolver({
  ...wsiVocabulary,
  body: (namespace, name) => wsiVocabulary.body(namespace, name) ?? resolveUddi(namespace, name),
  detail: (namespace, name) => wsiVocabulary.detail(namespace, name) ?? resolveUddi(namespace, name),
});

const viewOf = (aliases?: NamespaceAliases): MessageView =>
  createXmlView({
    ids: ["soap", "uddi"],
    kind: "soap",
    contentTypes: ["application/soap+xml"],
    root: resolveEnvelope,
    resolve,
    aliases,
    summarize: wsiSummary,
    describe: ({ result }) => {
      const peeked = peekOperation(new TextEncoder().encode(result.positions.text));
      if (!peeked) return "SOAP envelope without a body";
      return peeked.direction === "fault"
        ? `SOAP fault ${peeked.fault ?? ""}`.trim()
        : `${peeked.operation}, ${peeked.direction}`;
    },
  });

const plain = viewOf();

/**
 * SOAP messages of both versions: the WSI, its callbacks, UDDI, and any other body as it is. Another namespace stands for
 * that of the contract where the elements have its names; a finding says so.
 */
export const soapView: MessageView = {
  ...plain,
  decode: (bytes, ...more) => {
    const foreign = foreignNamespace(readWsiEnvelope(bytes).envelope);
    return (foreign === undefined ? plain : viewOf({ [foreign]: WSI })).decode(bytes, ...more);
  },
};
