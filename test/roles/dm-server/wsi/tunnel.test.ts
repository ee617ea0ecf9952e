import { describe, expect, test } from "vitest";
import { concatBytes, utf8, utf8Text } from "../../../../simulator/core/bytes.ts";
import {
  readDmMessage,
  readSyncML,
  writeDmMessage,
  type SyncML,
} from "../../../../simulator/protocols/syncml/index.ts";
import { encodeTrigger } from "../../../../simulator/protocols/notification/index.ts";
import { defaultPolicy, type ExternalSystemPolicy } from "../../../../simulator/roles/dm-server/options.ts";
import { createDesk, type Desk } from "./desk.ts";

const XML = "application/vnd.syncml.dm+xml";
const other = { credentials: { scheme: "basic", username: "other", password: "other" } as const };

const header = (msgId: string, more = "") =>
  `<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>A</SessionID><MsgID>${msgId}</MsgID><Target><LocURI>dms.example</LocURI></Target><Source><LocURI>IMEI:1</LocURI><LocName>user</LocName></Source>${more}</SyncHdr>`;
const syncml = (msgId: string, body: string, more = ""): string =>
  `<SyncML xmlns="SYNCML:SYNCML1.2">${header(msgId, more)}<SyncBody>${body}</SyncBody></SyncML>`;
const parse = (text: string): SyncML => {
  const { value } = readSyncML(utf8(text));
  if (!value) throw new Error("no message");
  return value;
};
const get = (cmdId: string, locUri = "./DevInfo/Mod") =>
  `<Get><CmdID>${cmdId}</CmdID><Item><Target><LocURI>${locUri}</LocURI></Target></Item></Get>`;
const cred = `<Cred><Meta><Type xmlns="syncml:metinf">syncml:auth-md5</Type></Meta><Data>c2VjcmV0</Data></Cred>`;
const package1 = syncml(
  "1",
  `<Alert><CmdID>1</CmdID><Data>1200</Data></Alert><Replace><CmdID>2</CmdID><Item><Source><LocURI>./DevInfo/DevId</LocURI></Source><Data>IMEI:1</Data></Item></Replace><Final/>`,
  `<RespURI>http://x/dm/token</RespURI>${cred}`,
);

function initiated(desk: Desk, more: Record<string, unknown> = {}) {
  desk.registered();
  const { ack, sessionId } = desk.ok("InitiateSession", { deviceId: "IMEI:1", ...more });
  desk.settle();
  return { operationId: ack.operationId, sessionId };
}
function established(desk: Desk) {
  const session = initiated(desk);
  desk.report({ type: "established", work: session.sessionId, sessionId: "A", package1: parse(package1) });
  desk.answer();
  desk.answer();
  return session;
}
const exchange = (sessionId: string, body: string, msgId = "5") => ({
  sessionId,
  contentType: XML,
  package: utf8(syncml(msgId, body, cred)),
});
const packageText = (desk: Desk): string => utf8Text(desk.last("PackageDelivery").package) ?? "";

describe("F2.8 InitiateSession", () => {
  test("opens a session in tunnel mode", () => {
    const desk = createDesk();
    const { sessionId, operationId } = initiated(desk, { uiMode: "informative", expires: 60_000 });
    expect(desk.calls).toMatchObject([
      {
        kind: "open",
        request: {
          work: sessionId,
          deviceId: "IMEI:1",
          uiMode: "informative",
          notify: true,
          expires: 60_000,
          mode: { kind: "tunnel" },
        },
      },
    ]);
    expect(desk.ok("QueryOperation", { operationId }).operation).toMatchObject({
      state: "pending",
      sessionId,
    });
  });

  test("without a callback endpoint: SVC0002", () => {
    expect(createDesk().fault("InitiateSession", { deviceId: "IMEI:1" })).toBe("SVC0002 callbackEndpoint");
  });

  test("packages as text/plain: SVC0003", () => {
    const desk = createDesk();
    desk.registered();
    expect(desk.fault("InitiateSession", { deviceId: "IMEI:1", packageContentType: "text/plain" })).toMatch(
      /^SVC0003 packageContentType/,
    );
  });

  test("package 0: our server identifier and its user interaction mode, not its session id and digest", () => {
    const desk = createDesk();
    const package0 = (serverId: string) =>
      concatBytes(new Uint8Array(16), encodeTrigger({ uiMode: 3, sessionId: 7, serverId }));
    const { sessionId } = initiated(desk, { package0: package0("dms.example") });
    expect(desk.calls).toMatchObject([{ request: { work: sessionId, uiMode: "user-interaction" } }]);
    expect(desk.notes("package0-recomposed")).toHaveLength(1);
    expect(desk.fault("InitiateSession", { deviceId: "IMEI:1", package0: package0("elsewhere") })).toBe(
      "SVC0002 package0",
    );
    expect(desk.fault("InitiateSession", { deviceId: "IMEI:1", package0: Uint8Array.of(1) })).toBe(
      "SVC0002 package0",
    );
  });
});

describe("F2.11 the device is there", () => {
  test("notified, established, package 1 without credentials", () => {
    const desk = createDesk();
    const { sessionId, operationId } = initiated(desk);
    desk.report({ type: "notified", work: sessionId });
    desk.report({ type: "notified", work: sessionId });
    expect(desk.last("SessionStatus")).toMatchObject({
      operationId,
      sessionId,
      state: "notified",
      sequence: 1,
    });
    desk.answer();
    desk.report({ type: "established", work: sessionId, sessionId: "A", package1: parse(package1) });
    expect(desk.last("SessionStatus")).toMatchObject({ state: "established", sequence: 2 });
    desk.answer();
    expect(desk.last("PackageDelivery")).toMatchObject({
      operationId,
      sessionId,
      number: 1,
      contentType: XML,
      sequence: 3,
    });
    const text = packageText(desk);
    expect(text).toContain("./DevInfo/DevId");
    for (const secret of ["Cred", "c2VjcmV0", "RespURI", "token", "LocName"])
      expect(text).not.toContain(secret);
    expect(desk.reports("session.established")).toMatchObject([
      { data: { sessionId, deviceId: "IMEI:1", dmSessionId: "A" } },
    ]);
    expect(desk.ok("QueryOperation", { operationId }).operation.state).toBe("running");
  });

  test("all callbacks of a session go in order, one after the other", () => {
    const desk = createDesk();
    const { sessionId } = initiated(desk);
    desk.report({ type: "established", work: sessionId, sessionId: "A", package1: parse(package1) });
    const before = desk.callbacks.length;
    desk.fail("timeout");
    desk.report({ type: "closed", work: sessionId });
    expect(desk.callbacks).toHaveLength(before);
    desk.advance(1000);
    desk.answer();
    desk.answer();
    expect(desk.last("SessionStatus").state).toBe("closed");
  });
});

describe("F2.12 to F2.15 ExchangePackage", () => {
  test("its commands go to the device in order; the rest of the package is ignored with findings", () => {
    const desk = createDesk();
    const { sessionId, operationId } = established(desk);
    const status = `<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>212</Data></Status>`;
    const nested = `<Sequence><CmdID>8</CmdID>${get("9")}${get("11", "./DevInfo/Man")}</Sequence>`;
    const { ack } = desk.ok("ExchangePackage", exchange(sessionId, `${status}${get("7")}${nested}<Final/>`));
    expect(ack.operationId).not.toBe(operationId);
    desk.settle();
    const call = desk.calls.at(-1);
    expect(call).toMatchObject({
      kind: "supply",
      work: sessionId,
      commands: [
        { reference: "1", command: { kind: "Get" } },
        { reference: "2", command: { kind: "Sequence", commands: [{ kind: "Get" }, { kind: "Get" }] } },
      ],
    });
    const note = desk.effects.find((effect) => effect.type === "note" && effect.code === "tunnel-package");
    const texts = note?.type === "note" ? (note.findings ?? []).map(({ text }) => text.split(" ")[0]) : [];
    expect(texts).toEqual(["SyncHdr", "Cred", "Final", "Status"]);
  });

  test("package 3 is delivered with the External System's own numbers", () => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    const { ack } = desk.ok(
      "ExchangePackage",
      exchange(
        sessionId,
        `${get("70")}<Atomic><CmdID>71</CmdID><Delete><CmdID>72</CmdID><Item><Target><LocURI>./X</LocURI></Target></Item></Delete></Atomic><Final/>`,
      ),
    );
    desk.settle();
    const status = (cmdRef: string, cmd: string, data = 200, id = cmdRef) =>
      `<Status><CmdID>${id}</CmdID><MsgRef>2</MsgRef><CmdRef>${cmdRef}</CmdRef><Cmd>${cmd}</Cmd><Chal><Meta><NextNonce xmlns="syncml:metinf">bm9uY2U=</NextNonce></Meta></Chal><Data>${data}</Data></Status>`;
    const messages = [
      parse(syncml("2", `${status("0", "SyncHdr", 212, "1")}${status("4", "Get", 200, "2")}`, cred)),
      parse(
        syncml(
          "3",
          `<Results><CmdID>1</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef><Item><Source><LocURI>./DevInfo/Mod</LocURI></Source><Data>A1</Data></Item></Results>${status("5", "Atomic")}${status("6", "Delete")}${status("99", "Alert")}<Final/>`,
        ),
      ),
    ];
    desk.report({
      type: "package3",
      work: sessionId,
      messages,
      references: new Map([
        ["2/4", "1"],
        ["2/5", "2"],
        ["2/6", "2.1"],
      ]),
      outcomes: [
        { reference: "1", status: 200, items: [] },
        { reference: "2", status: 200, items: [] },
        { reference: "2", memberReference: "2.1", status: 200, items: [] },
      ],
    });
    expect(desk.last("PackageDelivery")).toMatchObject({
      operationId: ack.operationId,
      sequence: 1,
      number: 3,
      sessionId,
    });
    const message = parse(packageText(desk));
    const numbers = message.SyncBody.commands.map((command) =>
      command.kind === "Status" || command.kind === "Results"
        ? [command.kind, command.CmdID, command.MsgRef, command.CmdRef]
        : [],
    );
    expect(numbers).toEqual([
      ["Status", "1", "5", "0"],
      ["Status", "2", "5", "70"],
      ["Results", "3", "5", "70"],
      ["Status", "4", "5", "71"],
      ["Status", "5", "5", "72"],
    ]);
    expect(message.SyncBody.Final).toBe(true);
    expect(packageText(desk)).not.toMatch(/NextNonce|Cred/);
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation).toMatchObject({
      operation: "ExchangePackage",
      state: "succeeded",
      sessionId,
    });
  });

  test("packages in WBXML, whatever the device speaks: octets raw, commands as in XML", () => {
    const desk = createDesk();
    const WBXML = "application/vnd.syncml.dm+wbxml";
    const { sessionId } = initiated(desk, { packageContentType: `${WBXML}; charset=utf-8` });
    desk.report({ type: "established", work: sessionId, sessionId: "A", package1: parse(package1) });
    desk.answer();
    const delivered = (): SyncML | undefined =>
      readDmMessage("wbxml", desk.last("PackageDelivery").package).value;
    expect(desk.last("PackageDelivery")).toMatchObject({ number: 1, contentType: WBXML });
    expect(delivered()?.SyncBody.commands.map(({ kind }) => kind)).toEqual(["Alert", "Replace"]);
    desk.answer();
    const content = parse(syncml("5", get("70"), cred));
    const given = { sessionId, contentType: WBXML, package: writeDmMessage("wbxml", content) };
    desk.ok("ExchangePackage", given);
    desk.settle();
    expect(desk.calls.at(-1)).toMatchObject({
      kind: "supply",
      commands: [
        { reference: "1", command: { kind: "Get", Item: [{ Target: { LocURI: "./DevInfo/Mod" } }] } },
      ],
    });
    const message = parse(
      syncml(
        "2",
        `<Status><CmdID>1</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef><Cmd>Get</Cmd><Data>213</Data></Status><Results><CmdID>1</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef><Item><Data>X</Data></Item></Results>`,
      ),
    );
    const binary = {
      ...message,
      SyncBody: {
        ...message.SyncBody,
        commands: message.SyncBody.commands.map((command) =>
          command.kind === "Results" ? { ...command, Item: [{ Data: Uint8Array.of(0, 255) }] } : command,
        ),
      },
    };
    const references = new Map([["2/4", "1"]]);
    desk.report({ type: "package3", work: sessionId, messages: [binary], references, outcomes: [] });
    expect(delivered()?.SyncBody.commands).toMatchObject([
      { kind: "Results", CmdRef: "70", Item: [{ Meta: { Format: "bin" }, Data: Uint8Array.of(0, 255) }] },
    ]);
  });

  test("a package in WBXML that cannot be read is refused", () => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    const contentType = "application/vnd.syncml.dm+wbxml";
    expect(
      desk.fault("ExchangePackage", { sessionId, contentType, package: Uint8Array.of(3, 1, 106, 0, 109) }),
    ).toBe("SVC0002 package");
  });

  test("what XML cannot hold does not stop a delivery", () => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    desk.ok("ExchangePackage", exchange(sessionId, get("70")));
    desk.settle();
    const message = parse(
      syncml(
        "2",
        `<Results><CmdID>1</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef><Item><Data>X</Data></Item></Results>`,
      ),
    );
    const dirty = {
      ...message,
      SyncBody: {
        ...message.SyncBody,
        commands: message.SyncBody.commands.map((command) =>
          command.kind === "Results" ? { ...command, Item: [{ Data: "a\u0001" }] } : command,
        ),
      },
    };
    const references = new Map([["2/4", "1"]]);
    desk.report({ type: "package3", work: sessionId, messages: [dirty], references, outcomes: [] });
    expect(packageText(desk)).toContain("<Data>a\ufffd</Data>");
  });

  test("one may be outstanding; before established and after the end: SVC0202", () => {
    const desk = createDesk();
    const { sessionId } = initiated(desk);
    const early = exchange(sessionId, get("1"));
    expect(desk.fault("ExchangePackage", early)).toBe(`SVC0202 ${sessionId} requested`);
    desk.report({ type: "established", work: sessionId, sessionId: "A", package1: parse(package1) });
    desk.ok("ExchangePackage", early);
    expect(desk.fault("ExchangePackage", early)).toBe(`SVC0202 ${sessionId} exchanging`);
    desk.settle();
    desk.report({ type: "package3", work: sessionId, messages: [], references: new Map(), outcomes: [] });
    desk.ok("ExchangePackage", early);
    desk.report({ type: "aborted", work: sessionId, by: "device", reason: "off" });
    expect(desk.fault("ExchangePackage", early)).toBe(`SVC0202 ${sessionId} aborted`);
  });

  test("a package without commands is a normal close", () => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    desk.ok("ExchangePackage", exchange(sessionId, "<Final/>"));
    desk.settle();
    expect(desk.calls.at(-1)).toEqual({ kind: "supply", work: sessionId, commands: [] });
    desk.report({ type: "closed", work: sessionId });
    expect(desk.last("SessionStatus")).toMatchObject({
      state: "closed",
      totals: { targeted: 1, succeeded: 1 },
    });
  });

  test.each([
    ["an account", get("1", "./DMAcc/x"), "POL0202 get ./DMAcc/x"],
    [
      "a member that is not granted",
      `<Sequence><CmdID>1</CmdID>${get("2")}${get("3", "./A?prop=ACL")}</Sequence>`,
      "POL0202 get ./A?prop=ACL",
    ],
    [
      "a copy of the root",
      `<Copy><CmdID>1</CmdID><Item><Target><LocURI>./B</LocURI></Target><Source><LocURI>.</LocURI></Source></Item></Copy>`,
      "POL0202 copy .",
    ],
    ["an item without a target", `<Get><CmdID>1</CmdID><Item/></Get>`, "SVC0002 package"],
    [
      "a chunk",
      `<Add><CmdID>1</CmdID><Item><Target><LocURI>./B</LocURI></Target><Data>x</Data><MoreData/></Item></Add>`,
      "SVC0002 package",
    ],
    [
      "an abort inside a Sequence",
      `<Sequence><CmdID>1</CmdID><Alert><CmdID>2</CmdID><Data>1223</Data></Alert></Sequence>`,
      "SVC0002 package",
    ],
    ["a LocURI beyond the limit", get("1", `./${"a".repeat(4096)}`), "SVC0002 package"],
    ["something that is no SyncML", "<Get>", "SVC0002 package"],
  ])("%s is refused whole", (_name, body, fault) => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    expect(desk.fault("ExchangePackage", exchange(sessionId, `${get("40")}${body}`))).toBe(fault);
    desk.settle();
    expect(desk.calls).toHaveLength(1);
    desk.ok("ExchangePackage", exchange(sessionId, get("41")));
  });

  test("another media type: SVC0205; somebody else's session: SVC0201", () => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    const request = exchange(sessionId, get("1"));
    expect(desk.fault("ExchangePackage", { ...request, contentType: "application/vnd.syncml+xml" })).toMatch(
      /^SVC0205/,
    );
    expect(desk.fault("ExchangePackage", request, other)).toBe(`SVC0201 ${sessionId}`);
    expect(desk.fault("ExchangePackage", { ...request, sessionId: "none" })).toBe("SVC0201 none");
  });
});

describe("F2.16 to F2.18 the end", () => {
  test.each([
    [false, "closed"],
    [true, "aborted"],
  ])("TerminateSession with abort=%s", (abort, state) => {
    const desk = createDesk();
    const { sessionId, operationId } = established(desk);
    expect(desk.ok("TerminateSession", { sessionId, abort }).ack).toMatchObject({
      operationId,
      state: "accepted",
    });
    desk.settle();
    expect(desk.calls.at(-1)).toEqual({ kind: "end", work: sessionId, abort });
    desk.report({ type: "closed", work: sessionId });
    expect(desk.last("SessionStatus")).toMatchObject({ sessionId, state });
    expect(desk.ok("TerminateSession", { sessionId }).ack).toMatchObject({ operationId, state: "rejected" });
    expect(desk.reports(`session.${state}`)).toHaveLength(1);
  });

  test("before the device came it is over at once", () => {
    const desk = createDesk();
    const { sessionId } = initiated(desk);
    desk.ok("TerminateSession", { sessionId });
    desk.settle();
    expect(desk.last("SessionStatus")).toMatchObject({
      state: "closed",
      reason: "ended before the device came",
    });
  });

  test.each([
    [
      { type: "refused", by: "user", reason: "answered No" } as const,
      { state: "refused", refusedBy: "user", reason: "answered No" },
    ],
    [{ type: "timed-out", reason: "silence" } as const, { state: "timed-out", reason: "silence" }],
    [{ type: "aborted", by: "device", reason: "Alert 1223" } as const, { state: "aborted" }],
  ])("%j is told, and fails an outstanding exchange", (report, expected) => {
    const desk = createDesk();
    const { sessionId, operationId } = established(desk);
    const { ack } = desk.ok("ExchangePackage", exchange(sessionId, get("1")));
    desk.settle();
    desk.report({ ...report, work: sessionId });
    expect(desk.last("SessionStatus")).toMatchObject({ ...expected, totals: { failed: 1 } });
    expect(desk.ok("QueryOperation", { operationId }).operation.state).toBe("failed");
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).toBe("failed");
    desk.report({ type: "closed", work: sessionId });
    expect(desk.last("SessionStatus")).toMatchObject(expected);
  });

  test("a session that takes too long: timed-out, and aborted at the device", () => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    desk.advance(600_000);
    expect(desk.last("SessionStatus")).toMatchObject({ state: "timed-out" });
    expect(desk.calls.at(-1)).toEqual({ kind: "end", work: sessionId, abort: true });
  });

  test("a restart ends it: aborted", () => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    desk.restart();
    expect(desk.last("SessionStatus")).toMatchObject({
      sessionId,
      state: "aborted",
      reason: "the DM server was restarted",
    });
    expect(desk.calls).toHaveLength(1);
  });

  test.each([
    ["with commands", `${get("7")}<Final/>`],
    ["without commands", "<Final/>"],
  ])("a restart ends a package that was acknowledged and did not go out: %s", (_, body) => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    const { ack } = desk.ok("ExchangePackage", exchange(sessionId, body));
    desk.restart();
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).toBe("failed");
  });

  test("a package without commands is over with a session that ended in the same moment", () => {
    const desk = createDesk();
    const { sessionId } = established(desk);
    const { ack } = desk.ok("ExchangePackage", exchange(sessionId, "<Final/>"));
    desk.report({ type: "aborted", work: sessionId, by: "device", reason: "1223" });
    desk.settle();
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation).toMatchObject({
      state: "failed",
      reason: "the session is aborted",
    });
  });

  test("9: a restart keeps the order of acceptance of what waits for a device", () => {
    const desk = createDesk();
    desk.registered();
    const command = [{ kind: "get", locUri: "./DevInfo/Mod" } as const];
    const first = desk.ok("ManageParameters", { deviceId: "IMEI:1", command });
    const { sessionId } = desk.ok("InitiateSession", { deviceId: "IMEI:1" });
    const last = desk.ok("ManageParameters", { deviceId: "IMEI:1", command });
    desk.settle();
    const before = desk.calls.length;
    desk.restart();
    desk.settle();
    expect(
      desk.calls.slice(before).map((call) => (call.kind === "open" ? call.request.work : call.kind)),
    ).toEqual([
      expect.stringContaining(first.ack.operationId),
      sessionId,
      expect.stringContaining(last.ack.operationId),
    ]);
  });

  test.each(["requested", "notified"])(
    "a restart opens it again while the device has not come: %s",
    (state) => {
      const desk = createDesk();
      desk.registered();
      const { sessionId } = desk.ok("InitiateSession", { deviceId: "IMEI:1" });
      desk.settle();
      if (state === "notified") desk.report({ type: "notified", work: sessionId });
      const told = desk.callbacks.length;
      desk.restart();
      expect(desk.calls.slice(1)).toMatchObject([{ kind: "open", request: { work: sessionId } }]);
      desk.report({ type: "notified", work: sessionId });
      const news = desk.callbacks.slice(told).map(({ message }) => message.value);
      expect(news.filter((value) => "sequence" in value && value.sequence === 2)).toEqual([]);
      desk.report({ type: "refused", work: sessionId, by: "user", reason: "no" });
    },
  );

  test("a right that was revoked: refused when the device comes, or gets a package", () => {
    const revoke = (desk: Desk, policy: Partial<ExternalSystemPolicy>): void =>
      desk.command((side, turn) => {
        side.administer(
          { name: "setPolicy", externalSystem: "care", policy: { ...defaultPolicy, ...policy } },
          turn,
        );
      });
    const waiting = createDesk();
    const { sessionId } = initiated(waiting);
    revoke(waiting, { devices: ["other-*"] });
    waiting.report({ type: "established", work: sessionId, sessionId: "A", package1: parse(package1) });
    expect(waiting.last("SessionStatus")).toMatchObject({ state: "refused", refusedBy: "dms" });
    expect(waiting.calls.at(-1)).toEqual({ kind: "end", work: sessionId, abort: true });

    const supplied = createDesk();
    const session = established(supplied);
    const { ack } = supplied.ok("ExchangePackage", exchange(session.sessionId, get("1")));
    revoke(supplied, { subtrees: ["./Other"] });
    supplied.settle();
    expect(supplied.calls.map(({ kind }) => kind)).toEqual(["open", "end"]);
    expect(supplied.last("SessionStatus").state).toBe("refused");
    expect(supplied.ok("QueryOperation", { operationId: ack.operationId }).operation.state).toBe("failed");
  });

  test("somebody else's session: SVC0201", () => {
    const desk = createDesk();
    const { sessionId } = initiated(desk);
    expect(desk.fault("TerminateSession", { sessionId }, other)).toBe(`SVC0201 ${sessionId}`);
  });
});
