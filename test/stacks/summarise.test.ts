import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import type { CrossingRecord } from "../../simulator/journal/record.ts";
import { summariseMessage, type CrossingMessage } from "../../simulator/stacks/summarise.ts";
import {
  dmMediaTypes,
  writeDmMessage,
  type BodyCommandInput,
  type DmEncoding,
} from "../../simulator/protocols/syncml/index.ts";
import { createTestWorkbench } from "../support/workbench.ts";

const message = (part: Partial<CrossingMessage>): CrossingMessage => ({
  channel: "wsi",
  direction: "request",
  from: { role: "external-system", name: "e" },
  headers: {},
  body: new Uint8Array(0),
  ...part,
});

describe("summaries of a whole Figure 2", () => {
  let crossings: readonly CrossingRecord[] = [];
  beforeAll(async () => {
    const run = createTestWorkbench().start({ scenario: "figure-2", speed: "max", seed: "s" });
    await run.ended;
    crossings = run.journal.read(0, 10_000).filter((record) => record.kind === "crossing");
  });
  const titled = (title: string) => {
    const found = crossings.find((crossing) => summariseMessage(crossing).title === title);
    if (!found) throw new Error(`no message ${title}`);
    return summariseMessage(found);
  };

  it.each([
    ["get_authToken", { protocol: "uddi", message: "get_authToken" }],
    ["serviceDetail", { protocol: "uddi", status: 200 }],
    ["Fetch WSDL", { protocol: "http", document: "wsdl" }],
    ["schema", { document: "xsd", status: 200 }],
    ["RegisterExternalSystem", { operation: "RegisterExternalSystem", part: "request", version: "1.1" }],
    ["RegisterExternalSystem acknowledged", { part: "response", "ack.state": "accepted" }],
    ["RegistrationConfirmation", { "field.state": "accepted" }],
    ["Package 0", { protocol: "notification", readable: true, serverId: "dms.example" }],
    ["Package 1", { package: 1, alerts: [1200], devInfo: true, cred: "none" }],
    ["Challenge", { challenge: true, refused: false, headerStatus: 407 }],
    ["Package 2", { package: 2, commands: ["Get", "Replace"], cred: "md5" }],
    ["Package 3", { package: 3, results: true, statuses: [200, 200], worstStatus: 200, final: true }],
    ["Package 4", { package: 4, final: true }],
    ["PackageDelivery", { "field.number": 1 }],
    ["SessionStatus", { part: "request" }],
  ])("name %s and state its facts", (title, facts) => {
    expect(titled(title).facts).toMatchObject(facts);
    expect(titled(title).codec).not.toBe("");
    expect(titled(title).findings).toBe(0);
  });

  it("let acknowledgements ride along, and answers not", () => {
    expect(titled("RegisterExternalSystem acknowledged").ack).toBe(true);
    expect(titled("Package 3").ack).toBe(false);
    expect(titled("serviceDetail").ack).toBe(false);
  });

  it("show what is worth a badge", () => {
    expect(titled("Challenge").badges.map(({ text }) => text)).toContain("407");
    expect(titled("Package 1").badges.map(({ text }) => text)).toEqual(["Alert 1200", "DevInfo"]);
    expect(titled("ExchangePackage").summary).not.toBe("");
  });
});

describe("summaries of what cannot be read", () => {
  it.each([
    [message({ body: utf8("junk") }), "unreadable request"],
    [message({ direction: "response", status: 500, body: utf8("junk") }), "HTTP 500"],
    [message({ channel: "dm", body: utf8("<SyncML") }), "unreadable message"],
    [message({ channel: "dm", direction: "response", status: 503, body: utf8("busy") }), "HTTP 503"],
    [message({ channel: "push", direction: "push", body: utf8("x") }), "Package 0"],
    [message({ channel: "uddi", body: utf8("<a/>") }), "UDDI request"],
    [message({ channel: "uddi", direction: "response", status: 404, body: utf8("no") }), "HTTP 404"],
    [message({ channel: "http", method: "GET", url: "http://a/b?c" }), "GET /b?c"],
    [message({ channel: "wsi-callback", direction: "response", status: 200 }), "HTTP 200"],
  ])("%#: are named by the envelope", (given, title) => {
    expect(summariseMessage(given).title).toBe(title);
  });

  it("never throw, whatever the octets", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("wsi", "wsi-callback", "dm", "push", "uddi", "http"),
        fc.constantFrom("request", "response", "push"),
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string().map((text) => utf8(`<${text}`)),
        ),
        fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
        (channel, direction, body, status) => {
          const summary = summariseMessage(message({ channel, direction, body, status, url: "x" }));
          expect(summary.title.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe("facts of a DM message in detail", () => {
  const factsOf = (commands: readonly BodyCommandInput[], encoding: DmEncoding) =>
    summariseMessage(
      message({
        channel: "dm",
        headers: { "content-type": dmMediaTypes[encoding] },
        body: writeDmMessage(encoding, {
          SyncHdr: {
            VerDTD: "1.2",
            VerProto: "DM/1.2",
            SessionID: "1",
            MsgID: "2",
            Target: { LocURI: "http://dms.example/dm" },
            Source: { LocURI: "IMEI:1" },
          },
          SyncBody: { commands, Final: true },
        }),
      }),
    ).facts;
  const statusOf = (Cmd: string, Data: number, uri?: string): BodyCommandInput => ({
    kind: "Status",
    CmdID: "1",
    MsgRef: "1",
    CmdRef: "2",
    Cmd,
    Data,
    TargetRef: uri === undefined ? [] : [uri],
  });

  it.each(["xml", "wbxml"] as const)("are the same in %s", (encoding) => {
    const facts = factsOf(
      [
        statusOf("SyncHdr", 212),
        statusOf("Get", 404, "./None"),
        {
          kind: "Status",
          CmdID: "3",
          MsgRef: "1",
          CmdRef: "3",
          Cmd: "Alert",
          Data: 200,
          Item: [{ Data: "2" }],
        },
        {
          kind: "Results",
          CmdID: "4",
          CmdRef: "4",
          Item: [{ Source: { LocURI: "./A" }, Meta: { Format: "node", Size: 7 }, Data: "B/C" }],
        },
        {
          kind: "Alert",
          CmdID: "5",
          Data: 1226,
          Correlator: "job",
          Item: [
            {
              Source: { LocURI: "./F" },
              Meta: { Type: "Reversed-Domain-Name: org.example.x", Format: "int", Mark: "warning" },
              Data: "402",
            },
          ],
        },
      ],
      encoding,
    );
    expect(facts).toMatchObject({
      encoding,
      answers: ["Get 404", "Get ./None 404", "Alert 200"],
      told: ["2"],
      values: ["./A=B/C"],
      resultTypes: ["./A text/plain"],
      resultFormats: ["./A node"],
      resultItems: 1,
      events: ["org.example.x=402"],
      marks: ["warning"],
      sources: ["./F"],
      correlators: ["job"],
      sizes: [7],
      asked: ["Alert 1226"],
    });
  });

  it("name commands in containers, and give octets by their number", () => {
    const facts = factsOf(
      [
        {
          kind: "Atomic",
          CmdID: "1",
          commands: [
            { kind: "Add", CmdID: "2", Item: [{ Target: { LocURI: "./A" }, Data: "x".repeat(300) }] },
            { kind: "Alert", CmdID: "3", Data: 1101, Item: [{}, { Data: "Sure?" }] },
          ],
        },
        {
          kind: "Results",
          CmdID: "4",
          CmdRef: "4",
          Item: [
            { Source: { LocURI: "./O" }, Meta: { Format: "bin" }, Data: new Uint8Array(3) },
            { Source: { LocURI: "./L" }, Data: "y".repeat(300) },
          ],
        },
      ],
      "wbxml",
    );
    expect(facts).toMatchObject({
      asked: ["Atomic", "Add ./A", "Alert 1101"],
      values: ["./O=3 octets", `./L=${"y".repeat(200)}…`],
    });
  });
});
