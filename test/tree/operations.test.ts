import { describe, expect, test } from "vitest";
import {
  add,
  buildTree,
  copy,
  countNodes,
  get,
  lookUpExec,
  nodeAt,
  remove,
  replace,
  withNode,
  type InteriorNode,
  type NodeData,
  type NodeSpec,
  type TreeContext,
  type TreeOutcome,
} from "../../simulator/tree/index.ts";

const nodes: Record<string, NodeSpec> = {
  Open: {
    access: "Add Delete Get Replace",
    scope: "dynamic",
    acl: "Add=*&Delete=*&Exec=*&Get=*&Replace=*",
    title: "Open to all",
    children: {
      Text: { value: "abc", access: "Copy Delete Exec Get Replace", scope: "dynamic" },
      Number: { format: "int", value: "5", access: "Get Replace" },
      Flag: { format: "bool", value: "true", access: "Get Replace" },
      Bytes: { format: "bin", value: "AAEC", type: "image/gif", access: "Get Replace" },
      Native: { format: "b64", value: "AAEC", access: "Get Replace" },
      Sub: { access: "Get", scope: "dynamic", children: { Deep: { value: "d" } } },
      Run: { format: "null", access: "Exec" },
      Secret: { value: "s", access: "Replace" },
      Frozen: { value: "f", access: "Get" },
      Fixed: { value: "p", access: "Delete Get Replace" },
    },
  },
  Closed: {
    access: "Add Delete Exec Get Replace",
    scope: "dynamic",
    acl: "Get=other",
    children: { Leaf: { value: "x", access: "Get Replace" } },
  },
  Readable: {
    access: "Add Get",
    acl: "Add=me&Get=*",
    children: { Mine: { value: "m", acl: "Get=me&Replace=me", access: "Get Replace" } },
  },
};
const { root, findings } = buildTree(nodes);
const context: TreeContext = {
  serverId: "me",
  date: Date.UTC(2026, 0, 31, 23, 59, 59),
  limits: { maxDepth: 4, maxTotLen: 60, maxSegLen: 20 },
  maxValueSize: 100,
  maxNodes: 0,
  implicitParents: false,
};
const value = (tree: InteriorNode, ...path: string[]) => {
  const node = nodeAt(tree, path);
  return node?.kind === "leaf" ? node.value : undefined;
};
const expectFailed = (outcome: TreeOutcome, code: number): void => {
  expect(outcome.code).toBe(code);
  expect(outcome.root).toBe(root);
  expect(outcome.text).toEqual(expect.any(String) as unknown);
};

test("the tree of these tests is built without findings", () => {
  expect(findings).toEqual([]);
});

describe("DMPRO 7.4 Get", () => {
  test.each([
    ["./Open/Text", { data: "abc" }],
    ["Open/Text", { data: "abc" }],
    ["./Open/%54ext", { data: "abc" }],
    ["./Open/Number", { format: "int", data: "5" }],
    ["./Open/Bytes", { format: "bin", type: "image/gif", data: Uint8Array.of(0, 1, 2) }],
    ["./Open/Native", { format: "b64", data: "AAEC" }],
    ["./Open/Sub", { format: "node", type: "text/plain", data: "Deep" }],
    [".", { format: "node", type: "text/plain", data: "Open/Closed/Readable" }],
  ])("200 %s", (uri, item) => {
    expect(get(root, uri, context)).toMatchObject({ code: 200, items: [{ uri, ...item }] });
  });

  test("200 with empty data for an interior node without children", () => {
    const { root: grown } = add(root, "./Open/Empty", { format: "node" }, context);
    expect(get(grown, "./Open/Empty", context)).toMatchObject({ code: 200, items: [{ data: "" }] });
  });

  test.each([
    [404, "./None"],
    [404, "./Open/Text/below"],
    [425, "./Closed"],
    [425, "./Closed/Leaf"],
    [405, "./Open/Secret"],
    [406, "./Open/Text?prop=Colour"],
    [406, "./Open?prop=Size"],
    [406, "./Open?list=TNDS+Name"],
    [406, "./Open?list=Tree"],
    [406, "./Open?colour=red"],
    [400, "./Open/../Closed"],
    [400, "./Open/"],
    [400, "./Open//Text"],
    [400, ""],
    [414, "./a/b/c/d/e"],
    [414, `./${"x".repeat(21)}`],
    [414, `./Open/Text?prop=${"x".repeat(60)}`],
  ])("%i %s", (code, uri) => expectFailed(get(root, uri, context), code));

  test.each([
    ["ACL", "Add=*&Delete=*&Exec=*&Get=*&Replace=*"],
    ["Format", "node"],
    ["Name", "Open"],
    ["Title", "Open to all"],
    ["Type", ""],
    ["VerNo", "0"],
    ["TStamp", "19700101T000000Z"],
  ])("DMTND 7.7 property %s of an interior node", (name, data) => {
    expect(get(root, `./Open?prop=${name}`, context)).toMatchObject({
      code: 200,
      items: [{ uri: `./Open?prop=${name}`, data }],
    });
  });

  test.each([
    ["ACL", ""],
    ["Format", "bin"],
    ["Size", "3"],
    ["Type", "image/gif"],
    ["Name", "Bytes"],
  ])("DMTND 7.7 property %s of a leaf", (name, data) => {
    expect(get(root, `./Open/Bytes?prop=${name}`, context).items).toEqual([
      { uri: `./Open/Bytes?prop=${name}`, data },
    ]);
  });

  test("properties can be read where the value cannot", () => {
    expect(get(root, "./Open/Secret?prop=Format", context)).toMatchObject({
      code: 200,
      items: [{ data: "chr" }],
    });
  });

  test("DMTND 11.4 Struct and StructData list what the server may read", () => {
    const uris = (list: string) => get(root, `.?list=${list}`, context).items?.map((item) => item.uri);
    expect(uris("Struct")).toEqual([
      ".",
      "./Open",
      "./Open/Text",
      "./Open/Number",
      "./Open/Flag",
      "./Open/Bytes",
      "./Open/Native",
      "./Open/Sub",
      "./Open/Sub/Deep",
      "./Open/Frozen",
      "./Open/Fixed",
      "./Readable",
      "./Readable/Mine",
    ]);
    const [struct] = get(root, "./Open/Sub?list=Struct", context).items?.slice(1) ?? [];
    expect(struct).toEqual({ uri: "./Open/Sub/Deep" });
    expect(get(root, "./Open/Sub?list=StructData", context).items).toEqual([
      { uri: "./Open/Sub", format: "node" },
      { uri: "./Open/Sub/Deep", data: "d" },
    ]);
  });
});

describe("DMPRO 7.1 Add", () => {
  test("200 a leaf, with the defaults", () => {
    const outcome = add(root, "./Open/New", { data: "v" }, context);
    expect(outcome.code).toBe(200);
    expect(nodeAt(outcome.root, ["Open", "New"])).toMatchObject({
      kind: "leaf",
      format: "chr",
      value: "v",
      type: "text/plain",
      scope: "dynamic",
      acl: undefined,
    });
    expect(nodeAt(root, ["Open", "New"])).toBeUndefined();
  });

  test("200 octets: base64 on the wire, bin in the tree", () => {
    const outcome = add(root, "./Open/New", { format: "b64", data: "AAEC" }, context);
    expect(nodeAt(outcome.root, ["Open", "New"])).toMatchObject({
      format: "bin",
      value: Uint8Array.of(0, 1, 2),
    });
  });

  test("11.3 an interior node of a server without Replace on the parent gets the creator's ACL, a leaf does not", () => {
    const outcome = add(root, "./Readable/Box", { format: "node", type: "urn:x" }, context);
    expect(nodeAt(outcome.root, ["Readable", "Box"])).toMatchObject({
      type: "urn:x",
      acl: { text: "Add=me&Delete=me&Replace=me" },
    });
    expect(nodeAt(add(root, "./Readable/Leaf", {}, context).root, ["Readable", "Leaf"])).toMatchObject({
      acl: undefined,
    });
    expect(nodeAt(add(root, "./Open/Box", { format: "node" }, context).root, ["Open", "Box"])).toMatchObject({
      acl: undefined,
    });
  });

  test("implicit parents where the device creates them", () => {
    const outcome = add(root, "./Readable/A/B/C", { data: "v" }, { ...context, implicitParents: true });
    expect(outcome.code).toBe(200);
    expect(value(outcome.root, "Readable", "A", "B", "C")).toBe("v");
    expect(nodeAt(outcome.root, ["Readable", "A"])).toMatchObject({
      acl: { text: "Add=me&Delete=me&Replace=me" },
    });
    expect(nodeAt(outcome.root, ["Readable", "A", "B"])).toMatchObject({ acl: undefined });
  });

  test.each([
    [404, "./Open/A/B", {}],
    [404, "./None/A", {}],
    [404, "./Open/Text/A/B", {}],
    [405, "./Open/Text/A", {}],
    [405, "./Open/Sub/A", {}],
    [405, "./Open/New?prop=ACL", {}],
    [425, "./Closed/New", {}],
    [425, "./Closed/Leaf", {}],
    [418, "./Open/Text", {}],
    [418, ".", {}],
    [415, "./Open/New", { format: "float4" }],
    [415, "./Open/New", { format: "int", data: "five" }],
    [415, "./Open/New", { format: "bool", data: "yes" }],
    [415, "./Open/New", { format: "b64", data: "?" }],
    [415, "./Open/New", { format: "node", data: "x" }],
    [415, "./Open/New", { format: "xml", type: "application/vnd.syncml.dmtnds+xml", data: "<MgmtTree/>" }],
    [413, "./Open/New", { data: "x".repeat(101) }],
    [414, "./Open/A/B/C/D", {}],
    [400, "./Open/..", {}],
  ] as [number, string, NodeData][])("%i %s %#", (code, uri, data) =>
    expectFailed(add(root, uri, data, context), code),
  );

  test("420 when the tree is full", () => {
    expectFailed(add(root, "./Open/New", {}, { ...context, maxNodes: countNodes(root) }), 420);
    expect(add(root, "./Open/New", {}, { ...context, maxNodes: countNodes(root) + 1 }).code).toBe(200);
  });
});

describe("DMPRO 7.2 Replace", () => {
  test.each([
    ["Text", { data: "new" }, "new"],
    ["Text", { data: "new", format: "chr", type: "text/html" }, "new"],
    ["Text", {}, ""],
    ["Number", { data: "-7" }, "-7"],
    ["Bytes", { data: "BAU=", format: "b64" }, Uint8Array.of(4, 5)],
    ["Bytes", { data: Uint8Array.of(9), format: "bin" }, Uint8Array.of(9)],
    ["Secret", { data: "t" }, "t"],
  ])("200 %s", (name, data, expected) => {
    const outcome = replace(root, `./Open/${name}`, data, context);
    expect(outcome.code).toBe(200);
    expect(value(outcome.root, "Open", name)).toEqual(expected);
    expect(nodeAt(outcome.root, ["Open", name])).toMatchObject({ verNo: 1, tStamp: context.date });
    expect(get(outcome.root, `./Open/${name}?prop=TStamp`, context).items?.[0]?.data).toBe(
      "20260131T235959Z",
    );
  });

  test("VerNo wraps after FFFF", () => {
    const text = nodeAt(root, ["Open", "Text"]);
    if (!text) throw new Error("the leaf is missing");
    const last = withNode(root, ["Open", "Text"], { ...text, verNo: 0xffff });
    const { root: wrapped } = replace(last, "./Open/Text", { data: "y" }, context);
    expect(nodeAt(wrapped, ["Open", "Text"])).toMatchObject({ verNo: 0 });
  });

  test.each([
    [404, "./Open/None", {}],
    [405, "./Open/Text/None", {}],
    [425, "./Closed/Leaf", {}],
    [405, "./Open/Frozen", {}],
    [405, "./Open", {}],
    [405, ".?list=Struct", {}],
    [415, "./Open/Number", { data: "many" }],
    [415, "./Open/Number", { data: "5", format: "chr" }],
    [415, "./Open/Fixed", { data: "5", type: "image/png" }],
    [415, "./Open", { type: "application/vnd.syncml.dmtnds+xml", data: "<MgmtTree/>" }],
    [413, "./Open/Text", { data: "x".repeat(101) }],
    [414, "./a/b/c/d/e", {}],
  ] as [number, string, NodeData][])("%i %s %#", (code, uri, data) => {
    expectFailed(replace(root, uri, data, context), code);
  });

  test("Title: at most 255 octets", () => {
    const { root: titled } = replace(root, "./Open/Text?prop=Title", { data: "A title" }, context);
    expect(get(titled, "./Open/Text?prop=Title", context).items?.[0]?.data).toBe("A title");
    expectFailed(replace(root, "./Open/Text?prop=Title", { data: "é".repeat(128) }, context), 413);
  });

  test.each(["Format", "Type", "Size", "TStamp", "VerNo"])("405 property %s", (name) =>
    expectFailed(replace(root, `./Open/Text?prop=${name}`, { data: "x" }, context), 405),
  );

  test("406 a property that does not exist, 425 without the right", () => {
    expectFailed(replace(root, "./Open/Text?prop=Colour", { data: "x" }, context), 406);
    expectFailed(replace(root, "./Closed?prop=Title", { data: "x" }, context), 425);
  });

  test("rename: the new name at the old place", () => {
    const { code, root: renamed } = replace(root, "./Open/Text?prop=Name", { data: "Words" }, context);
    expect(code).toBe(200);
    expect(value(renamed, "Open", "Words")).toBe("abc");
    expect(nodeAt(renamed, ["Open", "Text"])).toBeUndefined();
    expect(get(renamed, "./Open", context).items?.[0]?.data).toMatch(/^Words\/Number/);
  });

  test.each([
    [405, "./Open/Number", "Other"],
    [405, ".", "Other"],
    [418, "./Open/Text", "Number"],
    [414, "./Open/Text", "x".repeat(21)],
    [400, "./Open/Text", "a/b"],
    [400, "./Open/Text", ""],
    [425, "./Closed/Leaf", "Other"],
  ])("rename %i %s to %j", (code, uri, data) => {
    const open = { ...root, acl: nodeAt(root, ["Open"])?.acl };
    const outcome = replace(open, `${uri}?prop=Name`, { data }, context);
    expect(outcome.code).toBe(code);
    expect(outcome.root).toBe(open);
  });
});

describe("DMPRO 7.3 Delete", () => {
  test("200 a leaf, and a subtree whatever is below", () => {
    expect(nodeAt(remove(root, "./Open/Text", context).root, ["Open", "Text"])).toBeUndefined();
    const outcome = remove(root, "./Open", context);
    expect(outcome.code).toBe(200);
    expect([...outcome.root.children.keys()]).toEqual(["Closed", "Readable"]);
  });

  test.each([
    [404, "./None"],
    [425, "./Closed"],
    [425, "."],
    [405, "./Open/Fixed"],
    [405, "./Open/Sub"],
    [405, "./Open/Text?prop=Title"],
    [414, "./a/b/c/d/e"],
  ])("%i %s", (code, uri) => expectFailed(remove(root, uri, context), code));

  test("405 the root, even with the right", () => {
    const open = { ...root, acl: nodeAt(root, ["Open"])?.acl };
    expect(remove(open, ".", context)).toMatchObject({ code: 405, root: open });
  });
});

describe("DMPRO 7.6 Copy", () => {
  test("200 to a new leaf, with format and type; 200 over an existing one", () => {
    const fresh = copy(root, "./Open/Bytes", "./Open/Other", context);
    expect(nodeAt(fresh.root, ["Open", "Other"])).toMatchObject({
      format: "bin",
      type: "image/gif",
      value: Uint8Array.of(0, 1, 2),
    });
    expect(value(copy(root, "./Open/Frozen", "./Open/Text", context).root, "Open", "Text")).toBe("f");
  });

  test.each([
    [404, "./None", "./Open/A"],
    [425, "./Closed/Leaf", "./Open/A"],
    [405, "./Open/Secret", "./Open/A"],
    [403, "./Open/Sub", "./Open/A"],
    [405, "./Open/Text?prop=ACL", "./Open/A"],
    [425, "./Open/Text", "./Closed/A"],
    [405, "./Open/Text", "./Open/Frozen"],
    [415, "./Open/Text", "./Open/Number"],
    [414, "./Open/Text", "./a/b/c/d/e"],
    [414, "./a/b/c/d/e", "./Open/A"],
  ])("%i %s to %s", (code, source, target) => expectFailed(copy(root, source, target, context), code));
});

test("DMPRO 7.6 406 where the device has no Copy", () =>
  expectFailed(copy(root, "./Open/Text", "./Open/A", { ...context, lacks: ["Copy"] }), 406));

test("DMTND 7.7 406 a property that the device lacks, read or changed", () => {
  const lacking: TreeContext = { ...context, lacks: ["Title", "Size"] };
  expectFailed(get(root, "./Open/Text?prop=Size", lacking), 406);
  expectFailed(replace(root, "./Open/Text?prop=Title", { data: "x" }, lacking), 406);
});

describe("DMPRO 7.5 Exec", () => {
  test.each([
    [200, "./Open/Run"],
    [200, "./Open/Text"],
    [404, "./Open/None"],
    [405, "./Open/Frozen"],
    [405, "./Open/Run?prop=ACL"],
    [425, "./Closed"],
    [414, "./a/b/c/d/e"],
    [400, "./Open/./Run"],
  ])("%i %s", (code, uri) => {
    const outcome = lookUpExec(root, uri, context);
    expect(outcome.code).toBe(code);
    expect(outcome.root).toBe(root);
  });
});
