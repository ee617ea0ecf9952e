import { describe, expect, test } from "vitest";
import {
  add,
  buildTree,
  get,
  nodeAt,
  type ArrivedObject,
  type NodeData,
  type TreeContext,
} from "../../simulator/tree/index.ts";

const { root } = buildTree(
  {
    Inbox: { access: "Add", type: "urn:oma:mo:oma-dm-inbox:1.0", children: {} },
    DMAcc: { access: "Get", children: { Main: { access: "Get", children: {} } } },
  },
  "Add=me&Get=*",
);
const arrived: ArrivedObject[] = [];
const context: TreeContext = {
  serverId: "me",
  date: 5,
  limits: { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 },
  maxValueSize: 0,
  maxNodes: 0,
  implicitParents: false,
  placement: (object) => {
    arrived.push(object);
    return object.type === "urn:acc" ? `./DMAcc/${object.name ?? "New"}` : undefined;
  },
};
const account = (name: string, id = "urn:acc") =>
  `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node>${name}<RTProperties><Format><node/></Format><Type>` +
  `<DDFName>${id}</DDFName></Type></RTProperties><Node><NodeName>ServerID</NodeName><RTProperties><ACL>Get=me</ACL>` +
  "<Format><chr/></Format><Type><MIME>text/plain</MIME></Type></RTProperties><Value>me</Value></Node></Node></MgmtTree>";
const data = (text: string): NodeData => ({
  format: "xml",
  type: "application/vnd.syncml.dmtnds+xml",
  data: text,
});

describe("DMSTDOBJ Inbox", () => {
  test.each([
    ["./Inbox", account(""), "./DMAcc/New", undefined],
    ["./Inbox", account("<NodeName>Mine</NodeName>"), "./DMAcc/Mine", "Mine"],
    ["./Inbox/Wish", account(""), "./DMAcc/Wish", "Wish"],
    ["./Inbox/Wish", account("<NodeName/>"), "./DMAcc/Wish", "Wish"],
  ])("an object added to %s goes to its place %#", (uri, document, placed, name) => {
    const outcome = add(root, uri, data(document), context);
    expect(outcome).toMatchObject({ code: 200, placed });
    expect(arrived.at(-1)).toEqual({ type: "urn:acc", name });
    expect(nodeAt(outcome.root, [...placed.slice(2).split("/"), "ServerID"])).toMatchObject({
      value: "me",
      acl: { text: "Get=me" },
    });
    expect(nodeAt(outcome.root, ["Inbox"])).toBe(nodeAt(root, ["Inbox"]));
  });

  test("an empty object without document", () => {
    expect(add(root, "./Inbox/X", { format: "node", type: "urn:acc" }, context)).toMatchObject({
      code: 200,
      placed: "./DMAcc/X",
    });
  });

  test.each([
    [415, "./Inbox", data(account("", "urn:other")), {}],
    [415, "./Inbox", data(account("")), { placement: undefined }],
    [415, "./Inbox/X", { data: "x" }, {}],
    [415, "./Inbox/X", data("<MgmtTree"), {}],
    [405, "./Inbox/X/Y", data(account("")), {}],
    [418, "./Inbox", data(account("<NodeName>Main</NodeName>")), {}],
    [425, "./Inbox", data(account("")), { serverId: "other" }],
    [420, "./Inbox", data(account("")), { maxNodes: 5 }],
  ] as [number, string, NodeData, Partial<TreeContext>][])("%i %s %#", (code, uri, operand, over) => {
    const outcome = add(root, uri, operand, { ...context, ...over });
    expect(outcome.code).toBe(code);
    expect(outcome.root).toBe(root);
  });

  test.each(["./Inbox", "./Inbox/X", "./Inbox?list=TNDS", "./Inbox?prop=ACL"])("405 Get %s", (uri) => {
    expect(get(root, uri, context)).toMatchObject({ code: 405, root });
  });
});
