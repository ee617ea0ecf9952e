import {
  DMDDF,
  dmddfAliases,
  ddfMediaTypes,
  MgmtTree,
  tndsMediaTypes,
  type MgmtNode,
} from "../protocols/dmddf/index.ts";
import { dmddfVocabulary } from "../protocols/dmddf/wbxml-tables.ts";
import type { AnyElement } from "../schema/element.ts";
import { inspectWbxml } from "../schema/wbxml/index.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";
import { looksLikeWbxml, wbxmlDocument } from "./wbxml-document.ts";
import { inspectedWbxml } from "./wbxml-viewed.ts";
import { createXmlView, isGeneric, looksLikeXml } from "./xml-view.ts";

/** Vendors describe whole devices in one document. */
const limits = { depth: 160, elements: 1_000_000 };

const inXml = createXmlView({
  ids: ["tnds", "ddf"],
  kind: "tnds",
  contentTypes: [tndsMediaTypes.xml, ddfMediaTypes.xml],
  root: (_namespace, name) => (name === MgmtTree.name ? MgmtTree : undefined),
  aliases: Object.fromEntries(dmddfAliases.map((alias) => [alias, DMDDF])),
  anyNamespace: true,
  doctype: "skip",
  limits,
  summarize,
  describe: ({ result }) => describe(result.roots[0]?.value as MgmtTree | undefined),
});

/** Management tree documents, snapshots (TNDS) and descriptions (DDF), in XML and WBXML. */
export const mgmtTreeView: MessageView = {
  ids: ["tnds", "ddf"],
  matches: (contentType, bytes) =>
    inXml.matches(contentType, bytes) ||
    contentType === tndsMediaTypes.wbxml ||
    contentType === ddfMediaTypes.wbxml ||
    (isGeneric(contentType) && looksLikeWbxml(bytes) && wbxmlDocument(bytes).family === "mgmt-tree"),
  decode: (bytes, contentType) => {
    const viewed =
      !looksLikeXml(bytes) && (contentType.endsWith("wbxml") || looksLikeWbxml(bytes))
        ? inWbxml(bytes)
        : inXml.decode(bytes, contentType);
    return { ...viewed, kind: isDescription(viewed.value as MgmtTree | undefined) ? "ddf" : "tnds" };
  },
};

function inWbxml(bytes: Uint8Array): ViewedMessage {
  const inspection = inspectWbxml(MgmtTree, bytes, { ...dmddfVocabulary, limits, summarize });
  const summary = describe(inspection.result.value);
  return inspectedWbxml("tnds", summary, inspection, MgmtTree as AnyElement, bytes);
}

/** One line for a node: its name, and its value where it has a short one. */
function summarize(element: AnyElement, value: unknown): string | undefined {
  if (element.name !== "Node") return undefined;
  const { NodeName, Path, Node } = value as MgmtNode;
  const name = [Path, NodeName].filter((part) => part !== undefined && part !== "").join("/") || "(any name)";
  return Node.length > 0 ? `${name}: ${Node.length} ${Node.length === 1 ? "node" : "nodes"}` : name;
}

function describe(tree: MgmtTree | undefined): string {
  if (!tree) return "Management tree document that cannot be read";
  const what = isDescription(tree) ? "Device description document (DDF)" : "Management tree document (TNDS)";
  const count = countNodes(tree.Node);
  const [top] = tree.Node;
  const name = top?.NodeName;
  return `${what}, ${count} ${count === 1 ? "node" : "nodes"}${name ? `: ${name.slice(0, 60)}` : ""}`;
}

function isDescription(tree: MgmtTree | undefined): boolean {
  const open = [...(tree?.Node ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.DFProperties) return true;
    open.push(...node.Node);
  }
  return false;
}

function countNodes(nodes: readonly MgmtNode[]): number {
  let count = 0;
  const open = [...nodes];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    count++;
    open.push(...node.Node);
  }
  return count;
}
