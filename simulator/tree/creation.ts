import { creatorAcl, type Acl } from "./acl.ts";
import { buildAdded } from "./build.ts";
import { leafFormatOf, valueForFormat, valueSize, type LeafFormat, type LeafValue } from "./format.ts";
import type { InteriorNode, LeafNode, TreeNode } from "./node.ts";
import { childSpec, formatOfSpec, type NodeSpec } from "./node-spec.ts";
import { occurrenceRange } from "./occurrence.ts";
import type { NodeData, Refusal, TreeContext } from "./request.ts";
import { mayDo } from "./rights.ts";

/** Media type of a leaf that says nothing else. */
export const DEFAULT_TYPE = "text/plain";

/**
 * The node that an Add creates below the last node of a chain, or the code with which it is refused: 425 the ACL, 405 a
 * leaf as parent, access types, or a node that the description does not have, 420 the occurrence, 415 format, type and
 * value, 413 size. `trusted` = the device itself has chosen the place: rights are not asked.
 */
export function createChild(
  chain: readonly TreeNode[],
  name: string,
  data: NodeData,
  context: TreeContext,
  trusted = false,
): TreeNode | Refusal {
  const parent = chain[chain.length - 1];
  if (!trusted && !mayDo(chain, "Add", context.serverId)) return refusedByAcl("Add");
  if (parent?.kind !== "interior") return { code: 405, text: "A leaf has no children." };
  const described = childSpec(parent.description, name, data.format);
  if (!described && parent.description?.closed === true)
    return { code: 405, text: `The device's description has no ${name} here.` };
  const addable = parent.access.includes("Add") || /\bAdd\b/.test(described?.spec.access ?? "");
  if (!trusted && !addable) return { code: 405, text: "The access types lack Add." };
  const { most } = occurrenceRange(described?.spec.occurs ?? "ZeroOrMore") ?? { most: 0 };
  if (described && most > 0 && parent.children.size >= most && countOf(parent, described.key) >= most)
    return { code: 420, text: `There are at most ${most} nodes of this kind.` };
  const created = described ? describedNode(described.spec, data, context) : freeNode(data, context);
  if ("code" in created || created.kind === "leaf") return created;
  const acl = mayDo(chain, "Replace", context.serverId) ? undefined : creatorAcl(context.serverId);
  return acl === undefined ? created : withAcl(created, acl);
}

/** The refusal of a command that the ACL does not grant. */
export function refusedByAcl(command: string): Refusal {
  return { code: 425, text: `The ACL does not grant ${command} to the server.` };
}

/** The leaf with the value and type of a command, or why not: 415, 413. */
export function changedLeaf(node: LeafNode, data: NodeData, context: TreeContext): LeafNode | Refusal {
  const { format, type } = data;
  if (format !== undefined && !sameFormat(node.format, format))
    return { code: 415, text: `The format of the leaf is ${node.format}, not ${format}.` };
  if (type !== undefined && type !== node.type && node.scope === "permanent")
    return { code: 415, text: `The type of the leaf is ${node.type}, not ${type}.` };
  const value = valueOf(node.format, data.data ?? "", context);
  if ("code" in value) return value;
  return { ...node, value: value.value, type: type ?? node.type };
}

function withAcl(node: InteriorNode, acl: Acl): InteriorNode {
  return { ...node, acl };
}

/** Children of a kind: of a placeholder, or the one with the name. */
function countOf(parent: InteriorNode, key: string): number {
  let count = 0;
  for (const [name, child] of parent.children) {
    const format = child.kind === "leaf" ? child.format : "node";
    if (childSpec(parent.description, name, format)?.key === key) count++;
  }
  return count;
}

/** A node as its description says. */
function describedNode(spec: NodeSpec, data: NodeData, context: TreeContext): TreeNode | Refusal {
  const format = formatOfSpec(spec);
  if (data.format !== undefined && !sameFormat(format, data.format))
    return { code: 415, text: `The format of the node is ${format}, not ${data.format}.` };
  const built = buildAdded(spec);
  const common = { scope: spec.scope ?? "dynamic", acl: undefined, tStamp: context.date } as const;
  const type = data.type ?? "";
  if (built.kind === "interior") {
    if (hasData(data)) return valueOfInterior;
    return { ...built, ...common, type: built.type === "" && type !== DEFAULT_TYPE ? type : built.type };
  }
  const types = [built.type, ...(spec.types ?? [])].filter((each) => each !== "");
  if (type !== "" && types.length > 0 && !types.includes(type))
    return { code: 415, text: `The type of the leaf is ${types.join(" or ")}, not ${type}.` };
  // without Data the device takes the value of its description
  if (data.data === undefined && spec.value !== undefined) return { ...built, ...common };
  const value = valueOf(built.format, data.data ?? "", context);
  if ("code" in value) return value;
  return { ...built, ...common, value: value.value, type: type === "" ? built.type : type };
}

/** A node that nothing describes: whatever the server wants. */
function freeNode(data: NodeData, context: TreeContext): TreeNode | Refusal {
  const type = data.type ?? "";
  const name = data.format ?? "chr";
  const common = { scope: "dynamic", acl: undefined, title: "", tStamp: context.date, verNo: 0 } as const;
  if (name === "node") {
    if (hasData(data)) return valueOfInterior;
    return {
      kind: "interior",
      children: new Map(),
      access: interiorAccess,
      type: type === DEFAULT_TYPE ? "" : type,
      ...common,
    };
  }
  const format = leafFormatOf(name);
  if (!format) return { code: 415, text: `The format ${name} is not supported.` };
  const value = valueOf(nativeFormat(format), data.data ?? "", context);
  if ("code" in value) return value;
  return {
    kind: "leaf",
    format: nativeFormat(format),
    value: value.value,
    access: leafAccess,
    type: type === "" ? DEFAULT_TYPE : type,
    ...common,
  };
}

const interiorAccess = Object.freeze(["Add", "Delete", "Get", "Replace"] as const);
const leafAccess = Object.freeze(["Add", "Copy", "Delete", "Get", "Replace"] as const);
const valueOfInterior: Refusal = { code: 415, text: "An interior node has no value." };

function hasData(data: NodeData): boolean {
  return data.data !== undefined && data.data.length > 0;
}

function valueOf(
  format: LeafFormat,
  data: LeafValue,
  context: TreeContext,
): { readonly value: LeafValue } | Refusal {
  const value = valueForFormat(format, data);
  if (value === undefined) return { code: 415, text: `The value is no ${format}.` };
  if (context.maxValueSize > 0 && valueSize(value) > context.maxValueSize)
    return { code: 413, text: `The value is larger than ${context.maxValueSize} octets.` };
  return { value };
}

/** A b64 value on the wire makes a bin node: base64 is only how octets travel (DM Protocol 1.2, 6). */
function nativeFormat(format: LeafFormat): LeafFormat {
  return format === "b64" ? "bin" : format;
}

function sameFormat(own: string, named: string): boolean {
  return own === named || ((own === "bin" || own === "b64") && (named === "b64" || named === "bin"));
}
