import { expect, test } from "vitest";
import {
  buildNode,
  buildTree,
  DMAcc,
  fillShape,
  get,
  nodeAt,
  remove,
  withNode,
  type InteriorNode,
  type TreeContext,
} from "../../simulator/tree/index.ts";

const context: TreeContext = {
  serverId: "a",
  date: 1,
  limits: { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 },
  maxValueSize: 0,
  maxNodes: 0,
  implicitParents: false,
};
const account = (serverId: string) => {
  const values = {
    AppID: "w7",
    ServerID: serverId,
    AppAddr: { "1": { Addr: "http://x/", AddrType: "URI" } },
  };
  return buildNode(fillShape(DMAcc, values, "./DMAcc/X").spec, ["DMAcc", "X"]).node;
};
const { root: plain } = buildTree(
  {
    DMAcc: { children: {} },
    Mine: { acl: "Get=a&Replace=a+b", children: { Leaf: { value: "x", acl: "Get=a" } } },
    Other: { acl: "Get=b", children: {} },
  },
  "Add=a&Delete=a+b&Get=*",
);
const acls = (root: InteriorNode) =>
  [root, nodeAt(root, ["Mine"]), nodeAt(root, ["Mine", "Leaf"])].map((node) => node?.acl?.text);

test("DMTND 7.7.1 with the account the server's rights go; on the root they become everybody's", () => {
  const root = withNode(plain, ["DMAcc", "A"], account("a"));
  const outcome = remove(root, "./DMAcc/A", context);
  expect(outcome.code).toBe(200);
  expect(acls(outcome.root)).toEqual(["Add=*&Delete=b&Get=*", "Replace=b", undefined]);
  expect(outcome.root.children.get("Other")).toBe(root.children.get("Other"));
  expect(get(outcome.root, "./Mine", context).code).toBe(425);
});

test("DMTND 7.7.1 a server with another account keeps its rights", () => {
  const root = withNode(withNode(plain, ["DMAcc", "A"], account("a")), ["DMAcc", "A2"], account("a"));
  expect(acls(remove(root, "./DMAcc/A", context).root)).toEqual(acls(plain));
});
