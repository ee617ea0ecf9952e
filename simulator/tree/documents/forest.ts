import { fromBase64 } from "../../core/bytes.ts";
import { hasError } from "../../core/finding.ts";
import type { DataValue } from "../../schema/element.ts";
import {
  readMgmtTree,
  type MgmtNode,
  type MgmtTree,
  type MgmtTreeEncoding,
} from "../../protocols/dmddf/index.ts";
import type { LeafValue } from "../format.ts";
import { isUriProblem, parseLocUri, unescapeSegment } from "../path.ts";
import type { NodeData, Refusal } from "../request.ts";

/** A node that a TNDS document holds. */
export interface DocumentNode {
  /** Undefined: the device chooses. Empty: the last segment of the command's Target. */
  readonly name: string | undefined;
  /** Of a node at the top: names from the Target down to its parent. */
  readonly path: readonly string[];
  /** Format, type and value, as an Add would bring them. */
  readonly data: NodeData;
  readonly acl: string | undefined;
  readonly title: string | undefined;
  readonly children: readonly DocumentNode[];
  /** The node is no node of the document, but on the way to one: it may exist already. */
  readonly way?: boolean | undefined;
}

/**
 * Reads the Data of a command as a TNDS document: XML text or octets, WBXML octets or their base64. A document that is
 * not whole is refused with 415.
 */
export function readForest(
  encoding: MgmtTreeEncoding,
  data: LeafValue,
  target: readonly string[],
): readonly DocumentNode[] | Refusal {
  const octets = typeof data === "string" && !data.trimStart().startsWith("<") ? fromBase64(data) : data;
  if (octets === undefined) return { code: 415, text: "The data is no TNDS document." };
  // converters between the encodings do not always adapt the type: the first octet tells
  const first = typeof octets === "string" ? undefined : octets[0];
  const wbxml = first === undefined ? false : first <= 3 || (encoding === "wbxml" && first !== 0x3c);
  const { value, findings } = readMgmtTree(octets, wbxml ? "wbxml" : "xml");
  const error = findings.find(({ severity }) => severity === "error");
  if (value === undefined || hasError(findings))
    return { code: 415, text: `The TNDS document cannot be read: ${error?.text ?? "it is empty."}` };
  return forestOf(value, target);
}

interface OpenNode extends DocumentNode {
  readonly children: OpenNode[];
}

/**
 * The nodes of a document as a forest: parts whose Path leads to a node of the document are put below it (TNDS 1.2, 6:
 * a document may list its nodes one after the other). Paths are relative to the Target, or absolute and below it.
 */
export function forestOf(tree: MgmtTree, target: readonly string[] = []): readonly DocumentNode[] | Refusal {
  const roots: OpenNode[] = [];
  const known = new Map<string, OpenNode>();
  for (const top of tree.Node) {
    const path = pathOf(top.Path ?? "", target);
    if (path === undefined) return { code: 400, text: `"${(top.Path ?? "").slice(0, 80)}" is no path.` };
    const parent = path.length === 0 ? undefined : known.get(keyOf(path));
    const node = nodeOf(top, parent ? [] : path);
    if ("code" in node) return node;
    (parent?.children ?? roots).push(node);
    remember(node, path, known);
  }
  return roots.map(settled);
}

function remember(node: OpenNode, parent: readonly string[], known: Map<string, OpenNode>): void {
  if (node.name === undefined || node.name === "") return;
  const own = [...parent, node.name];
  const key = keyOf(own);
  if (!known.has(key)) known.set(key, node);
  for (const child of node.children) remember(child, own, known);
}

function keyOf(names: readonly string[]): string {
  return names.join("/");
}

function pathOf(text: string, target: readonly string[]): readonly string[] | undefined {
  const trimmed = text.trim().replace(/^\/+|\/+$/g, "");
  if (trimmed === "" || trimmed === ".") return [];
  const path = parseLocUri(trimmed);
  if (isUriProblem(path) || path.query) return undefined;
  const { segments } = path;
  const absolute = trimmed.startsWith("./") && target.every((name, index) => segments[index] === name);
  return absolute ? segments.slice(target.length) : segments;
}

function nodeOf(node: MgmtNode, path: readonly string[]): OpenNode | Refusal {
  const { RTProperties: properties, Value } = node;
  if (Value !== undefined && node.Node.length > 0)
    return { code: 415, text: `${node.NodeName ?? "A node"} has a value and child nodes.` };
  const children: OpenNode[] = [];
  for (const each of node.Node) {
    const child = nodeOf(each, []);
    if ("code" in child) return child;
    children.push(child);
  }
  const mime = properties?.Type?.MIME;
  const id = properties?.Type?.DDFName;
  return {
    name: node.NodeName === undefined ? undefined : (unescapeSegment(node.NodeName) ?? node.NodeName),
    path,
    data: {
      format: properties?.Format?.kind ?? (id !== undefined && Value === undefined ? "node" : undefined),
      type: id ?? mime,
      data: Value === undefined ? undefined : valueOf(Value),
    },
    acl: properties?.ACL,
    title: properties?.Title,
    children,
  };
}

/** A node without format is an interior node when it has children, now that all of them are known. */
function settled(node: DocumentNode): DocumentNode {
  const children = node.children.map(settled);
  const { format } = node.data;
  return children.length > 0 && format === undefined
    ? { ...node, children, data: { ...node.data, format: "node" } }
    : { ...node, children };
}

function valueOf(value: DataValue): LeafValue {
  return typeof value === "object" && "xml" in value ? value.xml : value;
}
