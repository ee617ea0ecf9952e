import type { Finding } from "../core/finding.ts";
import { spec } from "../core/spec-ref.ts";
import {
  dmEncodingOf,
  documentVersion,
  inspectSyncMLWbxml,
  judgeSyncML,
  summarizeElement,
  summarizeSyncML,
  SyncML,
  syncmlElement,
  syncmlNamespaces,
} from "../protocols/syncml/index.ts";
import type { AnyElement } from "../schema/element.ts";
import type { XmlDispatchResult, XmlInspection } from "../schema/xml/index.ts";
import { carriedInSyncml } from "./carried-documents.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";
import { looksLikeWbxml, wbxmlDocument } from "./wbxml-document.ts";
import { inspectedWbxml } from "./wbxml-viewed.ts";
import { createXmlView, isGeneric, looksLikeXml } from "./xml-view.ts";

const inXml = createXmlView({
  ids: ["syncml"],
  kind: "syncml",
  contentTypes: ["application/vnd.syncml.dm+xml", "application/vnd.syncml+xml"],
  doctype: "skip",
  root: syncmlElement,
  aliases: syncmlNamespaces,
  anyNamespace: true,
  summarize: summarizeElement,
  judge,
  describe,
});

/** SyncML messages in XML and WBXML, and excerpts of them in XML. */
export const syncmlView: MessageView = {
  ids: inXml.ids,
  matches: (contentType, bytes) => {
    if (dmEncodingOf(contentType) !== undefined) return true;
    if (inXml.matches(contentType, bytes)) return true;
    return isGeneric(contentType) && looksLikeWbxml(bytes) && wbxmlDocument(bytes).family === "syncml";
  },
  decode: (bytes, contentType) => {
    const viewed = isWbxml(bytes, contentType) ? inWbxml(bytes) : inXml.decode(bytes, contentType);
    const carries = viewed.tree ? carriedInSyncml(viewed.tree, bytes) : [];
    return carries.length === 0 ? viewed : { ...viewed, carries };
  },
};

/** What is sent counts for more than what its media type says. */
function isWbxml(bytes: Uint8Array, contentType: string): boolean {
  if (looksLikeXml(bytes)) return false;
  return looksLikeWbxml(bytes) || dmEncodingOf(contentType) === "wbxml";
}

function inWbxml(bytes: Uint8Array): ViewedMessage {
  const inspection = inspectSyncMLWbxml(bytes);
  const { value } = inspection.result;
  const summary = value ? summarizeSyncML(value) : "SyncML in WBXML that cannot be read";
  return inspectedWbxml("syncml", summary, inspection, SyncML as AnyElement, bytes);
}

function judge(result: XmlDispatchResult): readonly Finding[] {
  const first = result.roots[0];
  if (first === undefined) return [];
  if (first.element === SyncML && first.value !== undefined)
    return judgeSyncML(
      first.value as Parameters<typeof judgeSyncML>[0],
      result.positions,
      documentVersion(result.positions),
    );
  return [excerpt(result)];
}

/** Says what a text is that is no whole message. */
function excerpt({ roots, positions }: XmlDispatchResult): Finding {
  const names = [...new Set(roots.map(({ name }) => name))].slice(0, 4);
  const known = roots.every(({ element }) => element !== undefined);
  const what =
    roots.length === 1
      ? `a single ${names[0] ?? "element"}`
      : `${roots.length} elements (${names.join(", ")})`;
  return {
    severity: "warning",
    code: known ? "syncml/fragment" : "syncml/other-root",
    text: known
      ? `This is ${what} of a SyncML message, without the message around it.`
      : `This is ${what}, not SyncML.`,
    range: { unit: "char", start: positions.places[0] ?? 0, end: positions.places[1] ?? 0 },
    path: names[0],
    spec: spec("syncml-rep", "SyncML"),
  };
}

function describe({ result }: XmlInspection): string {
  const { roots } = result;
  const first = roots[0];
  if (first === undefined) return "No element could be read";
  if (first.element === SyncML && first.value !== undefined)
    return summarizeSyncML(first.value as Parameters<typeof summarizeSyncML>[0]);
  const lines = roots
    .slice(0, 3)
    .map(({ element, value, name }) => (element && summarizeElement(element, value)) ?? name);
  return `Excerpt: ${lines.join("; ")}${roots.length > 3 ? `; ${roots.length - 3} more` : ""}`;
}
