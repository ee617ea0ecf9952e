import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fromBase64, toBase64, utf8, utf8Text } from "../../simulator/core/bytes.ts";
import { readMgmtTree, writeMgmtTree, type MgmtTreeInput } from "../../simulator/protocols/dmddf/index.ts";
import {
  characteristic,
  parm,
  readProvisioning,
  writeProvisioning,
} from "../../simulator/protocols/provisioning/index.ts";
import {
  readSyncML,
  readSyncMLWbxml,
  writeSyncML,
  writeSyncMLWbxml,
  type ItemInput,
  type SyncMLInput,
} from "../../simulator/protocols/syncml/index.ts";
import { decodeMessage, decodeReport } from "../../simulator/stacks/decode.ts";
import { encodeMessage } from "../../simulator/stacks/encode.ts";
import { messageViews as registry } from "../../simulator/stacks/views.ts";
import { ownWbxml } from "../support/hex.ts";

const package1 = readFileSync(join(import.meta.dirname, "../vectors/syncml/package-1.xml"));
const report = (bytes: Uint8Array): string =>
  JSON.stringify(decodeReport(decodeMessage(bytes, { registry })));
const replace = (item: ItemInput, command: Pick<ItemInput, "Meta"> = {}): SyncMLInput => ({
  SyncHdr: {
    VerDTD: "1.2",
    VerProto: "DM/1.2",
    SessionID: "1",
    MsgID: "1",
    Target: { LocURI: "a" },
    Source: { LocURI: "b" },
  },
  SyncBody: {
    commands: [{ kind: "Replace", CmdID: "1", ...command, Item: [{ Target: { LocURI: "./a" }, ...item }] }],
    Final: true,
  },
});
const itemIn = (bytes: Uint8Array, read: typeof readSyncML | typeof readSyncMLWbxml) => {
  const command = read(bytes).value?.SyncBody.commands[0];
  return command?.kind === "Replace" ? command.Item[0] : undefined;
};
const toWbxml = (message: SyncMLInput) =>
  itemIn(encodeMessage(writeSyncML(message), "wbxml").body, readSyncMLWbxml);
const toXml = (message: SyncMLInput) =>
  itemIn(encodeMessage(writeSyncMLWbxml(message), "xml").body, readSyncML);

describe("a message", () => {
  test("goes from XML to WBXML and back", () => {
    const wbxml = encodeMessage(package1, "wbxml");
    expect([wbxml.contentType, wbxml.body[0]]).toEqual(["application/vnd.syncml.dm+wbxml", 3]);
    expect(readSyncMLWbxml(wbxml.body).value).toEqual(readSyncML(package1).value);
    expect(readSyncML(encodeMessage(wbxml.body, "xml").body).value).toEqual(readSyncML(package1).value);
  });

  test.each(["a1", "a2", "a4", "a7", "a8", "b1", "b2", "b3", "e1"])(
    "%s goes from WBXML to XML and back",
    (name) => {
      const octets = ownWbxml(name);
      const xml = encodeMessage(octets, "xml");
      expect(xml.contentType).toBe("application/vnd.syncml.dm+xml");
      expect(readSyncMLWbxml(encodeMessage(xml.body, "wbxml").body).value).toEqual(
        readSyncMLWbxml(octets).value,
      );
    },
  );

  test("is made of the report of decode, whichever encoding it was", () => {
    for (const source of [package1, encodeMessage(package1, "wbxml").body]) {
      const said = report(source).replaceAll("•", "A");
      expect(readSyncML(encodeMessage(utf8(said), "xml").body).value?.SyncBody).toEqual(
        readSyncML(package1).value?.SyncBody,
      );
      expect(readSyncMLWbxml(encodeMessage(utf8(said), "wbxml").body).value?.SyncBody).toEqual(
        readSyncML(package1).value?.SyncBody,
      );
    }
  });

  test("says so where secrets were covered", () => {
    expect(report(package1)).toContain("•");
    const { findings } = encodeMessage(utf8(report(package1)), "xml");
    expect(findings.map(({ code }) => code)).toEqual(["encode/covered"]);
  });

  test("of version 1.1 gets the document type of that version", () => {
    const message = readSyncML(package1).value as SyncMLInput;
    const old = { ...message, SyncHdr: { ...message.SyncHdr, VerDTD: "1.1", VerProto: "DM/1.1" } };
    expect([...encodeMessage(writeSyncML(old), "wbxml").body.subarray(1, 3)]).toEqual([0x9f, 0x53]);
  });
});

describe("values in the forms of an encoding", () => {
  const octets = new Uint8Array([0, 1, 2, 0xff]);
  const base64 = toBase64(octets);

  test("base64 becomes octets and octets base64, Format and Size with them", () => {
    const inXml = replace({ Meta: { Format: "b64", Size: base64.length }, Data: base64 });
    expect(toWbxml(inXml)).toMatchObject({ Meta: { Format: "bin", Size: 4 }, Data: octets });
    const inWbxml = replace({ Meta: { Format: "bin", Size: 4 }, Data: octets });
    expect(toXml(inWbxml)).toMatchObject({ Meta: { Format: "b64", Size: 8 }, Data: base64 });
    expect(encodeMessage(writeSyncML(inXml), "wbxml").findings.map(({ code, text }) => [code, text])).toEqual(
      [["encode/adapted", "./a: Format b64 became bin."]],
    );
  });

  test("the command's Format counts where the Item has none, and is the one that changes", () => {
    const octetsOf = (message: SyncMLInput) =>
      readSyncMLWbxml(encodeMessage(writeSyncML(message), "wbxml").body).value?.SyncBody.commands[0];
    const one = replace({ Data: base64 }, { Meta: { Format: "b64" } });
    expect(octetsOf(one)).toMatchObject({ Meta: { Format: "bin" }, Item: [{ Data: octets }] });
    const [command] = one.SyncBody.commands ?? [];
    const two = {
      ...one,
      SyncBody: { commands: [{ ...command, Item: [{ Data: base64 }, { Data: "%%" }] }] },
    } as SyncMLInput;
    expect(octetsOf(two)).toMatchObject({
      Meta: { Format: "b64" },
      Item: [{ Meta: { Format: "bin" }, Data: octets }, { Data: "%%" }],
    });
  });

  test("text, chunks and what is no base64 stay as they are", () => {
    expect(toWbxml(replace({ Meta: { Format: "chr" }, Data: base64 }))).toMatchObject({ Data: base64 });
    const chunk = { Meta: { Format: "b64", Size: 100 }, Data: base64, MoreData: true as const };
    expect(toWbxml(replace(chunk))).toMatchObject({ Meta: { Format: "b64", Size: 100 }, Data: base64 });
    expect(toWbxml(replace({ Meta: { Format: "b64" }, Data: "%%%" }))).toMatchObject({ Data: "%%%" });
  });

  test("a Size that does not fit the value is not touched", () => {
    expect(toWbxml(replace({ Meta: { Format: "b64", Size: 77 }, Data: base64 }))?.Meta?.Size).toBe(77);
  });

  test("octets without a Format that says so become base64", () => {
    expect(toXml(replace({ Data: octets }))).toMatchObject({ Meta: { Format: "b64" }, Data: base64 });
  });

  const bin = { kind: "bin", value: true } as const;
  const tree: MgmtTreeInput = {
    VerDTD: "1.2",
    Node: [
      {
        NodeName: "Key",
        RTProperties: { Format: bin, Type: { MIME: "application/octet-stream" } },
        Value: octets,
      },
    ],
  };

  test("a TNDS document travels in the encoding of the message, Format and Type with it", () => {
    const xml = utf8Text(writeMgmtTree(tree, "xml")) ?? "";
    const item = toWbxml(
      replace({ Meta: { Format: "xml", Type: "application/vnd.syncml.dmtnds+xml" }, Data: xml }),
    );
    expect(item?.Meta).toMatchObject({ Format: "xml", Type: "application/vnd.syncml.dmtnds+wbxml" });
    expect(item?.Data).toEqual(writeMgmtTree(tree, "wbxml"));
    const back = toXml(
      replace({
        Meta: { Format: "bin", Type: "application/vnd.syncml.dmtnds+wbxml" },
        Data: writeMgmtTree(tree, "wbxml"),
      }),
    );
    expect(back).toMatchObject({
      Meta: { Format: "xml", Type: "application/vnd.syncml.dmtnds+xml" },
      Data: xml,
    });
  });

  test("a document that cannot be read stays as it is", () => {
    const item = {
      Meta: { Format: "xml", Type: "application/vnd.syncml.dmtnds+xml" },
      Data: "<MgmtTree><Node",
    };
    expect(toWbxml(replace(item))).toMatchObject(item);
  });

  test("documents alone go both ways, from JSON too", () => {
    const wbxml = encodeMessage(writeMgmtTree(tree, "xml"), "wbxml");
    expect(wbxml.contentType).toBe("application/vnd.syncml.dmtnds+wbxml");
    expect(wbxml.body).toEqual(writeMgmtTree(tree, "wbxml"));
    expect(encodeMessage(wbxml.body, "xml").body).toEqual(writeMgmtTree(tree, "xml"));
    expect(encodeMessage(utf8(report(wbxml.body)), "wbxml").body).toEqual(wbxml.body);
    const described: MgmtTreeInput = { VerDTD: "1.2", Node: [{ NodeName: "A", DFProperties: {} }] };
    const ddf = encodeMessage(writeMgmtTree(described, "xml"), "wbxml");
    expect(ddf.contentType).toBe("application/vnd.syncml.dmddf+wbxml");
    expect(readMgmtTree(ddf.body, "wbxml").value).toEqual(
      readMgmtTree(writeMgmtTree(described, "xml"), "xml").value,
    );
  });

  test("provisioning documents go both ways, from JSON too", () => {
    const document = {
      version: "1.1",
      content: [
        characteristic("APPLICATION", [
          parm("APPID", "w7"),
          parm("ADDR", "https://dms.example/dm"),
          parm("INIT"),
        ]),
      ],
    };
    const xml = writeProvisioning(document, "xml");
    const wbxml = encodeMessage(xml, "wbxml");
    expect(wbxml).toMatchObject({
      contentType: "application/vnd.wap.connectivity-wbxml",
      body: writeProvisioning(document, "wbxml"),
    });
    expect(readProvisioning(encodeMessage(wbxml.body, "xml").body).value).toEqual(
      readProvisioning(xml).value,
    );
    expect(encodeMessage(utf8(report(xml)), "wbxml").body).toEqual(wbxml.body);
  });
});

describe("what cannot be encoded", () => {
  test.each([
    ["<SyncML>", "encode/unreadable"],
    ["<MgmtTree", "encode/unreadable"],
    ["{", "encode/unreadable"],
    ["{}", "encode/invalid"],
    ["null", "encode/invalid"],
    ['{"content":[{"kind":"parm"}]}', "encode/invalid"],
    ['{"VerDTD":"1.2","Node":[{"NodeName":4}]}', "encode/invalid"],
    ['{"SyncHdr":{},"SyncBody":{"commands":[{"kind":"Put"}]}}', "encode/invalid"],
  ])("%j is refused as %s", (source, code) => {
    for (const to of ["xml", "wbxml"] as const)
      expect(() => encodeMessage(utf8(source), to)).toThrow(expect.objectContaining({ code }));
  });

  test("octets that are neither text nor WBXML, and WBXML of another kind", () => {
    for (const source of ["//79", toBase64(new Uint8Array([2, 5, 0x6a, 0, 0x45, 1]))])
      expect(() => encodeMessage(fromBase64(source) ?? new Uint8Array(), "xml")).toThrow(
        expect.objectContaining({ code: "encode/unreadable" }),
      );
  });
});
