import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { sampleMessages } from "../../bench/xml-messages.ts";
import {
  readDevInf,
  readDevInfWbxml,
  writeDevInf,
  writeDevInfWbxml,
  type DevInf,
} from "../../simulator/protocols/syncml/devinf.ts";
import {
  readSyncML,
  readSyncMLWbxml,
  writeSyncML,
  writeSyncMLWbxml,
  type SyncMLInput,
  type SyncMLWbxmlOptions,
} from "../../simulator/protocols/syncml/index.ts";
import { comparable } from "../protocols/syncml/comparable.ts";
import { ownWbxml } from "../support/hex.ts";

const installed = ["wbxml2xml", "xml2wbxml"].every(
  (program) => spawnSync(program, ["-h"]).error === undefined,
);
const without = installed ? "" : ": wbxml2xml and xml2wbxml (Debian: libwbxml2-utils) are not installed";
const folder = mkdtempSync(join(tmpdir(), "wbxml-interop-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a converter of libwbxml over octets. */
function convert(program: string, options: readonly string[], octets: Uint8Array): Uint8Array {
  const from = join(folder, "in");
  const to = join(folder, "out");
  writeFileSync(from, octets);
  const { status, stderr, stdout } = spawnSync(program, [...options, "-o", to, from], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`);
  return readFileSync(to);
}

const withoutDoctype = (xml: Uint8Array): Uint8Array =>
  utf8(new TextDecoder().decode(xml).replace(/<!DOCTYPE[^>]*>/, ""));
const withDoctype = (name: string, publicId: string, xml: Uint8Array): Uint8Array =>
  utf8(
    `<?xml version="1.0"?><!DOCTYPE ${name} PUBLIC "${publicId}" "x.dtd">${new TextDecoder().decode(xml)}`,
  );

/** The library knows no namespace prefixes; ours has one inside the data of a message. */
const withoutPrefix = (xml: Uint8Array): Uint8Array =>
  utf8(
    new TextDecoder()
      .decode(xml)
      .replaceAll(/(<\/?)t:/g, "$1")
      .replace("xmlns:t=", "xmlns="),
  );

const samples: readonly (readonly [string, SyncMLInput])[] = [
  ...sampleMessages(2).map((message, index) => [`sample ${index}`, message] as const),
  ...["package-1", "package-2", "package-3"].map((name) => {
    const { value } = readSyncML(readFileSync(join(import.meta.dirname, "../vectors/syncml", `${name}.xml`)));
    if (value === undefined) throw new Error(`${name} is not read`);
    return [name, value] as const;
  }),
  ...readdirSync(join(import.meta.dirname, "../vectors/wbxml"))
    .filter((file) => file.endsWith(".hex") && file !== "tnds.hex")
    .map((file) => {
      const { value } = readSyncMLWbxml(ownWbxml(file.slice(0, -4)));
      if (value === undefined) throw new Error(`${file} is not read`);
      return [file, value] as const;
    }),
];

const forms: readonly SyncMLWbxmlOptions[] = [
  {},
  { publicId: "string-table", version: 1 },
  { data: "opaque", pageSwitches: "redundant", version: 2 },
  { data: "string-table" },
];

const device: DevInf = readDevInf(
  utf8(
    "<DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD><Man>Example Labs</Man><DevID>IMEI:350000000000017</DevID><DevTyp>phone</DevTyp>" +
      "<UTC/><DataStore><SourceRef>./contacts</SourceRef><Rx-Pref><CTType>text/vcard</CTType><VerCT>3.0</VerCT></Rx-Pref>" +
      "<Tx-Pref><CTType>text/vcard</CTType><VerCT>3.0</VerCT></Tx-Pref><CTCap><CTType>text/vcard</CTType><VerCT>3.0</VerCT>" +
      "<FieldLevel/><Property><PropName>TEL</PropName><MaxOccur>4</MaxOccur><NoTruncate/><PropParam><ParamName>TYPE</ParamName>" +
      "<ValEnum>HOME</ValEnum></PropParam></Property></CTCap><DSMem><MaxMem>32000</MaxMem></DSMem><SupportHierarchicalSync/>" +
      "<SyncCap><SyncType>1</SyncType></SyncCap><Filter-Rx><CTType>a</CTType><VerCT>1</VerCT></Filter-Rx><FilterCap>" +
      "<CTType>a</CTType><VerCT>1</VerCT><FilterKeyword>k</FilterKeyword></FilterCap></DataStore>" +
      "<Ext><XNam>colour</XNam><XVal>green</XVal></Ext></DevInf>",
  ),
).value as DevInf;

describe.skipIf(!installed)(`libwbxml${without}`, () => {
  test.each(samples)("%s: what we encode wbxml2xml turns into the same message", (_name, message) => {
    for (const form of forms) {
      const xml = convert("wbxml2xml", [], writeSyncMLWbxml(message, form));
      expect(comparable(readSyncML(withoutDoctype(xml)).value)).toEqual(comparable(message));
    }
  });

  test.each(samples)("%s: what xml2wbxml encodes we turn into the same message", (_name, message) => {
    const xml = withDoctype("SyncML", "-//SYNCML//DTD SyncML 1.2//EN", withoutPrefix(writeSyncML(message)));
    for (const options of [["-n"], [], ["-v", "1.1"]]) {
      const { value, findings } = readSyncMLWbxml(convert("xml2wbxml", options, xml));
      expect(findings.filter(({ code }) => !code.startsWith("syncml/"))).toEqual([]);
      expect(comparable(value)).toEqual(comparable(message));
    }
  });

  test("device information, both ways", () => {
    const xml = convert("wbxml2xml", [], writeDevInfWbxml(device));
    expect(readDevInf(withoutDoctype(xml)).value).toEqual(device);
    const octets = convert(
      "xml2wbxml",
      [],
      withDoctype("DevInf", "-//SYNCML//DTD DevInf 1.2//EN", writeDevInf(device)),
    );
    const { value, findings } = readDevInfWbxml(octets);
    expect(findings).toEqual([]);
    expect(value).toEqual(device);
  });
});
