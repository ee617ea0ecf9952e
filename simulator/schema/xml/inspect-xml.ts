import type { Finding } from "../../core/finding.ts";
import type { AnyElement } from "../element.ts";
import type { DecodedNode } from "../inspect.ts";
import { Inspection, type GrowingNode } from "./inspection.ts";
import { createXmlDispatchReader } from "./read.ts";
import type { ElementResolver, XmlDispatchResult, XmlLimits, XmlReadOptions } from "./reader.ts";
import { scanXml } from "./scan.ts";

export interface XmlInspectOptions extends XmlReadOptions {
  /** One line for the folded tree, from the value of a struct as the reader gave it. */
  readonly summarize?: ((element: AnyElement, value: unknown) => string | undefined) | undefined;
  /** Further findings about what was read, with ranges. */
  readonly judge?: ((result: XmlDispatchResult) => readonly Finding[]) | undefined;
}

/** A message for reading by people, and the typed result it was made from. */
export interface XmlInspection {
  /** One for each root element. */
  readonly roots: readonly DecodedNode[];
  readonly result: XmlDispatchResult;
  /** All findings, in the order of the text; those with a place also stand at their nodes. */
  readonly findings: readonly Finding[];
}

/**
 * Decodes a text for reading by people: every element and attribute with the label, meaning, clause and findings that its
 * declaration gives, unknown ones as they are, secrets masked.
 */
export function inspectXml(
  resolve: ElementResolver,
  bytes: Uint8Array,
  options: XmlInspectOptions = {},
  limits?: Partial<XmlLimits>,
): XmlInspection {
  const result = createXmlDispatchReader(resolve, options)(bytes, limits);
  const judged = options.judge?.(result) ?? [];
  const findings = [...result.findings, ...judged].toSorted((a, b) => startOf(a) - startOf(b));
  const { sink } = scanXml(bytes, limits ?? options.limits, (pass) => new Inspection(pass, resolve, options));
  if (options.summarize !== undefined) summarize(sink.roots, result, options.summarize);
  for (const finding of findings) attach(sink.roots, finding);
  return { roots: sink.roots, result, findings };
}

function startOf(finding: Finding): number {
  return finding.range?.start ?? 0;
}

function summarize(
  roots: readonly GrowingNode[],
  { positions }: XmlDispatchResult,
  summary: (element: AnyElement, value: unknown) => string | undefined,
): void {
  const values = new Map(positions.structPlaces.map((place, index) => [place, positions.structs[index]]));
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const value = values.get(node.place);
    if (value !== undefined && node.declared !== undefined) node.summary = summary(node.declared, value);
    open.push(...node.children);
  }
}

/** Puts a finding at the innermost node that holds its place. */
function attach(roots: readonly GrowingNode[], finding: Finding): void {
  const { range } = finding;
  if (range?.unit !== "char") return;
  let nodes: readonly GrowingNode[] = roots;
  let innermost: GrowingNode | undefined;
  for (;;) {
    const next = nodeAt(nodes, range.start, range.end);
    if (next === undefined) break;
    innermost = next;
    nodes = next.children;
  }
  innermost?.findings.push(finding);
}

/** The one of several siblings that holds a range. They are in document order, so a search by halves finds it. */
function nodeAt(nodes: readonly GrowingNode[], start: number, end: number): GrowingNode | undefined {
  let low = 0;
  let high = nodes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const node = nodes[middle];
    if (node === undefined) return undefined;
    if (node.range.end <= start) low = middle + 1;
    else if (node.range.start > start) high = middle - 1;
    else return node.range.end >= end ? node : undefined;
  }
  return undefined;
}
