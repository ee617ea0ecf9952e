import { parseAcl } from "../acl.ts";
import { changedLeaf, createChild, refusedByAcl } from "../creation.ts";
import { sameValue } from "../format.ts";
import { touched, type InteriorNode, type TreeNode } from "../node.ts";
import { addressProblem, printLocUri } from "../path.ts";
import type { Refusal, TreeContext } from "../request.ts";
import { mayChangeAcl, mayDo } from "../rights.ts";
import type { DocumentNode } from "./forest.ts";

/** Where a document's node is to stand. */
export interface Place {
  /** Nodes from the root to the parent. */
  readonly chain: readonly TreeNode[];
  /** Names from the root to the node itself. */
  readonly segments: readonly string[];
}

/** What holds for a whole document. */
export interface Growth {
  readonly context: TreeContext;
  /** The device itself has chosen the place: rights are not asked. */
  readonly trusted: boolean;
  /** The nodes came with their parent in this very document: they are being given their first values. */
  readonly fresh?: boolean | undefined;
}

/** The subtree of a document's node, made of plain Adds; refused with the code of the Add that fails. */
export function grow(node: DocumentNode, place: Place, growth: Growth): TreeNode | Refusal {
  const { context, trusted } = growth;
  const problem = addressProblem(place.segments, context.limits);
  if (problem) return problem;
  const data = node.way === true ? { ...node.data, format: "node" } : node.data;
  const created = createChild(place.chain, lastOf(place.segments), data, context, trusted);
  if ("code" in created) return created;
  return fill(created, node, place, growth);
}

/** An existing node with a document's nodes added below it: new ones, and on the way to them existing ones. */
export function extend(
  before: TreeNode,
  way: DocumentNode,
  place: Place,
  growth: Growth,
): TreeNode | Refusal {
  const { context, trusted } = growth;
  const mayAdd = (chain: readonly TreeNode[]): boolean => trusted || mayDo(chain, "Add", context.serverId);
  if (before.kind === "leaf")
    return mayAdd([...place.chain, before])
      ? { code: 405, text: "A leaf has no children." }
      : refusedByAcl("Add");
  const children = new Map(before.children);
  const chain = [...place.chain, { ...before, children }];
  for (const child of way.children) {
    const name = child.name ?? "";
    const below = { chain, segments: [...place.segments, name] };
    const old = children.get(name);
    if (old && child.way !== true)
      return mayAdd(chain)
        ? { code: 418, text: `${printLocUri(below.segments)} exists.` }
        : refusedByAcl("Add");
    if (!old && child.way === true && !trusted && !context.implicitParents)
      return { code: 404, text: `${printLocUri(below.segments)} does not exist.` };
    const result = old ? extend(old, child, below, growth) : grow(child, below, growth);
    if ("code" in result) return result;
    children.set(name, result);
  }
  return { ...before, children };
}

/** A created node with the children, title and ACL of the document's. What came with the node takes the document's value. */
function fill(created: TreeNode, node: DocumentNode, place: Place, growth: Growth): TreeNode | Refusal {
  if (created.kind === "leaf") {
    if (node.children.length > 0) return { code: 405, text: "A leaf has no children." };
    return withProperties(created, node, place.chain, growth);
  }
  const children = new Map(created.children);
  const given = new Set<string>();
  const grown: InteriorNode = { ...created, children };
  const chain = [...place.chain, grown];
  for (const child of node.children) {
    const name = child.name ?? "";
    if (given.has(name)) return { code: 418, text: `${name} occurs twice.` };
    given.add(name);
    const below = { chain, segments: [...place.segments, name] };
    const before = children.get(name);
    const result = before
      ? reshape(before, child, below, { ...growth, fresh: true })
      : grow(child, below, growth);
    if ("code" in result) return result;
    children.set(name, result);
  }
  return withProperties(grown, node, place.chain, growth);
}

/**
 * An existing node such that it and what is below it are exactly the document's: values are set, nodes deleted and added.
 * Permanent nodes stay and cannot be missing (405); a node that stays keeps its ACL where the document has none.
 */
export function reshape(
  before: TreeNode,
  node: DocumentNode,
  place: Place,
  growth: Growth,
): TreeNode | Refusal {
  const { context } = growth;
  if (before.kind === "leaf") {
    if (node.children.length > 0 || node.data.format === "node")
      return { code: 405, text: "A leaf does not become an interior node." };
    const changed = changedLeaf(before, node.data, context);
    if ("code" in changed) return changed;
    const same = changed.type === before.type && sameValue(changed.value, before.value);
    const refusal = same ? undefined : refusedChange(before, place, growth);
    if (refusal) return refusal;
    return withProperties(same ? before : touched(changed, context.date), node, place.chain, growth);
  }
  if (node.data.data !== undefined && node.data.data.length > 0)
    return { code: 405, text: "An interior node has no value." };
  if (node.data.format !== undefined && node.data.format !== "node")
    return { code: 405, text: "An interior node does not become a leaf." };
  const type = node.data.type ?? before.type;
  if (before.scope === "permanent" && type !== before.type)
    return { code: 405, text: "A permanent node keeps its type." };
  const children = new Map<string, TreeNode>();
  const after: InteriorNode = { ...before, type, children };
  const chain = [...place.chain, after];
  for (const child of node.children) {
    const name = child.name ?? "";
    if (children.has(name)) return { code: 418, text: `${name} occurs twice.` };
    const below = { chain, segments: [...place.segments, name] };
    const old = before.children.get(name);
    const stays = old && (old.scope === "permanent" || old.kind === kindOf(child));
    const result = stays ? reshape(old, child, below, growth) : grow(child, below, growth);
    if ("code" in result) return result;
    children.set(name, result);
  }
  for (const [name, child] of before.children)
    if (child.scope === "permanent" && !children.has(name))
      return { code: 405, text: `The permanent node ${name} cannot be deleted.` };
  const same = type === before.type && sameChildren(before.children, children);
  return withProperties(same ? before : touched(after, context.date), node, place.chain, growth);
}

/** Why the value of a node that stays cannot change: permanent nodes are asked for their rights, all for access types. */
function refusedChange(before: TreeNode, place: Place, growth: Growth): Refusal | undefined {
  if (growth.fresh === true) return undefined;
  const chain = [...place.chain, before];
  if (before.scope === "permanent" && !growth.trusted && !mayDo(chain, "Replace", growth.context.serverId))
    return refusedByAcl("Replace");
  if (!before.access.includes("Replace")) return { code: 405, text: "The access types lack Replace." };
  return undefined;
}

function withProperties(
  node: TreeNode,
  { acl: text, title }: DocumentNode,
  parents: readonly TreeNode[],
  { context, trusted }: Growth,
): TreeNode | Refusal {
  const titled = title === undefined || title === node.title ? node : { ...node, title };
  if (text === undefined) return titled;
  const acl = parseAcl(text);
  if (acl === undefined) return { code: 400, text: `"${text.slice(0, 80)}" is no ACL.` };
  const own = acl === "inherit" ? undefined : acl;
  if (own?.text === titled.acl?.text) return titled;
  if (parents.length === 0 && own === undefined) return { code: 405, text: "The root needs an ACL." };
  if (!trusted && !mayChangeAcl([...parents, titled], context.serverId))
    return { code: 425, text: "The ACL does not grant changing the ACL to the server." };
  return { ...titled, acl: own };
}

function kindOf(node: DocumentNode): TreeNode["kind"] {
  return node.data.format === "node" || node.children.length > 0 ? "interior" : "leaf";
}

function sameChildren(a: ReadonlyMap<string, TreeNode>, b: ReadonlyMap<string, TreeNode>): boolean {
  return a.size === b.size && [...b].every(([name, child]) => a.get(name) === child);
}

function lastOf(segments: readonly string[]): string {
  return segments[segments.length - 1] ?? "";
}
