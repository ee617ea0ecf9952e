import { utf8, utf8Text } from "../core/bytes.ts";
import { parseAcl } from "./acl.ts";
import { valueSize, type LeafValue } from "./format.ts";
import { nodeAt, touched, withNode, withRenamed, type InteriorNode, type TreeNode } from "./node.ts";
import { childSpec, type NodeSpec } from "./node-spec.ts";
import { addressProblem } from "./path.ts";
import type { TreeContext, TreeOutcome } from "./request.ts";
import { mayChangeAcl, mayDo } from "./rights.ts";

/** Octets of a Title. */
const MAX_TITLE = 255;

/** Run-time properties of DM Tree and Description 1.2, 7.7. */
export const propertyNames = ["ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo"] as const;

/** The value of a property as text, or undefined when the node has no such property (Size of an interior node). */
export function propertyOf(node: TreeNode, name: string, property: string): string | undefined {
  switch (property) {
    case "ACL":
      return node.acl?.text ?? "";
    case "Format":
      return node.kind === "leaf" ? node.format : "node";
    case "Name":
      return name;
    case "Size":
      return node.kind === "leaf" ? String(valueSize(node.value)) : undefined;
    case "Title":
      return node.title;
    case "TStamp":
      return new Date(node.tStamp).toISOString().replace(/[-:]|\.\d+/g, "");
    case "Type":
      return node.type;
    case "VerNo":
      return String(node.verNo);
    default:
      return undefined;
  }
}

/** Replace of a property. Only ACL, Name and Title can be changed. */
export function replaceProperty(
  root: InteriorNode,
  segments: readonly string[],
  chain: readonly TreeNode[],
  property: string,
  data: LeafValue,
  context: TreeContext,
): TreeOutcome {
  const node = chain[chain.length - 1] ?? root;
  const text = typeof data === "string" ? data : utf8Text(data);
  const lacking = context.lacks?.some((feature) => feature === property) === true;
  if (lacking || !propertyNames.some((name) => name === property))
    return { code: 406, root, text: `The property ${property} is not supported.` };
  const allowed =
    property === "ACL" ? mayChangeAcl(chain, context.serverId) : mayDo(chain, "Replace", context.serverId);
  if (!allowed)
    return { code: 425, root, text: `The ACL does not grant changing ${property} to the server.` };
  if (text === undefined) return { code: 415, root, text: "A property is text." };
  if (property === "ACL") return replaceAcl(root, segments, node, text, context);
  if (property === "Name") return rename(root, segments, node, text, context);
  if (property !== "Title") return { code: 405, root, text: `${property} cannot be replaced.` };
  if (utf8(text).length > MAX_TITLE)
    return { code: 413, root, text: `A title has at most ${MAX_TITLE} octets.` };
  return { code: 200, root: withNode(root, segments, touched({ ...node, title: text }, context.date)) };
}

function replaceAcl(
  root: InteriorNode,
  segments: readonly string[],
  node: TreeNode,
  text: string,
  context: TreeContext,
): TreeOutcome {
  const acl = parseAcl(text);
  if (acl === undefined) return { code: 400, root, text: `"${text}" is no ACL.` };
  if (acl === "inherit" && segments.length === 0) return { code: 405, root, text: "The root needs an ACL." };
  const changed = { ...node, acl: acl === "inherit" ? undefined : acl };
  return { code: 200, root: withNode(root, segments, touched(changed, context.date)) };
}

function rename(
  root: InteriorNode,
  segments: readonly string[],
  node: TreeNode,
  name: string,
  context: TreeContext,
): TreeOutcome {
  const old = segments[segments.length - 1];
  if (old === undefined || node.scope === "permanent")
    return { code: 405, root, text: "A permanent node keeps its name." };
  const problem = addressProblem([...segments.slice(0, -1), name], context.limits);
  if (problem) return { ...problem, root };
  if (name === old) return { code: 200, root };
  const parent = nodeAt(root, segments.slice(0, -1));
  if (parent?.kind === "interior" && !describesAlike(parent.description, node, old, name))
    return { code: 405, root, text: `The device's description has no such node named ${name}.` };
  const renamed = withRenamed(withNode(root, segments, touched(node, context.date)), segments, name);
  return siblingExists(root, segments, name)
    ? { code: 418, root, text: `There is a sibling named ${name}.` }
    : { code: 200, root: renamed };
}

/** True when the description has the same for the node under both names. */
function describesAlike(
  description: NodeSpec | undefined,
  node: TreeNode,
  before: string,
  after: string,
): boolean {
  const format = node.kind === "leaf" ? node.format : "node";
  return childSpec(description, before, format)?.key === childSpec(description, after, format)?.key;
}

function siblingExists(root: InteriorNode, segments: readonly string[], name: string): boolean {
  let parent: TreeNode | undefined = root;
  for (const segment of segments.slice(0, -1))
    parent = parent?.kind === "interior" ? parent.children.get(segment) : undefined;
  return parent?.kind === "interior" && parent.children.has(name);
}
