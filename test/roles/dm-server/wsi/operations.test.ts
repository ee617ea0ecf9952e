import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../simulator/core/bytes.ts";
import type { DeviceRecord } from "../../../../simulator/roles/dm-server/inventory/device-record.ts";
import { createPolicy } from "../../../../simulator/roles/dm-server/wsi/policy.ts";
import type { Caller } from "../../../../simulator/roles/dm-server/wsi/policy-port.ts";
import { policyRefusal } from "../../../../simulator/roles/dm-server/wsi/refusal.ts";
import type { CommandInput, OperationRequestInput } from "../../../../simulator/protocols/wsi/index.ts";
import { defaultPolicy } from "../../../../simulator/roles/dm-server/options.ts";
import type { CommandOutcome } from "../../../../simulator/roles/dm-server/ports.ts";
import { createDesk, device, type Desk } from "./desk.ts";

const get: CommandInput = { kind: "get", locUri: "./DevInfo/Mod" };
const manage = (more: Partial<OperationRequestInput<"ManageParameters">> = {}) => ({
  deviceId: "IMEI:1",
  command: [get],
  ...more,
});
const other = { credentials: { scheme: "basic", username: "other", password: "other" } as const };

/** Acknowledged, and with the device's side. */
function started(desk: Desk, more: Partial<OperationRequestInput<"ManageParameters">> = {}): string {
  const { ack } = desk.ok("ManageParameters", manage(more));
  desk.settle();
  return ack.operationId;
}
function answered(desk: Desk, work: string, outcomes: readonly CommandOutcome[]): void {
  desk.report({ type: "package3", work, messages: [], references: new Map(), outcomes });
}
const state = (desk: Desk, operationId: string) => desk.ok("QueryOperation", { operationId }).operation.state;

describe("ManageParameters", () => {
  test("the acknowledgement comes after the commit, the work after both", () => {
    const desk = createDesk();
    const { ack } = desk.ok("ManageParameters", manage());
    expect(ack).toMatchObject({
      state: "accepted",
      acceptedAt: desk.date,
      expiresAt: desk.date + 86_400_000,
    });
    const kinds = desk.effects.map(({ type }) => type);
    expect(kinds.indexOf("commit")).toBeLessThan(kinds.indexOf("respond"));
    expect(desk.calls).toEqual([]);
    desk.settle();
    expect(desk.calls).toMatchObject([
      {
        kind: "open",
        request: {
          work: ack.operationId,
          expires: 86_400_000,
          mode: { kind: "commands", commands: [{ reference: "1", command: { kind: "Get" } }] },
        },
      },
    ]);
  });

  test("notifyDevice=false waits for the device, expires says how long", () => {
    const desk = createDesk();
    started(desk, { notifyDevice: false, expires: 5000 });
    expect(desk.calls).toMatchObject([{ request: { notify: false, expires: 5000 } }]);
  });

  test("every kind of command reaches the device in its own words", () => {
    const desk = createDesk();
    started(desk, {
      command: [
        { kind: "add", locUri: "./A", format: "chr", type: "text/plain", data: "x" },
        { kind: "replace", locUri: "./B", binaryData: Uint8Array.of(1, 2) },
        { kind: "delete", locUri: "./C" },
        { kind: "copy", from: "./D", to: "./E" },
        { kind: "exec", locUri: "./F", data: "go", correlator: "c1" },
        { kind: "atomic", commands: [{ kind: "replace", locUri: "./G", data: "1" }] },
        {
          kind: "sequence",
          commands: [get, { kind: "atomic", commands: [{ kind: "delete", locUri: "./H" }] }],
        },
      ],
    });
    const [call] = desk.calls;
    const mode = call?.kind === "open" ? call.request.mode : undefined;
    expect(
      mode?.kind === "commands" ? mode.commands.map(({ reference, command }) => [reference, command]) : [],
    ).toEqual([
      [
        "1",
        expect.objectContaining({
          kind: "Add",
          Item: [{ Target: { LocURI: "./A" }, Meta: { Format: "chr", Type: "text/plain" }, Data: "x" }],
        }),
      ],
      [
        "2",
        expect.objectContaining({
          kind: "Replace",
          Item: [{ Target: { LocURI: "./B" }, Meta: { Format: "bin" }, Data: Uint8Array.of(1, 2) }],
        }),
      ],
      ["3", expect.objectContaining({ kind: "Delete", Item: [{ Target: { LocURI: "./C" } }] })],
      [
        "4",
        expect.objectContaining({
          kind: "Copy",
          Item: [{ Target: { LocURI: "./E" }, Source: { LocURI: "./D" } }],
        }),
      ],
      [
        "5",
        expect.objectContaining({
          kind: "Exec",
          Correlator: "c1",
          Item: [{ Target: { LocURI: "./F" }, Data: "go" }],
        }),
      ],
      [
        "6",
        expect.objectContaining({ kind: "Atomic", commands: [expect.objectContaining({ kind: "Replace" })] }),
      ],
      [
        "7",
        expect.objectContaining({
          kind: "Sequence",
          commands: [expect.objectContaining({ kind: "Get" }), expect.objectContaining({ kind: "Atomic" })],
        }),
      ],
    ]);
  });

  test("atomic makes one Atomic whose members keep their numbers", () => {
    const desk = createDesk();
    desk.registered();
    const work = started(desk, {
      atomic: true,
      command: [
        { kind: "replace", locUri: "./A", data: "1" },
        { kind: "delete", locUri: "./B" },
      ],
    });
    expect(desk.calls).toMatchObject([
      {
        request: {
          mode: { commands: [{ reference: "0", members: ["1", "2"], command: { kind: "Atomic" } }] },
        },
      },
    ]);
    answered(desk, work, [
      { reference: "0", status: 507, items: [] },
      { reference: "0", memberReference: "1", status: 216, items: [] },
      { reference: "0", memberReference: "2", status: 404, items: [] },
    ]);
    desk.report({ type: "closed", work });
    expect(desk.last("OperationResult")).toMatchObject({
      state: "failed",
      deviceResult: [
        {
          commandResult: [
            { index: "1", status: 216 },
            { index: "2", status: 404 },
          ],
        },
      ],
    });
  });

  test.each<[string, Partial<OperationRequestInput<"ManageParameters">>, string]>([
    [
      "a Get in an atomic request",
      { atomic: true, command: [{ kind: "delete", locUri: "./A" }, get] },
      "SVC0002 command[2]",
    ],
    ["an empty LocURI", { command: [{ kind: "get", locUri: "" }] }, "SVC0002 command[1].locUri"],
    [
      "a LocURI beyond the limit",
      { command: [{ kind: "get", locUri: `./${"a".repeat(4096)}` }] },
      "SVC0002 command[1].locUri",
    ],
    [
      "data of both kinds",
      { command: [{ kind: "add", locUri: "./A", data: "x", binaryData: Uint8Array.of(1) }] },
      "SVC0002 command[1].binaryData",
    ],
    ["a lifetime beyond ten years", { expires: 4000 * 86_400_000 }, "SVC0002 expires"],
    ["an unknown device", { deviceId: "nobody" }, "SVC0004 deviceId"],
    ["an account", { command: [get, { kind: "get", locUri: "./DMAcc" }] }, "POL0202 get ./DMAcc"],
    ["the root deleted", { command: [{ kind: "delete", locUri: "." }] }, "POL0202 delete ."],
    [
      "a TNDS document over the root",
      { command: [{ kind: "replace", locUri: ".", type: "application/vnd.syncml.dmtnds+xml", data: "" }] },
      "POL0202 replace .",
    ],
    [
      "a member that is not granted",
      { command: [{ kind: "sequence", commands: [{ kind: "copy", from: "./A", to: "./DMAcc/1" }] }] },
      "POL0202 copy ./DMAcc/1",
    ],
  ])("%s is refused and leaves nothing behind", (_name, more, fault) => {
    const desk = createDesk();
    expect(desk.fault("ManageParameters", manage(more))).toBe(fault);
    desk.settle();
    expect(desk.calls).toEqual([]);
    expect(desk.stored.size).toBe(0);
    expect(desk.reports("operation.accepted")).toEqual([]);
  });

  test("a device outside the policy: POL0201", () => {
    const desk = createDesk({ policy: { devices: ["group:lab"] } });
    expect(desk.fault("ManageParameters", manage({ deviceId: "IMEI:2" }))).toBe("POL0201 IMEI:2");
  });

  test("the result tells each command and what it brought", () => {
    const desk = createDesk();
    desk.registered();
    const work = started(desk, { command: [get, { kind: "replace", locUri: "./X", data: "1" }] });
    desk.report({ type: "established", work, sessionId: "7", package1: {} as never });
    expect(desk.ok("QueryOperation", { operationId: work })).toMatchObject({
      operation: { state: "running" },
      deviceResult: [{ deviceId: "IMEI:1", state: "sent" }],
    });
    answered(desk, work, [
      {
        reference: "1",
        status: 200,
        items: [{ source: "./DevInfo/Mod", data: "A1", binaryData: Uint8Array.of(9) }],
      },
      { reference: "2", status: 200, items: [] },
    ]);
    desk.report({ type: "closed", work });
    const expected = {
      state: "succeeded",
      totals: { targeted: 1, succeeded: 1, failed: 0, cancelled: 0, expired: 0 },
      deviceResult: [
        {
          state: "succeeded",
          commandResult: [
            {
              index: "1",
              status: 200,
              statusText: "OK",
              item: [{ data: "A1", binaryData: Uint8Array.of(9) }],
            },
            { index: "2", status: 200 },
          ],
        },
      ],
    };
    expect(desk.last("OperationResult")).toMatchObject({ operationId: work, sequence: 1, ...expected });
    expect(desk.ok("QueryOperation", { operationId: work })).toMatchObject({
      operation: { state: "succeeded", totals: expected.totals },
      deviceResult: expected.deviceResult,
    });
    expect(desk.states("operation").slice(-2)).toEqual(["running", "succeeded"]);
    expect(desk.timers.size).toBe(0);
  });

  test("answers of several packages add up", () => {
    const desk = createDesk();
    const work = started(desk, { command: [get, get] });
    answered(desk, work, [{ reference: "1", status: 404, items: [] }]);
    answered(desk, work, [{ reference: "2", status: 200, items: [] }]);
    desk.report({ type: "closed", work });
    const { operation, deviceResult } = desk.ok("QueryOperation", { operationId: work });
    expect(operation.state).toBe("failed");
    expect(deviceResult[0]?.commandResult).toHaveLength(2);
  });

  test.each([
    [{ type: "refused", by: "device", reason: "credentials" } as const, "refused by the device: credentials"],
    [{ type: "aborted", by: "dms", reason: "no" } as const, "aborted by the DM server: no"],
    [{ type: "timed-out", reason: "silence" } as const, "silence"],
    [{ type: "closed" } as const, "the session ended before the commands were answered"],
  ])("a session that ends with %j fails the operation", (report, reason) => {
    const desk = createDesk();
    desk.registered();
    const work = started(desk);
    desk.report({ ...report, work });
    expect(desk.last("OperationResult")).toMatchObject({
      state: "failed",
      reason,
      deviceResult: [{ state: "failed" }],
    });
  });

  test("what was answered before a session broke off is told, and the operation failed", () => {
    const desk = createDesk();
    desk.registered();
    const work = started(desk, { command: [get, get] });
    const outcomes = [{ reference: "1", status: 200, items: [] }];
    desk.report({ type: "aborted", work, by: "device", reason: "off", outcomes });
    expect(desk.last("OperationResult")).toMatchObject({
      state: "failed",
      deviceResult: [{ state: "failed", commandResult: [{ index: "1", status: 200 }] }],
    });
  });

  test("a device that does not come in time: expired", () => {
    const desk = createDesk();
    desk.registered();
    const work = started(desk, { expires: 60_000 });
    desk.advance(60_000);
    expect(desk.last("OperationResult")).toMatchObject({
      operationId: work,
      state: "expired",
      totals: { expired: 1 },
      deviceResult: [{ state: "expired" }],
    });
    expect(desk.calls.at(-1)).toMatchObject({ kind: "end", work, abort: false });
    desk.report({ type: "timed-out", work, reason: "late" });
    expect(desk.names().filter((name) => name === "OperationResult")).toHaveLength(1);
  });

  test("without a registration the outcome is polled", () => {
    const desk = createDesk();
    const work = started(desk);
    answered(desk, work, [{ reference: "1", status: 200, items: [] }]);
    desk.report({ type: "closed", work });
    expect(desk.callbacks).toEqual([]);
    expect(state(desk, work)).toBe("succeeded");
  });
});

describe("clientReference", () => {
  test("the same content gives the same response again, once carried out", () => {
    const desk = createDesk();
    const first = desk.raw("ManageParameters", manage({ clientReference: "r1" }));
    const second = desk.raw("ManageParameters", manage({ clientReference: "r1" }));
    expect(second.body).toEqual(first.body);
    desk.settle();
    expect(desk.calls).toHaveLength(1);
  });

  test("other content, or another operation, is a duplicate: SVC0005", () => {
    const desk = createDesk();
    desk.registered();
    desk.ok("ManageParameters", manage({ clientReference: "r1" }));
    expect(desk.fault("ManageParameters", manage({ clientReference: "r1", deviceId: "IMEI:2" }))).toBe(
      "SVC0005 r1 clientReference",
    );
    expect(desk.fault("InitiateSession", { clientReference: "r1", deviceId: "IMEI:1" })).toBe(
      "SVC0005 r1 clientReference",
    );
  });

  test("another External System may use the same reference", () => {
    const desk = createDesk();
    const own = desk.ok("ManageParameters", manage({ clientReference: "r1" }));
    const others = desk.ok("ManageParameters", manage({ clientReference: "r1" }), other);
    expect(others.ack.operationId).not.toBe(own.ack.operationId);
  });

  test("survives a restart; a refused request leaves its reference free", () => {
    const desk = createDesk();
    expect(desk.fault("ManageParameters", manage({ clientReference: "r1", deviceId: "nobody" }))).toBe(
      "SVC0004 deviceId",
    );
    const first = desk.raw("ManageParameters", manage({ clientReference: "r1" }));
    desk.restart(1000);
    expect(desk.raw("ManageParameters", manage({ clientReference: "r1" })).body).toEqual(first.body);
  });
});

describe("D1 DiscoverDevices", () => {
  const found = (desk: Desk, request: OperationRequestInput<"DiscoverDevices">) =>
    desk.ok("DiscoverDevices", request).device.map(({ deviceId }) => deviceId);

  test.each([
    [{}, ["IMEI:1", "IMEI:2", "other-3"]],
    [{ deviceId: ["IMEI:*"] }, ["IMEI:1", "IMEI:2"]],
    [{ deviceId: ["IMEI:2", "other-3", "IMEI:2", "nobody"] }, ["IMEI:2", "other-3"]],
    [{ model: "B2" }, ["IMEI:2"]],
    [{ model: "B*", manufacturer: "Acme" }, ["IMEI:2"]],
    [{ group: "lab" }, ["IMEI:1"]],
    [{ firmwareVersion: "1*" }, []],
    [{ managementDomain: "operator" as const }, []],
    [{ seenAfter: 0 }, []],
  ])("filter %j", (filter, expected) => {
    expect(found(createDesk(), { filter })).toEqual(expected);
  });

  test("only devices of the policy are seen", () => {
    const desk = createDesk({ policy: { devices: ["other-*"] } });
    expect(found(desk, {})).toEqual(["other-3"]);
  });

  test("pages", () => {
    const desk = createDesk();
    const first = desk.ok("DiscoverDevices", { maxResults: 2 });
    expect(first).toMatchObject({ totalMatches: 3, nextIndex: 2 });
    const rest = desk.ok("DiscoverDevices", { startIndex: 2, maxResults: 2 });
    expect(rest.device.map(({ deviceId }) => deviceId)).toEqual(["other-3"]);
    expect(rest.nextIndex).toBeUndefined();
    expect(desk.fault("DiscoverDevices", { startIndex: -1 })).toBe("SVC0002 startIndex");
    expect(desk.fault("DiscoverDevices", { maxResults: 0 })).toBe("SVC0002 maxResults");
    expect(desk.fault("DiscoverDevices", { maxResults: 1001 })).toBe("SVC0002 maxResults");
  });

  test("describes the devices, with capabilities when asked", () => {
    const seen = device("IMEI:9", { lastSeen: 1000, firmwareVersion: "1.0" });
    const desk = createDesk({ devices: [seen] });
    expect(desk.ok("DiscoverDevices", {}).device).toMatchObject([
      {
        deviceId: "IMEI:9",
        manufacturer: "Acme",
        group: ["lab"],
        managedBy: "dms.example",
        lastSeen: 1000,
        capability: [],
      },
    ]);
    const [described] = desk.ok("DiscoverDevices", { includeCapabilities: true }).device;
    expect(described?.capability).toContainEqual({ mo: "urn:oma:mo:oma-dm-devinfo:1.0", root: "./DevInfo" });
  });

  test("by callback: the response is the acknowledgement alone", () => {
    const desk = createDesk();
    desk.registered();
    const response = desk.ok("DiscoverDevices", { delivery: "callback", maxResults: 1 });
    expect(response).toMatchObject({ totalMatches: undefined, device: [], nextIndex: undefined });
    expect(desk.last("DiscoveryResult")).toMatchObject({
      operationId: response.ack.operationId,
      sequence: 1,
      totalMatches: 3,
      nextIndex: 1,
    });
    expect(state(desk, response.ack.operationId)).toBe("succeeded");
  });

  test("by callback without an endpoint: SVC0002", () => {
    expect(createDesk().fault("DiscoverDevices", { delivery: "callback" })).toBe("SVC0002 delivery");
  });
});

describe("QueryOperation", () => {
  test("an unknown operation, and somebody else's: SVC0200", () => {
    const desk = createDesk();
    const { ack } = desk.ok("DiscoverDevices", {});
    expect(desk.fault("QueryOperation", { operationId: "op-0" })).toBe("SVC0200 op-0");
    expect(desk.fault("QueryOperation", { operationId: ack.operationId }, other)).toBe(
      `SVC0200 ${ack.operationId}`,
    );
  });

  test("pages of device results", () => {
    const desk = createDesk();
    const operationId = started(desk);
    expect(desk.ok("QueryOperation", { operationId }).deviceResult).toMatchObject([{ state: "pending" }]);
    expect(desk.ok("QueryOperation", { operationId, startIndex: 1 }).deviceResult).toEqual([]);
    expect(desk.fault("QueryOperation", { operationId, maxResults: 0 })).toBe("SVC0002 maxResults");
  });

  test("an unfinished operation does not keep older finished ones; sessions and registrations go with theirs", () => {
    const desk = createDesk({ options: { settings: { operationRetention: 1000 } } });
    started(desk, { expires: 86_400_000 });
    desk.registered();
    const { sessionId } = desk.ok("InitiateSession", { deviceId: "IMEI:2" });
    desk.settle();
    desk.report({ type: "refused", work: sessionId, by: "device", reason: "no" });
    desk.ok("RegisterExternalSystem", {
      name: "x",
      kind: "other",
      managementDomain: "enterprise",
      callbackEndpoint: "http://127.0.0.1:9000/es/callback",
    });
    expect(desk.stored.get("registrations")?.size).toBe(2);
    desk.advance(2000);
    for (let count = 0; count < 3; count++) desk.ok("DiscoverDevices", {});
    expect(desk.stored.get("sessions")?.size).toBe(0);
    expect(desk.stored.get("registrations")?.size).toBe(1);
    expect([...(desk.stored.get("operations")?.values() ?? [])]).toHaveLength(4);
  });

  test("finished operations are forgotten after their retention", () => {
    const desk = createDesk({ options: { settings: { operationRetention: 1000 } } });
    const { ack } = desk.ok("DiscoverDevices", {});
    desk.advance(1001);
    desk.ok("DiscoverDevices", {});
    expect(desk.fault("QueryOperation", { operationId: ack.operationId })).toBe(`SVC0200 ${ack.operationId}`);
  });
});

describe("CancelOperation", () => {
  test("what waits is cancelled and taken from the device's queue", () => {
    const desk = createDesk();
    desk.registered();
    const work = started(desk);
    expect(desk.ok("CancelOperation", { operationId: work }).ack).toMatchObject({
      operationId: work,
      state: "accepted",
    });
    expect(desk.last("OperationResult")).toMatchObject({ state: "cancelled", totals: { cancelled: 1 } });
    desk.settle();
    expect(desk.calls.at(-1)).toMatchObject({ kind: "end", work, abort: false });
  });

  test("what was sent is waited for; the real state is told", () => {
    const desk = createDesk();
    desk.registered();
    const work = started(desk);
    desk.report({ type: "established", work, sessionId: "7", package1: {} as never });
    desk.ok("CancelOperation", { operationId: work });
    expect(state(desk, work)).toBe("running");
    answered(desk, work, [{ reference: "1", status: 200, items: [] }]);
    desk.report({ type: "closed", work });
    expect(desk.last("OperationResult").state).toBe("succeeded");
  });

  test("a session that ends without an answer leaves it cancelled", () => {
    const desk = createDesk();
    const work = started(desk);
    desk.report({ type: "established", work, sessionId: "7", package1: {} as never });
    desk.ok("CancelOperation", { operationId: work });
    desk.report({ type: "closed", work });
    expect(state(desk, work)).toBe("cancelled");
  });

  test("a finished operation, or one that cannot be cancelled, is rejected in the acknowledgement", () => {
    const desk = createDesk();
    const { ack } = desk.ok("DiscoverDevices", {});
    expect(desk.ok("CancelOperation", { operationId: ack.operationId }).ack).toMatchObject({
      state: "rejected",
    });
    desk.ok("RegisterExternalSystem", {
      name: "x",
      kind: "other",
      managementDomain: "operator",
      callbackEndpoint: "http://h/",
    });
    const { operationId } = desk.last("RegistrationConfirmation");
    expect(desk.ok("CancelOperation", { operationId }).ack.state).toBe("rejected");
    expect(desk.fault("CancelOperation", { operationId: "op-0" })).toBe("SVC0200 op-0");
  });
});

describe("quotas", () => {
  const quota = defaultPolicy.quota;

  test("requests per minute: POL0203", () => {
    const desk = createDesk({ policy: { quota: { ...quota, requestsPerMinute: 2 } } });
    desk.ok("DiscoverDevices", {});
    desk.ok("DiscoverDevices", {});
    expect(desk.fault("DiscoverDevices", {})).toBe("POL0203 requestsPerMinute");
    desk.advance(30_000);
    desk.ok("DiscoverDevices", {});
  });

  test("outstanding operations: POL0203 until one is finished, after a restart too", () => {
    const desk = createDesk({ policy: { quota: { ...quota, outstandingOperations: 1 } } });
    const work = started(desk);
    expect(desk.fault("ManageParameters", manage())).toBe("POL0203 outstandingOperations");
    desk.restart();
    expect(desk.fault("ManageParameters", manage())).toBe("POL0203 outstandingOperations");
    desk.report({ type: "timed-out", work, reason: "silence" });
    started(desk);
  });
});

describe("restart", () => {
  test("work that waited waits again, with its expiry", () => {
    const desk = createDesk();
    desk.registered();
    const work = started(desk, { expires: 60_000 });
    desk.restart(20_000);
    expect(desk.calls).toHaveLength(2);
    expect(desk.calls[1]).toMatchObject({ kind: "open", request: { work, expires: 60_000 } });
    desk.advance(40_000);
    expect(desk.last("OperationResult").state).toBe("expired");
  });

  test("sent commands are repeated only when that changes nothing", () => {
    const desk = createDesk();
    desk.registered();
    const reading = started(desk);
    const executing = started(desk, { deviceId: "IMEI:2", command: [{ kind: "exec", locUri: "./F" }] });
    for (const work of [reading, executing])
      desk.report({ type: "established", work, sessionId: "7", package1: {} as never });
    desk.restart();
    expect(desk.calls.slice(2)).toMatchObject([{ kind: "open", request: { work: reading } }]);
    expect(desk.last("OperationResult")).toMatchObject({
      operationId: executing,
      state: "failed",
      deviceResult: [{ state: "unknown" }],
    });
  });

  test("an acknowledged operation whose start was lost is started", () => {
    const desk = createDesk();
    const { ack } = desk.ok("ManageParameters", manage());
    desk.restart();
    expect(desk.calls).toMatchObject([{ kind: "open", request: { work: ack.operationId } }]);
  });
});

describe("what a device sends that XML cannot hold", () => {
  test("is told as octets; reasons are told legibly", () => {
    const desk = createDesk();
    desk.registered();
    const work = started(desk);
    answered(desk, work, [
      { reference: "1", status: 200, items: [{ source: "./A\u0002", data: "a\u0001b" }] },
    ]);
    desk.report({ type: "aborted", work, by: "device", reason: "odd \u0003" });
    const [result] = desk.last("OperationResult").deviceResult;
    expect(result?.commandResult[0]?.item[0]).toMatchObject({
      source: "./A\ufffd",
      binaryData: utf8("a\u0001b"),
    });
    expect(desk.last("OperationResult").reason).toBe("aborted by the device: odd \ufffd");
    expect(desk.ok("QueryOperation", { operationId: work }).operation.reason).toContain("odd \ufffd");
  });
});

describe("a right that was revoked", () => {
  test("stops work that still waited, before the device is asked", () => {
    const policies = { ...defaultPolicy };
    const granted = createPolicy(() => policies);
    let revoked = false;
    const policy = {
      ...granted,
      device: (caller: Caller, record: DeviceRecord) =>
        revoked ? policyRefusal("POL0201", [record.deviceId]) : granted.device(caller, record),
    };
    const desk = createDesk({ ports: { policy } });
    desk.registered();
    const { ack } = desk.ok("ManageParameters", manage());
    revoked = true;
    desk.settle();
    expect(desk.calls).toEqual([]);
    expect(desk.last("OperationResult")).toMatchObject({
      operationId: ack.operationId,
      state: "failed",
      reason: "Device IMEI:1 is outside the policy",
    });
  });
});

describe("a commit that fails", () => {
  test("is answered SVC0001; memory is as before", () => {
    const desk = createDesk({ policy: { quota: { ...defaultPolicy.quota, outstandingOperations: 1 } } });
    desk.registered();
    desk.failCommit();
    expect(desk.fault("ManageParameters", manage({ clientReference: "r1" }))).toBe("SVC0001 store");
    desk.settle();
    expect(desk.calls).toEqual([]);
    // the quota and the reference are free again
    desk.ok("ManageParameters", manage({ clientReference: "r1", deviceId: "IMEI:2" }));
  });

  test("a callback that was queued with it is not sent, the next one has its number", () => {
    const desk = createDesk();
    desk.registered();
    desk.failCommit();
    expect(desk.fault("DiscoverDevices", { delivery: "callback" })).toBe("SVC0001 store");
    expect(desk.names()).toEqual(["RegistrationConfirmation"]);
    desk.ok("DiscoverDevices", { delivery: "callback" });
    expect(desk.last("DiscoveryResult").sequence).toBe(1);
  });

  test("a registration step is taken back", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    desk.failCommit();
    expect(desk.fault("DeregisterExternalSystem", { registrationId })).toBe("SVC0001 store");
    desk.ok("DeregisterExternalSystem", { registrationId });
    expect(desk.last("RegistrationConfirmation").state).toBe("deregistered");
  });
});
