import { describe, expect, test } from "vitest";
import {
  add,
  buildNode,
  buildTree,
  describeShape,
  DevDetail,
  DevInfo,
  DMAcc,
  fillShape,
  get,
  nodeAt,
  replace,
  type ObjectValues,
  type NodeShape,
  type TreeContext,
} from "../../../simulator/tree/index.ts";

const devInfo = { DevId: "IMEI:1", Man: "Example", Mod: "M", DmV: "1.2", Lang: "en" };
const codes = (shape: NodeShape, values: string | ObjectValues) =>
  fillShape(shape, values, "./X").findings.map((finding) => `${finding.code} ${finding.path}`);

describe("DMSTDOBJ 5.3", () => {
  test("DevInfo: complete, permanent, readable only", () => {
    const { spec, findings } = fillShape(
      DevInfo,
      { ...devInfo, Ext: { Colour: "red", Deep: { A: "1" } } },
      "./DevInfo",
    );
    expect(findings).toEqual([]);
    const { node } = buildNode(spec, ["DevInfo"]);
    if (node.kind === "leaf") throw new Error("DevInfo is an interior node");
    expect(node).toMatchObject({
      type: "urn:oma:mo:oma-dm-devinfo:1.0",
      scope: "permanent",
      access: ["Get"],
    });
    expect(nodeAt(node, ["Man"])).toMatchObject({ value: "Example", scope: "permanent", access: ["Get"] });
    expect(nodeAt(node, ["Ext", "Deep", "A"])).toMatchObject({ value: "1" });
  });

  test("DevInfo: what is missing, unknown or misplaced is found", () => {
    const { Man: _man, ...incomplete } = devInfo;
    expect(codes(DevInfo, incomplete)).toEqual(["object/missing ./X/Man"]);
    expect(codes(DevInfo, { ...devInfo, Colour: "red" })).toEqual(["object/unknown ./X/Colour"]);
    expect(codes(DevInfo, { ...devInfo, Man: {} })).toEqual(["object/value ./X/Man"]);
    expect(codes(DevInfo, "x")).toEqual(["object/value ./X"]);
  });

  test("DevDetail needs its limits", () => {
    const detail = { DevTyp: "phone", OEM: "o", FwV: "1", SwV: "1", HwV: "1", LrgObj: "true" };
    expect(codes(DevDetail, detail)).toEqual(["object/missing ./X/URI"]);
    expect(codes(DevDetail, { ...detail, URI: { MaxDepth: "0", MaxTotLen: "0" } })).toEqual([
      "object/missing ./X/URI/MaxSegLen",
    ]);
  });

  test("DMAcc: named nodes, secrets without Get", () => {
    const values = {
      AppID: "w7",
      ServerID: "s",
      AppAddr: { "1": { Addr: "http://s/", AddrType: "URI" } },
      AppAuth: {
        C: { AAuthLevel: "CLCRED", AAuthType: "DIGEST", AAuthName: "u", AAuthSecret: "p", AAuthData: "AAEC" },
      },
    };
    const { spec, findings } = fillShape(DMAcc, values, "./DMAcc/A");
    expect(findings).toEqual([]);
    const { node } = buildNode(spec, ["DMAcc", "A"]);
    if (node.kind === "leaf") throw new Error("DMAcc is an interior node");
    expect(node.scope).toBe("dynamic");
    expect(nodeAt(node, ["AppAuth", "C", "AAuthSecret"])).toMatchObject({ access: ["Replace"] });
    expect(nodeAt(node, ["AppAuth", "C", "AAuthData"])).toMatchObject({
      access: [],
      value: Uint8Array.of(0, 1, 2),
    });
    expect(codes(DMAcc, { ...values, AppAddr: {} })).toEqual(["object/missing ./X/AppAddr"]);
  });
});

describe("accounts made node by node", () => {
  const shape = { access: "Add Get", children: { "<X>": describeShape(DMAcc) } };
  const { root, findings } = buildTree({ DMAcc: shape }, "Add=me&Delete=me&Get=*&Replace=me");
  const context: TreeContext = {
    serverId: "me",
    date: 5,
    limits: { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 },
    maxValueSize: 0,
    maxNodes: 0,
    implicitParents: true,
  };

  test("what a server adds is as the object's description says", () => {
    expect(findings).toEqual([]);
    const uris = ["ServerID", "AppAddr/1/Addr", "AppAuth/C/AAuthSecret"];
    const tree = uris.reduce(
      (tree, uri) => add(tree, `./DMAcc/New/${uri}`, { data: "x" }, context).root,
      root,
    );
    expect(nodeAt(tree, ["DMAcc", "New"])).toMatchObject({ type: DMAcc.type, scope: "dynamic" });
    expect(nodeAt(tree, ["DMAcc", "New", "AppAuth", "C", "AAuthSecret"])).toMatchObject({
      access: ["Replace"],
    });
    expect(get(tree, "./DMAcc/New/AppAuth/C/AAuthSecret", context).code).toBe(405);
    expect(replace(tree, "./DMAcc/New/ServerID", { data: "y" }, context).code).toBe(405);
  });

  test("what the description has not is refused, except below Ext", () => {
    expect(add(root, "./DMAcc/New/Colour", { data: "x" }, context)).toMatchObject({ code: 405, root });
    expect(add(root, "./DMAcc/New/Ext/Colour", { data: "x" }, context).code).toBe(200);
  });
});
