import { DevInf, devInfVocabulary } from "../protocols/syncml/index.ts";
import type { AnyElement } from "../schema/element.ts";
import { inspectWbxml } from "../schema/wbxml/index.ts";
import type { MessageView } from "./message-view.ts";
import { looksLikeWbxml, wbxmlDocument } from "./wbxml-document.ts";
import { inspectedWbxml } from "./wbxml-viewed.ts";
import { createXmlView, isGeneric, looksLikeXml } from "./xml-view.ts";

const types = {
  xml: "application/vnd.syncml-devinf+xml",
  wbxml: "application/vnd.syncml-devinf+wbxml",
} as const;

const inXml = createXmlView({
  ids: ["devinf"],
  kind: "devinf",
  contentTypes: [types.xml],
  root: (_namespace, name) => (name === DevInf.name ? DevInf : undefined),
  anyNamespace: true,
  doctype: "skip",
  describe: ({ result }) => describe(result.roots[0]?.value),
});

/** Device information of data synchronisation, which clients of both send, in XML and WBXML. */
export const devInfView: MessageView = {
  ids: ["devinf"],
  matches: (contentType, bytes) =>
    inXml.matches(contentType, bytes) ||
    contentType === types.wbxml ||
    (isGeneric(contentType) && looksLikeWbxml(bytes) && wbxmlDocument(bytes).family === "devinf"),
  decode: (bytes, contentType) => {
    if (looksLikeXml(bytes) || !(contentType.endsWith("wbxml") || looksLikeWbxml(bytes)))
      return inXml.decode(bytes, contentType);
    const inspection = inspectWbxml(DevInf, bytes, devInfVocabulary);
    return inspectedWbxml(
      "devinf",
      describe(inspection.result.value),
      inspection,
      DevInf as AnyElement,
      bytes,
    );
  },
};

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return "Device information that cannot be read";
  const { Man, Mod, DevID } = value as {
    readonly Man?: string;
    readonly Mod?: string;
    readonly DevID?: string;
  };
  const of = [Man, Mod, DevID].filter((part) => part !== undefined && part !== "").join(" ");
  return `Device information (DevInf)${of === "" ? "" : ` of ${of.slice(0, 100)}`}`;
}
