import type { TreeNodeView } from "../../../../simulator/api/index.ts";
import type { TreeRow } from "../../../shared/widgets/tree.tsx";

/** Trees with at most this many nodes are shown open. */
const OPEN_WHOLE = 60;

/** The nodes that are open before anybody chose. */
export function openAtFirst(nodes: number): "all" | readonly string[] {
  return nodes <= OPEN_WHOLE ? "all" : ["./DevInfo", "./DevDetail", "./DMAcc"];
}

/** The open nodes after one was opened or closed; closing one of an open tree leaves the others open. */
export function toggled(
  rows: readonly TreeRow<TreeNodeView>[],
  open: "all" | readonly string[],
  uri: string,
  isOpen: boolean,
): readonly string[] {
  const before = open === "all" ? rows.filter((row) => row.open === true).map(({ id }) => id) : open;
  const others = before.filter((other) => other !== uri);
  return isOpen ? [...others, uri] : others;
}
