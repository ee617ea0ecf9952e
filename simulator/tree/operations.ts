import { tndsEncodingOf } from "../protocols/dmddf/index.ts";
import { withoutSubtree } from "./accounts.ts";
import { changedLeaf, createChild, refusedByAcl } from "./creation.ts";
import { addDocument, replaceByDocument } from "./documents/commands.ts";
import { addToInbox, isInbox } from "./inbox.ts";
import { locate } from "./locate.ts";
import { chainTo, countNodes, touched, withNode, type InteriorNode, type TreeNode } from "./node.ts";
import { isUriProblem, printLocUri, type TreePath } from "./path.ts";
import { replaceProperty } from "./properties.ts";
import { read } from "./reading.ts";
import type { NodeData, TreeContext, TreeOutcome } from "./request.ts";
import { mayDo } from "./rights.ts";

/*
 * The commands of DM Protocol 1.2, 7 on one URI. Where several things are wrong the order of the codes is
 * 414, 404, 425 (ACL), 405 (access type), then 418, 415, 413, 420.
 */

/** Get: the value of a leaf, the names below an interior node, a property (`?prop=`) or the structure (`?list=`). */
export function get(root: InteriorNode, uri: string, context: TreeContext): TreeOutcome {
  const path = locate(root, uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  const outcome = read(root, path, context);
  const [item] = outcome.items ?? [];
  // the server finds its answer by the address as it wrote it
  return item && path.query?.kind !== "list" ? { ...outcome, items: [{ ...item, uri }] } : outcome;
}

/** Add: creates the node that the last segment names, or with a TNDS document the subtree that the document holds. */
export function add(root: InteriorNode, uri: string, data: NodeData, context: TreeContext): TreeOutcome {
  const path = locate(root, uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  if (path.query) return { code: 405, root, text: "A property cannot be added." };
  const { segments } = path;
  if (isInbox(root, segments)) return addToInbox(root, segments, data, context);
  const encoding = tndsEncodingOf(data.type ?? "");
  if (encoding) return addDocument(root, segments, encoding, data.data ?? "", context);
  const chain = chainTo(root, segments);
  if (chain.length > segments.length) {
    if (segments.length > 0 && !mayDo(chain.slice(0, -1), "Add", context.serverId))
      return { ...refusedByAcl("Add"), root };
    return { code: 418, root, text: `${printLocUri(segments)} exists.` };
  }
  const missing = segments.length - chain.length + 1;
  if (missing > 1 && (!context.implicitParents || chain[chain.length - 1]?.kind === "leaf"))
    return { code: 404, root, text: `${printLocUri(segments.slice(0, chain.length))} does not exist.` };
  let changed = root;
  for (let depth = chain.length - 1; depth < segments.length; depth++) {
    const name = segments[depth] ?? "";
    const last = depth === segments.length - 1;
    const parents = chainTo(changed, segments.slice(0, depth));
    const created = createChild(parents, name, last ? data : { format: "node" }, context);
    if ("code" in created) return { ...created, root };
    changed = withNode(changed, segments.slice(0, depth + 1), created);
  }
  if (context.maxNodes > 0 && countNodes(changed) > context.maxNodes)
    return { code: 420, root, text: `The tree holds at most ${context.maxNodes} nodes.` };
  return { code: 200, root: changed };
}

/** Replace: overwrites the value of an existing leaf, a property (`?prop=`), or with a TNDS document a whole subtree. */
export function replace(root: InteriorNode, uri: string, data: NodeData, context: TreeContext): TreeOutcome {
  const path = locate(root, uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  const { segments, query } = path;
  const chain = chainTo(root, segments);
  const node = chain[segments.length];
  if (!node) return missingForReplace(root, chain, segments);
  if (query?.kind === "prop")
    return replaceProperty(root, segments, chain, query.name, data.data ?? "", context);
  if (query?.kind === "list") return { code: 405, root, text: "A list cannot be replaced." };
  if (query) return { code: 406, root, text: `?${query.text} is not supported.` };
  if (!mayDo(chain, "Replace", context.serverId)) return { ...refusedByAcl("Replace"), root };
  if (!node.access.includes("Replace")) return { code: 405, root, text: "The access types lack Replace." };
  const encoding = tndsEncodingOf(data.type ?? "");
  if (encoding) return replaceByDocument(root, segments, encoding, data.data ?? "", context);
  if (node.kind === "interior") return { code: 405, root, text: "An interior node has no value." };
  const changed = changedLeaf(node, data, context);
  return "code" in changed
    ? { ...changed, root }
    : { code: 200, root: withNode(root, segments, touched(changed, context.date)) };
}

/** Delete: removes the node and everything below it. Rights are asked of the addressed node only. */
export function remove(root: InteriorNode, uri: string, context: TreeContext): TreeOutcome {
  const path = locate(root, uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  const chain = chainTo(root, path.segments);
  const node = chain[path.segments.length];
  if (!node) return notFound(root, path);
  if (path.query) return { code: 405, root, text: "A property cannot be deleted." };
  if (!mayDo(chain, "Delete", context.serverId)) return { ...refusedByAcl("Delete"), root };
  if (path.segments.length === 0) return { code: 405, root, text: "The root cannot be deleted." };
  if (node.scope === "permanent") return { code: 405, root, text: "The node is permanent." };
  if (!node.access.includes("Delete")) return { code: 405, root, text: "The access types lack Delete." };
  return { code: 200, root: withoutSubtree(root, path.segments, node) };
}

/** Copy: the value of a leaf to another leaf, which is created where it is missing. */
export function copy(root: InteriorNode, source: string, target: string, context: TreeContext): TreeOutcome {
  if (context.lacks?.includes("Copy")) return { code: 406, root, text: "Copy is not supported." };
  const from = locate(root, source, context.limits);
  if (isUriProblem(from)) return { ...from, root };
  const to = locate(root, target, context.limits);
  if (isUriProblem(to)) return { ...to, root };
  const chain = chainTo(root, from.segments);
  const node = chain[from.segments.length];
  if (!node) return notFound(root, from);
  if (from.query || to.query) return { code: 405, root, text: "A property cannot be copied." };
  if (!mayDo(chain, "Get", context.serverId)) return { ...refusedByAcl("Get"), root };
  if (!node.access.includes("Get")) return { code: 405, root, text: "The source's access types lack Get." };
  if (node.kind === "interior") return { code: 403, root, text: "Only leaves are copied." };
  const data = { format: node.format, type: node.type, data: node.value };
  const exists = chainTo(root, to.segments).length > to.segments.length;
  return exists ? replace(root, target, data, context) : add(root, target, data, context);
}

/** Exec: whether the server may run the node. The device does the rest. Without error the node is given. */
export function lookUpExec(
  root: InteriorNode,
  uri: string,
  context: TreeContext,
): TreeOutcome & { readonly path?: TreePath | undefined } {
  const path = locate(root, uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  const chain = chainTo(root, path.segments);
  const node = chain[path.segments.length];
  if (!node) return notFound(root, path);
  if (path.query) return { code: 405, root, text: "A property cannot be run." };
  if (!mayDo(chain, "Exec", context.serverId)) return { ...refusedByAcl("Exec"), root };
  if (!node.access.includes("Exec")) return { code: 405, root, text: "The access types lack Exec." };
  return { code: 200, root, path };
}

function missingForReplace(
  root: InteriorNode,
  chain: readonly TreeNode[],
  segments: readonly string[],
): TreeOutcome {
  if (chain[chain.length - 1]?.kind === "leaf") return { code: 405, root, text: "A leaf has no children." };
  return { code: 404, root, text: `${printLocUri(segments)} does not exist.` };
}

function notFound(root: InteriorNode, path: TreePath): TreeOutcome {
  return { code: 404, root, text: `${printLocUri(path.segments)} does not exist.` };
}
