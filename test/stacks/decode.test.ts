import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes, utf8, utf8Text } from "../../simulator/core/bytes.ts";
import { readSyncML } from "../../simulator/protocols/syncml/index.ts";
import { decodeMessage, decodeReport, isReadable } from "../../simulator/stacks/decode.ts";
import { messageViews as registry } from "../../simulator/stacks/views.ts";
import { haveVectors, noVectors, vectorPath } from "../support/vectors.ts";

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
    ["application/vnd.syncml.dm+wbxml", "", "syncml"],
    ["application/vnd.other+wbxml", "", "wbxml"],
    ["text/xml", "<wap-provisioningdoc/>", "bootstrap"],
    ["", "<DevInf xmlns='syncml:devinf'/>", "devinf"],
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
  const text =
    '<!DOCTYPE Envelope><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a>hush</a></s:Body></s:Envelope>';
  const refused = decode(text, { type: "soap" });
  expect(refused.findings.map(({ code }) => code)).toEqual(["xml/doctype"]);
  expect(refused.text).toContain("<s:Body><a>••••</a>");
  expect(refused.text?.length).toBe(text.length);
});

test("a document type declaration of a SyncML message is passed over", () => {
  const passed = decode(`<!DOCTYPE SyncML>${utf8Text(package1)?.replace(/^<\?xml.*\n/, "") ?? ""}`);
  expect(passed.findings.map(({ code }) => code)).toEqual(["xml/doctype-skipped"]);
  expect(passed.value).toEqual(readSyncML(package1).value);
  expect(passed.text).not.toContain("MDEyMzQ1Njc4OWFiY2RlZg==");
});

const without = haveVectors ? "" : `: ${noVectors}`;

describe.skipIf(!haveVectors)(`captures${without}`, () => {
  test.each([
    ["win10-capture-3.http.txt", "http-head"],
    ["aosp-pps-tnds.xml", "tnds"],
    ["phone-fumo-results-misordered.wbxml", "syncml"],
    ["oma-tnds-1.xml", "syncml"],
    ["win-cmd-device-information1.xml", "syncml"],
  ])("%s is %s", (file, kind) => {
    const decoded = decode(readFileSync(vectorPath("syncml", file)));
    expect([decoded.kind, isReadable(decoded)]).toEqual([kind, true]);
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
