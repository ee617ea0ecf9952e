import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes, fromHex, toHex, utf8 } from "../../../simulator/core/bytes.ts";
import {
  inspectProvisioning,
  parm,
  provisioningEncodingOf,
  readProvisioning,
  valueOf,
  writeProvisioning,
  type ProvisioningDocument,
  type ProvisioningPart,
} from "../../../simulator/protocols/provisioning/index.ts";
import type { DecodedNode } from "../../../simulator/schema/inspect.ts";
import { haveVectors, noVectors, vectorPath } from "../../support/vectors.ts";
import { document, octets } from "./worked-example.ts";

const codes = (findings: readonly { readonly code: string }[]): string[] => findings.map(({ code }) => code);
const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0);
const nodesOf = (node: DecodedNode): DecodedNode[] => [node, ...node.children.flatMap(nodesOf)];
const parmNamed = (tree: DecodedNode, name: string): DecodedNode | undefined =>
  nodesOf(tree).find((node) => node.name === "parm" && node.children.some(({ value }) => value === name));
const slice = (node: DecodedNode | undefined, from: Uint8Array): string =>
  toHex(from.subarray(node?.valueRange?.start, node?.valueRange?.end));

describe("PROVCONT 7 the worked example", () => {
  test("is written as another encoder writes it", () => {
    expect(octets).toHaveLength(321);
    expect(toHex(writeProvisioning(document, "wbxml"))).toBe(toHex(octets));
  });

  test("is read from either encoding as the same document", () => {
    expect(readProvisioning(octets)).toEqual({ encoding: "wbxml", value: document, findings: [] });
    const xml = writeProvisioning(document, "xml");
    expect(readProvisioning(xml)).toEqual({ encoding: "xml", value: document, findings: [] });
  });
});

describe("PROVCONT 7 tokens", () => {
  const read = (body: string): ReturnType<typeof readProvisioning> =>
    readProvisioning(hex(`030b6a00${body}`));

  test("texts of the string table, entities and pieces after a token form one value", () => {
    const table = toHex(utf8("proxy\u0000"));
    const one = readProvisioning(hex(`030b6a06${table}45870606830003202d00022a01 01`.replaceAll(" ", "")));
    expect(codes(one.findings)).toEqual(["provisioning/nameless"]);
    const two = readProvisioning(hex(`030b6a06${table}458707 06 8300 03202d00 022a 01 01`));
    expect(two.value?.content).toEqual([parm("NAME", "proxy -*")]);
  });

  test("a token of the name stands before the rest of it", () => {
    expect(read("45 8707 03582d00 06 8503203100 01 01").value?.content).toEqual([parm("NAMEX-", "IPV4 1")]);
  });

  test("page 1 is kept from one attribute list to the next", () => {
    expect(read("45 87 0001 36 0000 06 03773700 01 87 0001 39 01 87 38 01 01").value?.content).toEqual([
      parm("APPID", "w7"),
      parm("TO-PROXY"),
      parm("PROVIDER-ID"),
    ]);
  });

  test("an unknown tag, attribute, value and page are findings with their octets", () => {
    const tag = read("45 48 8705 035800 01 01 01");
    expect(tag.findings).toMatchObject([
      { code: "provisioning/unknown-token", severity: "error", range: { unit: "byte", start: 5, end: 6 } },
      { code: "provisioning/unknown-element" },
    ]);
    const attribute = read("45 87 7f 035800 05 034100 06 fe 0007 05 034200 01 01");
    expect(attribute.findings.map(({ code, range }) => [code, range?.start, range?.end])).toEqual([
      ["provisioning/unknown-token", 6, 7],
      ["provisioning/unknown-token", 15, 16],
      ["provisioning/page", 16, 18],
      ["provisioning/unknown-token", 18, 19],
    ]);
    expect(valueOf(attribute.value?.content ?? [], "A")).toBe("");
  });

  test("another public identifier and octets after the document are warnings", () => {
    const other = concatBytes(hex("03016a00"), octets.subarray(4), hex("0000"));
    const { value, findings } = readProvisioning(other);
    expect(value).toEqual(document);
    expect(codes(findings)).toEqual(["wbxml/public-id", "provisioning/surplus"]);
  });

  test("the public identifier may stand in the string table", () => {
    const id = utf8("-//WAPFORUM//DTD PROV 1.0//EN\u0000");
    const named = concatBytes(hex("0300006a"), Uint8Array.of(id.length), id, octets.subarray(4));
    expect(readProvisioning(named)).toEqual({ encoding: "wbxml", value: document, findings: [] });
  });

  test("nesting without end is an error, not a crash", () => {
    const deep = concatBytes(hex("030b6a0045"), new Uint8Array(100_000).fill(0x46));
    expect(codes(readProvisioning(deep).findings)).toContain("provisioning/too-large");
  });
});

describe("PROVCONT 5 XML", () => {
  test("a document type declaration without a subset is passed over, one with entities is refused", () => {
    const head =
      '<?xml version="1.0"?><!DOCTYPE wap-provisioningdoc PUBLIC "-//WAPFORUM//DTD PROV 1.0//EN" "x">';
    const body = '<wap-provisioningdoc><parm name="A" value=" b "/></wap-provisioningdoc>';
    const { value, findings } = readProvisioning(utf8(head + body));
    expect(findings).toEqual([]);
    expect(value?.content).toEqual([parm("A", " b ")]);
    const evil = utf8(`<!DOCTYPE wap-provisioningdoc [<!ENTITY a "b">]>${body}`);
    expect(codes(readProvisioning(evil).findings)).toContain("xml/doctype");
  });

  test("another root, an unknown element and nameless parts are findings with their places", () => {
    expect(readProvisioning(utf8("<a/>"))).toMatchObject({
      value: undefined,
      findings: [{ code: "provisioning/root", range: { unit: "char", start: 0, end: 4 } }],
    });
    const odd = utf8('<wap-provisioningdoc><b/><parm value="1"/><characteristic/></wap-provisioningdoc>');
    expect(codes(readProvisioning(odd).findings)).toEqual([
      "provisioning/unknown-element",
      "provisioning/nameless",
      "provisioning/nameless",
    ]);
  });
});

describe("inspector", () => {
  test("every characteristic and parm has its octets, and the value its own", () => {
    const { tree } = inspectProvisioning(octets);
    const addr = parmNamed(tree, "ADDR");
    expect(addr?.label).toBe("address");
    expect(addr?.summary).toBe("ADDR = https://dm.example.com/oma");
    expect(octets[addr?.range.start ?? 0]).toBe(0x87);
    expect(octets[(addr?.range.end ?? 0) - 1]).toBe(0x01);
    expect(
      slice(
        addr?.children.find(({ name }) => name === "@value"),
        octets,
      ),
    ).toBe(`03${toHex(utf8("https://dm.example.com/oma"))}00`);
    expect(parmNamed(tree, "AAUTHLEVEL")?.children[1]).toMatchObject({
      meaning: "the device towards the server",
    });
    for (const node of nodesOf(tree))
      for (const child of node.children) {
        expect(child.range.start).toBeGreaterThanOrEqual(node.range.start);
        expect(child.range.end).toBeLessThanOrEqual(node.range.end);
      }
  });

  test.each(["xml", "wbxml"] as const)("secrets are masked in %s", (encoding) => {
    const bytes = writeProvisioning(document, encoding);
    const { tree, value } = inspectProvisioning(bytes);
    const shown = JSON.stringify(tree);
    expect(value).toEqual(document);
    for (const secret of ["lamp-Shade-9", "tide-Pool-4", "Y2xpZW50Tm9uY2UtMDAwMQ=="])
      expect(shown).not.toContain(secret);
    const secrets = nodesOf(tree).filter(({ secret }) => secret === true);
    expect(secrets.map(({ name }) => name)).toEqual(["@value", "@value", "@value", "@value"]);
  });

  test("findings stand at the innermost part", () => {
    const { tree } = inspectProvisioning(hex("030b6a00 45 87 7f 035800 05 034100 01 01"));
    const unknown = nodesOf(tree).find(({ name }) => name === "@token 7F");
    expect(codes(unknown?.findings ?? [])).toEqual(["provisioning/unknown-token"]);
  });
});

describe.skipIf(!haveVectors)(
  `documents of other people's making (${haveVectors ? "there" : noVectors})`,
  () => {
    test.each(["prov-002", "prov-004", "prov-006", "prov-008"])(
      "%s: XML and both WBXML twins are equal",
      (name) => {
        const load = (suffix: string): Uint8Array =>
          new Uint8Array(readFileSync(vectorPath("wbxml", name + suffix)));
        const xml = readProvisioning(load(".xml"));
        expect(xml.value?.content.length).toBeGreaterThan(1);
        for (const suffix of [".nst.wbxml", ".st.wbxml"]) {
          const twin = readProvisioning(load(suffix));
          expect(twin).toEqual({ encoding: "wbxml", value: xml.value, findings: [] });
        }
        if (!xml.value) return;
        // the tables choose the same tokens as that encoder; only the version octet differs
        expect(toHex(writeProvisioning(xml.value, "wbxml").subarray(1))).toBe(
          toHex(load(".nst.wbxml").subarray(1)),
        );
        expect(JSON.stringify(inspectProvisioning(load(".st.wbxml")).tree)).not.toContain("pxuserpassw");
      },
    );
  },
);

const anyText = fc.string({ unit: "binary" }).map((text) => text.replace(/[\u0000-\u001f\ufffe\uffff]/g, ""));
const words = fc.constantFrom(
  "NAME",
  "APPID",
  "PORTNBR",
  "TO-NAPID",
  "INIT",
  "IPV4",
  "DIGEST",
  "HTTP-",
  "w7",
  "1.0",
);
const anyWord = fc.oneof(words, anyText);
const anyPart: fc.Memo<ProvisioningPart> = fc.memo((depth) => {
  const leaf = fc.record({
    kind: fc.constant("parm" as const),
    name: anyWord,
    value: fc.option(anyWord, { nil: undefined }),
  });
  if (depth <= 1) return leaf;
  const group = fc.record({
    kind: fc.constant("characteristic" as const),
    type: fc.oneof(fc.constantFrom("APPLICATION", "PORT", "NAPDEF", "CLIENTIDENTITY"), anyText),
    content: fc.array(anyPart(depth - 1), { maxLength: 4 }),
  });
  return fc.oneof(leaf, group);
});
const anyDocument: fc.Arbitrary<ProvisioningDocument> = fc.record({
  version: fc.option(fc.constantFrom("1.0", "1.1", ""), { nil: undefined }),
  content: fc.array(anyPart(4), { maxLength: 5 }),
});

describe("properties", () => {
  test("what is written is read back, in both encodings", () => {
    fc.assert(
      fc.property(anyDocument, fc.constantFrom("xml" as const, "wbxml" as const), (any, encoding) => {
        const bytes = writeProvisioning(any, encoding);
        expect(provisioningEncodingOf(bytes)).toBe(encoding);
        expect(readProvisioning(bytes)).toEqual({ encoding, value: any, findings: [] });
      }),
      { numRuns: 200 },
    );
  });

  test("octets of any kind and changed documents never throw, and ranges stay inside", () => {
    const changed = fc
      .array(fc.tuple(fc.nat(octets.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const copy = octets.slice();
        for (const [at, octet] of changes) copy[at] = octet;
        return copy;
      });
    const cut = fc.nat(octets.length).map((length) => octets.slice(0, length));
    fc.assert(
      fc.property(fc.oneof(changed, cut, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        const { tree, findings } = inspectProvisioning(bytes, "wbxml");
        for (const { range } of [...findings, ...nodesOf(tree)]) {
          expect(range?.start).toBeLessThanOrEqual(range?.end ?? -1);
          expect(range?.end).toBeLessThanOrEqual(bytes.length);
        }
        inspectProvisioning(bytes);
      }),
      { numRuns: 600 },
    );
  });

  test("a text with NUL has no WBXML", () => {
    expect(() => writeProvisioning({ content: [parm("A", "b\u0000")] }, "wbxml")).toThrow(/NUL/);
  });
});
