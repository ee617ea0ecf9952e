import { toBase64 } from "../../core/bytes.ts";
import type { DFPropertiesInput, MgmtNodeInput, MgmtTreeInput } from "../../protocols/dmddf/index.ts";
import { leafFormatOf } from "../format.ts";
import { accessTypes, type InteriorNode, type TreeNode } from "../node.ts";
import { childSpec, formatOfSpec, isPlaceholder, type NodeSpec } from "../node-spec.ts";
import { occurrenceRange, type Occurrence } from "../occurrence.ts";
import { escapeSegment } from "../path.ts";

/** Whose description it is. */
export interface DdfOrigin {
  readonly manufacturer?: string | undefined;
  readonly model?: string | undefined;
}

/**
 * The description (DDF) of a device from its tree: every node with its access types, format, occurrence, scope and type,
 * values as the defaults, and what may be added as the profile describes it. Nodes named at run time have no name in it.
 */
export function ddfOfTree(root: InteriorNode, { manufacturer, model }: DdfOrigin = {}): MgmtTreeInput {
  return {
    VerDTD: "1.2",
    ...(manufacturer === undefined ? {} : { Man: manufacturer }),
    ...(model === undefined ? {} : { Mod: model }),
    Node: childrenOf(root),
  };
}

function childrenOf(parent: InteriorNode): MgmtNodeInput[] {
  const { description } = parent;
  const nodes: MgmtNodeInput[] = [];
  const covered = new Set<string>();
  for (const [name, child] of parent.children) {
    const format = child.kind === "leaf" ? child.format : "node";
    const described = childSpec(description, name, format);
    // what is an instance of a placeholder is described once, by the placeholder
    if (described && isPlaceholder(described.key)) continue;
    covered.add(name);
    nodes.push(nodeOfTree(name, child, described?.spec));
  }
  for (const [name, spec] of Object.entries(description?.children ?? {}))
    if (!covered.has(name) && (isPlaceholder(name) || spec.occurs !== undefined || spec.absent === true))
      nodes.push(nodeOfSpec(name, spec));
  return nodes;
}

function nodeOfTree(name: string, node: TreeNode, spec: NodeSpec | undefined): MgmtNodeInput {
  const value = node.kind === "leaf" && !isSecret(node) ? textOf(node.value) : "";
  const nodes = node.kind === "interior" ? childrenOf(node) : [];
  return {
    NodeName: escapeSegment(name),
    DFProperties: properties({
      access: node.access,
      value,
      format: node.kind === "leaf" ? node.format : "node",
      occurs: spec?.occurs ?? "One",
      scope: node.scope,
      title: node.title,
      types: [node.type, ...(spec?.types ?? [])],
      doc: spec?.doc,
      caseSense: spec?.caseSense,
    }),
    ...(nodes.length > 0 ? { Node: nodes } : {}),
  };
}

function nodeOfSpec(name: string, spec: NodeSpec): MgmtNodeInput {
  const format = formatOfSpec(spec);
  const nodes = Object.entries((spec.describedBy ?? spec).children ?? {}).map(([child, each]) =>
    nodeOfSpec(child, each),
  );
  return {
    NodeName: isPlaceholder(name) ? "" : escapeSegment(name),
    DFProperties: properties({
      access: (spec.access ?? "Get").split(/\s+/),
      value: spec.value ?? "",
      format,
      occurs: spec.occurs ?? (isPlaceholder(name) ? "ZeroOrMore" : "One"),
      scope: spec.scope ?? (isPlaceholder(name) ? "dynamic" : "permanent"),
      title: spec.title ?? "",
      types: [spec.type ?? (format === "node" ? "" : "text/plain"), ...(spec.types ?? [])],
      doc: spec.doc,
      caseSense: spec.caseSense,
    }),
    ...(nodes.length > 0 ? { Node: nodes } : {}),
  };
}

interface Described {
  readonly access: readonly string[];
  readonly value: string;
  readonly format: string;
  readonly occurs: Occurrence;
  readonly scope: "permanent" | "dynamic";
  readonly title: string;
  readonly types: readonly string[];
  readonly doc: string | undefined;
  readonly caseSense: "CS" | "CIS" | undefined;
}

function properties(node: Described): DFPropertiesInput {
  const [first = ""] = node.types;
  return {
    AccessType: {
      commands: accessTypes
        .filter((access) => node.access.includes(access))
        .map((kind) => ({ kind, value: true })),
    },
    ...(node.value === "" ? {} : { DefaultValue: node.value }),
    ...(node.doc === undefined ? {} : { Description: node.doc }),
    DFFormat: { kind: leafFormatOf(node.format) ?? "node", value: true },
    Occurrence: occurrence(node.occurs),
    Scope: { kind: node.scope === "permanent" ? "Permanent" : "Dynamic", value: true },
    ...(node.title === "" ? {} : { DFTitle: node.title }),
    DFType: node.format === "node" ? { DDFName: first } : { MIME: node.types },
    ...(node.caseSense === undefined ? {} : { CaseSense: { kind: node.caseSense, value: true } }),
  };
}

function occurrence(occurs: Occurrence): NonNullable<DFPropertiesInput["Occurrence"]> {
  switch (occurs) {
    case "One":
    case "ZeroOrOne":
    case "ZeroOrMore":
    case "OneOrMore":
      return { kind: occurs, value: true };
    default: {
      const { least, most } = occurrenceRange(occurs) ?? { least: 0, most: 0 };
      return { kind: least === 0 ? "ZeroOrN" : "OneOrN", value: most };
    }
  }
}

/** What servers cannot read is no factory value to publish. */
function isSecret(node: TreeNode): boolean {
  return !node.access.includes("Get");
}

function textOf(value: string | Uint8Array): string {
  return typeof value === "string" ? value : toBase64(value);
}
