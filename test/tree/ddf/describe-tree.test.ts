import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readMgmtTree, writeMgmtTree } from "../../../simulator/protocols/dmddf/index.ts";
import {
  add,
  buildTree,
  changesBetween,
  ddfOfTree,
  describeTree,
  get,
  nodeAt,
  readChanges,
  remove,
  replace,
  withChanges,
  type InteriorNode,
  type NodeData,
  type TreeContext,
} from "../../../simulator/tree/index.ts";

const document = (content: string) => {
  const { value } = readMgmtTree(
    `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${content}</MgmtTree>`,
    "xml",
  );
  if (!value) throw new Error("the description was not read");
  return value;
};
const node = (name: string, access: string, format: string, more = "", content = "", path = "") =>
  `<Node><NodeName>${name}</NodeName>${path && `<Path>${path}</Path>`}<DFProperties><AccessType>${access
    .split(" ")
    .map((each) => `<${each}/>`)
    .join("")}</AccessType><DFFormat><${format}/></DFFormat>${more}<DFType>${
    format === "node" ? "<DDFName/>" : "<MIME>text/plain</MIME>"
  }</DFType></DFProperties>${content}</Node>`;
const permanent = "<Scope><Permanent/></Scope>";
const ping = node(
  "Ping",
  "Get",
  "node",
  `<Occurrence><One/></Occurrence>${permanent}<DFTitle>Ping settings</DFTitle>`,
  node(
    "Interval",
    "Get Replace",
    "int",
    "<DefaultValue>30</DefaultValue><Description>Seconds</Description>",
  ) +
    node(
      "",
      "Add Delete Get Replace",
      "node",
      "<Occurrence><ZeroOrN>2</ZeroOrN></Occurrence>",
      node("Host", "Add Get Replace", "chr") +
        node("Port", "Get Replace", "int", "<DefaultValue>7</DefaultValue>") +
        node("State", "Get", "chr", permanent) +
        node("Note", "Add Delete Get", "chr", "<Occurrence><ZeroOrOne/></Occurrence>"),
    ) +
    node(
      "Extra",
      "Add Delete Get",
      "chr",
      "<Occurrence><ZeroOrOne/></Occurrence><CaseSense><CIS/></CaseSense>",
    ),
  "./Settings",
);
const described = describeTree([document(ping)]);
const { root, findings } = buildTree(described.nodes, "Add=*&Delete=*&Get=*&Replace=*");
const context: TreeContext = {
  serverId: "me",
  date: 7,
  limits: { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 },
  maxValueSize: 0,
  maxNodes: 0,
  implicitParents: false,
};
const grown = (uri: string, data: NodeData = { format: "node" }, from: InteriorNode = root) => {
  const outcome = add(from, uri, data, context);
  expect(outcome.code, outcome.text).toBe(200);
  return outcome.root;
};

describe("DMTND 9 a description becomes nodes of a profile", () => {
  test("what is there, what may be added, and how", () => {
    expect(described.findings).toEqual([]);
    expect(findings).toEqual([]);
    expect(nodeAt(root, ["Settings", "Ping"])).toMatchObject({
      kind: "interior",
      title: "Ping settings",
      scope: "permanent",
      access: ["Get"],
    });
    expect(nodeAt(root, ["Settings", "Ping", "Interval"])).toMatchObject({
      format: "int",
      value: "30",
      access: ["Get", "Replace"],
      scope: "dynamic",
    });
    expect(get(root, "./Settings/Ping", context).items?.[0]?.data).toBe("Interval");
  });

  test("a node named at run time gets access, format, scope and what comes with it from its placeholder", () => {
    const tree = grown("./Settings/Ping/One");
    expect(nodeAt(tree, ["Settings", "Ping", "One"])).toMatchObject({
      access: ["Add", "Delete", "Get", "Replace"],
      scope: "dynamic",
    });
    // Host and Port wait for the server, which may add them; State is permanent
    expect(get(tree, "./Settings/Ping/One", context).items?.[0]?.data).toBe("State");
    const full = grown(
      "./Settings/Ping/One/Port",
      { data: "8" },
      grown("./Settings/Ping/One/Host", { data: "h" }, tree),
    );
    expect(nodeAt(full, ["Settings", "Ping", "One", "Port"])).toMatchObject({ format: "int", value: "8" });
    expect(nodeAt(full, ["Settings", "Ping", "One", "Host"])).toMatchObject({
      access: ["Add", "Get", "Replace"],
    });
    expect(
      nodeAt(grown("./Settings/Ping/One/Port", {}, tree), ["Settings", "Ping", "One", "Port"]),
    ).toMatchObject({
      value: "7",
    });
    expect(remove(full, "./Settings/Ping/One/Host", context).code).toBe(405);
    expect(remove(full, "./Settings/Ping/One/State", context).code).toBe(405);
    expect(remove(full, "./Settings/Ping/One", context).code).toBe(200);
  });

  test.each([
    [405, "./Settings/Ping/One/Other", { data: "x" }],
    [415, "./Settings/Ping/One/Host", { format: "int", data: "1" }],
    [415, "./Settings/Ping/One/Host", { format: "node" }],
    [415, "./Settings/Ping/One/Host", { data: "x", type: "image/gif" }],
    [415, "./Settings/Ping/One/Port", { data: "x" }],
    [415, "./Settings/Ping/Two", { format: "chr", data: "x" }],
    [418, "./Settings/Ping/One/State", { data: "x" }],
    [405, "./Settings/Other", { format: "node" }],
  ] as [number, string, NodeData][])("%i %s %#", (code, uri, data) => {
    const tree = grown("./Settings/Ping/One");
    const outcome = add(tree, uri, data, context);
    expect(outcome.code).toBe(code);
    expect(outcome.root).toBe(tree);
  });

  test("420 more nodes than the occurrence allows, until one is deleted", () => {
    const two = grown("./Settings/Ping/Two", { format: "node" }, grown("./Settings/Ping/One"));
    expect(add(two, "./Settings/Ping/Three", { format: "node" }, context)).toMatchObject({
      code: 420,
      root: two,
    });
    const one = remove(two, "./Settings/Ping/One", context).root;
    expect(add(one, "./Settings/Ping/Three", { format: "node" }, context).code).toBe(200);
  });

  test("a node is renamed among the names of its placeholder only", () => {
    const tree = grown("./Settings/Ping/One");
    const rename = (name: string) =>
      replace(tree, "./Settings/Ping/One?prop=Name", { data: name }, context).code;
    expect(rename("Uno")).toBe(200);
    expect(rename("Extra")).toBe(405);
    expect(rename("Interval")).toBe(405);
  });

  test("CaseSense CIS: found in any case, created as described", () => {
    const tree = grown("./Settings/Ping/EXTRA", { data: "e" });
    expect(nodeAt(tree, ["Settings", "Ping", "Extra"])).toMatchObject({ value: "e" });
    expect(get(tree, "./Settings/Ping/extra", context).items?.[0]).toMatchObject({
      uri: "./Settings/Ping/extra",
      data: "e",
    });
    expect(get(tree, "./Settings/Ping/interval", context).code).toBe(404);
  });

  test("documents obey the description, and give what came with their parent its value", () => {
    const type = "application/vnd.syncml.dmtnds+xml";
    const tnds = (content: string) => ({
      type,
      data: `<MgmtTree><Node><NodeName>One</NodeName>${content}</Node></MgmtTree>`,
    });
    const outcome = add(
      root,
      "./Settings/Ping",
      tnds(
        "<Node><NodeName>State</NodeName><Value>up</Value></Node><Node><NodeName>Port</NodeName><Value>9</Value></Node>",
      ),
      context,
    );
    expect(nodeAt(outcome.root, ["Settings", "Ping", "One", "State"])).toMatchObject({
      value: "up",
      scope: "permanent",
    });
    expect(nodeAt(outcome.root, ["Settings", "Ping", "One", "Port"])).toMatchObject({
      format: "int",
      value: "9",
    });
    const other = add(root, "./Settings/Ping", tnds("<Node><NodeName>X</NodeName></Node>"), context);
    expect(other).toMatchObject({ code: 405, root });
  });

  test("a tree that was stored as its changes knows its description again", () => {
    const tree = grown("./Settings/Ping/One/Host", { data: "h" }, grown("./Settings/Ping/One"));
    const again = withChanges(root, readChanges(JSON.parse(JSON.stringify(changesBetween(root, tree)))));
    for (const each of [tree, again]) {
      expect(add(each, "./Settings/Ping/One/Other", { data: "x" }, context).code).toBe(405);
      expect(
        nodeAt(add(each, "./Settings/Ping/One/Note", { data: "x" }, context).root, [
          "Settings",
          "Ping",
          "One",
          "Note",
        ]),
      ).toMatchObject({
        access: ["Add", "Delete", "Get"],
      });
    }
  });
});

describe("several descriptions", () => {
  test("combine", () => {
    const { nodes, findings: found } = describeTree([
      document(node("Wifi", "Get", "node", permanent, "", "./Settings")),
      document(ping),
      document(node("Settings", "Get Replace", "node", permanent)),
    ]);
    expect(found).toEqual([]);
    expect(Object.keys(nodes["Settings"]?.children ?? {})).toEqual(["Wifi", "Ping"]);
    expect(nodes["Settings"]?.access).toBe("Get Replace");
  });

  test("contradictions are found, the first holds", () => {
    const { nodes, findings: found } = describeTree([
      document(node("A", "Get", "chr") + node("B", "Get", "node", "", node("C", "Get", "chr"))),
      document(
        node("A", "Get Replace", "int") + node("B", "Get", "chr") + node("D", "Get", "chr", "", "", "./A"),
      ),
    ]);
    expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "ddf/conflict ./A",
      "ddf/conflict ./B",
      "ddf/conflict ./A",
    ]);
    expect(nodes["A"]).toMatchObject({ format: "chr", access: "Get" });
    expect(nodes["B"]?.children).toHaveProperty("C");
  });
});

describe("descriptions of the field", () => {
  test("what is left out is assumed and told", () => {
    const { nodes, findings: found } = describeTree([
      document(
        "<Node><NodeName>A</NodeName><Node><NodeName>B</NodeName><DFProperties><DFFormat><chr/></DFFormat><DFType>" +
          "<MIME/></DFType></DFProperties></Node></Node>" +
          "<Node><NodeName>C</NodeName><DFProperties><AccessType><Get/></AccessType><DFFormat><node/></DFFormat><DFType>" +
          "<MIME>com.example/1.0/C</MIME></DFType></DFProperties></Node>" +
          "<Node><NodeName>../D</NodeName></Node><Node><NodeName>E</NodeName><Path>a//b</Path></Node>",
      ),
    ]);
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "warning ddf/properties",
      "warning ddf/access",
      "error ddf/name",
      "error ddf/path",
    ]);
    expect(nodes["A"]?.children?.["B"]).toMatchObject({ access: "Get", format: "chr" });
    expect(nodes["C"]?.type).toBe("com.example/1.0/C");
    expect(buildTree(nodes).findings).toEqual([]);
  });

  test("values that are none of their format, numbers that are none", () => {
    const { nodes, findings: found } = describeTree([
      document(
        node(
          "A",
          "Get",
          "int",
          "<DefaultValue>many</DefaultValue><Occurrence><ZeroOrN>1</ZeroOrN></Occurrence>",
        ),
      ),
    ]);
    expect(found.map(({ code }) => code)).toEqual(["ddf/occurrence", "ddf/value"]);
    expect(nodes["A"]).toMatchObject({ occurs: "ZeroOrMore" });
  });

  test("several nodes named at run time below one parent, chosen by format", () => {
    const { nodes } = describeTree([
      document(
        node(
          "A",
          "Get",
          "node",
          "",
          node("", "Add Get", "chr", "<Occurrence><ZeroOrMore/></Occurrence>") +
            node("", "Add Get", "node", "<Occurrence><ZeroOrMore/></Occurrence>"),
        ),
      ),
    ]);
    expect(Object.keys(nodes["A"]?.children ?? {})).toEqual(["<X>", "<X2>"]);
    const tree = buildTree(nodes, "Add=*&Get=*").root;
    expect(nodeAt(grown("./A/L", { data: "x" }, tree), ["A", "L"])?.kind).toBe("leaf");
    expect(nodeAt(grown("./A/N", { format: "node" }, tree), ["A", "N"])?.kind).toBe("interior");
  });
});

describe("the description of a profile's tree, for vendors", () => {
  test("imported again it gives the same tree", () => {
    const written = writeMgmtTree(ddfOfTree(root, { manufacturer: "Example Labs", model: "Bench-1" }), "xml");
    const { value, findings: found } = readMgmtTree(written, "xml");
    expect(found).toEqual([]);
    if (!value) throw new Error("the description was not read");
    expect(value).toMatchObject({ Man: "Example Labs", Mod: "Bench-1" });
    const again = buildTree(describeTree([value]).nodes, root.acl?.text).root;
    expect(changesBetween(root, again)).toEqual([]);
    expect(add(again, "./Settings/Ping/One/Other", { data: "x" }, context).code).toBe(404);
    const tree = grown("./Settings/Ping/One", { format: "node" }, again);
    expect(add(tree, "./Settings/Ping/One/Other", { data: "x" }, context).code).toBe(405);
    const wbxml = readMgmtTree(writeMgmtTree(ddfOfTree(tree), "wbxml"), "wbxml");
    expect(wbxml.value).toEqual(readMgmtTree(writeMgmtTree(ddfOfTree(tree), "xml"), "xml").value);
  });

  test("secrets are not published", () => {
    const { root: secret } = buildTree({ A: { value: "hidden", access: "Replace" } });
    expect(new TextDecoder().decode(writeMgmtTree(ddfOfTree(secret), "xml"))).not.toContain("hidden");
  });
});

test("mutated descriptions never throw, and their nodes build", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.string({ maxLength: 4 })), { maxLength: 5 }), (edits) => {
      let text = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${ping}</MgmtTree>`;
      for (const [at, piece] of edits) {
        const place = at % text.length;
        text = text.slice(0, place) + piece + text.slice(place + 1);
      }
      const { value } = readMgmtTree(text, "xml");
      if (!value) return;
      const { nodes } = describeTree([value, document(ping)]);
      expect(buildTree(nodes).findings).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
