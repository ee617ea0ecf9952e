import {
  isUriProblem,
  nodeAt,
  parseLocUri,
  valueForFormat,
  withNode,
  type InteriorNode,
} from "../../tree/index.ts";

/** The tree with another value of a leaf, as an application of the device sets it, or why not. */
export function setLeaf(root: InteriorNode, uri: string, value: string, date: number): InteriorNode | string {
  const path = parseLocUri(uri);
  if (isUriProblem(path)) return path.text;
  const node = nodeAt(root, path.segments);
  if (node?.kind !== "leaf") return `${uri} is no leaf.`;
  const kept = valueForFormat(node.format, value);
  if (kept === undefined) return `"${value}" is no ${node.format}.`;
  const verNo = (node.verNo + 1) & 0xffff;
  return withNode(root, path.segments, { ...node, value: kept, tStamp: date, verNo });
}
