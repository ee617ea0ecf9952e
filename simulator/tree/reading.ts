import { getDocument } from "./documents/get.ts";
import { isInbox } from "./inbox.ts";
import { chainTo, type InteriorNode, type LeafNode, type TreeNode } from "./node.ts";
import { escapeSegment, printLocUri, type TreePath } from "./path.ts";
import { propertyNames, propertyOf } from "./properties.ts";
import type { ReadItem, TreeContext, TreeOutcome } from "./request.ts";
import { mayDo } from "./rights.ts";

const DEFAULT_FORMAT = "chr";
const DEFAULT_TYPE = "text/plain";

/** Get of an address that was read: value, child names, property or structure (DM Protocol 1.2, 7.4). */
export function read(root: InteriorNode, path: TreePath, context: TreeContext): TreeOutcome {
  const { segments, query } = path;
  if (isInbox(root, segments)) return { code: 405, root, text: "The Inbox cannot be read." };
  const chain = chainTo(root, segments);
  const node = chain[segments.length];
  if (!node) return { code: 404, root, text: `${printLocUri(segments)} does not exist.` };
  if (!mayDo(chain, "Get", context.serverId))
    return { code: 425, root, text: "The ACL does not grant Get to the server." };
  const uri = printLocUri(segments);
  if (query?.kind === "prop") return readProperty(root, node, segments, query.name, context);
  if (query?.kind === "unknown") return { code: 406, root, text: `?${query.text} is not supported.` };
  if (!node.access.includes("Get")) return { code: 405, root, text: "The access types lack Get." };
  if (query) {
    if (query.list === "TNDS") return getDocument(root, segments, chain, query.selection, context);
    if (
      (query.list !== "Struct" && query.list !== "StructData") ||
      query.selection !== "" ||
      lacks(context, query.list)
    )
      return { code: 406, root, text: `?list=${query.list}${query.selection} is not supported.` };
    const items: ReadItem[] = [];
    list(chain, uri, query.list === "StructData", context, items);
    return { code: 200, root, items };
  }
  if (node.kind === "leaf") return { code: 200, root, items: [{ uri, ...metaOf(node), data: node.value }] };
  const names = [...node.children.keys()].map(escapeSegment).join("/");
  return { code: 200, root, items: [{ uri, format: "node", type: DEFAULT_TYPE, data: names }] };
}

function readProperty(
  root: InteriorNode,
  node: TreeNode,
  segments: readonly string[],
  property: string,
  context: TreeContext,
): TreeOutcome {
  const name = segments[segments.length - 1] ?? ".";
  const value = lacks(context, property) ? undefined : propertyOf(node, name, property);
  if (value !== undefined)
    return { code: 200, root, items: [{ uri: `${printLocUri(segments)}?prop=${property}`, data: value }] };
  const known = propertyNames.some((each) => each === property);
  const text = known ? `The node has no ${property}.` : `The property ${property} is not supported.`;
  return { code: 406, root, text };
}

function lacks(context: TreeContext, feature: string): boolean {
  return context.lacks?.some((each) => each === feature) === true;
}

/** The nodes of a subtree that the server may read, the root of the list first. */
function list(
  chain: readonly TreeNode[],
  uri: string,
  withData: boolean,
  context: TreeContext,
  items: ReadItem[],
): void {
  const node = chain[chain.length - 1];
  if (!node?.access.includes("Get") || !mayDo(chain, "Get", context.serverId)) return;
  if (node.kind === "leaf") {
    items.push(withData ? { uri, ...metaOf(node), data: node.value } : { uri, ...metaOf(node) });
    return;
  }
  items.push(node.type === "" ? { uri, format: "node" } : { uri, format: "node", type: node.type });
  for (const [name, child] of node.children)
    list(
      [...chain, child],
      uri === "." ? printLocUri([name]) : `${uri}/${escapeSegment(name)}`,
      withData,
      context,
      items,
    );
}

function metaOf(node: LeafNode): Pick<ReadItem, "format" | "type"> {
  const format = node.format === DEFAULT_FORMAT ? undefined : node.format;
  const type = node.type === DEFAULT_TYPE || node.type === "" ? undefined : node.type;
  return { ...(format === undefined ? {} : { format }), ...(type === undefined ? {} : { type }) };
}
