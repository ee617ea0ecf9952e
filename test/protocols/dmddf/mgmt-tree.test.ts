import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../../../simulator/core/bytes.ts";
import { hasError } from "../../../simulator/core/finding.ts";
import {
  readMgmtTree,
  tndsEncodingOf,
  writeMgmtTree,
  type MgmtNodeInput,
  type MgmtTreeInput,
} from "../../../simulator/protocols/dmddf/index.ts";
import { readSyncMLFragment } from "../../../simulator/protocols/syncml/index.ts";
import { xmlText } from "../../support/arbitrary.ts";
import { haveVectors, noVectors, vectorPath } from "../../support/vectors.ts";

const ping =
  '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>Ping</NodeName><RTProperties><Format><node/>' +
  "</Format><Type><DDFName/></Type></RTProperties><Node><NodeName>Interval</NodeName><RTProperties><Format><int/></Format>" +
  "<Type><MIME>text/plain</MIME></Type></RTProperties><Value>60</Value></Node></Node></MgmtTree>";
const pingWbxml =
  "0300006a1b2d2f2f4f4d412f2f4454442d444d2d44444620312e322f2f454e000002607703312e32000164660350696e" +
  "6700016f5c250175110101646603496e74657276616c00016f5c1e01756103746578742f706c61696e00010101760336" +
  "300001010101";
const tree = (nodes: string) => `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${nodes}</MgmtTree>`;
const codes = (document: string) => readMgmtTree(document, "xml").findings.map(({ code }) => code);

describe("documents", () => {
  test("TNDS 1.2: XML and WBXML of one document are each other's twins, byte for byte", () => {
    const { value, findings } = readMgmtTree(ping, "xml");
    expect(findings).toEqual([]);
    if (!value) throw new Error("the document was not read");
    expect(toHex(writeMgmtTree(value, "wbxml"))).toBe(pingWbxml);
    expect(readMgmtTree(fromHex(pingWbxml) ?? new Uint8Array(), "wbxml")).toMatchObject({
      value,
      findings: [],
    });
    expect(new TextDecoder().decode(writeMgmtTree(value, "xml"))).toBe(ping);
  });

  test("a DDF: properties of the description, access types in any order", () => {
    const { value, findings } = readMgmtTree(
      tree(
        "<Node><NodeName/><Path>./A</Path><DFProperties><AccessType><Replace/><Get/><Add/></AccessType>" +
          "<DefaultValue> 5 </DefaultValue><DFFormat><int/></DFFormat><Occurrence><ZeroOrN>8</ZeroOrN></Occurrence>" +
          "<Scope><Permanent/></Scope><DFTitle>T</DFTitle><DFType><MIME>text/plain</MIME><MIME>text/x</MIME></DFType>" +
          "<CaseSense><CIS/></CaseSense></DFProperties></Node>",
      ),
      "xml",
    );
    expect(findings).toEqual([]);
    expect(value?.Node[0]).toMatchObject({
      NodeName: "",
      Path: "./A",
      DFProperties: {
        AccessType: { commands: [{ kind: "Replace" }, { kind: "Get" }, { kind: "Add" }] },
        DefaultValue: " 5 ",
        DFFormat: { kind: "int" },
        Occurrence: { kind: "ZeroOrN", value: 8 },
        Scope: { kind: "Permanent" },
        DFType: { MIME: ["text/plain", "text/x"] },
        CaseSense: { kind: "CIS" },
      },
    });
  });

  test("media types, blanks around them", () => {
    expect(tndsEncodingOf(" application/vnd.syncml.dmtnds+xml\n")).toBe("xml");
    expect(tndsEncodingOf("application/vnd.syncml.dmtnds+wbxml")).toBe("wbxml");
    expect(tndsEncodingOf("text/plain")).toBeUndefined();
  });
});

describe("departures of the field", () => {
  test("a document type declaration with a subset is passed over, never used", () => {
    const document =
      '<?xml version="1.0"?>\n<!-- a > b --><!DOCTYPE MgmtTree PUBLIC "-//OMA//DTD-DM-DDF 1.2//EN" ' +
      '"http://localhost:1/ddf.dtd" [<?oma-dm-ddf-ver supported-versions="1.2"?><!ENTITY x "boom">]>' +
      tree("<Node><NodeName>A</NodeName><Value>&x;</Value></Node>");
    const { value, findings } = readMgmtTree(document, "xml");
    expect(findings.map(({ code }) => code)).toContain("xml/doctype-skipped");
    expect(value?.Node[0]?.Value).toBe("&x;");
  });

  test("a declaration that does not end is refused as before", () => {
    expect(hasError(readMgmtTree(`<!DOCTYPE MgmtTree [ ${ping}`, "xml").findings)).toBe(true);
  });

  test("no namespace, and elements of other vocabularies", () => {
    const bare = ping.replace(' xmlns="syncml:dmddf1.2"', "");
    expect(readMgmtTree(bare, "xml").value).toEqual(readMgmtTree(ping, "xml").value);
    expect(codes(bare)).toEqual(["schema/namespace"]);
    const foreign = tree(
      '<Node xmlns:m="urn:vendor"><NodeName>A</NodeName><DFProperties><AccessType><Get/></AccessType><m:Allowed><m:Value/>' +
        "</m:Allowed><m:Other/><DFFormat><chr/></DFFormat></DFProperties><Strange/></Node>",
    );
    const { value, findings } = readMgmtTree(foreign, "xml");
    expect(findings).toMatchObject([
      {
        severity: "warning",
        code: "dmddf/unknown-element",
        text: expect.stringContaining("Strange") as string,
      },
      { severity: "info", code: "dmddf/extensions", text: expect.stringContaining("2 elements") as string },
    ]);
    expect(value?.Node[0]?.DFProperties?.DFFormat?.kind).toBe("chr");
    if (value) expect(readMgmtTree(writeMgmtTree(value, "wbxml"), "wbxml").findings).toEqual([]);
  });

  test("VerDTD and properties left out", () => {
    expect(codes('<MgmtTree xmlns="syncml:dmddf1.2"><Node><NodeName>A</NodeName></Node></MgmtTree>')).toEqual(
      ["schema/missing"],
    );
    expect(hasError(readMgmtTree(tree(""), "xml").findings)).toBe(true);
  });
});

const format = fc.constantFrom(
  "b64",
  "bin",
  "bool",
  "chr",
  "int",
  "node",
  "null",
  "xml",
  "date",
  "time",
  "float",
);
const name = fc.constantFrom("A", "B", "é x", "", "__proto__");
const trimmed = xmlText().map((text) => text.trim());
const { node } = fc.letrec<{ node: MgmtNodeInput }>((tie) => ({
  node: fc.record({
    NodeName: fc.option(name, { nil: undefined }),
    Path: fc.option(trimmed, { nil: undefined }),
    RTProperties: fc.option(
      fc.record({
        ACL: fc.option(trimmed, { nil: undefined }),
        Format: format.map((kind) => ({ kind, value: true as const })),
        Title: fc.option(trimmed, { nil: undefined }),
        Type: fc.option(fc.record({ MIME: trimmed }), { nil: undefined }),
        VerNo: fc.option(trimmed, { nil: undefined }),
      }),
      { nil: undefined },
    ),
    DFProperties: fc.option(
      fc.record({
        AccessType: fc.record({
          commands: fc.array(
            fc.constantFrom("Add", "Get", "Exec").map((kind) => ({ kind, value: true as const })),
            { maxLength: 3 },
          ),
        }),
        Occurrence: fc.constantFrom(
          { kind: "One", value: true } as const,
          { kind: "OneOrN", value: 7 } as const,
        ),
        DefaultValue: fc.option(xmlText(), { nil: undefined }),
      }),
      { nil: undefined },
    ),
    Node: fc.oneof({ depthSize: "small" }, fc.constant([]), fc.array(tie("node"), { maxLength: 2 })),
    Value: fc.option(xmlText(), { nil: undefined }),
  }),
}));
const document: fc.Arbitrary<MgmtTreeInput> = fc.record({
  VerDTD: fc.constant("1.2"),
  Man: fc.option(trimmed, { nil: undefined }),
  Node: fc.array(node, { minLength: 1, maxLength: 3 }),
});

describe("properties", () => {
  test("what was written is read again, alike in both encodings", () => {
    fc.assert(
      fc.property(document, (input) => {
        const xml = readMgmtTree(writeMgmtTree(input, "xml"), "xml");
        const wbxml = readMgmtTree(writeMgmtTree(input, "wbxml"), "wbxml");
        expect(xml.findings).toEqual([]);
        expect(wbxml.findings).toEqual([]);
        expect(wbxml.value).toEqual(xml.value);
        expect(xml.value).toMatchObject(plain(input));
      }),
      { numRuns: 200 },
    );
  });

  test("mutated documents never throw", () => {
    const octets = fc.constantFrom(new TextEncoder().encode(ping), fromHex(pingWbxml) ?? new Uint8Array());
    fc.assert(
      fc.property(
        octets,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        fc.nat(),
        (base, changes, cut) => {
          const bytes = base.slice(0, base.length - (cut % 20));
          for (const [at, octet] of changes) bytes[at % bytes.length] = octet;
          for (const encoding of ["xml", "wbxml"] as const)
            expect(readMgmtTree(bytes, encoding).findings).toEqual(expect.any(Array));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("depth is bounded", () => {
    const deep = tree("<Node>".repeat(5000));
    expect(codes(deep)).toContain("xml/too-many-depth");
  });
});

/** Without parts that are undefined, which matchers would ask to be there. */
function plain(value: unknown): object {
  return JSON.parse(JSON.stringify(value)) as object;
}

describe.skipIf(!haveVectors)(`messages of other implementations (${noVectors})`, () => {
  const file = (...parts: readonly string[]) => readFileSync(vectorPath(...parts));

  test("a subscription without properties", () => {
    const { value, findings } = readMgmtTree(file("syncml", "aosp-pps-tnds.xml"), "xml");
    expect(findings).toEqual([]);
    expect(value?.Node[0]?.Node.map(({ NodeName }) => NodeName)).toEqual(["UpdateIdentifier", "i001"]);
  });

  test("a flat document without namespace", () => {
    const { value, findings } = readMgmtTree(file("syncml", "oma-tnds-3.xml"), "xml");
    expect(hasError(findings)).toBe(false);
    expect(value?.Node.map(({ Path }) => Path)).toEqual([
      undefined,
      "Vendor",
      "Vendor/ISP",
      "Vendor/ISP/GWInfo",
    ]);
  });

  test("a document with a document type declaration", () => {
    const { value, findings } = readMgmtTree(file("wbxml", "ddf-001.ddf"), "xml");
    expect(findings.map(({ code }) => code)).toEqual(["xml/doctype-skipped"]);
    expect(value?.Node[0]?.Node[0]?.Node.map(({ Value }) => Value)).toEqual([
      "mail.Operatorx.com",
      "UserName",
      "4571F7C34A9876B3",
    ]);
  });

  test("an Add with typographic quotes that does not end: read as far as it goes, with errors", () => {
    const { roots } = readSyncMLFragment(file("syncml", "oma-tnds-1.xml"));
    const add = roots[0]?.value as { Item: { Data: { xml: string } }[] } | undefined;
    const data = add?.Item[0]?.Data.xml ?? "";
    const { value } = readMgmtTree(data, "xml");
    expect(value?.Node[0]?.NodeName).toBe("E-Mail");
  });

  test("the document inside a WBXML message is the one inside its XML twin", () => {
    const expected = readMgmtTree(file("wbxml", "ddf-001.ddf"), "xml").value;
    for (const form of ["nst", "st"]) {
      const message = new Uint8Array(file("wbxml", `syncml_with_ddf-001.${form}.wbxml`));
      const documents = startsOf(message).map((start) => readMgmtTree(message.slice(start), "wbxml").value);
      expect(documents).toContainEqual(expected);
    }
  });
});

/** Where documents may start in a message: version octet, then the public identifier by string table. */
function startsOf(message: Uint8Array): number[] {
  return [...message.keys()].slice(1).filter((at) => message[at] === 2 && message[at + 1] === 0);
}
