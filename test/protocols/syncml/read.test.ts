import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { hasError } from "../../../simulator/core/finding.ts";
import {
  readSyncML,
  readSyncMLFragment,
  SYNCML,
  writeSyncML,
} from "../../../simulator/protocols/syncml/index.ts";
import { haveVectors, noVectors, vectorPath } from "../../support/vectors.ts";
import { syncmlMessage } from "./arbitrary.ts";

interface Vector {
  readonly file: string;
  readonly kind: string;
  readonly parses?: boolean;
  readonly verProto?: string;
}

const vectors: readonly Vector[] = haveVectors
  ? (JSON.parse(readFileSync(vectorPath("syncml", "index.json"), "utf8")) as readonly Vector[]).filter(
      ({ file }) => file.endsWith(".xml"),
    )
  : [];
const bytesOf = (file: string): Uint8Array => readFileSync(vectorPath("syncml", file));
const ownFolder = join(import.meta.dirname, "../../vectors/syncml");
const own = readdirSync(ownFolder).filter((file) => file.endsWith(".xml"));

const without = haveVectors ? "" : `: ${noVectors}`;

describe.skipIf(!haveVectors)(`messages of other people's making${without}`, () => {
  test.each(vectors.filter(({ kind }) => kind === "message" || kind === "abridged"))(
    "$file is read",
    ({ file, parses, verProto }) => {
      const { value, findings } = readSyncML(bytesOf(file));
      expect(value).toBeDefined();
      expect(findings.some(({ code }) => code === "xml/not-well-formed")).toBe(parses === false);
      for (const finding of findings) expect([finding.range, finding.path]).not.toContain(undefined);
      expect([undefined, value?.SyncHdr.VerProto]).toContain(verProto);
      // only two lack the header or its content; all else is used as it is
      expect(hasError(findings)).toBe(/remotefind|replace-405/.test(file));
    },
  );

  test.each(vectors.filter(({ kind }) => kind === "fragment"))("$file is read as an excerpt", ({ file }) => {
    const { roots } = readSyncMLFragment(bytesOf(file));
    expect(roots.length).toBeGreaterThan(0);
    for (const { element, value } of roots) expect([element, value]).not.toContain(undefined);
  });

  test("a raw & in the options of an alert does not keep the options from being read", () => {
    const { value, findings, positions } = readSyncML(bytesOf("cm-dm12-testalerttextinput.xml"));
    const alert = value?.SyncBody.commands[0];
    expect(alert).toMatchObject({ kind: "Alert", Data: 1102 });
    expect(alert && "Item" in alert && alert.Item[0]?.Data).toBe(
      "MAXDT=20&DR=hello+andy!&MAXLEN=30&IT=I&ET=P",
    );
    expect(findings.map(({ range }) => range && positions.text.slice(range.start, range.end))).toEqual([
      "&",
      "&",
      "&",
      "&",
    ]);
  });

  test("each defect of a damaged message is named once, where it is", () => {
    const { value, findings, positions } = readSyncML(bytesOf("oma-dmsec-auth-5.xml"));
    expect(value?.SyncHdr.Cred).toMatchObject({
      Meta: { Type: "syncml:auth-md5", Format: "b64" },
      Data: "Zz6EivR3yeaaENcRN6lpAQ==",
    });
    expect(findings.map(({ code }) => code)).toEqual([
      "xml/not-well-formed",
      "schema/namespace",
      "schema/order",
      "xml/not-well-formed",
      "schema/unexpected-text",
      "syncml/no-final",
    ]);
    const text = findings[4]?.range;
    expect(positions.text.slice(text?.start, text?.end).trim()).toBe("...");
  });

  test("markup in Data is kept as sent", () => {
    const { roots } = readSyncMLFragment(bytesOf("ms-exec-xml-data.xml"));
    expect(roots[0]?.value).toMatchObject({
      Item: [{ Data: { xml: '\n      <Application id="{ProductID}" flags="0" skuid=" " />\n    ' } }],
    });
  });
});

describe("mutations", () => {
  const sources = [
    ...vectors.map(({ file }) => bytesOf(file)),
    ...own.map((file) => readFileSync(join(ownFolder, file))),
  ];

  test("of every message are read or refused, never more", () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      kind: fc.constantFrom("flip", "cut", "insert", "remove", "repeat"),
      byte: fc.oneof(
        fc.nat(255),
        fc.constantFrom(...'<>&"/\u0000'.split("").map((text) => text.charCodeAt(0))),
      ),
      length: fc.nat(40),
    });
    const mutate = (
      bytes: Uint8Array,
      { at, kind, byte, length }: { at: number; kind: string; byte: number; length: number },
    ): Uint8Array => {
      const place = Math.floor(at * bytes.length);
      const [head, tail] = [bytes.subarray(0, place), bytes.subarray(place)];
      if (kind === "cut") return head;
      if (kind === "flip") return Uint8Array.from([...head, byte, ...tail.subarray(1)]);
      if (kind === "insert") return Uint8Array.from([...head, byte, ...tail]);
      if (kind === "remove") return Uint8Array.from([...head, ...tail.subarray(length)]);
      return Uint8Array.from([...head, ...tail.subarray(0, length), ...tail]);
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (source, changes) => {
          const bytes = changes.reduce(mutate, new Uint8Array(source));
          const { value, findings, positions } = readSyncML(bytes);
          readSyncMLFragment(bytes);
          for (const { range } of findings)
            expect((range?.end ?? 0) - (range?.start ?? 0)).toBeGreaterThanOrEqual(0);
          // what is read has its declared shape: texts and lists where code expects them
          const texts = value && [
            value.SyncHdr.SessionID,
            value.SyncHdr.Source.LocURI,
            ...value.SyncBody.commands.map(({ CmdID }) => CmdID),
          ];
          expect(texts?.every((text) => typeof text === "string") ?? hasError(findings)).toBe(true);
          expect(positions.places.length % 4).toBe(0);
        },
      ),
      { numRuns: 600 },
    );
  });
});

describe("reading and writing", () => {
  test("what was written is read back the same", () => {
    fc.assert(
      fc.property(syncmlMessage, (message) => {
        const { value, findings } = readSyncML(writeSyncML(message));
        expect(findings.filter(({ code }) => !code.startsWith("syncml/"))).toEqual([]);
        expect(value).toEqual(message);
      }),
      { numRuns: 150 },
    );
  });

  test("a message is compact and has the namespaces where they change", () => {
    const bytes = writeSyncML({
      SyncHdr: {
        VerDTD: "1.2",
        VerProto: "DM/1.2",
        SessionID: "1F",
        MsgID: "1",
        Target: { LocURI: "https://dm.example.com/oma" },
        Source: { LocURI: "IMEI:350000000000017" },
        Meta: { MaxMsgSize: 16384 },
      },
      SyncBody: { commands: [{ kind: "Alert", CmdID: "1", Data: 1201 }], Final: true },
    });
    expect(new TextDecoder().decode(bytes)).toBe(
      `<SyncML xmlns="${SYNCML}"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1F</SessionID><MsgID>1</MsgID>` +
        "<Target><LocURI>https://dm.example.com/oma</LocURI></Target><Source><LocURI>IMEI:350000000000017</LocURI></Source>" +
        '<Meta><MaxMsgSize xmlns="syncml:metinf">16384</MaxMsgSize></Meta></SyncHdr>' +
        "<SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Final/></SyncBody></SyncML>",
    );
  });

  test.each(own)("own message %s", async (file) => {
    const { value, findings } = readSyncML(readFileSync(join(ownFolder, file)));
    const shown = {
      value,
      findings: findings.map(({ severity, code, text, range, path }) => ({
        severity,
        code,
        text,
        range,
        path,
      })),
    };
    const json = JSON.stringify(
      shown,
      (_, part: unknown) => (part instanceof Uint8Array ? Buffer.from(part).toString("base64") : part),
      2,
    );
    await expect(`${json}\n`).toMatchFileSnapshot(join(ownFolder, file.replace(/\.xml$/, ".json")));
  });

  test("DMPRO MsgRef and CmdRef that are missing are assumed", () => {
    const body =
      "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status><Results><CmdID>2</CmdID><Item/></Results>";
    const { roots, findings } = readSyncMLFragment(
      utf8(`<SyncBody xmlns="${SYNCML}">${body}<Final/></SyncBody>`),
    );
    expect(roots[0]?.value).toMatchObject({ commands: [{ CmdRef: "0" }, { CmdRef: "1" }] });
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "warning schema/missing",
      "warning schema/missing",
    ]);
  });
});
