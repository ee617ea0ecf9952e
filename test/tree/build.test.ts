import { describe, expect, test } from "vitest";
import { buildTree, nodeAt } from "../../simulator/tree/index.ts";

describe("building a tree from a profile's nodes", () => {
  test("defaults: a permanent text leaf that can be read, and the default ACL of a root", () => {
    const { root, findings } = buildTree({ A: { value: "x" } });
    expect(findings).toEqual([]);
    expect(root.acl?.text).toBe("Add=*&Get=*");
    expect(nodeAt(root, ["A"])).toMatchObject({
      format: "chr",
      type: "text/plain",
      access: ["Get"],
      scope: "permanent",
      acl: undefined,
    });
  });

  test.each([
    ["tree/format", { format: "text", value: "x" }],
    ["tree/value", { format: "int", value: "x" }],
    ["tree/value", { format: "bin", value: "?" }],
    ["tree/value", { children: {}, value: "x" }],
    ["tree/access", { value: "x", access: "Read" }],
    ["tree/acl", { value: "x", acl: "Read=*" }],
    ["tree/name", { children: { "..": { value: "x" } } }],
  ])("%s is found with the node's address", (code, node) => {
    expect(buildTree({ A: node }).findings).toMatchObject([{ severity: "error", code, path: "./A" }]);
  });

  test("nodes of one kind share their access types", () => {
    const { root } = buildTree({
      A: { value: "1", access: "Get Replace" },
      B: { value: "2", access: "Get Replace" },
    });
    expect(nodeAt(root, ["A"])?.access).toBe(nodeAt(root, ["B"])?.access);
  });
});
