import {
  buildNode,
  nodeAt,
  withNode,
  type InteriorNode,
  type NodeSpec,
  type TreeNode,
} from "../../../tree/index.ts";

/** An interior node of the tree, and where it stands. */
export interface Place {
  readonly segments: readonly string[];
  readonly node: InteriorNode;
}

/** The first of several addresses at which an interior node stands. */
export function placeAmong(
  root: InteriorNode,
  candidates: readonly (readonly string[])[],
): Place | undefined {
  for (const segments of candidates) {
    const node = nodeAt(root, segments);
    if (node?.kind === "interior") return { segments, node };
  }
  return undefined;
}

/** The first free number from 1, as a name below a node. */
export function freeNumber(node: InteriorNode): string {
  let number = 1;
  while (node.children.has(String(number))) number++;
  return String(number);
}

/** The tree with a node that is written down; undefined when the specification has an error. */
export function withBuilt(
  root: InteriorNode,
  segments: readonly string[],
  spec: NodeSpec,
  date: number,
): InteriorNode | undefined {
  const { node, findings } = buildNode(spec, segments);
  return findings.length > 0 ? undefined : withNode(root, segments, dated(node, date));
}

/** A subtree that was made at a date. */
function dated(node: TreeNode, date: number): TreeNode {
  if (node.kind === "leaf") return { ...node, tStamp: date };
  const children = new Map<string, TreeNode>();
  for (const [name, child] of node.children) children.set(name, dated(child, date));
  return { ...node, tStamp: date, children };
}
