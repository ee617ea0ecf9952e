import { fromBase64 } from "../core/bytes.ts";
import type { Finding } from "../core/finding.ts";
import { defaultRootAcl, parseAcl, type Acl } from "./acl.ts";
import { leafFormatOf, valueForFormat } from "./format.ts";
import { accessTypes, type AccessType, type InteriorNode, type Scope, type TreeNode } from "./node.ts";
import { isNodeName, printLocUri } from "./path.ts";

/** A node as profiles write it down: a leaf has a value, an interior node children. */
export interface NodeSpec {
  /** Format of a leaf, `chr` by default. */
  readonly format?: string | undefined;
  /** Value of a leaf; base64 for `bin`. */
  readonly value?: string | undefined;
  readonly children?: Readonly<Record<string, NodeSpec>> | undefined;
  /** Access types, separated by blanks; `Get` by default. */
  readonly access?: string | undefined;
  /** `permanent` by default. */
  readonly scope?: Scope | undefined;
  readonly acl?: string | undefined;
  readonly type?: string | undefined;
  readonly title?: string | undefined;
}

/** What a specification of nodes makes, and what is wrong with it. Wrong parts are left out. */
export interface BuiltTree {
  readonly root: InteriorNode;
  readonly findings: readonly Finding[];
}

/** Builds a tree from its root's children; `acl` is the root's, by default `Add=*&Get=*`. */
export function buildTree(children: Readonly<Record<string, NodeSpec>>, acl?: string): BuiltTree {
  const findings: Finding[] = [];
  const node = build({ children, acl, access: "Add Get Replace" }, [], findings);
  const root: InteriorNode = node.kind === "interior" ? node : emptyRoot;
  return { root: root.acl ? root : { ...root, acl: defaultRootAcl }, findings };
}

/** Builds one node and what is below it. `segments` is its path, for the findings. */
export function buildNode(
  spec: NodeSpec,
  segments: readonly string[],
): { readonly node: TreeNode; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  return { node: build(spec, segments, findings), findings };
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

function build(spec: NodeSpec, segments: readonly string[], findings: Finding[]): TreeNode {
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
  if (spec.children || spec.format === "node") {
    if (spec.value !== undefined) problem("value", "an interior node has no value.");
    const children = new Map<string, TreeNode>();
    for (const [name, child] of Object.entries(spec.children ?? {}))
      if (isNodeName(name)) children.set(name, build(child, [...segments, name], findings));
      else problem("name", `"${name}" is no name of a node.`);
    return { kind: "interior", children, type: spec.type ?? "", ...common };
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
