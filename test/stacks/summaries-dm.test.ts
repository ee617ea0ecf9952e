import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { concatBytes } from "../../simulator/core/bytes.ts";
import {
  encodeBootstrapPush,
  provisioningTypes,
  writeProvisioning,
  characteristic,
  parm,
} from "../../simulator/protocols/provisioning/index.ts";
import {
  dmMediaTypes,
  readSyncML,
  writeDmMessage,
  type DmEncoding,
  type SyncMLInput,
} from "../../simulator/protocols/syncml/index.ts";
import { accountDocument, writeDmBootstrap } from "../../simulator/stacks/bootstrap.ts";
import { summariseMessage, type CrossingMessage } from "../../simulator/stacks/summarise.ts";
import { hex, ownWbxml } from "../support/hex.ts";

const crossing = (part: Partial<CrossingMessage>): CrossingMessage => ({
  channel: "dm",
  direction: "request",
  from: { role: "device", name: "d" },
  headers: {},
  body: new Uint8Array(0),
  ...part,
});
const dm = (encoding: DmEncoding, message: SyncMLInput, part: Partial<CrossingMessage> = {}) =>
  summariseMessage(
    crossing({
      headers: { "content-type": dmMediaTypes[encoding] },
      body: writeDmMessage(encoding, message),
      ...part,
    }),
  );
const messageOf = (commands: SyncMLInput["SyncBody"]["commands"], Final = true): SyncMLInput => ({
  SyncHdr: {
    VerDTD: "1.2",
    VerProto: "DM/1.2",
    SessionID: "1",
    MsgID: "2",
    Target: { LocURI: "a" },
    Source: { LocURI: "b" },
  },
  SyncBody: { commands, ...(Final ? { Final } : {}) },
});

const messages: readonly (readonly [string, SyncMLInput])[] = [
  ...["package-1", "package-2", "package-3"].map((name) => {
    const { value } = readSyncML(readFileSync(join(import.meta.dirname, `../vectors/syncml/${name}.xml`)));
    if (!value) throw new Error(name);
    return [name, value] as const;
  }),
  [
    "a challenge",
    messageOf([
      {
        kind: "Status",
        CmdID: "1",
        MsgRef: "1",
        CmdRef: "0",
        Cmd: "SyncHdr",
        Data: 407,
        Chal: { Meta: { Type: "syncml:auth-md5", Format: "b64", NextNonce: new Uint8Array([1, 2, 3]) } },
      },
    ]),
  ],
  [
    "nested commands and a chunk",
    messageOf(
      [
        {
          kind: "Atomic",
          CmdID: "1",
          commands: [
            { kind: "Exec", CmdID: "2", Item: [{ Target: { LocURI: "./FwUpdate/1/Download" } }] },
            {
              kind: "Replace",
              CmdID: "3",
              Item: [{ Target: { LocURI: "./a" }, Meta: { Size: 9 }, Data: "part", MoreData: true }],
            },
          ],
        },
      ],
      false,
    ),
  ],
];

describe("a DM message has the same summary in both encodings", () => {
  it.each(messages)("%s", (_name, message) => {
    for (const role of ["device", "dm-server"] as const) {
      const from = { role, name: "x" };
      const xml = dm("xml", message, { from });
      const wbxml = dm("wbxml", message, { from });
      expect({ ...wbxml.facts, encoding: "xml" }).toEqual(xml.facts);
      expect([wbxml.title, wbxml.summary, wbxml.badges, wbxml.ack]).toEqual([
        xml.title,
        xml.summary,
        xml.badges,
        xml.ack,
      ]);
      expect([xml.codec, wbxml.codec]).toEqual(["SyncML 1.2 XML", "SyncML 1.2 WBXML"]);
      expect([xml.facts["encoding"], wbxml.facts["encoding"]]).toEqual(["xml", "wbxml"]);
    }
  });

  it.each(messages)("%s, even where the media type is wrong or missing", (_name, message) => {
    const body = writeDmMessage("wbxml", message);
    const right = dm("wbxml", message);
    expect(summariseMessage(crossing({ body }))).toEqual(right);
    expect(summariseMessage(crossing({ body, headers: { "content-type": dmMediaTypes.xml } }))).toEqual(
      right,
    );
  });
});

describe("facts of DM messages", () => {
  it("name alert types, executed nodes, chunks and nonces", () => {
    const b1 = summariseMessage(crossing({ body: ownWbxml("b1") }));
    expect(b1.facts).toMatchObject({
      package: 1,
      alerts: [1200, 1226],
      alertTypes: ["Reversed-Domain-Name: org.openmobilealliance.dm.firmwareupdate.downloadandupdate"],
      cred: "md5",
      chunk: false,
      nextNonce: false,
    });
    expect(dm("wbxml", messages[3]?.[1] ?? messageOf([])).facts).toMatchObject({
      challenge: true,
      nextNonce: true,
    });
    const nested = dm("wbxml", messages[4]?.[1] ?? messageOf([]));
    expect(nested.facts).toMatchObject({ execs: ["./FwUpdate/1/Download"], chunk: true, final: false });
    expect(nested.badges.map(({ text }) => text)).toContain("MoreData");
  });

  it("take the credentials of syncml:auth-MAC from the header of HTTP", () => {
    const message = messageOf([{ kind: "Alert", CmdID: "1", Data: 1201 }]);
    const headers = {
      "content-type": dmMediaTypes.wbxml,
      "x-syncml-hmac": 'algorithm=MD5, username="b", mac=AAAA',
    };
    const summary = dm("wbxml", message, { headers });
    expect(summary.facts).toMatchObject({ cred: "mac", mac: true });
    expect(summary.badges.map(({ text }) => text)).toContain("Cred mac");
    expect(dm("wbxml", message).facts).toMatchObject({ cred: "none", mac: false });
  });

  it("say that a damaged message cannot be read", () => {
    const body = ownWbxml("a8").subarray(0, 4);
    const summary = summariseMessage(crossing({ body, headers: { "content-type": dmMediaTypes.wbxml } }));
    expect([summary.title, summary.facts]).toEqual([
      "unreadable message",
      { protocol: "syncml", readable: false, encoding: "wbxml" },
    ]);
  });
});

const package0 = hex("71e97eb340fe90aed9a38777a9855f8202d800000000a70e646d2e6578616d706c652e636f6d");
const provisioning = writeProvisioning(
  {
    version: "1.1",
    content: [characteristic("APPLICATION", [parm("APPID", "w7"), parm("PROVIDER-ID", "dms.example")])],
  },
  "wbxml",
);
const account = accountDocument({
  serverId: "dms.example",
  addresses: [],
  credentials: [],
  toProxy: [],
  toNapId: [],
  init: true,
  further: [],
});
const dmProfile = writeDmBootstrap({ serverId: "dms.example", deviceId: "IMEI:1", objects: [account] });

describe("facts of pushes", () => {
  const push = (contentType: string, body: Uint8Array) =>
    summariseMessage(
      crossing({ channel: "push", direction: "push", headers: { "content-type": contentType }, body }),
    );

  it.each([
    ["alone", "application/vnd.syncml.notification", package0],
    ["without a media type", "", package0],
    [
      "with its WSP header",
      "application/vnd.syncml.notification",
      concatBytes(hex("01 06 03 c4 af 87"), package0),
    ],
  ])("a notification %s", (_name, type, body) => {
    expect(push(type, body).facts).toMatchObject({
      protocol: "notification",
      sessionId: "A7",
      serverId: "dm.example.com",
    });
  });

  it.each([
    [
      "cp",
      `${provisioningTypes.wbxml}; SEC=NETWPIN; MAC=00`,
      provisioning,
      "netwpin",
      "Provisioning 1.1 WBXML",
    ],
    ["dm", `${dmMediaTypes.wbxml}; SEC=USERPIN; MAC=00`, dmProfile, "userpin", "SyncML 1.2 WBXML"],
  ])("a bootstrap message of the %s profile", (bootstrap, type, body, security, codec) => {
    const summary = push(type, body);
    expect([summary.title, summary.codec, summary.findings]).toEqual(["Bootstrap", codec, 0]);
    expect(summary.facts).toEqual({
      protocol: "bootstrap",
      bootstrap,
      readable: true,
      serverId: "dms.example",
      security,
      mac: true,
      encoding: "wbxml",
    });
    expect(push("", encodeBootstrapPush(type, body)).facts).toEqual(summary.facts);
  });

  it("one that is not secured or cannot be read says so", () => {
    const summary = push(provisioningTypes.wbxml, hex("03 0b 6a"));
    expect(summary.facts).toMatchObject({ readable: false, security: "none", mac: false });
    expect(summary.badges.map(({ text }) => text).slice(0, 2)).toEqual(["not secured", "unreadable"]);
  });

  it("what a push gateway answers is no push", () => {
    expect(summariseMessage(crossing({ channel: "push", direction: "response", status: 202 })).title).toBe(
      "HTTP 202",
    );
  });
});

describe("packages that are fetched", () => {
  const http = (part: Partial<CrossingMessage>) => summariseMessage(crossing({ channel: "http", ...part }));
  it("are named with their size", () => {
    expect(http({ method: "GET", url: "http://127.0.0.1/packages/ab12" })).toMatchObject({
      title: "Fetch package",
      facts: { document: "package" },
    });
    const response = { direction: "response", status: 200, body: new Uint8Array(12 * 1024) } as const;
    expect(http(response)).toMatchObject({
      title: "Package download, 12 KB",
      facts: { document: "package", size: 12_288, status: 200 },
    });
    expect(http({ ...response, body: new Uint8Array(10) }).title).toBe("Package download, 10 octets");
    expect(http({ ...response, body: new Uint8Array(3 * 1024 * 1024) }).title).toBe(
      "Package download, 3.0 MB",
    );
    expect(http({ ...response, status: 404 }).title).toBe("HTTP 404");
  });
});
