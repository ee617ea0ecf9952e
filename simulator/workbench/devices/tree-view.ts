import type { ChangeView, TreeNodeView } from "../../api/index.ts";
import { toBase64 } from "../../core/bytes.ts";
import {
  isUriProblem,
  nodeAt,
  parseLocUri,
  printLocUri,
  valueSize,
  type InteriorNode,
  type TreeNode,
} from "../../tree/index.ts";
import { escapeSegment } from "../../tree/path.ts";
import type { DeviceHistory } from "./device-history.ts";

/** Characters of a value in a row. */
const LONGEST_VALUE = 200;

/** Which rows of a tree are wanted. */
export interface TreeQuery {
  readonly under: string;
  readonly open: "all" | readonly string[];
  /** Words that all must occur in a node's URI or value. */
  readonly text: string;
  readonly limit: number;
}

/** Rows of a tree as it stands. */
export interface TreePage {
  readonly rows: TreeNodeView[];
  readonly total: number;
  readonly matching: number;
  readonly cut: boolean;
}

type History = Pick<DeviceHistory, "changesOf">;

/** The rows that are visible with these nodes open; with a text, the matching nodes and the way to them. */
export function treePage(root: InteriorNode, history: History, query: TreeQuery): TreePage {
  const path = parseLocUri(query.under);
  const start = isUriProblem(path) ? undefined : nodeAt(root, path.segments);
  if (isUriProblem(path) || !start) return { rows: [], total: 0, matching: 0, cut: false };
  const words = query.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const rows: TreeNodeView[] = [];
  const matching = words.length > 0 ? matchesIn(start, printLocUri(path.segments), words) : undefined;
  const opened = query.open === "all" ? undefined : new Set(query.open);
  let total = 0;
  let cut = false;

  const visit = (node: TreeNode, uri: string, name: string, place: Place, visible: boolean): void => {
    total++;
    const way = matching?.get(node);
    let isVisible = visible && (matching === undefined || way !== undefined);
    const isOpen = matching ? way?.below === true : uri === "." || (opened?.has(uri) ?? true);
    if (isVisible && rows.length >= query.limit) {
      cut = true;
      isVisible = false;
    }
    if (isVisible) {
      const change = history.changesOf(uri).at(-1);
      rows.push(nodeRow(node, uri, name, place, isOpen, way?.self ?? matching === undefined, change));
    }
    if (node.kind === "leaf") return;
    let position = 0;
    for (const [child, each] of node.children)
      visit(
        each,
        childUri(uri, child),
        child,
        { depth: place.depth + 1, position: ++position, siblings: node.children.size },
        isVisible && isOpen,
      );
  };
  const { segments } = path;
  const place = { depth: 0, position: 1, siblings: 1 };
  visit(start, printLocUri(segments), segments.at(-1) ?? ".", place, true);
  const found = matching && [...matching.values()].filter(({ self }) => self).length;
  return { rows, total, matching: found ?? total, cut };
}

interface Place {
  readonly depth: number;
  readonly position: number;
  readonly siblings: number;
}

/** Nodes that match or lead to one that does. */
function matchesIn(
  start: TreeNode,
  uri: string,
  words: readonly string[],
): Map<TreeNode, { readonly self: boolean; readonly below: boolean }> {
  const found = new Map<TreeNode, { readonly self: boolean; readonly below: boolean }>();
  // of a part of a URI its last name
  const ends = words.map((word) => word.slice(word.lastIndexOf("/") + 1));
  const visit = (node: TreeNode, at: string, name: string): boolean => {
    const text = `${at} ${valueText(node, name) ?? ""} ${node.title}`.toLowerCase();
    // the last word has to be in the node itself: what lies below a matching node is not meant by it
    const own = `${name} ${valueText(node, name) ?? ""} ${node.title}`.toLowerCase();
    const self = words.every((word) => text.includes(word)) && ends.some((word) => own.includes(word));
    let below = false;
    if (node.kind === "interior")
      for (const [child, each] of node.children) below = visit(each, childUri(at, child), child) || below;
    if (self || below) found.set(node, { self, below });
    return self || below;
  };
  visit(start, uri, "");
  return found;
}

function nodeRow(
  node: TreeNode,
  uri: string,
  name: string,
  { depth, position, siblings }: Place,
  open: boolean,
  matches: boolean,
  changed: ChangeView | undefined,
): TreeNodeView {
  const value = valueText(node, name);
  return {
    ...commonFields(node, uri, name, depth),
    position,
    siblings,
    matches,
    ...(value === undefined ? {} : { value: value.slice(0, LONGEST_VALUE) }),
    ...(node.kind === "interior" ? { open: open && node.children.size > 0 } : {}),
    ...(changed ? { changed } : {}),
  };
}

/** What a row and the pane of one node have in common. */
export function commonFields(node: TreeNode, uri: string, name: string, depth: number) {
  return {
    uri,
    name,
    depth,
    kind: node.kind,
    format: node.kind === "leaf" ? node.format : ("node" as const),
    masked: isSecret(node, name),
    type: node.type,
    verNo: node.verNo,
    tStamp: node.tStamp,
    access: node.access.map(String),
    scope: node.scope,
    ownAcl: node.acl !== undefined,
    children: node.kind === "interior" ? node.children.size : 0,
    ...(node.kind === "leaf" ? { size: valueSize(node.value) } : {}),
    ...(node.kind === "interior" && node.type !== "" ? { mo: node.type } : {}),
  } satisfies Partial<TreeNodeView>;
}

/** The value as text; base64 for octets. Undefined for an interior node and for a secret. */
export function valueText(node: TreeNode, name: string): string | undefined {
  if (node.kind === "interior" || isSecret(node, name)) return undefined;
  return typeof node.value === "string" ? node.value : toBase64(node.value);
}

/** Password and nonce of an account: never shown, as no server may read them. */
export function isSecret(node: TreeNode, name: string): boolean {
  return node.kind === "leaf" && (name === "AAuthSecret" || name === "AAuthData");
}

function childUri(parent: string, name: string): string {
  return parent === "." ? `./${escapeSegment(name)}` : `${parent}/${escapeSegment(name)}`;
}
