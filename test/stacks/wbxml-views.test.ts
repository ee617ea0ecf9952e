import { describe, expect, test } from "vitest";
import { toBase64, utf8, utf8Text } from "../../simulator/core/bytes.ts";
import { writeMgmtTree } from "../../simulator/protocols/dmddf/index.ts";
import {
  writeDevInfWbxml,
  writeSyncMLWbxml,
  type SyncMLInput,
} from "../../simulator/protocols/syncml/index.ts";
import type { DecodedNode } from "../../simulator/schema/inspect.ts";
import {
  decodeMessage,
  decodeReport,
  isReadable,
  type DecodedMessage,
} from "../../simulator/stacks/decode.ts";
import { layerReading } from "../../simulator/stacks/layers.ts";
import { messageViews as registry } from "../../simulator/stacks/views.ts";
import { hex, ownWbxml } from "../support/hex.ts";
import { secretTree, shownIn } from "./secret-messages.ts";

function decode(bytes: Uint8Array, options: { contentType?: string; type?: string } = {}): DecodedMessage {
  return decodeMessage(bytes, { ...options, registry });
}

function nodes(root: DecodedNode | undefined): readonly DecodedNode[] {
  return root ? [root, ...root.children.flatMap(nodes)] : [];
}

const named = (message: DecodedMessage, name: string): readonly DecodedNode[] =>
  nodes(message.tree).filter((node) => node.name === name);

describe("SyncML in WBXML", () => {
  const a2 = ownWbxml("a2");
  const decoded = decode(a2);

  test("is found by its octets, has a head and the document, and says what XML says", () => {
    expect([decoded.kind, decoded.encoding, decoded.findings]).toEqual(["syncml", "wbxml", []]);
    expect(decoded.tree?.children.map(({ name, range }) => [name, range.start, range.end])).toEqual([
      ["(head)", 0, 5],
      ["SyncML", 5, 317],
    ]);
    expect(named(decoded, "publicid")[0]).toMatchObject({
      meaning: "SyncML 1.2",
      range: { start: 1, end: 3 },
    });
  });

  test("lights the octets of every value", () => {
    const [session] = named(decoded, "SessionID");
    expect(session?.value).toBe("1F");
    const { start = 0, end = 0 } = session?.valueRange ?? {};
    expect(utf8Text(a2.subarray(start, end))).toBe("1F");
    for (const { valueRange, value, secret, children } of nodes(decoded.tree?.children[1]))
      if (valueRange && secret !== true && children.length === 0)
        expect(utf8Text(a2.subarray(valueRange.start, valueRange.end))).toBe(value);
  });

  test("holds the range of each child inside that of its parent, in order", () => {
    for (const { range, children } of nodes(decoded.tree)) {
      let past = range.start;
      for (const child of children) {
        expect(child.range.unit).toBe("byte");
        expect(child.range.start).toBeGreaterThanOrEqual(past);
        past = child.range.end;
      }
      expect(past).toBeLessThanOrEqual(range.end);
    }
  });

  test("covers the nonce in octets, tree, report and reading", () => {
    const nonce = named(decoded, "NextNonce")[0];
    expect(decoded.secrets).toEqual([nonce?.valueRange]);
    const reading = layerReading({ view: decoded, contentType: "", bytes: a2, secrets: [] })?.text ?? "";
    for (const shown of [shownIn(decoded.tree), JSON.stringify(decodeReport(decoded)), reading])
      expect(shown).not.toContain("Y2xpZW50Tm9uY2UtMDAwMQ==");
    expect(reading).toContain('<NextNonce xmlns="syncml:metinf">••••••••••••••••••••••••</NextNonce>');
    expect(reading).toMatch(/^<SyncML xmlns="SYNCML:SYNCML1\.2">\n {2}<SyncHdr>\n {4}<VerDTD>1\.2<\/VerDTD>/);
  });

  test("a value from the string table is lit there", () => {
    const message: SyncMLInput = {
      SyncHdr: {
        VerDTD: "1.2",
        VerProto: "DM/1.2",
        SessionID: "1",
        MsgID: "1",
        Target: { LocURI: "a" },
        Source: { LocURI: "b" },
      },
      SyncBody: {
        commands: [{ kind: "Alert", CmdID: "1", Data: 1226, Item: [{ Data: "in the table" }] }],
        Final: true,
      },
    };
    const bytes = writeSyncMLWbxml(message, { data: "string-table", publicIdAs: "string-table" } as never);
    const data = named(decode(bytes), "Data").find(({ value }) => value === "in the table");
    const { start = 0, end = 0 } = data?.valueRange ?? {};
    expect(utf8Text(bytes.subarray(start, end))).toBe("in the table");
    expect(end).toBeLessThan(data?.range.start ?? 0);
  });

  test("is read by the octets where the media type says XML, and the other way round", () => {
    expect(decode(a2, { contentType: "application/vnd.syncml.dm+xml" }).encoding).toBe("wbxml");
    expect(
      decode(utf8("<SyncML/>"), { contentType: "application/vnd.syncml.dm+wbxml" }).encoding,
    ).toBeUndefined();
    expect(decode(a2, { type: "syncml" }).value).toEqual(decode(a2, { type: "wbxml" }).value);
  });

  test("octets that were not read are covered, since any may be a secret", () => {
    const { secrets, findings } = decode(new Uint8Array([...a2, 0x4f, 0x03, 0x41, 0x00, 0x01]));
    expect(findings.map(({ code }) => code)).toContain("wbxml/after-root");
    expect(secrets.at(-1)).toEqual({ unit: "byte", start: 317, end: 322 });
  });
});

describe("what a document is", () => {
  const head = "03 00 00 6a 1d 2d2f2f53594e434d4c2f2f4454442053796e634d4c20312e322f2f454e";
  test.each([
    ["03 a401 6a 00 6d01", "syncml"],
    [`${head} 6d01`, "syncml"],
    ["03 01 6a 00 6d01", "syncml"],
    ["03 8f10 6a 00 6d01", "syncml"],
    ["02 a401 6a 00 0000 0000 6d01", "syncml"],
    ["03 01 6a 00 0002 6001", "tnds"],
    ["03 a403 6a 00 0002 6001", "tnds"],
    ["03 a403 6a 00 4a01", "devinf"],
    ["03 01 6a 00 4a01", "devinf"],
    ["03 0b 6a 00 4501", "bootstrap"],
    ["03 01 6a 00 c5460101", "bootstrap"],
    ["02 05 6a 00 45c606010373692d303035000101", "wbxml"],
    ["02 01 6a 00 45c60601871249018713", "wbxml"],
  ])("%s is %s", (octets, kind) => {
    expect(decode(hex(octets)).kind).toBe(kind);
  });

  test("a document of another family is named, its head shown, and no more pretended", () => {
    const indication = decode(hex("02 05 6a 00 45c606010373692d303035000101"));
    expect(indication.summary).toBe("WBXML, Service Indication 1.0: not a document of device management");
    expect(indication.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ["wbxml/not-of-dm", "error"],
    ]);
    expect([isReadable(indication), indication.value]).toEqual([true, undefined]);
  });

  test("a head that is cut short says so", () => {
    const bytes = hex("03 a401 6a 00");
    for (let length = 0; length < 5; length++)
      expect(decode(bytes.subarray(0, length), { type: "wbxml" }).findings.map(({ code }) => code)).toContain(
        "wbxml/truncated",
      );
  });
});

describe("documents inside messages", () => {
  const withTree = (tree: Uint8Array | string, Format: string, Type: string): SyncMLInput => ({
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: "1",
      MsgID: "1",
      Target: { LocURI: "a" },
      Source: { LocURI: "b" },
    },
    SyncBody: {
      commands: [
        {
          kind: "Add",
          CmdID: "1",
          Item: [{ Target: { LocURI: "./Inbox" }, Meta: { Format, Type }, Data: tree }],
        },
      ],
      Final: true,
    },
  });

  test.each([
    ["WBXML in WBXML", writeMgmtTree(secretTree, "wbxml"), "bin", "application/vnd.syncml.dmtnds+wbxml"],
    [
      "XML in WBXML",
      utf8Text(writeMgmtTree(secretTree, "xml")) ?? "",
      "xml",
      "application/vnd.syncml.dmtnds+xml",
    ],
  ])("%s is a layer, and its secret is covered in both", (_name, tree, format, type) => {
    const bytes = writeSyncMLWbxml(withTree(tree, format, type));
    const decoded = decode(bytes);
    expect(decoded.inside.map(({ view }) => view.kind)).toEqual(["tnds"]);
    expect(decoded.inside[0]?.contentType).toBe(type);
    expect(decoded.inside[0]?.view.findings).toEqual([]);
    const shown = [decoded.tree, ...decoded.inside.map(({ view }) => view.tree)].map(shownIn).join("\n");
    expect(JSON.stringify(decodeReport(decoded)) + shown).not.toContain("open-sesame");
    expect(JSON.stringify(decodeReport(decoded))).not.toContain(toBase64(utf8("open-sesame")));
  });

  test("device information is one, in either encoding", () => {
    const device = { VerDTD: "1.2", DevID: "d", DevTyp: "phone", DataStore: [] };
    const bytes = writeSyncMLWbxml(
      withTree(writeDevInfWbxml(device), "bin", "application/vnd.syncml-devinf+wbxml"),
    );
    expect(decode(bytes).inside.map(({ view }) => view.kind)).toEqual(["devinf"]);
    const xml = withTree("<DevInf xmlns='syncml:devinf'/>", "xml", "application/vnd.syncml-devinf+xml");
    expect(decode(writeSyncMLWbxml(xml)).inside.map(({ view }) => view.kind)).toEqual(["devinf"]);
  });
});
