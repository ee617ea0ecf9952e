import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8, utf8TextLenient } from "../../../../../simulator/core/bytes.ts";
import { readMgmtTree, writeMgmtTree } from "../../../../../simulator/protocols/dmddf/index.ts";
import {
  accessesOfTnds,
  readTnds,
  tndsDocument,
  type TndsRoot,
} from "../../../../../simulator/roles/dm-server/wsi/library/tnds.ts";

const tree = (nodes: string): Uint8Array =>
  utf8(`<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${nodes}</MgmtTree>`);
const leaf = (name: string, value = "1", more = ""): string =>
  `<Node><NodeName>${name}</NodeName>${more}<Value>${value}</Value></Node>`;
const inner = (name: string, content: string, path = ""): string =>
  `<Node><NodeName>${name}</NodeName>${path === "" ? "" : `<Path>${path}</Path>`}${content}</Node>`;

function roots(document: Uint8Array): readonly TndsRoot[] {
  const read = readTnds(document, "xml");
  if ("problem" in read) throw new Error(read.problem);
  return read;
}
function problem(document: Uint8Array): string {
  const read = readTnds(document, "xml");
  if (!("problem" in read)) throw new Error("it was read");
  return read.problem;
}

describe("reading a TNDS document", () => {
  test("its subtrees lie where Path and NodeName say", () => {
    const read = roots(
      tree(inner("Ping", leaf("Interval"), "./Settings") + leaf("Ring") + inner("B", leaf("C"), "A/X")),
    );
    expect(read.map(({ uri }) => uri)).toEqual(["./Settings/Ping", "./Ring", "./A/X/B"]);
    expect(read[0]?.segments).toEqual(["Settings", "Ping"]);
  });

  test("TNDS 6: parts whose Path leads into another part are put there", () => {
    const read = roots(
      tree(
        inner("Ping", "", "./Settings") +
          inner("Interval", "<Value>60</Value>", "./Settings/Ping") +
          inner("Host", "<Value>h</Value>", "./Settings/Ping"),
      ),
    );
    expect(read.map(({ uri }) => uri)).toEqual(["./Settings/Ping"]);
    expect(read[0]?.node.Node?.map(({ NodeName, Value }) => [NodeName, Value])).toEqual([
      ["Interval", "60"],
      ["Host", "h"],
    ]);
  });

  test("Format and Type are written where they were left out, the same in both encodings", () => {
    const [root] = roots(tree(inner("Ping", leaf("Interval"))));
    if (!root) throw new Error("no root");
    const text = utf8TextLenient(tndsDocument(root, "xml"));
    expect(text).toContain("<Format><node/></Format><Type><DDFName/></Type>");
    expect(text).toContain("<Format><chr/></Format><Type><MIME>text/plain</MIME></Type>");
    const fromXml = readMgmtTree(tndsDocument(root, "xml"), "xml").value;
    const fromWbxml = readMgmtTree(tndsDocument(root, "wbxml"), "wbxml").value;
    expect(fromWbxml).toEqual(fromXml);
  });

  test("a document in WBXML is read likewise", () => {
    const wbxml = writeMgmtTree(
      { VerDTD: "1.2", Node: [{ NodeName: "Ring", Path: "./Settings", Value: "Chime" }] },
      "wbxml",
    );
    const read = readTnds(wbxml, "wbxml");
    expect("problem" in read ? read.problem : read.map(({ uri }) => uri)).toEqual(["./Settings/Ring"]);
  });

  test.each([
    ["no XML", utf8("this is no document"), /line 1/],
    ["another root", utf8("<Other/>"), /Other/],
    ["cut off", utf8('<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>\n<Node><NodeName>A'), /line 2/],
    ["no node", tree(""), /Node/],
    ["a root without name", tree("<Node><Value>1</Value></Node>"), /below \. has no NodeName/],
    ["an empty name", tree(inner("", leaf("A"))), /below \. has the name ""/],
    ["a slash in an escape", tree(inner("Settings", leaf("A%2FB"))), /has the name/],
    ["a name with a slash", tree(inner("Settings", leaf("A/B"))), /below \.\/Settings has the name "A\/B"/],
    ["the parent as name", tree(leaf("..")), /has the name "\.\."/],
    ["a path upwards", tree(inner("A", "<Value>1</Value>", "./X/../Y")), /Path/],
    ["value and children", tree(inner("A", `${leaf("B")}<Value>1</Value>`)), /A has a value and child nodes/],
    ["twice below one node", tree(inner("A", leaf("B") + leaf("B"))), /\.\/A\/B occurs twice/],
    ["twice at the top", tree(leaf("A") + leaf("A")), /\.\/A occurs twice/],
    [
      "a part below a value",
      tree(leaf("A") + inner("B", "<Value>1</Value>", "./A")),
      /\.\/A has a value and child nodes/,
    ],
    [
      "children below a leaf's format",
      tree(
        inner("A", `<RTProperties><Format><int/></Format><Type><MIME/></Type></RTProperties>${leaf("B")}`),
      ),
      /\.\/A has child nodes and the format int/,
    ],
    [
      "a description",
      tree(
        inner(
          "A",
          "<DFProperties><AccessType><Get/></AccessType><DFFormat><node/></DFFormat><DFType><DDFName/></DFType></DFProperties>",
        ),
      ),
      /DDF, not a TNDS/,
    ],
  ])("SVC0206 %s", (_, document, expected) => {
    expect(problem(document)).toMatch(expected);
  });

  test("a part finds its node also where that stands behind it", () => {
    const read = roots(tree(inner("B", "<Value>1</Value>", "./A") + leaf("Z") + inner("A", leaf("C"))));
    expect(read.map(({ uri, node }) => [uri, node.Node?.map(({ NodeName }) => NodeName)])).toEqual([
      ["./Z", []],
      ["./A", ["C", "B"]],
    ]);
  });

  test("characters that XML cannot hold are refused, whatever encoding they came in", () => {
    const wbxml = writeMgmtTree({ VerDTD: "1.2", Node: [{ NodeName: "Ring", Value: "\u0001" }] }, "wbxml");
    const read = readTnds(wbxml, "wbxml");
    expect("problem" in read ? read.problem : "").toContain("./Ring has characters");
  });

  test("many nodes below one are read in time", () => {
    const wide = tree(inner("A", Array.from({ length: 20_000 }, (_, index) => leaf(`n${index}`)).join("")));
    expect(roots(wide)[0]?.node.Node).toHaveLength(20_000);
    const flat = tree(
      inner("A", "") + Array.from({ length: 5_000 }, (_, i) => inner(`n${i}`, "", "./A")).join(""),
    );
    expect(roots(flat)[0]?.node.Node).toHaveLength(5_000);
  });

  test("what was read can be written in both encodings, however the document was damaged", () => {
    const whole = tree(
      inner("Ping", leaf("Interval") + inner("X", `${leaf("Y", "<a b='c'>t</a>")}`), "./Settings"),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 3 }), (changes) => {
        const broken = whole.slice();
        for (const [at, octet] of changes) broken[at] = octet;
        const read = readTnds(broken, "xml");
        if ("problem" in read) return true;
        return read.every(
          (root) => tndsDocument(root, "xml").length > 0 && tndsDocument(root, "wbxml").length > 0,
        );
      }),
      { numRuns: 500 },
    );
  });

  test("octets of any kind give roots or a problem, never an exception", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom("xml" as const, "wbxml" as const),
        (octets, encoding) => {
          const read = readTnds(octets, encoding);
          return "problem" in read ? read.problem !== "" : read.length > 0;
        },
      ),
    );
    const whole = tree(inner("Ping", leaf("Interval") + inner("X", leaf("Y")), "./Settings"));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, octet) => {
        const broken = whole.slice();
        broken[at] = octet;
        const read = readTnds(broken, "xml");
        return "problem" in read ? read.problem !== "" : read.length > 0;
      }),
    );
  });
});

describe("what a TNDS document touches", () => {
  const touched = (document: Uint8Array): readonly string[] =>
    roots(document)
      .flatMap(accessesOfTnds)
      .map(({ kind, locUri, wholeSubtree }) => `${kind} ${locUri}${wholeSubtree ? " whole" : ""}`);

  test("each subtree as a whole, by either command", () => {
    expect(touched(tree(leaf("Ring") + inner("Ping", leaf("I"), "./Settings")))).toEqual([
      "replace ./Ring whole",
      "add ./Ring whole",
      "replace ./Settings/Ping whole",
      "add ./Settings/Ping whole",
    ]);
  });

  test("accounts in it by name or by their management object id, wherever they lie", () => {
    expect(touched(tree(inner("SyncML", inner("DMAcc", leaf("A")))))).toContain("add ./SyncML/DMAcc whole");
    const id = "<RTProperties><Type><DDFName>urn:oma:mo:oma-dm-dmacc:1.0</DDFName></Type></RTProperties>";
    expect(touched(tree(inner("Inbox", inner("X", id + leaf("AppID")))))).toContain("add ./DMAcc whole");
  });

  test("access control lists in it", () => {
    const acl =
      "<RTProperties><ACL>Get=*</ACL><Format><chr/></Format><Type><MIME>text/plain</MIME></Type></RTProperties>";
    expect(touched(tree(leaf("Ring", "1", acl)))).toContain("replace ./Ring?prop=ACL");
  });
});
