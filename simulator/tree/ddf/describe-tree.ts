import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import type { DFProperties, MgmtNode, MgmtTree } from "../../protocols/dmddf/index.ts";
import type { Infer } from "../../schema/element.ts";
import { leafFormatOf, valueForFormat } from "../format.ts";
import { isPlaceholder, type NodeSpec } from "../node-spec.ts";
import { occurrenceRange, type Occurrence } from "../occurrence.ts";
import { isNodeName, isUriProblem, parseLocUri, printLocUri, unescapeSegment } from "../path.ts";
import { mergeInto, type DescribedNode } from "./merge.ts";

/** What descriptions of a device make: nodes of a profile, and what is wrong with or unclear in them. */
export interface DescribedTree {
  readonly nodes: Readonly<Record<string, NodeSpec>>;
  readonly findings: readonly Finding[];
}

type Properties = Infer<typeof DFProperties>;

/** Placeholders of one parent that are told apart by number. */
const MOST_PLACEHOLDERS = 100;
const MOST_FINDINGS = 200;

/**
 * Nodes of a device profile from a vendor's descriptions (DDF; DM Tree and Description 1.2, 9), several of which combine.
 * Nodes that servers may or must create are described but absent; permanent nodes, nodes with a value and those that
 * nobody else could create are there. What a description leaves out is assumed with a finding, what contradicts an
 * earlier one is left out with a finding.
 */
export function describeTree(documents: readonly MgmtTree[]): DescribedTree {
  const findings: Finding[] = [];
  const report: Report = (severity, code, segments, text) => {
    if (findings.length >= MOST_FINDINGS) return;
    const path = printLocUri(segments);
    const clause = spec("dm-tnd", "9 Device description framework");
    findings.push({ severity, code: `ddf/${code}`, text: `${path}: ${text}`, path, spec: clause });
  };
  const root: DescribedNode = { children: {} };
  for (const document of documents)
    for (const node of document.Node) {
      const path = pathOf(node.Path ?? "");
      if (path === undefined) {
        report("error", "path", [], `"${(node.Path ?? "").slice(0, 80)}" is no path; the node is left out.`);
        continue;
      }
      const described = describe(node, path, undefined, report);
      if (described) mergeInto(root, path, described.name, described.node, report);
    }
  return { nodes: root.children ?? {}, findings };
}

/** Notes something about the node at a path. */
export type Report = (
  severity: "error" | "warning" | "info",
  code: string,
  segments: readonly string[],
  text: string,
) => void;

function pathOf(text: string): readonly string[] | undefined {
  const trimmed = text.trim().replace(/^\/+|\/+$/g, "");
  if (trimmed === "" || trimmed === ".") return [];
  const path = parseLocUri(trimmed);
  return isUriProblem(path) || path.query ? undefined : path.segments;
}

/** One node with what is below it. `siblings` are the names that are taken beside it. */
function describe(
  node: MgmtNode,
  around: readonly string[],
  siblings: DescribedNode["children"],
  report: Report,
): { readonly name: string; readonly node: DescribedNode } | undefined {
  const name = nameOf(node, siblings);
  const segments = [...around, name];
  if (!isNodeName(name)) {
    report("error", "name", around, `"${name.slice(0, 80)}" is no name of a node; it is left out.`);
    return undefined;
  }
  const properties = node.DFProperties;
  if (!properties)
    report("warning", "properties", segments, "has no DFProperties; it is taken for readable.");
  else if (!properties.AccessType)
    report("warning", "access", segments, "has no AccessType; Get is assumed.");
  const interior = properties?.DFFormat ? properties.DFFormat.kind === "node" : node.Node.length > 0;
  if (properties && !properties.DFFormat)
    report("warning", "format", segments, `has no DFFormat; ${interior ? "node" : "chr"} is assumed.`);
  if (properties && !properties.DFType) report("info", "type", segments, "has no DFType.");
  const common = commonOf(properties, isPlaceholder(name), segments, report);
  if (!interior) return { name, node: leafOf(node, common, segments, report) };
  if (textOf(node.Value) !== undefined || properties?.DefaultValue !== undefined)
    report("warning", "value", segments, "is an interior node; its value is ignored.");
  const children: Record<string, DescribedNode> = {};
  const described: DescribedNode = {
    ...common,
    type: interiorType(properties),
    closed: node.Node.length > 0,
    children,
  };
  for (const each of node.Node) {
    const child = describe(each, segments, children, report);
    if (child) mergeInto(described, [], child.name, child.node, report, segments);
  }
  return { name, node: described };
}

function nameOf(node: MgmtNode, siblings: DescribedNode["children"]): string {
  const written = node.NodeName ?? "";
  if (written !== "") return unescapeSegment(written) ?? written;
  let name = "<X>";
  for (let number = 2; siblings && Object.hasOwn(siblings, name) && number < MOST_PLACEHOLDERS; number++)
    name = `<X${number}>`;
  return name;
}

function commonOf(
  properties: Properties | undefined,
  placeholder: boolean,
  segments: readonly string[],
  report: Report,
): DescribedNode {
  const access = properties?.AccessType?.commands.map(({ kind }) => kind) ?? ["Get"];
  const scope = properties?.Scope?.kind === "Permanent" ? "permanent" : "dynamic";
  const occurs = occurrenceOf(properties?.Occurrence, segments, report);
  const addable = access.includes("Add");
  const hasValue = properties?.DefaultValue !== undefined;
  const isNeeded = (occurrenceRange(occurs)?.least ?? 1) > 0;
  const absent = scope === "dynamic" && !isNeeded && (addable || !hasValue);
  return {
    access: [...new Set(access)].join(" "),
    scope,
    occurs,
    ...(absent && !placeholder ? { absent } : {}),
    ...(properties?.DFTitle === undefined ? {} : { title: properties.DFTitle }),
    ...(properties?.Description === undefined ? {} : { doc: properties.Description }),
    ...(properties?.CaseSense === undefined ? {} : { caseSense: properties.CaseSense.kind }),
  };
}

function occurrenceOf(
  occurrence: Properties["Occurrence"],
  segments: readonly string[],
  report: Report,
): Occurrence {
  if (occurrence === undefined) return "One";
  if (occurrence.kind !== "ZeroOrN" && occurrence.kind !== "OneOrN") return occurrence.kind;
  const text: Occurrence = `${occurrence.kind}:${occurrence.value}`;
  if (occurrenceRange(text)) return text;
  report("warning", "occurrence", segments, `${occurrence.value} is no number of nodes from 2 to 65536.`);
  return occurrence.kind === "ZeroOrN" ? "ZeroOrMore" : "OneOrMore";
}

function leafOf(
  node: MgmtNode,
  common: DescribedNode,
  segments: readonly string[],
  report: Report,
): DescribedNode {
  const properties = node.DFProperties;
  if (node.Node.length > 0) report("error", "leaf", segments, "is a leaf; the nodes below it are left out.");
  const format = properties?.DFFormat?.kind ?? "chr";
  const given = textOf(node.Value);
  const value = given ?? properties?.DefaultValue;
  const leafFormat = leafFormatOf(format) ?? "chr";
  const fits = value === undefined || valueForFormat(leafFormat, value) !== undefined;
  if (!fits) report("warning", "value", segments, `its value is no ${format}; it is left empty.`);
  const types = (properties?.DFType?.MIME ?? []).map((mime) => mime.trim()).filter((mime) => mime !== "");
  const [type = properties?.DFType?.DDFName, ...others] = types;
  const { absent, ...rest } = common;
  return {
    ...rest,
    ...(absent === true && given === undefined ? { absent } : {}),
    format,
    ...(value === undefined || !fits ? {} : { value }),
    ...(type === undefined || type === "" ? {} : { type }),
    ...(others.length === 0 ? {} : { types: others }),
  };
}

/** Management object identifier; some vendors write it, or an empty MIME, in the place of a media type. */
function interiorType(properties: Properties | undefined): string {
  const name = properties?.DFType?.DDFName;
  if (name !== undefined && name !== "") return name;
  const mime = properties?.DFType?.MIME[0] ?? "";
  return mime === "text/plain" ? "" : mime;
}

function textOf(value: MgmtNode["Value"]): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  return "xml" in value ? value.xml : new TextDecoder().decode(value);
}
