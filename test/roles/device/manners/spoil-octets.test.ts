import { describe, expect, test } from "vitest";
import { toHex, utf8, utf8Text } from "../../../../simulator/core/bytes.ts";
import {
  readDmMessage,
  readSyncML,
  writeSyncML,
  type SyncMLInput,
} from "../../../../simulator/protocols/syncml/index.ts";
import {
  spoilOctets,
  writeWithManners,
  type ChosenManners,
} from "../../../../simulator/roles/device/manners/index.ts";
import { goodManners, manners, package1, package3 } from "./messages.ts";

const spoilt = (message: SyncMLInput, bad: ChosenManners): string =>
  utf8Text(spoilOctets("xml", writeSyncML(message), manners(bad))) ?? "";

const all: readonly ChosenManners[] = [
  { order: "misordered" },
  { text: "raw-ampersand" },
  { blanks: "around-values" },
  { metinf: "prefixed" },
  { metinf: "syncml:metinfo" },
  { metinf: "on-meta" },
  { metinf: "first-only" },
  { order: "misordered", text: "raw-ampersand", blanks: "around-values", metinf: "prefixed" },
];

describe("XML", () => {
  test("with good manners, and with manners that do not concern octets, is the same array", () => {
    const octets = writeSyncML(package1);
    expect(spoilOctets("xml", octets, goodManners)).toBe(octets);
    expect(spoilOctets("xml", octets, manners({ cmdIds: "uuid", publicId: "unknown" }))).toBe(octets);
  });

  for (const [name, message] of Object.entries({ package1, package3 }))
    test.each(all)(`${name}: %j changes octets, and a tolerant reader reads the same message`, (bad) => {
      const octets = writeSyncML(message);
      const changed = spoilOctets("xml", octets, manners(bad));
      expect(utf8Text(changed)).not.toBe(utf8Text(octets));
      expect(readSyncML(changed).value).toEqual(readSyncML(octets).value);
    });

  test("misordered: Data after CmdID in statuses, Meta before Source in items, CmdID last in Replace", () => {
    const status = spoilt(package3, { order: "misordered" });
    expect(status).toContain("<Status><CmdID>1</CmdID><Data>407</Data><MsgRef>1</MsgRef>");
    expect(status).toContain("<Results><CmdID>3</CmdID><Item><Meta><Type");
    expect(spoilt(package1, { order: "misordered" })).toMatch(/<\/Item><CmdID>2<\/CmdID><\/Replace>/);
  });

  test("raw ampersands where they start nothing else", () => {
    expect(spoilt(package1, { text: "raw-ampersand" })).toContain("<Data>A & B &lt;Labs&gt;</Data>");
    expect(spoilt(package3, { text: "raw-ampersand" })).toContain("<Data>http://h/?a=1&b=2&amp;lt;3</Data>");
  });

  test("blanks around texts, but not in an Item's Data", () => {
    const text = spoilt(package3, { blanks: "around-values" });
    expect(text).toContain("<LocURI>\n  ./Settings\n</LocURI>");
    expect(text).toContain("<Data>\n  407\n</Data>");
    expect(text).toContain("<Data>http://h/");
  });

  test("namespaces of Meta", () => {
    expect(spoilt(package1, { metinf: "prefixed" })).toMatch(
      /^<SyncML xmlns="SYNCML:SYNCML1.2" xmlns:metinf="syncml:metinf">.*<Meta><metinf:Format>b64<\/metinf:Format>/,
    );
    expect(spoilt(package1, { metinf: "syncml:metinfo" })).not.toContain('"syncml:metinf"');
    expect(spoilt(package1, { metinf: "on-meta" })).toContain(
      '<Meta xmlns="syncml:metinf"><Format>b64</Format>',
    );
    expect(spoilt(package1, { metinf: "first-only" })).toContain(
      '<Meta><Format xmlns="syncml:metinf">b64</Format><Type>syncml:auth-md5</Type></Meta>',
    );
  });

  test.each([
    "",
    "<SyncML",
    "<SyncML></SyncHdr></SyncML>",
    "<?xml version='1.0'?><SyncML/>",
    "<SyncML><Data>a</SyncML>",
    "<A>\u0000<",
    "<A/><B/>",
    "<SyncML><Data><![CDATA[</Data></SyncML>",
  ])("leaves %j as it is: our writer did not write it", (text) => {
    for (const bad of all) expect(utf8Text(spoilOctets("xml", utf8(text), manners(bad)))).toBe(text);
  });

  test("leaves what is not text as it is", () => {
    const octets = Uint8Array.of(0xff, 0xfe);
    expect(spoilOctets("xml", octets, manners({ order: "misordered" }))).toBe(octets);
  });
});

describe("WBXML", () => {
  const readable = { order: "misordered", blanks: "around-values", pageSwitches: "redundant" } as const;
  const variants: readonly ChosenManners[] = [
    { order: "misordered" },
    { blanks: "around-values" },
    { pageSwitches: "redundant" },
    { publicId: "string-table" },
    { publicId: "unknown" },
    { publicId: "other-version" },
    { data: "opaque" },
    { data: "string-table", order: "misordered" },
    { ...readable, publicId: "string-table", data: "string-table" },
  ];

  for (const [name, message] of Object.entries({ package1, package3 }))
    test.each(variants)(`${name}: %j changes octets, and a tolerant reader reads the same message`, (bad) => {
      const octets = writeWithManners("wbxml", message, goodManners);
      const changed = writeWithManners("wbxml", message, manners(bad));
      expect(toHex(changed)).not.toBe(toHex(octets));
      expect(readDmMessage("wbxml", changed).value).toEqual(readDmMessage("wbxml", octets).value);
    });

  const small = writeWithManners(
    "wbxml",
    {
      SyncHdr: package1.SyncHdr,
      SyncBody: {
        commands: [
          { kind: "Status", CmdID: "1", MsgRef: "1", CmdRef: "0", Cmd: "S", Data: 212 },
          {
            kind: "Results",
            CmdID: "2",
            CmdRef: "3",
            Item: [{ Meta: { Format: "chr", Type: "t" }, Data: "v" }],
          },
        ],
        Final: true,
      },
    },
    goodManners,
  );
  const spoil = (bad: ChosenManners): string => toHex(spoilOctets("wbxml", small, manners(bad)));

  test("misordered: Status with Data second, Meta with Type first, the page switched where it has to be", () => {
    expect(toHex(small)).toContain("694b033100015c033100014c033000014a035300014f0332313200010162");
    const text = spoil({ order: "misordered" });
    expect(text).toContain("694b033100014f0332313200015c033100014c033000014a035300010162");
    expect(text).toContain("624b03320001545a000153037400014703636872000101"); // Meta: page 1, Type, Format
    expect(text).toContain("00004f0376000101"); // back on page 0 for Data, then the end of Item
  });

  test("blanks around inline strings, but not in an Item's Data", () => {
    const text = spoil({ blanks: "around-values" });
    expect(text).toContain("4b030a2020310a0001");
    expect(text).toContain("4f03760001");
  });

  test("redundant page switches stay before every tag", () => {
    const bad = manners({ blanks: "around-values", pageSwitches: "redundant" });
    expect(toHex(spoilOctets("wbxml", small, bad))).toMatch(/^03a4016a0000006d00006c000071/);
  });

  test("manners of XML leave it as it is", () => {
    expect(spoilOctets("wbxml", small, manners({ text: "raw-ampersand", metinf: "prefixed" }))).toBe(small);
  });

  test("leaves what our writer does not write as it is, and never throws: cut anywhere, octets changed", () => {
    const bad = manners({ order: "misordered", blanks: "around-values" });
    for (let length = 0; length < small.length; length++) {
      const cut = small.slice(0, length);
      expect(spoilOctets("wbxml", cut, bad)).toBe(cut);
    }
    for (let index = 0; index < small.length; index++)
      for (const octet of [0x00, 0x01, 0x02, 0x43, 0x83, 0xc3, 0xff])
        expect(() => spoilOctets("wbxml", small.with(index, octet), bad)).not.toThrow();
  });
});
