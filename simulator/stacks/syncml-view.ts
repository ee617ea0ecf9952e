import type { Finding } from "../core/finding.ts";
import { spec } from "../core/spec-ref.ts";
import {
  judgeSyncML,
  summarizeElement,
  summarizeSyncML,
  SyncML,
  syncmlElement,
  syncmlNamespaces,
} from "../protocols/syncml/index.ts";
import type { XmlDispatchResult, XmlInspection } from "../schema/xml/index.ts";
import { createXmlView } from "./xml-view.ts";

/** SyncML messages in XML, and excerpts of them. */
export const syncmlView = createXmlView({
  ids: ["syncml"],
  kind: "syncml",
  contentTypes: ["application/vnd.syncml.dm+xml", "application/vnd.syncml+xml"],
  root: syncmlElement,
  aliases: syncmlNamespaces,
  anyNamespace: true,
  summarize: summarizeElement,
  judge,
  describe,
});

function judge(result: XmlDispatchResult): readonly Finding[] {
  const first = result.roots[0];
  if (first === undefined) return [];
  if (first.element === SyncML && first.value !== undefined)
    return judgeSyncML(first.value as Parameters<typeof judgeSyncML>[0], result.positions);
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
