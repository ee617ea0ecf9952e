import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import type { CrossingRecord } from "../../simulator/journal/record.ts";
import { summariseMessage, type CrossingMessage } from "../../simulator/stacks/summarise.ts";
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
