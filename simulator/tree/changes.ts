import { fromBase64, toBase64 } from "../core/bytes.ts";
import { parseAcl } from "./acl.ts";
import { leafFormatOf, sameValue } from "./format.ts";
import { accessTypes, nodeAt, withNode, type InteriorNode, type TreeNode } from "./node.ts";
import { childSpec, describesChildren, type NodeSpec } from "./node-spec.ts";
import { isUriProblem, parseLocUri, printLocUri } from "./path.ts";

/** A node as plain JSON; `children` is absent when only the node itself changed. */
export interface PackedNode {
  readonly format: string;
  /** Text of a leaf. */
  readonly value?: string | undefined;
  /** Octets of a leaf, base64. */
  readonly octets?: string | undefined;
  readonly access: string;
  readonly scope: "permanent" | "dynamic";
  readonly acl?: string | undefined;
  readonly type: string;
  readonly title: string;
  readonly tStamp: number;
  readonly verNo: number;
  readonly children?: readonly PackedChild[] | undefined;
}

/** Name and node. */
export type PackedChild = readonly [name: string, node: PackedNode];

/** What differs at one address; without a node, the node is gone. Plain JSON, for the store. */
export interface TreeChange {
  readonly uri: string;
  readonly node?: PackedNode | undefined;
}

/** What differs between a profile's tree and a device's. Shared parts are not visited. */
export function changesBetween(base: InteriorNode, current: InteriorNode): TreeChange[] {
  const changes: TreeChange[] = [];
  compare(base, current, [], changes);
  return changes;
}

/** The tree with the changes. An address without a parent, or a change that is none of ours, is left out. */
export function withChanges(base: InteriorNode, changes: readonly TreeChange[]): InteriorNode {
  let root = base;
  for (const change of changes) {
    const path = parseLocUri(change.uri);
    if (isUriProblem(path)) continue;
    const { segments } = path;
    if (segments.length > 0 && nodeAt(root, segments.slice(0, -1))?.kind !== "interior") continue;
    const before = nodeAt(root, segments);
    const parent = segments.length > 0 ? nodeAt(root, segments.slice(0, -1)) : undefined;
    const around = parent?.kind === "interior" ? parent.description : undefined;
    const node = change.node && unpack(change.node, before, segments.at(-1) ?? "", around);
    root = withNode(root, segments, node);
  }
  return root;
}

/** Reads changes out of the store; entries of another form are left out. */
export function readChanges(stored: unknown): TreeChange[] {
  if (!Array.isArray(stored)) return [];
  return (stored as readonly unknown[]).filter(isChange);
}

function isChange(entry: unknown): entry is TreeChange {
  if (typeof entry !== "object" || entry === null || !("uri" in entry)) return false;
  return (
    typeof entry.uri === "string" && (!("node" in entry) || entry.node === undefined || isPacked(entry.node))
  );
}

function isPacked(node: unknown): node is PackedNode {
  if (typeof node !== "object" || node === null) return false;
  const fields = node as Readonly<Record<string, unknown>>;
  const texts = [fields["format"], fields["access"], fields["scope"], fields["type"], fields["title"]];
  if (texts.some((text) => typeof text !== "string")) return false;
  if (typeof fields["tStamp"] !== "number" || typeof fields["verNo"] !== "number") return false;
  const children = fields["children"];
  if (children === undefined) return true;
  return Array.isArray(children) && (children as readonly unknown[]).every(isPackedChild);
}

function isPackedChild(child: unknown): child is PackedChild {
  return Array.isArray(child) && typeof child[0] === "string" && isPacked(child[1]);
}

function compare(
  base: TreeNode,
  current: TreeNode,
  segments: readonly string[],
  changes: TreeChange[],
): void {
  if (base === current || areSameLeaves(base, current)) return;
  if (base.kind !== "interior" || current.kind !== "interior") {
    changes.push({ uri: printLocUri(segments), node: pack(current, true) });
    return;
  }
  if (!haveSameProperties(base, current))
    changes.push({ uri: printLocUri(segments), node: pack(current, false) });
  for (const name of base.children.keys())
    if (!current.children.has(name)) changes.push({ uri: printLocUri([...segments, name]) });
  for (const [name, child] of current.children) {
    const before = base.children.get(name);
    if (before === child) continue;
    if (before) compare(before, child, [...segments, name], changes);
    else changes.push({ uri: printLocUri([...segments, name]), node: pack(child, true) });
  }
}

function areSameLeaves(a: TreeNode, b: TreeNode): boolean {
  if (a.kind !== "leaf" || b.kind !== "leaf" || a.format !== b.format) return false;
  return sameValue(a.value, b.value) && haveSameProperties(a, b);
}

function haveSameProperties(a: TreeNode, b: TreeNode): boolean {
  return (
    a.tStamp === b.tStamp &&
    a.verNo === b.verNo &&
    a.title === b.title &&
    a.type === b.type &&
    a.scope === b.scope &&
    a.acl?.text === b.acl?.text &&
    (a.access === b.access || a.access.join(" ") === b.access.join(" "))
  );
}

function pack(node: TreeNode, withChildren: boolean): PackedNode {
  const { scope, type, title, tStamp, verNo } = node;
  const common = { access: node.access.join(" "), scope, acl: node.acl?.text, type, title, tStamp, verNo };
  if (node.kind === "leaf")
    return typeof node.value === "string"
      ? { format: node.format, value: node.value, ...common }
      : { format: node.format, octets: toBase64(node.value), ...common };
  if (!withChildren) return { format: "node", ...common };
  const children = Array.from(node.children, ([name, child]): PackedChild => [name, pack(child, true)]);
  return { format: "node", ...common, children };
}

/** `around` is the description of the parent, which describes the node too. */
function unpack(
  packed: PackedNode,
  before: TreeNode | undefined,
  name: string,
  around: NodeSpec | undefined,
): TreeNode {
  const { scope, type, title, tStamp, verNo } = packed;
  const acl = packed.acl === undefined ? "inherit" : parseAcl(packed.acl);
  const common = {
    access: accessTypes.filter((access) => packed.access.split(" ").includes(access)),
    scope,
    acl: acl === "inherit" ? undefined : acl,
    type,
    title,
    tStamp,
    verNo,
  };
  if (packed.format !== "node") {
    const value = packed.octets === undefined ? (packed.value ?? "") : (fromBase64(packed.octets) ?? "");
    return { kind: "leaf", format: leafFormatOf(packed.format) ?? "chr", value, ...common };
  }
  const known = before?.kind === "interior" ? before : undefined;
  const description = known ? known.description : descriptionOf(name, around);
  if (!packed.children)
    return { kind: "interior", children: known?.children ?? new Map(), ...common, description };
  const children = new Map(
    packed.children.map(([childName, child]) => [
      childName,
      unpack(child, undefined, childName, description),
    ]),
  );
  return { kind: "interior", children, ...common, description };
}

/** What describes the children of a node that was added, as when it was added. */
function descriptionOf(name: string, around: NodeSpec | undefined): NodeSpec | undefined {
  const spec = childSpec(around, name, "node")?.spec;
  const describing = spec?.describedBy ?? spec;
  return describing && describesChildren(describing) ? describing : undefined;
}
