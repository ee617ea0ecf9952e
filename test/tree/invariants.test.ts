import fc from "fast-check";
import { expect, test } from "vitest";
import {
  add,
  buildTree,
  changesBetween,
  copy,
  countNodes,
  get,
  nodeAt,
  remove,
  replace,
  valueForFormat,
  withChanges,
  type InteriorNode,
  type NodeSpec,
  type TreeContext,
  type TreeNode,
  type TreeOutcome,
} from "../../simulator/tree/index.ts";

const all = "Add Copy Delete Exec Get Replace";
const nodes: Record<string, NodeSpec> = {
  Inbox: { access: "Add", children: {} },
  Free: { access: all, scope: "dynamic", children: { Fixed: { value: "1", access: all } } },
  Described: {
    access: all,
    closed: true,
    children: {
      "<X>": {
        access: all,
        scope: "dynamic",
        occurs: "ZeroOrN:2",
        closed: true,
        children: {
          Number: { format: "int", access: all, scope: "dynamic", occurs: "ZeroOrOne" },
          State: { value: "up", access: "Get", scope: "permanent", occurs: "One" },
        },
      },
    },
  },
  Locked: { access: all, acl: "Get=*", children: { Leaf: { value: "l", access: all } } },
};
const { root } = buildTree(nodes, "Add=*&Delete=*&Get=*&Replace=*");
const context: TreeContext = {
  serverId: "me",
  date: 9,
  limits: { maxDepth: 5, maxTotLen: 60, maxSegLen: 10 },
  maxValueSize: 12,
  maxNodes: 16,
  implicitParents: true,
  placement: ({ name = "New" }) => `./Free/${name}`,
};

const names = [
  "Inbox",
  "Free",
  "Fixed",
  "Described",
  "Number",
  "State",
  "Locked",
  "Leaf",
  "A",
  "B",
  "longer-than-10",
];
const uri = fc
  .array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
  .map((segments) => `./${segments.join("/")}`);
const text = fc.constantFrom("", "5", "x", "twelve octets", "AAEC");
const leaf = (name: string, value: string) =>
  `<Node><NodeName>${name}</NodeName><RTProperties><Format><chr/></Format></RTProperties><Value>${value}</Value></Node>`;
const document = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom(...names), text, fc.boolean())
  .map(
    ([outer, inner, value, nested]) =>
      `<MgmtTree><Node><NodeName>${outer}</NodeName>${nested ? leaf(inner, value) : ""}</Node></MgmtTree>`,
  );
const type = "application/vnd.syncml.dmtnds+xml";
type Operation = (tree: InteriorNode) => TreeOutcome;
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.tuple(uri, fc.constantFrom("chr", "int", "node", "b64"), text).map(
    ([at, format, data]): Operation =>
      (tree) =>
        add(tree, at, { format, data }, context),
  ),
  fc.tuple(uri, document).map(
    ([at, data]): Operation =>
      (tree) =>
        add(tree, at, { type, data }, context),
  ),
  fc.tuple(uri, document).map(
    ([at, data]): Operation =>
      (tree) =>
        replace(tree, at, { type, data }, context),
  ),
  fc.tuple(uri, text).map(
    ([at, data]): Operation =>
      (tree) =>
        replace(tree, at, { data }, context),
  ),
  fc.tuple(uri, fc.constantFrom(...names)).map(
    ([at, data]): Operation =>
      (tree) =>
        replace(tree, `${at}?prop=Name`, { data }, context),
  ),
  fc.tuple(uri, fc.constantFrom("Add=*&Replace=me", "Get=me", "")).map(
    ([at, data]): Operation =>
      (tree) =>
        replace(tree, `${at}?prop=ACL`, { data }, context),
  ),
  uri.map(
    (at): Operation =>
      (tree) =>
        remove(tree, at, context),
  ),
  fc.tuple(uri, uri).map(
    ([from, to]): Operation =>
      (tree) =>
        copy(tree, from, to, context),
  ),
  uri.map(
    (at): Operation =>
      (tree) =>
        get(tree, `${at}?list=TNDS`, context),
  ),
);

const permanent = [["Inbox"], ["Described"], ["Locked"], ["Locked", "Leaf"]];

function check(node: TreeNode, segments: readonly string[]): void {
  if (node.kind === "leaf") {
    const kept = valueForFormat(node.format, node.value);
    expect(kept).toEqual(node.value);
    return;
  }
  expect(segments.length).toBeLessThanOrEqual(context.limits.maxDepth);
  for (const [name, child] of node.children) {
    expect(name.length).toBeLessThanOrEqual(context.limits.maxSegLen);
    check(child, [...segments, name]);
  }
}

test("whatever servers do, the tree keeps its limits, its permanent nodes and what its description says", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 25 }), (operations) => {
      let tree = root;
      for (const operate of operations) {
        const { code, root: after } = operate(tree);
        expect(code).toBeGreaterThanOrEqual(200);
        if (code !== 200) expect(after).toBe(tree);
        tree = after;
      }
      check(tree, []);
      expect(countNodes(tree)).toBeLessThanOrEqual(context.maxNodes);
      for (const path of permanent) expect(nodeAt(tree, path)).toMatchObject({ scope: "permanent" });
      const described = nodeAt(tree, ["Described"]);
      const children = described?.kind === "interior" ? [...described.children.values()] : [];
      expect(children.length).toBeLessThanOrEqual(2);
      for (const child of children) {
        expect(child.kind === "interior" && child.children.has("State")).toBe(true);
        for (const name of child.kind === "interior" ? child.children.keys() : [])
          expect(["Number", "State"]).toContain(name);
      }
      // going back to a tree is keeping it, and what is stored of it is all there is
      expect(changesBetween(tree, withChanges(root, changesBetween(root, tree)))).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
