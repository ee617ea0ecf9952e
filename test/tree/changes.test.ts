import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  buildTree,
  changesBetween,
  copy,
  readChanges,
  remove,
  replace,
  withChanges,
  type InteriorNode,
  type TreeContext,
  type TreeNode,
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
      },
    },
    D: { access: all, scope: "dynamic", children: { E: { access: all, scope: "dynamic", children: {} } } },
  },
  "Add=*&Delete=*&Get=*&Replace=*",
);
const context: TreeContext = {
  serverId: "s",
  date: 5,
  limits: { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 },
  maxValueSize: 0,
  maxNodes: 0,
  implicitParents: true,
};

const uri = fc
  .array(fc.constantFrom("A", "B", "C", "D", "E", "__proto__", "é x"), { minLength: 1, maxLength: 3 })
  .map((names) => `./${names.map(encodeURIComponent).join("/")}`);
const text = fc.constantFrom("1", "x", "");
const operation: fc.Arbitrary<(tree: InteriorNode) => InteriorNode> = fc.oneof(
  fc.tuple(uri, fc.constantFrom("chr", "node", "b64"), text).map(
    ([at, format, data]) =>
      (tree: InteriorNode) =>
        add(tree, at, { format, data: format === "chr" ? data : "" }, context).root,
  ),
  fc.tuple(uri, text).map(
    ([at, data]) =>
      (tree: InteriorNode) =>
        replace(tree, at, { data }, context).root,
  ),
  fc.tuple(uri, fc.constantFrom("Get=*&Replace=*", "")).map(
    ([at, data]) =>
      (tree: InteriorNode) =>
        replace(tree, `${at}?prop=ACL`, { data }, context).root,
  ),
  fc.tuple(uri, fc.constantFrom("X", "B")).map(
    ([at, data]) =>
      (tree: InteriorNode) =>
        replace(tree, `${at}?prop=Name`, { data }, context).root,
  ),
  uri.map((at) => (tree: InteriorNode) => remove(tree, at, context).root),
  fc.tuple(uri, uri).map(
    ([from, to]) =>
      (tree: InteriorNode) =>
        copy(tree, from, to, context).root,
  ),
);

/** Contents without the order of siblings, which a change does not keep. */
function shape(node: TreeNode): unknown {
  if (node.kind === "leaf") return node;
  return {
    ...node,
    children: [...node.children]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, child]) => [name, shape(child)]),
  };
}

describe("what differs from a profile", () => {
  test("nothing, when nothing was changed", () => {
    expect(changesBetween(root, root)).toEqual([]);
    expect(withChanges(root, [])).toBe(root);
  });

  test("a changed leaf is one change", () => {
    const { root: changed } = replace(root, "./A/B", { data: "2" }, context);
    expect(changesBetween(root, changed).map((change) => change.uri)).toEqual(["./A/B"]);
    expect(changed.children.get("D")).toBe(root.children.get("D"));
  });

  test("after any operations the changes, through JSON, give the same tree again", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
        const changed = operations.reduce((tree, operate) => operate(tree), root);
        const stored: unknown = JSON.parse(JSON.stringify(changesBetween(root, changed)));
        expect(shape(withChanges(root, readChanges(stored)))).toEqual(shape(changed));
      }),
      { numRuns: 300 },
    );
  });

  test("a failed operation gives back the very tree: rolling back is keeping it", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (operations) => {
        const before = JSON.stringify(shape(root));
        operations.reduce((tree, operate) => operate(tree), root);
        expect(JSON.stringify(shape(root))).toBe(before);
      }),
    );
  });

  test("stored things of another form are left out", () => {
    expect(readChanges("x")).toEqual([]);
    expect(
      readChanges([null, 1, { uri: 2 }, { uri: "./A", node: { format: "chr" } }, { uri: "./A" }]),
    ).toEqual([{ uri: "./A" }]);
    expect(withChanges(root, [{ uri: ".." }, { uri: "./None/X", node: undefined }])).toBe(root);
  });
});
