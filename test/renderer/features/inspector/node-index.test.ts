import { expect, test } from "vitest";
import type { DecodedNodeView } from "../../../../simulator/api/index.ts";
import {
  ancestors,
  indexNodes,
  nodeAt,
  openAtFirst,
  visibleRows,
} from "../../../../renderer/features/inspector/node-index.ts";

function node(name: string, start: number, end: number, children: DecodedNodeView[] = []): DecodedNodeView {
  return { name, range: { unit: "char", start, end }, findings: [], children };
}

const tree = node("SyncML", 0, 100, [
  node("SyncHdr", 8, 40, [node("MsgID", 10, 20), node("Source", 20, 38, [node("LocURI", 24, 34)])]),
  node("SyncBody", 40, 92, [node("Final", 80, 88)]),
]);

test("paths begin below the root", () => {
  const index = indexNodes(tree);
  expect(index.get("0.0.1.0")?.path).toBe("SyncHdr/Source/LocURI");
});

test("the innermost field at a position is found", () => {
  const index = indexNodes(tree);
  expect(nodeAt(index, 26)?.node.name).toBe("LocURI");
  expect(nodeAt(index, 36)?.node.name).toBe("Source");
  expect(nodeAt(index, 200)).toBeUndefined();
});

test("closed parts hide what is in them", () => {
  const index = indexNodes(tree);
  const names = (open: ReadonlySet<string>) => visibleRows(index, open).map((row) => row.node.node.name);
  expect(names(openAtFirst(index))).toEqual([
    "SyncML",
    "SyncHdr",
    "MsgID",
    "Source",
    "LocURI",
    "SyncBody",
    "Final",
  ]);
  expect(names(new Set(["0", "0.1"]))).toEqual(["SyncML", "SyncHdr", "SyncBody", "Final"]);
  expect(names(new Set(["0.0"]))).toEqual(["SyncML"]);
});

test("rows carry their place among their siblings", () => {
  const index = indexNodes(tree);
  const row = visibleRows(index, openAtFirst(index)).find(({ id }) => id === "0.1");
  expect(row).toMatchObject({ depth: 1, position: 2, siblings: 2, open: true });
});

test("a field is reached through its ancestors", () => {
  expect(ancestors(indexNodes(tree), "0.0.1.0")).toEqual(["0.0.1", "0.0", "0"]);
});

test("a large tree opens to a depth only", () => {
  const large = node("root", 0, 1000, [
    node("a", 0, 500, [
      node(
        "b",
        0,
        400,
        Array.from({ length: 100 }, (_, at) => node(`c${at}`, at, at + 1)),
      ),
    ]),
  ]);
  const open = openAtFirst(indexNodes(large));
  expect([...open]).toEqual(["0", "0.0"]);
});
