import type { Acl } from "./acl.ts";
import type { LeafFormat, LeafValue } from "./format.ts";
import type { NodeSpec } from "./node-spec.ts";

/*
 * Nodes are immutable. A change copies the nodes on the way to the root and shares all others, so that thousands of
 * devices share one profile, a device costs what differs, and undoing an Atomic is going back to the root before it.
 */

/** What the device description lets servers do with a node, whoever they are. */
export const accessTypes = ["Add", "Copy", "Delete", "Exec", "Get", "Replace"] as const;
export type AccessType = (typeof accessTypes)[number];

/** Permanent nodes can be neither deleted nor renamed. */
export type Scope = "permanent" | "dynamic";

interface NodeProperties {
  readonly access: readonly AccessType[];
  readonly scope: Scope;
  /** Undefined = empty: the nearest ancestor's ACL holds. */
  readonly acl: Acl | undefined;
  /** Leaf: media type. Interior node: management object identifier or "". */
  readonly type: string;
  readonly title: string;
  /** Time of the last change, milliseconds since 1970; 0 = never since the profile was made. */
  readonly tStamp: number;
  /** Count of changes, 16 bits. */
  readonly verNo: number;
}

export interface LeafNode extends NodeProperties {
  readonly kind: "leaf";
  readonly format: LeafFormat;
  readonly value: LeafValue;
}

export interface InteriorNode extends NodeProperties {
  readonly kind: "interior";
  /** In the order of their creation. */
  readonly children: ReadonlyMap<string, TreeNode>;
  /** What may be below, when that is described; otherwise access types and ACL alone decide. Shared by all devices. */
  readonly description?: NodeSpec | undefined;
}

export type TreeNode = LeafNode | InteriorNode;

/** The nodes from the root to the addressed one: the last is the node, the one before it its parent. */
export type NodeChain = readonly [InteriorNode, ...TreeNode[]];

/** The node at a path, or undefined. */
export function nodeAt(root: InteriorNode, segments: readonly string[]): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  for (const segment of segments) {
    if (node?.kind !== "interior") return undefined;
    node = node.children.get(segment);
  }
  return node;
}

/** The existing nodes on the way to a path, at least the root; shorter than the path when something is missing. */
export function chainTo(root: InteriorNode, segments: readonly string[]): NodeChain {
  const chain: [InteriorNode, ...TreeNode[]] = [root];
  let node: TreeNode = root;
  for (const segment of segments) {
    const child: TreeNode | undefined = node.kind === "interior" ? node.children.get(segment) : undefined;
    if (!child) return chain;
    chain.push(child);
    node = child;
  }
  return chain;
}

/**
 * The tree with another node at a path; without a node, the tree without it. The parent must exist. Shares everything
 * beside the path.
 */
export function withNode(
  root: InteriorNode,
  segments: readonly string[],
  node: TreeNode | undefined,
): InteriorNode {
  return withNodeFrom(root, segments, 0, node);
}

function withNodeFrom(
  root: InteriorNode,
  segments: readonly string[],
  depth: number,
  node: TreeNode | undefined,
): InteriorNode {
  const name = segments[depth];
  if (name === undefined) return node?.kind === "interior" ? node : root;
  const children = new Map(root.children);
  if (depth + 1 < segments.length) {
    const child = children.get(name);
    if (child?.kind === "interior") children.set(name, withNodeFrom(child, segments, depth + 1, node));
  } else if (node) children.set(name, node);
  else children.delete(name);
  return { ...root, children };
}

/** Values of leaves by their names, those of interior nodes nested. */
export interface LeafValues {
  readonly [name: string]: LeafValue | LeafValues;
}

/** The node with other values of some leaves below it. What is missing stays missing; a way that is shared is copied once. */
export function withValues(node: InteriorNode, values: LeafValues): InteriorNode {
  const children = new Map(node.children);
  for (const [name, value] of Object.entries(values)) {
    const child = children.get(name);
    if (typeof value === "string" || value instanceof Uint8Array) {
      if (child?.kind === "leaf") children.set(name, { ...child, value });
    } else if (child?.kind === "interior") children.set(name, withValues(child, value));
  }
  return { ...node, children };
}

/** The tree with a node under another name, at the same place among its siblings. */
export function withRenamed(root: InteriorNode, segments: readonly string[], name: string): InteriorNode {
  const parentPath = segments.slice(0, -1);
  const parent = nodeAt(root, parentPath);
  const old = segments[segments.length - 1];
  if (parent?.kind !== "interior" || old === undefined) return root;
  const children = new Map<string, TreeNode>();
  for (const [key, child] of parent.children) children.set(key === old ? name : key, child);
  return withNode(root, parentPath, { ...parent, children });
}

/** The node with its change counted and dated. */
export function touched<N extends TreeNode>(node: N, date: number): N {
  return { ...node, tStamp: date, verNo: (node.verNo + 1) & 0xffff };
}

/** Nodes of a subtree, itself included. */
export function countNodes(node: TreeNode): number {
  if (node.kind === "leaf") return 1;
  let count = 1;
  for (const child of node.children.values()) count += countNodes(child);
  return count;
}
