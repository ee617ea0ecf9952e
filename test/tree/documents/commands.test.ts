import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readMgmtTree, writeMgmtTree } from "../../../simulator/protocols/dmddf/index.ts";
import {
  add,
  buildTree,
  documentOfTree,
  get,
  nodeAt,
  replace,
  treeOfDocument,
  withNode,
  type InteriorNode,
  type NodeSpec,
  type TreeContext,
  type TreeNode,
  type TreeOutcome,
} from "../../../simulator/tree/index.ts";

const XML = "application/vnd.syncml.dmtnds+xml";
const WBXML = "application/vnd.syncml.dmtnds+wbxml";
const all = "Add Copy Delete Exec Get Replace";
const nodes: Record<string, NodeSpec> = {
  Settings: {
    access: "Add Delete Get Replace",
    scope: "dynamic",
    children: {
      Ping: {
        access: "Add Delete Get Replace",
        scope: "dynamic",
        type: "com.example.mo/1.0/Ping",
        children: {
          Interval: {
            format: "int",
            value: "30",
            access: "Get Replace",
            title: "Seconds",
            acl: "Get=*&Replace=me",
          },
          Host: { value: "a", access: all, scope: "dynamic" },
          Blob: { format: "bin", value: "AAEC", type: "image/gif", access: all, scope: "dynamic" },
          Secret: { value: "s", access: "Replace", scope: "dynamic" },
        },
      },
    },
  },
  Limited: { access: "Add Get", acl: "Add=me&Get=*", children: {} },
  Fixed: { access: "Add Get Replace", children: { Leaf: { value: "1", access: "Get" } } },
};
const { root, findings } = buildTree(nodes, "Add=me&Delete=me&Get=*&Replace=me");
const context: TreeContext = {
  serverId: "me",
  date: 1_000_000,
  limits: { maxDepth: 6, maxTotLen: 80, maxSegLen: 12 },
  maxValueSize: 100,
  maxNodes: 0,
  implicitParents: false,
};
const tree = (content: string) =>
  `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${content}</MgmtTree>`;
const leaf = (name: string, value: string, more = "<Format><chr/></Format>") =>
  `<Node><NodeName>${name}</NodeName><RTProperties>${more}<Type><MIME>text/plain</MIME></Type></RTProperties><Value>${value}</Value></Node>`;
const interior = (name: string, content: string, more = "", path = "") =>
  `<Node><NodeName>${name}</NodeName>${path && `<Path>${path}</Path>`}<RTProperties>${more}<Format><node/></Format><Type><DDFName/></Type></RTProperties>${content}</Node>`;
const addXml = (uri: string, content: string, over: Partial<TreeContext> = {}) =>
  add(root, uri, { format: "xml", type: XML, data: tree(content) }, { ...context, ...over });
const replaceXml = (uri: string, content: string, over: Partial<TreeContext> = {}) =>
  replace(root, uri, { format: "xml", type: XML, data: tree(content) }, { ...context, ...over });
const value = (outcome: TreeOutcome, ...path: string[]) => {
  const node = nodeAt(outcome.root, path);
  return node?.kind === "leaf" ? node.value : undefined;
};
const expectFailed = (outcome: TreeOutcome, code: number): void => {
  expect(outcome).toMatchObject({ code, root, text: expect.any(String) as string });
  expect(outcome.root).toBe(root);
};

test("the tree of these tests is built without findings", () => expect(findings).toEqual([]));

describe("DMTNDS Get ?list=TNDS", () => {
  const document = (uri: string, over: Partial<TreeContext> = {}) => {
    const { code, items } = get(root, uri, { ...context, ...over });
    return { code, item: items?.[0] };
  };

  test("everything that the server may read, as XML text", () => {
    const { code, item } = document("./Settings/Ping?list=TNDS");
    expect(code).toBe(200);
    expect(item).toMatchObject({ uri: "./Settings/Ping", format: "xml", type: XML });
    expect(item?.data).toBe(
      tree(
        "<Node><NodeName>Ping</NodeName><RTProperties><Format><node/></Format><TStamp>19700101T000000Z</TStamp><Type>" +
          "<DDFName>com.example.mo/1.0/Ping</DDFName></Type><VerNo>0</VerNo></RTProperties>" +
          "<Node><NodeName>Interval</NodeName><RTProperties><ACL>Get=*&amp;Replace=me</ACL><Format><int/></Format>" +
          "<Title>Seconds</Title><TStamp>19700101T000000Z</TStamp><Type><MIME>text/plain</MIME></Type><VerNo>0</VerNo>" +
          "</RTProperties><Value>30</Value></Node>" +
          "<Node><NodeName>Host</NodeName><RTProperties><Format><chr/></Format><TStamp>19700101T000000Z</TStamp><Type>" +
          "<MIME>text/plain</MIME></Type><VerNo>0</VerNo></RTProperties><Value>a</Value></Node>" +
          "<Node><NodeName>Blob</NodeName><RTProperties><Format><bin/></Format><TStamp>19700101T000000Z</TStamp><Type>" +
          "<MIME>image/gif</MIME></Type><VerNo>0</VerNo></RTProperties><Value>AAEC</Value></Node></Node>",
      ),
    );
  });

  test("the same in WBXML, octets raw", () => {
    const { item } = document("./Settings/Ping?list=TNDS", { documents: "wbxml" });
    expect(item).toMatchObject({ format: "bin", type: WBXML });
    const octets = item?.data instanceof Uint8Array ? item.data : new Uint8Array();
    const read = readMgmtTree(octets, "wbxml");
    expect(read.findings).toEqual([]);
    const { item: xml } = document("./Settings/Ping?list=TNDS");
    expect(read.value?.Node[0]?.Node[2]?.Value).toEqual(Uint8Array.of(0, 1, 2));
    expect(read.value?.Node[0]?.Node.slice(0, 2)).toEqual(
      readMgmtTree(String(xml?.data), "xml").value?.Node[0]?.Node.slice(0, 2),
    );
  });

  test("only named parts, or all but named ones", () => {
    expect(document("./Settings/Ping/Host?list=TNDS+ACL+Value").item?.data).toBe(
      tree("<Node><NodeName>Host</NodeName><RTProperties><ACL/></RTProperties><Value>a</Value></Node>"),
    );
    expect(document("./Settings/Ping/Host?list=TNDS-TStamp-VerNo-Value").item?.data).toBe(
      tree(
        "<Node><NodeName>Host</NodeName><RTProperties><Format><chr/></Format><Type><MIME>text/plain</MIME></Type></RTProperties></Node>",
      ),
    );
  });

  test.each(["+Name", "+Size", "-Name", "+ACL-Value", "Value", "+", "+ACL+", "+acl"])(
    "406 TNDS%s",
    (selection) => expectFailed(get(root, `./Settings?list=TNDS${selection}`, context), 406),
  );

  test("406 what the device lacks", () => {
    expectFailed(get(root, "./Settings?list=TNDS", { ...context, lacks: ["TNDS"] }), 406);
    expectFailed(get(root, "./Settings?list=TNDS+Title", { ...context, lacks: ["Title"] }), 406);
    expect(document("./Settings/Ping?list=TNDS", { lacks: ["Title"] }).item?.data).not.toContain("Title");
    expectFailed(get(root, "./Settings?list=Struct", { ...context, lacks: ["Struct"] }), 406);
    expectFailed(get(root, "./Settings?prop=VerNo", { ...context, lacks: ["VerNo"] }), 406);
  });

  test("425 and 404 as for a plain Get; what cannot be read is not in it", () => {
    expectFailed(get(root, "./None?list=TNDS", context), 404);
    expectFailed(get(root, "./Settings/Ping/Secret?list=TNDS", context), 405);
    expect(document(".?list=TNDS").item?.data).not.toContain("Secret");
  });
});

describe("DMTNDS Add", () => {
  test("nodes relative to the Target, with properties", () => {
    const outcome = addXml(
      "./Settings",
      interior(
        "Mail",
        leaf("Port", "25", "<ACL>Get=me</ACL><Format><int/></Format><Title>Number</Title>") +
          leaf("Key", "AAEC", "<Format><bin/></Format>"),
      ),
    );
    expect(outcome.code).toBe(200);
    expect(nodeAt(outcome.root, ["Settings", "Mail", "Port"])).toMatchObject({
      format: "int",
      value: "25",
      acl: { text: "Get=me" },
      title: "Number",
      scope: "dynamic",
      tStamp: context.date,
    });
    expect(value(outcome, "Settings", "Mail", "Key")).toEqual(Uint8Array.of(0, 1, 2));
    expect(outcome.root.children.get("Limited")).toBe(root.children.get("Limited"));
  });

  test("properties left out: interior with children, chr without", () => {
    const outcome = addXml(
      "./Settings",
      "<Node><NodeName>M</NodeName><Node><NodeName>L</NodeName></Node></Node>",
    );
    expect(value(outcome, "Settings", "M", "L")).toBe("");
    expect(nodeAt(outcome.root, ["Settings", "M"])?.kind).toBe("interior");
  });

  test("the Target itself: by an empty name, or by its name where it is missing", () => {
    expect(value(addXml("./Settings/New", interior("", leaf("L", "1"))), "Settings", "New", "L")).toBe("1");
    expect(value(addXml("./Settings/New", interior("New", leaf("L", "1"))), "Settings", "New", "L")).toBe(
      "1",
    );
    expect(
      value(addXml("./Settings", interior("Settings", leaf("L", "1"))), "Settings", "Settings", "L"),
    ).toBe("1");
  });

  test("a flat document: Path leads to nodes of the document, or to those of the tree", () => {
    const flat = addXml(
      "./Settings",
      `${interior("V", "")}${interior("I", "", "", "V")}${interior("G", leaf("N", "gw"), "", "./Settings/V/I")}`,
    );
    expect(flat.code).toBe(200);
    expect(value(flat, "Settings", "V", "I", "G", "N")).toBe("gw");
    const deep = addXml("./Settings", interior("X", leaf("L", "1"), "", "Ping"));
    expect(value(deep, "Settings", "Ping", "X", "L")).toBe("1");
  });

  test("a Path that leads nowhere, to a leaf, or to a node that is added too", () => {
    expectFailed(addXml("./Settings", interior("X", "", "", "None")), 404);
    expectFailed(addXml("./Settings", interior("X", "", "", "Ping/Host")), 405);
    expectFailed(addXml("./Settings", leaf("A", "1") + interior("Host", "", "", "Ping")), 418);
    expectFailed(addXml("./Settings", interior("X", "", "", "a//b")), 400);
    expectFailed(addXml("./Settings", interior("", "") + leaf("A", "1")), 415);
    const implicit = addXml("./Settings", interior("X", "", "", "None"), { implicitParents: true });
    expect(nodeAt(implicit.root, ["Settings", "None", "X"])?.kind).toBe("interior");
    const later = addXml("./Settings", interior("X", "", "", "V") + interior("V", ""));
    expect(nodeAt(later.root, ["Settings", "V", "X"])?.kind).toBe("interior");
    const unnamed = addXml("./Settings", interior("", leaf("L", "1"), "", "Ping/New"));
    expect(value(unnamed, "Settings", "Ping", "New", "L")).toBe("1");
  });

  test("all or nothing, with the code of the node that fails", () => {
    expectFailed(addXml("./Settings", interior("M", leaf("P", "many", "<Format><int/></Format>"))), 415);
    expectFailed(addXml("./Settings", interior("M", leaf("P", "x".repeat(101)))), 413);
    expectFailed(addXml("./Settings", interior("M", leaf("A", "1") + leaf("A", "2"))), 418);
    expectFailed(addXml("./Settings", leaf("New", "1") + interior("Ping", "")), 418);
    expectFailed(
      addXml(
        "./Settings",
        interior("M", interior("a", interior("b", interior("c", interior("d", interior("e", "")))))),
      ),
      414,
    );
    expectFailed(addXml("./Settings", leaf("x".repeat(13), "1")), 414);
    expectFailed(addXml("./Settings", interior("M", leaf("a/b", "1"))), 400);
    expectFailed(addXml("./Settings", interior("M", leaf("A", "1", "<ACL>Read=*</ACL>"))), 400);
    expectFailed(addXml("./None", interior("M", "")), 404);
    expectFailed(addXml("./Settings", interior("M", ""), { serverId: "other" }), 425);
    expectFailed(addXml("./Settings/Ping/Host", interior("M", "")), 405);
    expectFailed(addXml("./Settings", interior("M", leaf("A", "1")), { maxNodes: 11 }), 420);
    expectFailed(addXml("./Settings", interior("M", ""), { lacks: ["TNDS"] }), 415);
    expectFailed(addXml("./Settings", `<Node><NodeName>M</NodeName><Node/><Value>1</Value></Node>`), 415);
  });

  test("unreadable documents are refused with 415", () => {
    for (const data of [
      "",
      "<MgmtTree",
      "<Other/>",
      "?",
      tree(""),
      tree("<Node><NodeName>A</NodeName>"),
      "AAAA",
    ])
      for (const type of [XML, WBXML]) expectFailed(add(root, "./Settings", { type, data }, context), 415);
    expectFailed(addXml("./Settings", leaf("A", "1", "<Format><huge/></Format>")), 415);
  });

  test("missing parents where the device creates them", () => {
    const outcome = addXml("./Settings/A/B", interior("M", leaf("L", "1")), { implicitParents: true });
    expect(value(outcome, "Settings", "A", "B", "M", "L")).toBe("1");
  });

  test("11.3 the ACL of a document needs the same right as a Replace of the ACL", () => {
    const withAcl = interior(
      "Box",
      leaf("L", "1", "<ACL>Get=me</ACL><Format><chr/></Format>"),
      "<ACL>Get=*</ACL>",
    );
    const outcome = addXml("./Limited", withAcl);
    expect(outcome.code).toBe(200);
    expect(nodeAt(outcome.root, ["Limited", "Box"])?.acl?.text).toBe("Get=*");
    expectFailed(addXml("./Limited", leaf("L", "1", "<ACL>Get=*</ACL><Format><chr/></Format>")), 425);
    const creator = addXml("./Limited", interior("Box", leaf("L", "1")));
    expect(nodeAt(creator.root, ["Limited", "Box"])?.acl?.text).toBe("Add=me&Delete=me&Replace=me");
  });

  test.each(["octets", "base64", "octets under the other type"])("WBXML as %s", (form) => {
    const { value: document } = readMgmtTree(tree(interior("M", leaf("L", "1"))), "xml");
    if (!document) throw new Error("the document was not read");
    const octets = writeMgmtTree(document, "wbxml");
    const data = form === "base64" ? Buffer.from(octets).toString("base64") : octets;
    const type = form === "octets under the other type" ? XML : WBXML;
    expect(value(add(root, "./Settings", { format: "bin", type, data }, context), "Settings", "M", "L")).toBe(
      "1",
    );
  });
});

describe("DMTNDS Replace", () => {
  test("the subtree becomes exactly the document", () => {
    const outcome = replaceXml(
      "./Settings/Ping",
      interior("Ping", leaf("Interval", "5", "<Format><int/></Format>") + leaf("New", "n")),
    );
    expect(outcome.code).toBe(200);
    const ping = nodeAt(outcome.root, ["Settings", "Ping"]);
    expect(ping?.kind === "interior" && [...ping.children.keys()]).toEqual(["Interval", "New"]);
    expect(nodeAt(outcome.root, ["Settings", "Ping", "Interval"])).toMatchObject({
      value: "5",
      verNo: 1,
      acl: { text: "Get=*&Replace=me" },
    });
  });

  test("the Target's children: without its name", () => {
    const outcome = replaceXml("./Settings", leaf("A", "1") + leaf("B", "2", "<Format><chr/></Format>"));
    const settings = nodeAt(outcome.root, ["Settings"]);
    // Interval is permanent and cannot go
    expect(outcome.code).toBe(200);
    expect(settings?.kind === "interior" && [...settings.children.keys()]).toEqual(["A", "B"]);
  });

  test("refused as a whole", () => {
    expectFailed(replaceXml("./Settings/Ping", interior("Ping", leaf("New", "n"))), 405); // Interval is missing
    expectFailed(
      replaceXml("./Settings/Ping", interior("Ping", leaf("Interval", "x", "<Format><int/></Format>"))),
      415,
    );
    expectFailed(
      replaceXml("./Settings/Ping", interior("Ping", leaf("Interval", "5", "<Format><chr/></Format>"))),
      415,
    );
    expectFailed(replaceXml("./Fixed", interior("Fixed", leaf("Leaf", "2"))), 405);
    expectFailed(replaceXml("./Fixed", leaf("Fixed", "2")), 405);
    expectFailed(replaceXml("./Settings/Ping/Host", interior("Host", "")), 405);
    expectFailed(replaceXml("./None", interior("None", "")), 404);
    expectFailed(replaceXml("./Settings/Ping", interior("Ping", ""), { serverId: "other" }), 425);
    expect(replaceXml("./Fixed", interior("Fixed", leaf("Leaf", "1"))).root).toBe(root);
  });

  test("a leaf by its document", () => {
    expect(value(replaceXml("./Settings/Ping/Host", leaf("Host", "b")), "Settings", "Ping", "Host")).toBe(
      "b",
    );
  });
});

const name = fc.constantFrom("A", "B", "é x", "__proto__", "100%", "<Y>");
const leafSpec: fc.Arbitrary<NodeSpec> = fc.oneof(
  fc.record({
    format: fc.constant("chr"),
    value: fc.string({ unit: "grapheme" }).filter((text) => /^[^\p{Cc}\p{Cs}￾￿]*$/u.test(text)),
  }),
  fc.record({ format: fc.constant("bin"), value: fc.base64String({ maxLength: 12 }) }),
  fc.record({ format: fc.constant("int"), value: fc.integer().map(String) }),
  fc.record({
    format: fc.constant("bool"),
    value: fc.boolean().map(String),
    acl: fc.constant("Get=*&Replace=*"),
  }),
);
const { spec } = fc.letrec<{ spec: NodeSpec }>((tie) => ({
  spec: fc.oneof(
    { depthSize: "small" },
    leafSpec.map((each) => ({ ...each, access: all, scope: "dynamic" as const, type: "text/plain" })),
    fc.record({
      children: fc.dictionary(name, tie("spec"), { maxKeys: 3, noNullPrototype: true }),
      access: fc.constant(all),
      scope: fc.constant("dynamic" as const),
      title: fc.constantFrom("", "T"),
    }),
  ),
}));

/** What a document carries of a node. */
function carried(node: TreeNode): unknown {
  const common = { acl: node.acl?.text, title: node.title, type: node.type };
  if (node.kind === "leaf") return { ...common, format: node.format, value: node.value };
  return { ...common, children: [...node.children].map(([key, child]) => [key, carried(child)]) };
}

describe("properties", () => {
  const grown = fc
    .dictionary(fc.constantFrom("A", "B", "C"), spec, { minKeys: 1, maxKeys: 3, noNullPrototype: true })
    .map((children) => buildTree(children, "Add=*&Delete=*&Get=*&Replace=*").root);
  const free = { ...context, limits: { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 }, maxValueSize: 0 };

  test.each(["xml", "wbxml"] as const)(
    "Get, Delete, Add of a subtree in %s gives the subtree again",
    (documents) => {
      fc.assert(
        fc.property(grown, (tree) => {
          const [key = "A", child] = [...tree.children][0] ?? [];
          if (!child) return;
          const [item] = get(tree, `./${key}?list=TNDS`, { ...free, documents }).items ?? [];
          const gone = withNode(tree, [key], undefined);
          const data = { format: item?.format, type: item?.type, data: item?.data };
          const back = add(withAddable(gone), ".", data, free);
          expect(back.code).toBe(200);
          expect(carried(back.root.children.get(key) ?? back.root)).toEqual(carried(child));
          // over itself it changes nothing
          expect(replace(tree, `./${key}`, data, free)).toMatchObject({ code: 200, root: tree });
        }),
        { numRuns: 150 },
      );
    },
  );

  test("a document as nodes of a profile and back", () => {
    fc.assert(
      fc.property(grown, (tree) => {
        for (const [key, child] of tree.children) {
          const bytes = writeMgmtTree(documentOfTree(child, key), "xml");
          const { value: document } = readMgmtTree(bytes, "xml");
          if (!document) throw new Error("the document was not read");
          const { nodes: specs, findings: found } = treeOfDocument(document);
          expect(found).toEqual([]);
          const built = buildTree(specs);
          expect(carried(built.root.children.get(key) ?? built.root)).toEqual(carried(child));
        }
      }),
      { numRuns: 150 },
    );
  });

  test("mutated documents leave the tree as it was, or make one that holds its invariants", () => {
    const sound = tree(
      interior("M", leaf("L", "1") + interior("N", leaf("K", "5", "<Format><int/></Format>"))),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.string({ maxLength: 3 }))), fc.boolean(), (edits, isAdd) => {
        let data = sound;
        for (const [at, text] of edits) {
          const place = at % data.length;
          data = data.slice(0, place) + text + data.slice(place + 1);
        }
        const outcome = (isAdd ? add : replace)(root, "./Settings", { type: XML, data }, context);
        if (outcome.code === 200) check(outcome.root);
        else expect(outcome.root).toBe(root);
      }),
      { numRuns: 500 },
    );
  });
});

function withAddable(tree: InteriorNode): InteriorNode {
  return { ...tree, access: ["Add", "Get", "Replace"] };
}

function check(node: TreeNode): void {
  if (node.kind === "leaf") return expect(node.value).toBeDefined();
  for (const [key, child] of node.children) {
    expect(key).not.toMatch(/^$|\//);
    check(child);
  }
}
