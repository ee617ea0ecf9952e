import type { Finding, Range } from "../core/finding.ts";
import type { AnyElement } from "./element.ts";
import type { DecodedNode } from "./inspect.ts";
import type { ElementPlaces } from "./places.ts";

/** A node of a decoded message while its tree grows. */
export interface GrowingNode extends DecodedNode {
  readonly name: string;
  readonly declared: AnyElement | undefined;
  /** Index of the element's numbers among the places. */
  readonly place: number;
  value?: string | undefined;
  meaning?: string | undefined;
  summary?: string | undefined;
  range: Range;
  valueRange?: Range | undefined;
  readonly findings: Finding[];
  readonly children: GrowingNode[];
}

/** Gives the nodes of structs their one line for a folded tree. */
export function summarizeNodes(
  roots: readonly GrowingNode[],
  positions: ElementPlaces,
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
export function attachFinding(roots: readonly GrowingNode[], finding: Finding): void {
  const { range } = finding;
  if (range === undefined || range.unit !== roots[0]?.range.unit) return;
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
