import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex, utf8 } from "../../../simulator/core/bytes.ts";
import { hasError } from "../../../simulator/core/finding.ts";
import {
  readDevInf,
  readDevInfWbxml,
  writeDevInf,
  writeDevInfWbxml,
} from "../../../simulator/protocols/syncml/devinf.ts";
import {
  inspectSyncMLWbxml,
  readDmMessage,
  readSyncML,
  readSyncMLWbxml,
  writeSyncML,
  writeSyncMLWbxml,
  type SyncMLInput,
  type SyncMLWbxmlOptions,
} from "../../../simulator/protocols/syncml/index.ts";
import { hex, ownWbxml } from "../../support/hex.ts";
import { haveVectors, noVectors, vectorPath } from "../../support/vectors.ts";
import { octetMessage, syncmlMessage } from "./arbitrary.ts";
import { comparable } from "./comparable.ts";

const without = haveVectors ? "" : `: ${noVectors}`;
const ownNames = readdirSync(join(import.meta.dirname, "../../vectors/wbxml"))
  .filter((file) => file.endsWith(".hex") && file !== "tnds.hex")
  .map((file) => file.slice(0, -4));

describe("our own messages", () => {
  test.each(ownNames)("%s is read without a finding that matters", (name) => {
    const { value, findings } = readSyncMLWbxml(ownWbxml(name));
    expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(value?.SyncHdr.VerProto).toBe("DM/1.2");
  });

  test.each(["a2", "a7", "a8", "b3", "e1"])("%s is written with the same octets", (name) => {
    const octets = ownWbxml(name);
    const { value } = readSyncMLWbxml(octets);
    expect(value && toHex(writeSyncMLWbxml(value))).toBe(toHex(octets));
  });

  test.each(ownNames)("%s means the same in XML", (name) => {
    const { value } = readSyncMLWbxml(ownWbxml(name));
    expect(value && readSyncML(writeSyncML(value)).value).toEqual(value);
  });

  test("b1: alert with correlator, text that came opaque", () => {
    const alert = readSyncMLWbxml(ownWbxml("b1")).value?.SyncBody.commands[2];
    expect(alert).toMatchObject({ kind: "Alert", Data: 1226, Correlator: "job-7781" });
    expect(alert?.kind === "Alert" && alert.Item[0]?.Data).toBe("200");
  });
});

const files = (folder: string, pattern: RegExp): readonly string[] =>
  haveVectors ? readdirSync(vectorPath(folder)).filter((file) => pattern.test(file)) : [];

describe.skipIf(!haveVectors)(`messages of other people's making${without}`, () => {
  test.each(files("syncml", /\.wbxml$/))("%s is read", (file) => {
    const { value, findings } = readSyncMLWbxml(readFileSync(vectorPath("syncml", file)));
    expect(value?.SyncBody.commands.length).toBeGreaterThan(2);
    expect(hasError(findings)).toBe(false);
    for (const { range, path } of findings) {
      expect(range?.unit).toBe("byte");
      expect(path).toContain("SyncML");
    }
  });

  test.each(files("wbxml", /^syncml.*\.wbxml$/))("%s is equal to its XML", (file) => {
    const octets = readFileSync(vectorPath("wbxml", file));
    const xml = readFileSync(vectorPath("wbxml", file.replace(/\.n?st\.wbxml$/, ".xml")), "utf8").replace(
      /<!DOCTYPE[^>]*>/,
      "",
    );
    const isDevInf = xml.includes("<DevInf") && !xml.includes("<SyncML");
    const fromWbxml = isDevInf ? readDevInfWbxml(octets) : readSyncMLWbxml(octets);
    const fromXml = isDevInf ? readDevInf(utf8(xml)) : readSyncML(utf8(xml));
    expect(fromWbxml.value).toBeDefined();
    expect(comparable(fromWbxml.value)).toEqual(comparable(fromXml.value));
    expect(fromWbxml.findings.filter(({ code }) => code.startsWith("wbxml/"))).toEqual([]);
  });

  test("device information is written in both encodings", () => {
    const { value } = readDevInfWbxml(readFileSync(vectorPath("wbxml", "syncml-011.nst.wbxml")));
    expect(value && readDevInfWbxml(writeDevInfWbxml(value)).value).toEqual(value);
    expect(value && readDevInf(writeDevInf(value)).value).toEqual(value);
  });
});

const forms: fc.Arbitrary<SyncMLWbxmlOptions> = fc.record({
  publicId: fc.constantFrom("known", "string-table", "unknown", "other-version"),
  pageSwitches: fc.constantFrom("needed", "redundant"),
  data: fc.constantFrom("inline", "opaque", "string-table"),
  version: fc.constantFrom(1, 2, 3),
});

describe("typed messages", () => {
  test("are read as they were written, in every form", () => {
    fc.assert(
      fc.property(octetMessage, forms, (message, form) => {
        const { value, findings } = readSyncMLWbxml(writeSyncMLWbxml(message, form));
        expect(findings.filter(({ code }) => !/^(syncml|wbxml\/public-id)/.test(code))).toEqual([]);
        expect(comparable(value)).toEqual(comparable(message));
      }),
      { numRuns: 150 },
    );
  });

  test("are the same by way of XML and of WBXML", () => {
    fc.assert(
      fc.property(syncmlMessage, (message) => {
        const xml = readSyncML(writeSyncML(message)).value;
        const wbxml = readSyncMLWbxml(writeSyncMLWbxml(message)).value;
        expect(comparable(wbxml)).toEqual(comparable(xml));
      }),
      { numRuns: 150 },
    );
  });
});

const header = {
  VerDTD: "1.2",
  VerProto: "DM/1.2",
  SessionID: "1",
  MsgID: "1",
  Target: { LocURI: "a" },
  Source: { LocURI: "b" },
} as const;
const replace = (format: string | undefined, ofItem: string | undefined, data: Uint8Array): SyncMLInput => ({
  SyncHdr: header,
  SyncBody: {
    commands: [
      {
        kind: "Replace",
        CmdID: "1",
        Meta: format === undefined ? undefined : { Format: format },
        Item: [{ Meta: ofItem === undefined ? undefined : { Format: ofItem }, Data: data }],
      },
    ],
    Final: true,
  },
});

describe("opaque Data", () => {
  const dataOf = (...sent: Parameters<typeof replace>) => {
    const command = readSyncMLWbxml(writeSyncMLWbxml(replace(...sent))).value?.SyncBody.commands[0];
    return command?.kind === "Replace" ? command.Item[0]?.Data : undefined;
  };
  test("is octets by its Format, the Item's before the command's, or because it is no text", () => {
    const text = utf8("text");
    expect(dataOf(undefined, undefined, text)).toBe("text");
    expect(dataOf("bin", undefined, text)).toEqual(text);
    expect(dataOf(undefined, "bin", text)).toEqual(text);
    expect(dataOf("bin", "chr", text)).toBe("text");
    expect(dataOf(undefined, undefined, hex("ff00"))).toEqual(hex("ff00"));
    expect(dataOf("xml", undefined, ownWbxml("tnds"))).toEqual(ownWbxml("tnds"));
  });

  test("is judged by a Meta that stands behind it, too", () => {
    const octets = writeSyncMLWbxml(replace(undefined, "bin", utf8("text")));
    const meta = "5a0001470362696e000101";
    const data = "4fc3047465787401";
    const swapped = toHex(octets).replace(`${meta}0000${data}`, `${data}${meta}0000`);
    const { value, findings } = readSyncMLWbxml(hex(swapped));
    expect(findings.map(({ code }) => code)).toContain("schema/order");
    const [command] = value?.SyncBody.commands ?? [];
    expect(command?.kind === "Replace" && command.Item[0]?.Data).toEqual(utf8("text"));
  });
});

test("nonces and digests as octets, where their Format is bin", () => {
  const text =
    "03a4016a00 6d 6c 4e 5a 0001 47 0362696e00 01 01 0000 4f c304 00ff00ff 01 01 5a 0001 47 0362696e00 01 50 c304 41424344 01 01 0000 01 6b 12 01 01";
  const { SyncHdr } = readSyncMLWbxml(hex(text)).value ?? {};
  expect(SyncHdr?.Cred?.Data).toBe("AP8A/w==");
  expect(SyncHdr?.Meta?.NextNonce).toEqual(utf8("ABCD"));
});

describe("commands that DM does not have", () => {
  const status = "69 4b 033100 01 5c 033100 01 4c 033000 01 4a 0353796e6348647200 01 4f 0332303000 01 01";
  const body = (inside: string) => `6d 6c 01 6b ${inside} 12 01 01`;
  const literal = "44 00 4b 033700 01 54 4f 03 78 00 01 01 01";

  test("are told with CmdID and place, in WBXML", () => {
    const table =
      "03 00 07 6a 25 56656e646f7200 2d2f2f53594e434d4c2f2f4454442053796e634d4c20312e322f2f454e00";
    const sent = `${table} ${body(`5f 4b 033500 01 54 01 01 ${status} ${literal} ${status} 6a 01`)}`;
    const { unknownCommands, brokenAtomic, value } = readDmMessage("wbxml", hex(sent));
    expect(unknownCommands).toEqual([
      { name: "Put", cmdId: "5", before: 0 },
      { name: "Vendor", cmdId: "7", before: 1 },
      { name: "Sync", cmdId: "", before: 2 },
    ]);
    expect(brokenAtomic).toBe(false);
    expect(value?.SyncBody.commands).toHaveLength(2);
  });

  test("are told with CmdID and place, in XML", () => {
    const xml = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody><Put><CmdID> 5 </CmdID><Item/></Put><Alert><CmdID>6</CmdID></Alert><Vendor><Item><CmdID>9</CmdID></Item><CmdID> 7&#33; </CmdID><CmdID>8</CmdID></Vendor><Final/><Other/></SyncBody></SyncML>`;
    const { unknownCommands, brokenAtomic } = readDmMessage("xml", utf8(xml));
    expect(unknownCommands).toEqual([
      { name: "Put", cmdId: "5", before: 0 },
      { name: "Vendor", cmdId: "7!", before: 1 },
      { name: "Other", cmdId: "", before: 1 },
    ]);
    expect(brokenAtomic).toBe(false);
  });

  test("break the Atomic that they stand in", () => {
    const xml = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody><Atomic><CmdID>1</CmdID><Vendor/></Atomic></SyncBody></SyncML>`;
    expect(readDmMessage("xml", utf8(xml))).toMatchObject({ unknownCommands: [], brokenAtomic: true });
    const octets = hex(`03a4016a00 ${body("48 4b 033100 01 5f 4b 033200 01 01 01")}`);
    expect(readDmMessage("wbxml", octets)).toMatchObject({ unknownCommands: [], brokenAtomic: true });
  });

  test("are judged", () => {
    const { findings } = readSyncMLWbxml(hex(`03a4016a00 ${body("6a 4b 033100 01 01")}`));
    expect(findings.find(({ code }) => code === "syncml/data-sync")).toMatchObject({
      severity: "warning",
      path: "SyncML/SyncBody/Sync",
      range: { unit: "byte" },
    });
  });
});

test("a version other than that of the document type is a finding", () => {
  const octets = writeSyncMLWbxml(replace(undefined, undefined, utf8("x")), { publicId: "other-version" });
  expect(readSyncMLWbxml(octets).findings).toMatchObject([
    { code: "syncml/version", path: "SyncML/SyncHdr/VerDTD", range: { unit: "byte" } },
  ]);
});

test("the inspector's tree has summaries, meanings and the judge's findings", () => {
  const { root, header, findings } = inspectSyncMLWbxml(ownWbxml("b3"));
  expect(header[1]).toMatchObject({ name: "publicid", meaning: "SyncML 1.2" });
  expect(root?.summary).toBe("Session A7, message 2: Status 212, Status 213, Alert 1222");
  const status = root?.children[1]?.children[0];
  expect(status?.summary).toBe("Status 212 SyncHdr: authenticated for the session");
  const nonce = status?.children[6]?.children[0]?.children[2];
  expect(nonce).toMatchObject({ name: "NextNonce", secret: true });
  expect(nonce?.value).toMatch(/^•+$/);
  expect(findings).toEqual([]);
});
