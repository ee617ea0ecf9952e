import { fromBase64 } from "../core/bytes.ts";
import type { Finding } from "../core/finding.ts";
import { defaultRootAcl, parseAcl, type Acl } from "./acl.ts";
import { leafFormatOf, valueForFormat } from "./format.ts";
import { accessTypes, type AccessType, type InteriorNode, type TreeNode } from "./node.ts";
import { describesChildren, isPlaceholder, type NodeSpec } from "./node-spec.ts";
import { occurrenceRange } from "./occurrence.ts";
import { isNodeName, printLocUri } from "./path.ts";

export type { NodeSpec } from "./node-spec.ts";

/** What a specification of nodes makes, and what is wrong with it. Wrong parts are left out. */
export interface BuiltTree {
  readonly root: InteriorNode;
  readonly findings: readonly Finding[];
}

/** Builds a tree from its root's children; `acl` is the root's, by default `Add=*&Get=*`. */
export function buildTree(children: Readonly<Record<string, NodeSpec>>, acl?: string): BuiltTree {
  const findings: Finding[] = [];
  const node = build({ children, acl, access: "Add Get Replace" }, [], findings, isThere);
  const root: InteriorNode = node.kind === "interior" ? node : emptyRoot;
  return { root: root.acl ? root : { ...root, acl: defaultRootAcl }, findings };
}

/** Builds one node and what is below it. `segments` is its path, for the findings. */
export function buildNode(
  spec: NodeSpec,
  segments: readonly string[],
): { readonly node: TreeNode; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  return { node: build(spec, segments, findings, isThere), findings };
}

/**
 * Builds what is there when a server adds a described node: the node, and below it what is permanent or cannot be added
 * by servers.
 */
export function buildAdded(spec: NodeSpec): TreeNode {
  return build(spec, [], [], comesWithItsParent);
}

/** True for a child that is there from the beginning. */
function isThere(child: NodeSpec): boolean {
  return child.absent !== true;
}

/** True for a child that a device creates when a server adds its parent, because nobody else can or need. */
function comesWithItsParent(child: NodeSpec, parent: NodeSpec): boolean {
  if (child.scope !== "dynamic") return true;
  if (hasAdd(child) || hasAdd(parent)) return false;
  return child.value !== undefined || (occurrenceRange(child.occurs ?? "One")?.least ?? 1) > 0;
}

function hasAdd(spec: NodeSpec): boolean {
  return spec.access?.split(/\s+/).includes("Add") === true;
}

const emptyRoot: InteriorNode = {
  kind: "interior",
  children: new Map(),
  access: ["Add", "Get", "Replace"],
  scope: "permanent",
  acl: defaultRootAcl,
  type: "",
  title: "",
  tStamp: 0,
  verNo: 0,
};

function build(
  spec: NodeSpec,
  segments: readonly string[],
  findings: Finding[],
  takes: (child: NodeSpec, parent: NodeSpec) => boolean,
): TreeNode {
  const problem = (code: string, text: string): void => {
    findings.push({
      severity: "error",
      code: `tree/${code}`,
      text: `${printLocUri(segments)}: ${text}`,
      path: printLocUri(segments),
    });
  };
  const common = {
    access: accessOf(spec.access ?? "Get", problem),
    scope: spec.scope ?? "permanent",
    acl: aclOf(spec.acl, problem),
    title: spec.title ?? "",
    tStamp: 0,
    verNo: 0,
  } as const;
  if (spec.occurs !== undefined && !occurrenceRange(spec.occurs))
    problem("occurrence", `"${String(spec.occurs)}" is no occurrence.`);
  if (spec.children || spec.format === "node") {
    if (spec.value !== undefined) problem("value", "an interior node has no value.");
    const children = new Map<string, TreeNode>();
    for (const [name, child] of Object.entries(spec.children ?? {})) {
      if (!isNodeName(name)) problem("name", `"${name}" is no name of a node.`);
      else if (isPlaceholder(name)) build(child, [...segments, name], findings, takes);
      else if (takes(child, spec)) children.set(name, build(child, [...segments, name], findings, takes));
    }
    const describing = spec.describedBy ?? spec;
    const description = describesChildren(describing) ? describing : undefined;
    return { kind: "interior", children, type: spec.type ?? "", ...common, description };
  }
  const format = leafFormatOf(spec.format ?? "chr");
  if (!format) problem("format", `the format ${spec.format} is not known.`);
  const text = spec.value ?? "";
  const value = valueForFormat(format ?? "chr", format === "bin" ? (fromBase64(text) ?? text) : text);
  if (value === undefined) problem("value", `the value is no ${format}.`);
  return {
    kind: "leaf",
    format: format ?? "chr",
    value: value ?? "",
    type: spec.type ?? "text/plain",
    ...common,
  };
}

type Problem = (code: string, text: string) => void;

/** Access types seen before, so that the nodes of a profile share their lists. */
const accessLists = new Map<string, readonly AccessType[]>();

function accessOf(text: string, problem: Problem): readonly AccessType[] {
  const known = accessLists.get(text);
  if (known) return known;
  const words = text.split(/\s+/).filter((word) => word !== "");
  const list = accessTypes.filter((access) => words.includes(access));
  if (list.length === new Set(words).size) accessLists.set(text, Object.freeze(list));
  else problem("access", `"${text}" are no access types.`);
  return list;
}

function aclOf(text: string | undefined, problem: Problem): Acl | undefined {
  if (text === undefined) return undefined;
  const acl = parseAcl(text);
  if (acl === undefined) problem("acl", `"${text}" is no ACL.`);
  return acl === "inherit" ? undefined : acl;
}
