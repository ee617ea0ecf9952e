import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  buildTree,
  changesBetween,
  packChanges,
  packTree,
  remove,
  replace,
  unpackChanges,
  unpackTree,
  type InteriorNode,
  type TreeContext,
} from "../../simulator/tree/index.ts";

const all = "Add Copy Delete Exec Get Replace";
const { root } = buildTree(
  {
    A: {
      access: all,
      scope: "dynamic",
      children: {
        B: { value: "1", access: all, scope: "dynamic" },
        C: { format: "bin", value: "AAEC", access: all, scope: "dynamic" },
        D: { value: "x", access: all, scope: "dynamic", acl: "Add=*&Delete=*&Get=*&Replace=*" },
      },
    },
  },
  "Add=*&Delete=*&Get=*&Replace=*",
);
const context: TreeContext = {
  serverId: "s",
  date: 1_790_000_000_000,
  limits: { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 },
  maxValueSize: 0,
  maxNodes: 0,
  implicitParents: true,
};
const uri = fc.constantFrom("./A/B", "./A/C", "./A/D", "./A/E", "./A", "./F/G");
const data = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "AAEC", "\u001e", "\u001d", "\u001db\u001e="),
);
const operation: fc.Arbitrary<(tree: InteriorNode, date: number) => InteriorNode> = fc.oneof(
  fc.tuple(uri, data).map(
    ([at, text]) =>
      (tree: InteriorNode, date: number) =>
        replace(tree, at, { data: text }, { ...context, date }).root,
  ),
  fc.tuple(uri, data).map(
    ([at, text]) =>
      (tree: InteriorNode, date: number) =>
        add(tree, at, { data: text }, { ...context, date }).root,
  ),
  fc.tuple(uri, data).map(
    ([at, text]) =>
      (tree: InteriorNode, date: number) =>
        replace(tree, `${at}?prop=Title`, { data: text }, { ...context, date }).root,
  ),
  uri.map((at) => (tree: InteriorNode) => remove(tree, at, context).root),
);

describe("what an idle device keeps", () => {
  test("nothing, when nothing differs", () => {
    expect(packTree(root, root)).toBe("");
    expect(unpackTree(root, "")).toBe(root);
  });

  test("a changed leaf costs little more than its value", () => {
    const changed = replace(root, "./A/B", { data: "value" }, context).root;
    expect(packTree(root, changed).length).toBeLessThan(20);
  });

  test("after any operations the same changes come back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(operation, fc.integer({ min: -1e12, max: 4e12 })), { maxLength: 10 }),
        (steps) => {
          const changed = steps.reduce((tree, [operate, date]) => operate(tree, date), root);
          const changes = changesBetween(root, changed);
          const packed = packChanges(root, changes);
          expect(unpackChanges(root, packed)).toEqual(JSON.parse(JSON.stringify(changes)));
          expect(changesBetween(unpackTree(root, packed), changed).filter(({ node }) => node)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("any text is unpacked without throwing", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("\u001e", "=", "0", "1", ".", ":", "~", "{", '"', "x") }),
        (text) => {
          expect(unpackTree(root, text).kind).toBe("interior");
        },
      ),
      { numRuns: 500 },
    );
  });
});
