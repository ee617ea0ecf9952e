import { withoutSubtree } from "./accounts.ts";
import { creatorAcl, type Acl } from "./acl.ts";
import { leafFormatOf, valueForFormat, valueSize, type LeafFormat } from "./format.ts";
import {
  chainTo,
  countNodes,
  touched,
  withNode,
  type InteriorNode,
  type LeafNode,
  type TreeNode,
} from "./node.ts";
import { isUriProblem, parseLocUri, printLocUri, type TreePath } from "./path.ts";
import { replaceProperty } from "./properties.ts";
import { read } from "./reading.ts";
import type { NodeData, TreeContext, TreeOutcome } from "./request.ts";
import { mayDo } from "./rights.ts";

/*
 * The commands of DM Protocol 1.2, 7 on one URI. Where several things are wrong the order of the codes is
 * 414, 404, 425 (ACL), 405 (access type), then 418, 415, 413, 420.
 */

const TNDS = /^application\/vnd\.syncml\.dmtnds\+(?:xml|wbxml)$/;

/** Media type of a leaf that says nothing else. */
export const DEFAULT_TYPE = "text/plain";

/** Get: the value of a leaf, the names below an interior node, a property (`?prop=`) or the structure (`?list=`). */
export function get(root: InteriorNode, uri: string, context: TreeContext): TreeOutcome {
  const path = parseLocUri(uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  const outcome = read(root, path, context);
  const [item] = outcome.items ?? [];
  // the server finds its answer by the address as it wrote it
  return item && path.query?.kind !== "list" ? { ...outcome, items: [{ ...item, uri }] } : outcome;
}

/** Add: creates the node that the last segment names. */
export function add(root: InteriorNode, uri: string, data: NodeData, context: TreeContext): TreeOutcome {
  const path = parseLocUri(uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  if (path.query) return { code: 405, root, text: "A property cannot be added." };
  const { segments } = path;
  const chain = chainTo(root, segments);
  if (chain.length > segments.length) {
    if (segments.length > 0 && !mayDo(chain.slice(0, -1), "Add", context.serverId))
      return denied(root, "Add");
    return { code: 418, root, text: `${printLocUri(segments)} exists.` };
  }
  const missing = segments.length - chain.length + 1;
  const parent = chain[chain.length - 1] ?? root;
  if (missing > 1 && (!context.implicitParents || parent.kind === "leaf"))
    return { code: 404, root, text: `${printLocUri(segments.slice(0, chain.length))} does not exist.` };
  if (!mayDo(chain, "Add", context.serverId)) return denied(root, "Add");
  if (parent.kind === "leaf") return { code: 405, root, text: "A leaf has no children." };
  if (!parent.access.includes("Add")) return { code: 405, root, text: "The parent's access types lack Add." };
  const ownAcl = mayDo(chain, "Replace", context.serverId) ? undefined : creatorAcl(context.serverId);
  // an implicit parent gets the creator's ACL, and what is below inherits it
  const created = newNode(data, context, missing > 1 ? undefined : ownAcl);
  if ("code" in created) return { ...created, root };
  if (context.maxNodes > 0 && countNodes(root) + missing > context.maxNodes)
    return { code: 420, root, text: `The tree holds at most ${context.maxNodes} nodes.` };
  let changed = root;
  for (let depth = chain.length; depth < segments.length; depth++)
    changed = withNode(
      changed,
      segments.slice(0, depth),
      newInterior("", depth === chain.length ? ownAcl : undefined),
    );
  return { code: 200, root: withNode(changed, segments, created) };
}

/** Replace: overwrites the value of an existing leaf, or a property (`?prop=`). */
export function replace(root: InteriorNode, uri: string, data: NodeData, context: TreeContext): TreeOutcome {
  const path = parseLocUri(uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  const { segments, query } = path;
  const chain = chainTo(root, segments);
  const node = chain[segments.length];
  if (!node) return missingForReplace(root, chain, segments);
  if (query?.kind === "prop")
    return replaceProperty(root, segments, chain, query.name, data.data ?? "", context);
  if (query?.kind === "list") return { code: 405, root, text: "A list cannot be replaced." };
  if (query) return { code: 406, root, text: `?${query.text} is not supported.` };
  if (!mayDo(chain, "Replace", context.serverId)) return denied(root, "Replace");
  if (!node.access.includes("Replace")) return { code: 405, root, text: "The access types lack Replace." };
  if (data.type !== undefined && TNDS.test(data.type))
    return { code: 415, root, text: "TNDS is not supported." };
  if (node.kind === "interior") return { code: 405, root, text: "An interior node has no value." };
  const changed = changedLeaf(node, data, context);
  return "code" in changed
    ? { ...changed, root }
    : { code: 200, root: withNode(root, segments, touched(changed, context.date)) };
}

/** Delete: removes the node and everything below it. Rights are asked of the addressed node only. */
export function remove(root: InteriorNode, uri: string, context: TreeContext): TreeOutcome {
  const path = parseLocUri(uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  const chain = chainTo(root, path.segments);
  const node = chain[path.segments.length];
  if (!node) return notFound(root, path);
  if (path.query) return { code: 405, root, text: "A property cannot be deleted." };
  if (!mayDo(chain, "Delete", context.serverId)) return denied(root, "Delete");
  if (path.segments.length === 0) return { code: 405, root, text: "The root cannot be deleted." };
  if (node.scope === "permanent") return { code: 405, root, text: "The node is permanent." };
  if (!node.access.includes("Delete")) return { code: 405, root, text: "The access types lack Delete." };
  return { code: 200, root: withoutSubtree(root, path.segments, node) };
}

/** Copy: the value of a leaf to another leaf, which is created where it is missing. */
export function copy(root: InteriorNode, source: string, target: string, context: TreeContext): TreeOutcome {
  const from = parseLocUri(source, context.limits);
  if (isUriProblem(from)) return { ...from, root };
  const to = parseLocUri(target, context.limits);
  if (isUriProblem(to)) return { ...to, root };
  const chain = chainTo(root, from.segments);
  const node = chain[from.segments.length];
  if (!node) return notFound(root, from);
  if (from.query || to.query) return { code: 405, root, text: "A property cannot be copied." };
  if (!mayDo(chain, "Get", context.serverId)) return denied(root, "Get");
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
  const path = parseLocUri(uri, context.limits);
  if (isUriProblem(path)) return { ...path, root };
  const chain = chainTo(root, path.segments);
  const node = chain[path.segments.length];
  if (!node) return notFound(root, path);
  if (path.query) return { code: 405, root, text: "A property cannot be run." };
  if (!mayDo(chain, "Exec", context.serverId)) return denied(root, "Exec");
  if (!node.access.includes("Exec")) return { code: 405, root, text: "The access types lack Exec." };
  return { code: 200, root, path };
}

interface Refusal {
  readonly code: number;
  readonly text: string;
}

function newNode(data: NodeData, context: TreeContext, acl: Acl | undefined): TreeNode | Refusal {
  const type = data.type ?? "";
  if (TNDS.test(type)) return { code: 415, text: "TNDS is not supported." };
  const name = data.format ?? "chr";
  if (name === "node") {
    if (data.data !== undefined && data.data.length > 0)
      return { code: 415, text: "An interior node has no value." };
    return newInterior(type, acl);
  }
  const format = leafFormatOf(name);
  if (!format) return { code: 415, text: `The format ${name} is not supported.` };
  const value = valueOf(nativeFormat(format), data.data ?? "", context);
  if ("code" in value) return value;
  return {
    kind: "leaf",
    format: nativeFormat(format),
    value: value.value,
    access: ["Add", "Copy", "Delete", "Get", "Replace"],
    scope: "dynamic",
    acl: undefined,
    type: type === "" ? DEFAULT_TYPE : type,
    title: "",
    tStamp: context.date,
    verNo: 0,
  };
}

function newInterior(type: string, acl: Acl | undefined): InteriorNode {
  return {
    kind: "interior",
    children: new Map(),
    access: ["Add", "Delete", "Get", "Replace"],
    scope: "dynamic",
    acl,
    type: type === DEFAULT_TYPE ? "" : type,
    title: "",
    tStamp: 0,
    verNo: 0,
  };
}

function changedLeaf(node: LeafNode, data: NodeData, context: TreeContext): LeafNode | Refusal {
  const { format, type } = data;
  if (format !== undefined && !sameFormat(node.format, format))
    return { code: 415, text: `The format of the leaf is ${node.format}, not ${format}.` };
  if (type !== undefined && type !== node.type && node.scope === "permanent")
    return { code: 415, text: `The type of the leaf is ${node.type}, not ${type}.` };
  const value = valueOf(node.format, data.data ?? "", context);
  if ("code" in value) return value;
  return { ...node, value: value.value, type: type ?? node.type };
}

function valueOf(
  format: LeafFormat,
  data: string | Uint8Array,
  context: TreeContext,
): { value: string | Uint8Array } | Refusal {
  const value = valueForFormat(format, data);
  if (value === undefined) return { code: 415, text: `The value is no ${format}.` };
  if (context.maxValueSize > 0 && valueSize(value) > context.maxValueSize)
    return { code: 413, text: `The value is larger than ${context.maxValueSize} octets.` };
  return { value };
}

/** A b64 value on the wire makes a bin node: base64 is only how octets travel (section 6). */
function nativeFormat(format: LeafFormat): LeafFormat {
  return format === "b64" ? "bin" : format;
}

function sameFormat(own: LeafFormat, named: string): boolean {
  return own === named || ((own === "bin" || own === "b64") && (named === "b64" || named === "bin"));
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

function denied(root: InteriorNode, command: string): TreeOutcome {
  return { code: 425, root, text: `The ACL does not grant ${command} to the server.` };
}
