import type { MgmtTreeEncoding } from "../../protocols/dmddf/index.ts";
import { serverIdsOf, withoutLostServers } from "../accounts.ts";
import type { LeafValue } from "../format.ts";
import { chainTo, countNodes, withNode, type InteriorNode } from "../node.ts";
import { printLocUri } from "../path.ts";
import type { Refusal, TreeContext, TreeOutcome } from "../request.ts";
import { mayDo } from "../rights.ts";
import { readForest, type DocumentNode } from "./forest.ts";
import { extend, grow, reshape, type Growth } from "./grow.ts";

/*
 * Add and Replace of a TNDS document (DM TNDS 1.2, 7): one status for all of it, and the tree as it was when any part
 * fails. The code is the one that a plain command on the failing node gives.
 */

/**
 * Add: the document's nodes become children of the Target. A Target that is missing is created as an interior node where
 * the device does that, or is the document's only top node itself when that has its name or an empty one.
 */
export function addDocument(
  root: InteriorNode,
  target: readonly string[],
  encoding: MgmtTreeEncoding,
  data: LeafValue,
  context: TreeContext,
): TreeOutcome {
  const forest = forestFor(encoding, data, target, context);
  if ("code" in forest) return { ...forest, root };
  const growth: Growth = { context, trusted: false };
  const chain = chainTo(root, target);
  const existing = chain[target.length];
  const [only] = forest;
  if (only && isWholeTarget(forest, target) && (existing === undefined || only.name !== target.at(-1)))
    return planted(root, plant(root, target, only, growth), context);
  const around = targetOf(forest);
  if ("code" in around) return { ...around, root };
  if (existing) {
    const extended = extend(existing, around, { chain: chain.slice(0, -1), segments: target }, growth);
    return planted(root, "code" in extended ? extended : withNode(root, target, extended), context);
  }
  if (!context.implicitParents) return { code: 404, root, text: `${printLocUri(target)} does not exist.` };
  return planted(root, plant(root, target, around, growth), context);
}

function planted(root: InteriorNode, result: InteriorNode | Refusal, context: TreeContext): TreeOutcome {
  return "code" in result ? { ...result, root } : withinCapacity(root, result, context);
}

/**
 * Replace: the subtree at the Target becomes exactly the document. One top node with the Target's name, or an empty one,
 * is the Target itself; otherwise the top nodes are the Target's children.
 */
export function replaceByDocument(
  root: InteriorNode,
  target: readonly string[],
  encoding: MgmtTreeEncoding,
  data: LeafValue,
  context: TreeContext,
): TreeOutcome {
  const forest = forestFor(encoding, data, target, context);
  if ("code" in forest) return { ...forest, root };
  const chain = chainTo(root, target);
  const before = chain[target.length];
  if (!before) return { code: 404, root, text: `${printLocUri(target)} does not exist.` };
  const [only] = forest;
  const node = only && isWholeTarget(forest, target) ? only : targetOf(forest);
  if ("code" in node) return { ...node, root };
  const place = { chain: chain.slice(0, -1), segments: target };
  const result = reshape(before, node, place, { context, trusted: false });
  if ("code" in result) return { ...result, root };
  if (result === before) return { code: 200, root };
  const changed = withNode(root, target, result);
  const outcome = withinCapacity(root, changed, context);
  return outcome.code === 200
    ? { ...outcome, root: withoutLostServers(serverIdsOf(before), outcome.root) }
    : outcome;
}

/** The tree with a document's node at an address, or why not. Missing nodes on the way: see `implicitParents`. */
export function plant(
  root: InteriorNode,
  segments: readonly string[],
  node: DocumentNode,
  growth: Growth,
): InteriorNode | Refusal {
  const { context, trusted } = growth;
  const chain = chainTo(root, segments);
  if (chain.length > segments.length) {
    if (segments.length > 0 && !trusted && !mayDo(chain.slice(0, -1), "Add", context.serverId))
      return { code: 425, text: "The ACL does not grant Add to the server." };
    return { code: 418, text: `${printLocUri(segments)} exists.` };
  }
  const missing = segments.length - chain.length;
  if (missing > 0 && !(trusted || context.implicitParents))
    return { code: 404, text: `${printLocUri(segments.slice(0, chain.length))} does not exist.` };
  let around: DocumentNode = node;
  for (let depth = segments.length - 1; depth >= chain.length; depth--)
    around = {
      ...interior,
      name: segments[depth] ?? "",
      children: [{ ...around, name: segments[depth] ?? "" }],
    };
  const top = segments.slice(0, chain.length);
  const grown = grow(around, { chain, segments: top }, growth);
  return "code" in grown ? grown : withNode(root, top, grown);
}

/** The tree after a document, unless it holds more nodes than the device takes. */
export function withinCapacity(
  root: InteriorNode,
  changed: InteriorNode,
  { maxNodes }: TreeContext,
): TreeOutcome {
  if (maxNodes > 0 && countNodes(changed) > maxNodes)
    return { code: 420, root, text: `The tree holds at most ${maxNodes} nodes.` };
  return { code: 200, root: changed };
}

/** The nodes of a document as the device takes it. */
export function forestFor(
  encoding: MgmtTreeEncoding,
  data: LeafValue,
  target: readonly string[],
  context: TreeContext,
): readonly DocumentNode[] | Refusal {
  if (context.lacks?.includes("TNDS") === true) return { code: 415, text: "TNDS is not supported." };
  return readForest(encoding, data, target);
}

const interior: DocumentNode = {
  name: "",
  path: [],
  data: { format: "node" },
  acl: undefined,
  title: undefined,
  children: [],
};

/** True when the only top node is the Target itself. */
function isWholeTarget(forest: readonly DocumentNode[], target: readonly string[]): boolean {
  const [only] = forest;
  if (!only || forest.length > 1 || only.path.length > 0) return false;
  return only.name === undefined || only.name === "" || only.name === target[target.length - 1];
}

/** The Target with the top nodes of a document below it, those with a Path where that leads. */
function targetOf(forest: readonly DocumentNode[]): DocumentNode | Refusal {
  const children: DocumentNode[] = [];
  const ways = new Map<string, DocumentNode[]>();
  for (const node of forest) {
    const [first, ...rest] = node.path;
    const isNamed = node.name !== undefined && node.name !== "";
    if (first !== undefined && (isNamed || rest.length > 0)) {
      const below = ways.get(first) ?? [];
      below.push({ ...node, path: rest });
      ways.set(first, below);
    } else if (first !== undefined) children.push({ ...node, name: first, path: [] });
    else if (isNamed) children.push(node);
    else return { code: 415, text: "A node at the top of the document has no name." };
  }
  for (const [name, nodes] of ways) {
    const below = targetOf(nodes);
    if ("code" in below) return below;
    children.push({ ...below, name });
  }
  return { ...interior, way: true, data: {}, children };
}
