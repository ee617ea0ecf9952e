import { describe, expect, test } from "vitest";
import { concatBytes, utf8 } from "../../simulator/core/bytes.ts";
import {
  encodeBootstrapPush,
  provisioningTypes,
  writeProvisioning,
  characteristic,
  parm,
} from "../../simulator/protocols/provisioning/index.ts";
import { dmMediaTypes } from "../../simulator/protocols/syncml/index.ts";
import { accountDocument, writeDmBootstrap } from "../../simulator/stacks/bootstrap.ts";
import { decodeLayers } from "../../simulator/stacks/decode-crossing.ts";
import { decodeMessage, type DecodedMessage } from "../../simulator/stacks/decode.ts";
import { layerReading } from "../../simulator/stacks/layers.ts";
import { messageViews as registry } from "../../simulator/stacks/views.ts";
import { hex } from "../support/hex.ts";

const decode = (bytes: Uint8Array, options: { contentType?: string; type?: string } = {}): DecodedMessage =>
  decodeMessage(bytes, { ...options, registry });
const fields = (message: DecodedMessage) =>
  (message.tree?.children ?? []).map(({ name, value, range: { start, end } }) => [name, value, start, end]);

const package0 = hex("71e97eb340fe90aed9a38777a9855f8202d800000000a70e646d2e6578616d706c652e636f6d");

describe("a notification", () => {
  test("is known by its octets and shows each field with its bits", () => {
    const message = decode(package0);
    expect([message.kind, message.summary, message.findings]).toEqual([
      "notification",
      "Package 0 for session A7 of dm.example.com",
      [],
    ]);
    expect(fields(message)).toEqual([
      ["digest", "71e97eb340fe90aed9a38777a9855f82", 0, 128],
      ["version", "11", 128, 138],
      ["uiMode", "1", 138, 140],
      ["initiator", "1", 140, 141],
      ["futureUse", "0", 141, 168],
      ["sessionId", "167", 168, 184],
      ["serverIdLength", "14", 184, 192],
      ["serverId", "dm.example.com", 192, 304],
    ]);
  });

  test("in a WSP push stands behind the fields of its header, its bits further on", () => {
    const push = decode(concatBytes(hex("01 06 03 c4 af 87"), package0));
    expect([push.kind, push.summary]).toEqual([
      "notification",
      "Package 0 in a WSP push for session A7 of dm.example.com",
    ]);
    expect(fields(push).map(([name]) => name)).toEqual([
      "transactionId",
      "pduType",
      "headersLength",
      "contentType",
      "X-WAP-Application-ID",
      "Notification",
    ]);
    const inside = push.tree?.children.at(-1);
    expect(inside?.range).toEqual({ unit: "bit", start: 48, end: 48 + 304 });
    expect(inside?.children.find(({ name }) => name === "sessionId")?.valueRange).toEqual({
      unit: "bit",
      start: 216,
      end: 232,
    });
  });

  test.each([
    ["other zeros", package0.map((octet, at) => (at === 19 ? 1 : octet))],
    ["version 13", package0.map((octet, at) => (at === 16 ? 3 : at === 17 ? 0x50 : octet))],
    ["no text as its server", package0.map((octet, at) => (at === 30 ? 1 : octet))],
    ["too short", package0.subarray(0, 20)],
  ])("with %s is not guessed, and is read when it is named", (_name, octets) => {
    expect(decode(octets).kind).not.toBe("notification");
    expect(decode(octets, { type: "notification" }).kind).toBe("notification");
  });
});

const w7 = {
  serverId: "dms.example",
  addresses: [{ address: "https://dms.example/dm", ports: [] }],
  credentials: [{ level: "CLIENT", name: "dms.example", secret: "open-sesame" }],
  toProxy: [],
  toNapId: [],
  init: true,
  further: [],
};
const document = {
  version: "1.1",
  content: [characteristic("APPLICATION", [parm("APPID", "w7"), parm("PROVIDER-ID", "dms.example")])],
};
const message = writeDmBootstrap({
  serverId: "dms.example",
  deviceId: "IMEI:1",
  objects: [accountDocument(w7)],
});

describe("a bootstrap message", () => {
  test.each(["xml", "wbxml"] as const)("of the client provisioning profile in %s", (encoding) => {
    const bytes = writeProvisioning(document, encoding);
    const contentType = `${provisioningTypes[encoding]}; SEC=NETWPIN; MAC=00`;
    const viewed = decode(bytes, { contentType });
    expect([viewed.kind, viewed.summary, viewed.findings]).toEqual([
      "bootstrap",
      "Provisioning document with the account of dms.example, secured by NETWPIN with a MAC",
      [],
    ]);
    expect(decode(bytes).summary).toBe("Provisioning document with the account of dms.example");
    expect(viewed.printed).toEqual(document);
    expect(viewed.tree?.range.unit).toBe(encoding === "xml" ? "char" : "byte");
  });

  test("in WBXML has its head, and a reading as XML", () => {
    const bytes = writeProvisioning(document, "wbxml");
    const [layer] = decodeLayers({ "content-type": provisioningTypes.wbxml }, bytes);
    expect(layer?.view.tree?.children.map(({ name }) => name)).toEqual(["(head)", "wap-provisioningdoc"]);
    expect(layer && layerReading(layer)?.text).toBe(
      [
        '<wap-provisioningdoc version="1.1">',
        '  <characteristic type="APPLICATION">',
        '    <parm name="APPID" value="w7"/>',
        '    <parm name="PROVIDER-ID" value="dms.example"/>',
        "  </characteristic>",
        "</wap-provisioningdoc>",
      ].join("\n"),
    );
  });

  test("of the DM profile says whom it is from, its objects are layers", () => {
    const viewed = decode(message, {
      type: "bootstrap",
      contentType: `${dmMediaTypes.wbxml};SEC=USERPIN;MAC=00`,
    });
    expect([viewed.kind, viewed.summary]).toEqual([
      "bootstrap",
      "Bootstrap message of the DM profile from dms.example: 1 object, secured by USERPIN with a MAC",
    ]);
    expect(viewed.inside.map(({ view }) => view.kind)).toEqual(["tnds"]);
    expect(decode(message, { contentType: `${dmMediaTypes.wbxml};SEC=USERPIN;MAC=00` }).kind).toBe(
      "bootstrap",
    );
    expect(decode(message).kind).toBe("syncml");
  });

  test.each([
    [
      "the client provisioning profile",
      provisioningTypes.wbxml,
      writeProvisioning(document, "wbxml"),
      ["bootstrap"],
    ],
    ["the DM profile", dmMediaTypes.wbxml, message, ["bootstrap", "tnds"]],
  ])("of %s in a push: the header, then the message as a layer", (_name, type, body, kinds) => {
    const push = encodeBootstrapPush(
      `${type}; SEC=USERPIN; MAC=0123456789ABCDEF0123456789ABCDEF01234567`,
      body,
    );
    const viewed = decode(push);
    expect([viewed.kind, viewed.summary]).toEqual([
      "bootstrap",
      "Bootstrap message in a WSP push, secured by USERPIN with a MAC",
    ]);
    const names = viewed.tree?.children.map(({ name }) => name) ?? [];
    for (const name of ["contentType", "SEC", "MAC", "body"]) expect(names).toContain(name);
    expect(viewed.inside.map(({ view }) => view.kind)).toEqual(kinds);
    expect(viewed.inside[0]?.bytes).toEqual(body);
  });

  test("that is none says so", () => {
    const viewed = decode(utf8("<other/>"), { type: "bootstrap" });
    expect(viewed.summary).toBe("Provisioning document that cannot be read");
    expect(viewed.findings.map(({ code }) => code)).toContain("provisioning/root");
  });
});
