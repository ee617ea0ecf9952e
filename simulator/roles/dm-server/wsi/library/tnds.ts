import { hasError } from "../../../../core/finding.ts";
import {
  readMgmtTree,
  writeMgmtTree,
  type MgmtNode,
  type MgmtNodeInput,
  type MgmtTree,
  type MgmtTreeEncoding,
  type RTPropertiesInput,
} from "../../../../protocols/dmddf/index.ts";
import { isUriProblem, parseLocUri, printLocUri } from "../../../../tree/index.ts";
import { isLegalText } from "../../json-value.ts";
import { isAccountId } from "../account-id.ts";
import type { TreeAccess } from "../policy-port.ts";
import { firstProblem } from "./position.ts";

/** A subtree of a TNDS document: where it goes, and its nodes as one document brings them. */
export interface TndsRoot {
  /** Names from the root of the tree. */
  readonly segments: readonly string[];
  readonly uri: string;
  /** Nested, without Path, with the properties that the DTD asks for. */
  readonly node: MgmtNodeInput;
}

interface OpenNode {
  readonly node: MgmtNode;
  readonly name: string;
  readonly children: OpenNode[];
}

/**
 * Reads a TNDS document as the subtrees that it brings, in its order (DM TNDS 1.2, 6). Parts whose Path leads into another
 * part are put there. What is wrong comes back as a sentence that says where. Never throws.
 */
export function readTnds(
  octets: Uint8Array,
  encoding: MgmtTreeEncoding,
): readonly TndsRoot[] | { readonly problem: string } {
  const { value, findings } = readMgmtTree(octets, encoding);
  if (!value || hasError(findings))
    return { problem: firstProblem(findings, octets) ?? "there is no MgmtTree in it" };
  return rootsOf(value);
}

/** The document that brings one subtree. */
export function tndsDocument({ node }: TndsRoot, encoding: MgmtTreeEncoding): Uint8Array {
  return writeMgmtTree({ VerDTD: "1.2", Node: [node] }, encoding);
}

interface Root {
  /** Place in the document. */
  readonly index: number;
  readonly parent: readonly string[];
  readonly open: OpenNode;
}

function rootsOf(tree: MgmtTree): readonly TndsRoot[] | { readonly problem: string } {
  const tops: { readonly index: number; readonly top: MgmtNode; readonly parent: readonly string[] }[] = [];
  for (const [index, top] of tree.Node.entries()) {
    const parent = pathOf(top.Path ?? "");
    if (!parent) return { problem: `the Path ${shown(top.Path)} is none` };
    tops.push({ index, top, parent });
  }
  // a part finds the node that it belongs to, wherever that stands
  tops.sort((a, b) => a.parent.length - b.parent.length);
  const roots: Root[] = [];
  const known = new Map<string, OpenNode>();
  for (const { index, top, parent } of tops) {
    const open = opened(top, parent, known);
    if (typeof open === "string") return { problem: open };
    const around = known.get(keyOf(parent));
    if (around) around.children.push(open);
    else roots.push({ index, parent, open });
    enter(open, parent, known);
  }
  const found: TndsRoot[] = [];
  for (const { parent, open } of roots.sort((a, b) => a.index - b.index)) {
    const segments = [...parent, open.name];
    const node = closed(open, segments);
    if (typeof node === "string") return { problem: node };
    found.push({ segments, uri: printLocUri(segments), node });
  }
  return found;
}

function opened(
  node: MgmtNode,
  parent: readonly string[],
  known: ReadonlyMap<string, OpenNode>,
): OpenNode | string {
  const name = nameOf(node);
  if (name === undefined) {
    const named = node.NodeName === undefined ? "no NodeName" : `the name ${shown(node.NodeName)}`;
    return `a node below ${printLocUri(parent)} has ${named}`;
  }
  const own = [...parent, name];
  if (known.has(keyOf(own))) return `${printLocUri(own)} occurs twice`;
  const fault = faultOf(node);
  if (fault !== undefined) return `${printLocUri(own)} ${fault}`;
  const children: OpenNode[] = [];
  const names = new Set<string>();
  for (const each of node.Node) {
    const child = opened(each, own, known);
    if (typeof child === "string") return child;
    if (names.has(child.name)) return `${printLocUri([...own, child.name])} occurs twice`;
    names.add(child.name);
    children.push(child);
  }
  return { node, name, children };
}

/** What is wrong with a node by itself. */
function faultOf({ NodeName, DFProperties, RTProperties, Value, Node }: MgmtNode): string | undefined {
  if (DFProperties && !RTProperties) return "is described (DFProperties): this is a DDF, not a TNDS document";
  if (Value !== undefined && Node.length > 0) return "has a value and child nodes";
  const { ACL, Title, TStamp, VerNo, Type } = RTProperties ?? {};
  const text = typeof Value === "object" && "xml" in Value ? Value.xml : Value;
  const texts = [NodeName, ACL, Title, TStamp, VerNo, Type?.MIME, Type?.DDFName, text];
  // WBXML can hold them; a device that speaks XML could not be sent the document
  if (texts.some((each) => typeof each === "string" && !isLegalText(each)))
    return "has characters that no XML document may hold";
  return undefined;
}

/** The node as it is written, now that all of its children are known. */
function closed({ node, children }: OpenNode, segments: readonly string[]): MgmtNodeInput | string {
  if (children.length > 0 && node.Value !== undefined)
    return `${printLocUri(segments)} has a value and child nodes`;
  const properties = propertiesOf(node, children.length > 0);
  const format = properties.Format?.kind;
  if (children.length > 0 && format !== "node")
    return `${printLocUri(segments)} has child nodes and the format ${format ?? "none"}`;
  if (format === "node" && node.Value !== undefined)
    return `${printLocUri(segments)} has the format node and a value`;
  const Node: MgmtNodeInput[] = [];
  for (const child of children) {
    const written = closed(child, [...segments, child.name]);
    if (typeof written === "string") return written;
    Node.push(written);
  }
  return { NodeName: node.NodeName, RTProperties: properties, Node, Value: node.Value };
}

/** RTProperties with Format and Type, which the field leaves out; without Name and Size, which are not carried. */
function propertiesOf({ RTProperties, Value }: MgmtNode, hasChildren: boolean): RTPropertiesInput {
  const { Format, Type, ACL, Title, TStamp, VerNo } = RTProperties ?? {};
  const named = Type?.DDFName !== undefined && Value === undefined;
  const kind = Format?.kind ?? (hasChildren || named ? "node" : "chr");
  const type = Type ?? (kind === "node" ? { DDFName: "" } : { MIME: "text/plain" });
  return { ACL, Format: { kind, value: true }, Title, TStamp, Type: type, VerNo };
}

function enter(open: OpenNode, parent: readonly string[], known: Map<string, OpenNode>): void {
  const own = [...parent, open.name];
  known.set(keyOf(own), open);
  for (const child of open.children) enter(child, own, known);
}

/** The name of a node as one segment of a URI; undefined when it is none. */
function nameOf({ NodeName }: MgmtNode): string | undefined {
  const path = NodeName === undefined || NodeName === "" ? undefined : parseLocUri(`./${NodeName}`);
  if (!path || isUriProblem(path) || path.query || path.segments.length !== 1) return undefined;
  return path.segments[0];
}

function pathOf(text: string): readonly string[] | undefined {
  const trimmed = text.trim().replace(/^\/+|\/+$/g, "");
  if (trimmed === "" || trimmed === ".") return [];
  const path = parseLocUri(trimmed);
  return isUriProblem(path) || path.query ? undefined : path.segments;
}

function keyOf(segments: readonly string[]): string {
  return segments.join("/");
}

function shown(text: string | undefined): string {
  return JSON.stringify((text ?? "").slice(0, 80));
}

/**
 * What a subtree touches: itself as a whole, by Add or Replace; the accounts and the access control lists in it, which
 * are granted by name only.
 */
export function accessesOfTnds({ segments, uri, node }: TndsRoot): readonly TreeAccess[] {
  const accesses: TreeAccess[] = [];
  const both = (locUri: string, wholeSubtree: boolean): void => {
    accesses.push({ kind: "replace", locUri, wholeSubtree }, { kind: "add", locUri, wholeSubtree });
  };
  both(uri, true);
  const visit = (each: MgmtNodeInput, place: readonly string[]): void => {
    const id = each.RTProperties?.Type?.DDFName ?? "";
    if (isAccountId(id)) both("./DMAcc", true);
    else if (place.at(-1)?.toLowerCase() === "dmacc") both(printLocUri(place), true);
    if (each.RTProperties?.ACL !== undefined) both(`${printLocUri(place)}?prop=ACL`, false);
    for (const child of each.Node ?? []) visit(child, [...place, child.NodeName ?? ""]);
  };
  visit(node, segments);
  return accesses;
}
