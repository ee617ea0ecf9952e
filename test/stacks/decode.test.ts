import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes, fromHex, utf8, utf8Text } from "../../simulator/core/bytes.ts";
import { readSyncML } from "../../simulator/protocols/syncml/index.ts";
import { decodeMessage, decodeReport, isReadable } from "../../simulator/stacks/decode.ts";
import { encodeMessage } from "../../simulator/stacks/encode.ts";
import { octetsView } from "../../simulator/stacks/octets-view.ts";
import { syncmlView } from "../../simulator/stacks/syncml-view.ts";
import { wbxmlView } from "../../simulator/stacks/wbxml-view.ts";
import { xmlView } from "../../simulator/stacks/xml-view.ts";
import { haveVectors, noVectors, vectorPath } from "../support/vectors.ts";

const registry = [syncmlView, wbxmlView, xmlView, octetsView];
const package1 = readFileSync(join(import.meta.dirname, "../vectors/syncml/package-1.xml"));

function decode(bytes: Uint8Array | string, options: { contentType?: string; type?: string } = {}) {
  return decodeMessage(typeof bytes === "string" ? utf8(bytes) : bytes, { ...options, registry });
}

describe("choice of the view", () => {
  test.each([
    ["", "<SyncML/>", "syncml"],
    ["", "  <SyncML xmlns='SYNCML:SYNCML1.2'/>", "syncml"],
    ["text/xml; charset=utf-8", "<Exec/>", "syncml"],
    ["application/vnd.syncml.dm+xml", "<Other/>", "syncml"],
    ["text/xml", "<Other/>", "xml"],
    ["application/foo+xml", "<SyncML/>", "xml"],
    ["", "<MgmtTree><VerDTD>1.2</VerDTD></MgmtTree>", "tnds"],
    ["", "<MgmtTree><Node><DFProperties/></Node></MgmtTree>", "ddf"],
    ["", "plain text", "octets"],
    ["image/png", "\u0089PNG", "octets"],
    ["", "", "octets"],
    ["application/vnd.syncml.dm+wbxml", "", "wbxml"],
  ])("%s %j is %s", (contentType, text, kind) => {
    expect(decode(text, contentType === "" ? {} : { contentType }).kind).toBe(kind);
  });

  test("a type that is named wins, an unknown name is a finding", () => {
    expect(decode("<SyncML/>", { type: "xml" }).kind).toBe("xml");
    const { kind, findings } = decode("<SyncML/>", { type: "nonsense" });
    expect([kind, findings[0]?.code]).toEqual(["syncml", "decode/unknown-type"]);
  });

  test("an HTTP head is skipped and its media type taken", () => {
    const head =
      "POST /oma HTTP/1.1\r\nHost: dm.test\r\nAuthorization: Basic c2VjcmV0\r\nContent-Type: application/vnd.syncml.dm+xml; charset=utf-8\r\n\r\n";
    const decoded = decode(concatBytes(utf8(head), package1));
    expect([decoded.kind, decoded.contentType, decoded.findings[0]?.code]).toEqual([
      "syncml",
      "application/vnd.syncml.dm+xml",
      "http/head",
    ]);
    const alone = decode(head);
    expect([alone.kind, alone.findings.map(({ code }) => code)]).toEqual(["http-head", ["http/head-only"]]);
    expect(JSON.stringify(alone)).not.toContain("c2VjcmV0");
  });
});

describe("SyncML", () => {
  const decoded = decode(package1);

  test("has a tree, a summary, the typed value and no secret in what is shown", () => {
    expect(decoded.summary).toBe("Session 2A, message 1: Alert 1201, Replace, Alert 1226, Final");
    expect(decoded.tree?.children.map(({ name }) => name)).toEqual(["SyncHdr", "SyncBody"]);
    expect(decoded.value).toEqual(readSyncML(package1).value);
    const shown = JSON.stringify([decoded.tree, decoded.text, decodeReport(decoded)]);
    expect(shown).not.toContain("MDEyMzQ1Njc4OWFiY2RlZg==");
    expect(decoded.secrets).toHaveLength(1);
    expect(decoded.text?.length).toBe(utf8Text(package1)?.length);
  });

  test("an excerpt says what it is", () => {
    const one = decode("<Alert><CmdID>4</CmdID><Data>1226</Data></Alert>");
    expect([one.kind, one.summary, one.tree?.name]).toEqual([
      "syncml",
      "Excerpt: Alert 1226: generic alert",
      "Alert",
    ]);
    expect(one.findings.map(({ code }) => code)).toContain("syncml/fragment");
    const several = decode("<Get><CmdID>1</CmdID><Item/></Get><Get><CmdID>2</CmdID><Item/></Get>");
    expect(several.tree?.children.map(({ name }) => name)).toEqual(["Get", "Get"]);
    expect(decodeReport(several).message).toMatchObject({ name: "(fragment)" });
  });

  test("the report is plain JSON with the clause in words", () => {
    const report = decodeReport(decode("<SyncML/>"));
    expect(report.findings[0]).toMatchObject({
      severity: "warning",
      code: "schema/namespace",
      range: { unit: "char", start: 0, end: 9 },
      path: "SyncML",
    });
    expect(report.findings[0]?.spec).toContain("XML 1.0");
    expect(isReadable(decode("<SyncML/>"))).toBe(true);
    expect(isReadable(decode("junk"))).toBe(false);
    expect(isReadable(decode(""))).toBe(false);
  });
});

test("values that a reader did not come to are masked, since any may be a secret", () => {
  const text = utf8Text(package1)?.replace(/^<\?xml.*\n/, "") ?? "";
  const refused = decode(`<!DOCTYPE SyncML>${text}`);
  expect(refused.findings.map(({ code }) => code)).toEqual(["xml/doctype"]);
  expect(refused.text).toContain("<Cred><Meta>");
  expect(refused.text).not.toContain("MDEyMzQ1Njc4OWFiY2RlZg==");
  expect(refused.text?.length).toBe(text.length + "<!DOCTYPE SyncML>".length);
});

describe("WBXML", () => {
  test("shows the head and says that the body is not read", () => {
    const bytes =
      fromHex("02 00 00 6a 1d 2d2f2f53594e434d4c2f2f4454442053796e634d4c20312e322f2f454e 6d 01") ??
      new Uint8Array();
    const { kind, tree, findings } = decode(bytes);
    expect(kind).toBe("wbxml");
    expect(tree?.children.map(({ name, value }) => [name, value])).toEqual([
      ["version", "1.2"],
      ["publicid", "-//SYNCML//DTD SyncML 1.2//EN"],
      ["charset", "106"],
      ["strtbl", "29 octets"],
    ]);
    expect(findings.map(({ code, range }) => [code, range?.start])).toEqual([["wbxml/not-read", 34]]);
  });

  test("names a known document type, and what is cut short", () => {
    const bytes = fromHex("03 a401 6a 00 6d") ?? new Uint8Array();
    expect(decode(bytes).tree?.children[1]?.meaning).toBe("SyncML 1.2");
    for (let length = 0; length < 5; length++)
      expect(decode(bytes.subarray(0, length), { type: "wbxml" }).findings.map(({ code }) => code)).toEqual([
        "wbxml/truncated",
      ]);
  });
});

const without = haveVectors ? "" : `: ${noVectors}`;

describe.skipIf(!haveVectors)(`captures${without}`, () => {
  test.each([
    ["win10-capture-3.http.txt", "http-head"],
    ["aosp-pps-tnds.xml", "tnds"],
    ["phone-fumo-results-misordered.wbxml", "wbxml"],
    ["oma-tnds-1.xml", "syncml"],
    ["win-cmd-device-information1.xml", "syncml"],
  ])("%s is %s", (file, kind) => {
    const decoded = decode(readFileSync(vectorPath("syncml", file)));
    expect([decoded.kind, isReadable(decoded)]).toEqual([kind, true]);
  });
});

describe("encoding", () => {
  test("from XML and from the report of decode", () => {
    const { value } = readSyncML(package1);
    const fromXml = encodeMessage(package1, "xml");
    expect(readSyncML(fromXml.body).value).toEqual(value);
    const report = JSON.stringify(decodeReport(decode(package1))).replaceAll("•", "A");
    const again = readSyncML(encodeMessage(utf8(report), "xml").body).value;
    expect(again?.SyncBody).toEqual(value?.SyncBody);
  });

  test.each([
    ["<SyncML>", "encode/unreadable"],
    ["{", "encode/unreadable"],
    ["{}", "encode/invalid"],
    ['{"SyncHdr":{},"SyncBody":{"commands":[{"kind":"Put"}]}}', "encode/invalid"],
  ])("%j is refused as %s", (source, code) => {
    expect(() => encodeMessage(utf8(source), "xml")).toThrow(expect.objectContaining({ code }));
  });

  test("octets that are no text are refused, and so is WBXML", () => {
    expect(() => encodeMessage(new Uint8Array([0xff, 0xfe, 0xfd]), "xml")).toThrow(
      expect.objectContaining({ code: "encode/unreadable" }),
    );
    expect(() => encodeMessage(package1, "wbxml")).toThrow(
      expect.objectContaining({ code: "encode/not-supported" }),
    );
  });
});

test("whatever the octets and the media type, decoding ends with a message", () => {
  const contentType = fc.constantFrom(
    "",
    "text/xml",
    "application/vnd.syncml.dm+xml",
    "application/vnd.syncml.dm+wbxml",
    "x",
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), contentType, (bytes, type) => {
      const decoded = decode(bytes, type === "" ? {} : { contentType: type });
      expect(decoded.summary).not.toBe("");
      JSON.stringify(decodeReport(decoded));
    }),
  );
});
