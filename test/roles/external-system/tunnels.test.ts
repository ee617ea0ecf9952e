import { describe, expect, it } from "vitest";
import { toBase64, utf8 } from "../../../simulator/core/bytes.ts";
import { readSyncML, readSyncMLWbxml, writeSyncML } from "../../../simulator/protocols/syncml/index.ts";
import type { ExternalSystemOptions } from "../../../simulator/roles/external-system/index.ts";
import { serviceException } from "../../../simulator/protocols/wsi/index.ts";
import { writeFault } from "../../../simulator/stacks/wsi-http.ts";
import { ack, createMemoryStore, externalSystem, outcome, writeWsiResponse, type World } from "./world.ts";

const XML = "application/vnd.syncml.dm+xml";
const WBXML = "application/vnd.syncml.dm+wbxml";

/** Opens a session whose package 1 was delivered. */
function open(es: World, sessionId: string, encoding: "xml" | "wbxml" = "xml"): void {
  const operationId = `op-${sessionId}`;
  es.command({ name: "initiateSession", deviceId: `IMEI:${sessionId}`, encoding });
  es.answer(writeWsiResponse("1.1", "InitiateSession", { ack: ack(operationId), sessionId }));
  es.callback("SessionStatus", { ...outcome(1, operationId), sessionId, state: "established" });
  es.callback("PackageDelivery", {
    ...outcome(2, operationId),
    sessionId,
    number: 1,
    contentType: encoding === "xml" ? XML : WBXML,
    package: utf8("<x/>"),
  });
}

function opened(changes: Partial<ExternalSystemOptions> = {}): World {
  const es = externalSystem(changes);
  open(es, "s-1");
  return es;
}

const get = [{ kind: "get", locUri: "./DevDetail/FwV" }] as const;

function exchanged(es: World) {
  const asked = es.asked();
  if (asked.operation !== "ExchangePackage") throw new Error(asked.operation);
  return asked.value;
}

describe("F2.8-F2.18 sessions, several at once", () => {
  it("act on the latest, or on the one that is named", () => {
    const es = externalSystem();
    open(es, "s-1");
    open(es, "s-2");
    expect([...es.view.sessions()]).toMatchObject([
      { sessionId: "s-1", state: "established", deviceId: "IMEI:s-1" },
      { sessionId: "s-2", state: "established", deviceId: "IMEI:s-2" },
    ]);
    es.command({ name: "exchangePackage", commands: get });
    expect(exchanged(es).sessionId).toBe("s-2");
    es.command({ name: "exchangePackage", sessionId: "s-1", commands: get });
    expect(exchanged(es).sessionId).toBe("s-1");
    expect(readSyncML(exchanged(es).package).value?.SyncHdr.Target.LocURI).toBe("IMEI:s-1");
    es.command({ name: "terminateSession", sessionId: "s-1", abort: true });
    expect(es.asked()).toMatchObject({
      operation: "TerminateSession",
      value: { sessionId: "s-1", abort: true },
    });
    es.callback("SessionStatus", { ...outcome(3, "op-s-1"), sessionId: "s-1", state: "aborted" });
    expect([...es.view.sessions()]).toMatchObject([{ sessionId: "s-2" }]);
  });

  it("the answer to a package belongs to its session, its callback to its call", () => {
    const es = opened();
    es.command({
      name: "call",
      operation: "ExchangePackage",
      call: "package",
      value: { sessionId: "s-1", package: toBase64(utf8("<x/>")), contentType: XML },
    });
    es.answer(writeWsiResponse("1.1", "ExchangePackage", { ack: ack("op-x") }));
    expect(es.report("package.acknowledged")).toEqual({
      name: "package.acknowledged",
      conversation: "operation:op-s-1",
      data: { sessionId: "s-1", operationId: "op-x" },
    });
    expect(es.states().at(-1)).toBe("tunnel awaitingPackage3");
    es.callback("PackageDelivery", {
      ...outcome(1, "op-x"),
      sessionId: "s-1",
      number: 3,
      contentType: XML,
      package: utf8("<y/>"),
    });
    expect(es.states().at(-1)).toBe("tunnel established");
    expect(es.report("callback.received")).toMatchObject({
      conversation: "operation:op-s-1",
      data: { call: "package", content: { package: toBase64(utf8("<y/>")) } },
    });
    expect(es.report("package.delivered")?.data).toMatchObject({
      number: 3,
      package: toBase64(utf8("<y/>")),
    });
    expect([...es.view.operations()]).toMatchObject([{ operationId: "op-s-1" }]);
  });

  it("a package that is refused leaves the session as it was", () => {
    const es = opened();
    es.command({ name: "exchangePackage", commands: get });
    es.answer(writeFault("1.1", serviceException("SVC0202", ["s-1"])));
    expect(es.states().slice(-2)).toEqual(["tunnel awaitingPackage3", "tunnel established"]);
    expect(es.report("operation.failed")?.data).toMatchObject({
      operation: "ExchangePackage",
      code: "SVC0202",
    });
  });

  it("a second package that is refused does not end the wait for the first", () => {
    const es = opened();
    es.command({ name: "exchangePackage", commands: get });
    es.answer(writeWsiResponse("1.1", "ExchangePackage", { ack: ack("op-x") }));
    es.command({ name: "exchangePackage", commands: get });
    es.answer(writeFault("1.1", serviceException("SVC0202", ["s-1"])));
    expect([...es.view.sessions()]).toMatchObject([{ state: "awaitingPackage3" }]);
  });

  it("a termination that is refused leaves the session", () => {
    const es = opened();
    es.command({ name: "terminateSession" });
    es.answer(writeFault("1.1", serviceException("SVC0201", ["s-1"])));
    expect(es.states().slice(-2)).toEqual(["tunnel terminating", "tunnel established"]);
  });

  it("the end of a session ends its packages", () => {
    const es = opened();
    es.command({ name: "exchangePackage", commands: get });
    es.answer(writeWsiResponse("1.1", "ExchangePackage", { ack: ack("op-x") }));
    es.callback("SessionStatus", { ...outcome(3, "op-s-1"), sessionId: "s-1", state: "timed-out" });
    expect([...es.view.operations()]).toEqual([]);
    expect(es.states().at(-1)).toBe("tunnel failed");
  });

  it("a session of which nothing is known is asked for all the same", () => {
    const es = externalSystem();
    es.command({ name: "exchangePackage", sessionId: "other", commands: get });
    expect(exchanged(es).sessionId).toBe("other");
    es.command({ name: "terminateSession", sessionId: "other" });
    expect(es.asked()).toMatchObject({ operation: "TerminateSession", value: { sessionId: "other" } });
  });

  it("callbacks that overtake the acknowledgement are not lost", () => {
    const es = externalSystem();
    es.command({ name: "initiateSession", deviceId: "d" });
    es.callback("SessionStatus", { ...outcome(1), sessionId: "s-1", state: "established" });
    expect(es.reports()).toContain("session.status");
    es.answer(writeWsiResponse("1.1", "InitiateSession", { ack: ack("op-1"), sessionId: "s-1" }));
    expect(es.states()).toEqual(["tunnel awaitingSession", "tunnel awaitingPackage1"]);
  });

  it("goes on after a restart", () => {
    const store = createMemoryStore();
    const before = externalSystem({}, { store });
    open(before, "s-1", "wbxml");
    const es = externalSystem({}, { store });
    es.command({ name: "exchangePackage", commands: get });
    expect(exchanged(es)).toMatchObject({ sessionId: "s-1", contentType: WBXML });
    expect(es.states()).toEqual(["tunnel awaitingPackage3"]);
  });
});

describe("F2.12 packages", () => {
  it("in the encoding of the session", () => {
    const es = externalSystem();
    open(es, "s-1", "wbxml");
    expect(es.requests()).toHaveLength(1);
    es.command({ name: "exchangePackage", commands: get });
    const { package: octets, contentType } = exchanged(es);
    expect(contentType).toBe(WBXML);
    expect(readSyncMLWbxml(octets).value?.SyncBody.commands).toMatchObject([{ kind: "Get", CmdID: "1" }]);
  });

  it.each(["xml", "wbxml"] as const)("with containers and octets, in %s", (encoding) => {
    const es = opened();
    es.command({
      name: "exchangePackage",
      encoding,
      commands: [
        {
          kind: "sequence",
          commands: [...get, { kind: "atomic", commands: [{ kind: "delete", locUri: "./A" }] }],
        },
        { kind: "add", locUri: "./B", binaryData: "AAEC" },
      ],
    });
    const { package: octets } = exchanged(es);
    const { value } = encoding === "xml" ? readSyncML(octets) : readSyncMLWbxml(octets);
    expect(value?.SyncBody.commands).toMatchObject([
      {
        kind: "Sequence",
        CmdID: "1",
        commands: [
          { kind: "Get", CmdID: "2" },
          { kind: "Atomic", CmdID: "3", commands: [{ kind: "Delete", CmdID: "4" }] },
        ],
      },
      { kind: "Add", CmdID: "5", Item: [{ Meta: { Format: "b64" }, Data: "AAEC" }] },
    ]);
  });

  it("as octets that somebody else made", () => {
    const es = opened();
    const octets = writeSyncML({
      SyncHdr: {
        VerDTD: "1.2",
        VerProto: "DM/1.2",
        SessionID: "9",
        MsgID: "9",
        Target: { LocURI: "t" },
        Source: { LocURI: "s" },
      },
      SyncBody: { commands: [], Final: true },
    });
    es.command({ name: "exchangePackage", package: toBase64(octets) });
    expect(exchanged(es)).toMatchObject({ package: octets, contentType: XML });
  });

  it("without commands, which closes the session", () => {
    const es = opened();
    es.command({ name: "exchangePackage" });
    expect(readSyncML(exchanged(es).package).value?.SyncBody).toMatchObject({ commands: [], Final: true });
  });

  it.each([
    [{ commands: [{ kind: "move" }] }, "command[1]"],
    [{ commands: [...get, { kind: "replace" }] }, "command[2].replace.locUri"],
    [{ commands: get, encoding: "asn1" }, "encoding is one of xml, wbxml"],
    [{ package: "!" }, "package: package needs octets in base64"],
  ])("refuses %j", (asked, reason) => {
    const es = opened();
    es.command({ name: "exchangePackage", ...asked } as never);
    expect(es.lastReport()).toMatchObject({ name: "command.refused", data: { name: "exchangePackage" } });
    expect(es.lastReport()?.data["reason"]).toContain(reason);
    expect(es.requests()).toHaveLength(1);
  });
});

describe("S1 a slow External System", () => {
  it.each([
    ["thinkingTime of its options", { thinkingTime: 25_000 }, {}],
    ["delay of the command", {}, { delay: 25_000 }],
    ["delay before thinkingTime", { thinkingTime: 1 }, { delay: "25000" }],
  ])("waits before it sends a package: %s", (_what, changes, asked) => {
    const es = opened(changes);
    es.command({ name: "exchangePackage", commands: get, ...asked });
    expect(es.report("call.scheduled")?.data).toMatchObject({ operation: "ExchangePackage", delay: 25_000 });
    es.wait(24_999);
    expect([...es.view.sessions()]).toMatchObject([{ state: "established" }]);
    es.wait(1);
    expect(exchanged(es).sessionId).toBe("s-1");
    expect([...es.view.sessions()]).toMatchObject([{ state: "awaitingPackage3" }]);
  });

  it("does not think about anything else", () => {
    const es = externalSystem({ thinkingTime: 25_000 });
    es.command({ name: "queryOperation", operationId: "op-1" });
    expect(es.requests()).toHaveLength(1);
  });
});
