import type { DecodedNodeView } from "../../../simulator/api/index.ts";
import type { TreeRow } from "../../shared/widgets/tree.tsx";

/** A node of the decoded tree with where it stands. */
export interface IndexedNode {
  /** Positions of the children on the way from the root: `0.2.1`. */
  readonly id: string;
  readonly parent: string | undefined;
  readonly depth: number;
  readonly position: number;
  readonly siblings: number;
  /** `SyncBody/Results/Item/Data`. */
  readonly path: string;
  readonly node: DecodedNodeView;
}

/** All nodes of a tree in reading order, by id. */
export type NodeIndex = ReadonlyMap<string, IndexedNode>;

/** Trees with at most this many nodes are shown open. */
const OPEN_WHOLE = 80;
/** Larger ones are open to this depth. */
const OPEN_DEPTH = 2;

/** Indexes a tree; reading order is that of the text. */
export function indexNodes(root: DecodedNodeView): NodeIndex {
  const index = new Map<string, IndexedNode>();
  const visit = (node: DecodedNodeView, entry: Omit<IndexedNode, "node">) => {
    index.set(entry.id, { ...entry, node });
    node.children.forEach((child, at) => {
      visit(child, {
        id: `${entry.id}.${at}`,
        parent: entry.id,
        depth: entry.depth + 1,
        position: at + 1,
        siblings: node.children.length,
        path: entry.depth === 0 ? child.name : `${entry.path}/${child.name}`,
      });
    });
  };
  visit(root, { id: "0", parent: undefined, depth: 0, position: 1, siblings: 1, path: root.name });
  return index;
}

/** The ids that are open before anybody chose. */
export function openAtFirst(index: NodeIndex): ReadonlySet<string> {
  const isSmall = index.size <= OPEN_WHOLE;
  return new Set(
    [...index.values()].filter(({ depth }) => isSmall || depth < OPEN_DEPTH).map(({ id }) => id),
  );
}

/** The rows to draw: every node all of whose ancestors are open. */
export function visibleRows(index: NodeIndex, open: ReadonlySet<string>): readonly TreeRow<IndexedNode>[] {
  const rows: TreeRow<IndexedNode>[] = [];
  const shown = new Set<string>();
  for (const entry of index.values()) {
    if (entry.parent !== undefined && !(shown.has(entry.parent) && open.has(entry.parent))) continue;
    shown.add(entry.id);
    rows.push({
      id: entry.id,
      depth: entry.depth,
      open: entry.node.children.length === 0 ? undefined : open.has(entry.id),
      position: entry.position,
      siblings: entry.siblings,
      node: entry,
    });
  }
  return rows;
}

/**
 * The innermost node whose range holds a position; undefined outside of all. A value that stands elsewhere, as a text in
 * the string table of WBXML does, counts before what is around it.
 */
export function nodeAt(index: NodeIndex, position: number): IndexedNode | undefined {
  let found: IndexedNode | undefined;
  for (const entry of index.values()) {
    const { range, valueRange } = entry.node;
    if (valueRange !== undefined && holds(valueRange, position) && !holds(range, valueRange.start))
      return entry;
    if (holds(range, position) && (found === undefined || entry.depth > found.depth)) found = entry;
  }
  return found;
}

/** The innermost node that was written around a position of a layer's reading. */
export function nodeWrittenAt(index: NodeIndex, position: number): IndexedNode | undefined {
  let found: IndexedNode | undefined;
  for (const entry of index.values()) {
    const { written } = entry.node;
    if (
      written !== undefined &&
      holds(written, position) &&
      (found === undefined || entry.depth > found.depth)
    )
      found = entry;
  }
  return found;
}

function holds({ start, end }: { readonly start: number; readonly end: number }, position: number): boolean {
  return position >= start && position < end;
}

/** The ids from the root down to the parent of a node, which must be open for it to be seen. */
export function ancestors(index: NodeIndex, id: string): readonly string[] {
  const found: string[] = [];
  for (let at = index.get(id)?.parent; at !== undefined; at = index.get(at)?.parent) found.push(at);
  return found;
}
