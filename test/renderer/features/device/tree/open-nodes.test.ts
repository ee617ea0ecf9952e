import { expect, test } from "vitest";
import type { TreeNodeView } from "../../../../../simulator/api/index.ts";
import { openAtFirst, toggled } from "../../../../../renderer/features/device/tree/open-nodes.ts";
import type { TreeRow } from "../../../../../renderer/shared/widgets/tree.tsx";

const node: TreeNodeView = {
  uri: "",
  name: "",
  depth: 0,
  position: 1,
  siblings: 1,
  kind: "interior",
  format: "node",
  masked: false,
  type: "",
  verNo: 0,
  tStamp: 0,
  access: [],
  scope: "permanent",
  ownAcl: false,
  children: 1,
  matches: true,
};
const row = (id: string, open: boolean | undefined): TreeRow<TreeNodeView> => ({
  id,
  open,
  depth: 1,
  position: 1,
  siblings: 1,
  node,
});

test("a small tree is open, of a large one what every device has", () => {
  expect(openAtFirst(20)).toBe("all");
  expect(openAtFirst(10_000)).toContain("./DevInfo");
});

test("closing one node of an open tree leaves the others open", () => {
  const rows = [row("./A", true), row("./A/x", undefined), row("./B", true)];
  expect(toggled(rows, "all", "./A", false)).toEqual(["./B"]);
  expect(toggled(rows, ["./B"], "./A", true)).toEqual(["./B", "./A"]);
});
