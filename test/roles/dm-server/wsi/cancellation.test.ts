import { describe, expect, it } from "vitest";
import type { OperationName } from "../../../../simulator/protocols/wsi/index.ts";
import type { Desk } from "./desk.ts";
import {
  answerAll,
  configuration,
  createStage,
  establish,
  getPackage,
  tunnelType,
  update,
} from "./bad-input/stage.ts";

const get = { kind: "get", locUri: "./S/A" } as const;
const one = { deviceId: ["IMEI:1"] };
const HOUR = 3_600_000;

/** Operations on devices, each for IMEI:1 alone. */
const works: readonly (readonly [OperationName, unknown])[] = [
  ["ManageParameters", { deviceId: "IMEI:1", command: [get] }],
  ["SubmitBulkOperation", { target: one, command: [get] }],
  ["SubmitConfiguration", { ...configuration, assignTo: one }],
  ["SubmitUpdate", { ...update, assignTo: one }],
  ["SubscribeAlerts", { target: one, setUp: [get] }],
  ["RequestDiagnostics", { deviceId: "IMEI:1", function: "urn:x:function" }],
  ["DescribeDevice", { deviceId: "IMEI:1", refresh: true }],
];

/** A device that is free, and the operation acknowledged. */
function begun(operation: OperationName, request: unknown) {
  const stage = createStage();
  const { desk } = stage;
  desk.ok("CancelOperation", { operationId: stage.operationId });
  desk.settle();
  answerAll(desk);
  const calls = desk.calls.length;
  const { ack } = desk.ok(operation, request as never) as { readonly ack: { readonly operationId: string } };
  const { operationId } = ack;
  const worksOf = (kind: "open" | "end") =>
    desk.calls.slice(calls).flatMap((call) => {
      const work = call.kind === "open" ? call.request.work : call.work;
      return call.kind === kind && work.startsWith(operationId) ? [work] : [];
    });
  const opened = () => worksOf("open");
  const ended = () => worksOf("end");
  const cancel = () => desk.ok("CancelOperation", { operationId }).ack;
  const state = () => desk.ok("QueryOperation", { operationId });
  /** Numbers of the results that were told; a repeated delivery has the number of the first. */
  const results = () => {
    answerAll(desk);
    const told = desk.callbacks.flatMap(({ message: { operation: name, value } }) =>
      name === "OperationResult" && value.operationId === operationId ? [value.sequence] : [],
    );
    return [...new Set(told)];
  };
  return { desk, operationId, opened, ended, cancel, state, results };
}

/** The operation is cancelled, said once, and nothing is left of it. */
function expectCancelled({
  desk,
  operationId,
  opened,
  ended,
  state,
  results,
}: ReturnType<typeof begun>): void {
  const { operation, deviceResult } = state();
  expect(operation).toMatchObject({ state: "cancelled", totals: { targeted: 1, cancelled: 1 } });
  expect(deviceResult).toMatchObject([{ deviceId: "IMEI:1", state: "cancelled" }]);
  expect(results()).toHaveLength(1);
  expect([...desk.timers.keys()].filter((timer) => timer.includes(operationId))).toEqual([]);
  const before = [...opened(), ...ended()];
  desk.advance(2 * 24 * HOUR);
  expect([...opened(), ...ended()]).toEqual(before);
  expect(results()).toHaveLength(1);
}

describe.each(works)("CancelOperation of %s", (operation, request) => {
  it("before it was begun: no device hears of it", () => {
    const work = begun(operation, request);
    expect(work.cancel()).toMatchObject({ operationId: work.operationId, state: "accepted" });
    work.desk.settle();
    expect(work.opened()).toEqual([]);
    expectCancelled(work);
  });

  it("before it was begun, and stopped in between: it stays cancelled", () => {
    const work = begun(operation, request);
    work.cancel();
    work.desk.restart();
    work.desk.settle();
    expect(work.opened()).toEqual([]);
    expectCancelled(work);
  });

  it("while the device is waited for: it is taken out of its queue", () => {
    const work = begun(operation, request);
    work.desk.settle();
    const [open = ""] = work.opened();
    work.desk.report({ type: "notified", work: open });
    work.cancel();
    work.desk.settle();
    expect(work.ended()).toEqual([open]);
    expectCancelled(work);
  });

  it("while a device that was not reached is waited for", () => {
    const work = begun(operation, request);
    work.desk.settle();
    const [open = ""] = work.opened();
    work.desk.report({ type: "unreached", work: open });
    work.cancel();
    work.desk.settle();
    expect(work.ended()).toEqual([open]);
    expectCancelled(work);
  });

  it("while a package is on its way: it is waited for; no answer leaves it cancelled", () => {
    const work = begun(operation, request);
    const { desk, opened, ended, cancel, state, results } = work;
    desk.settle();
    const [open = ""] = opened();
    desk.report({ type: "established", work: open, sessionId: "9", package1: {} as never });
    expect(cancel()).toMatchObject({ state: "accepted" });
    desk.settle();
    expect(ended()).toEqual([open]);
    expect(state().operation.state).toBe("running");
    expect(results()).toEqual([]);
    expect(cancel()).toMatchObject({ state: "rejected", reason: "the operation is being cancelled" });
    desk.report({ type: "closed", work: open });
    expectCancelled(work);
    expect(cancel()).toMatchObject({ state: "rejected", reason: "the operation is cancelled" });
  });

  it("while it is cancelled the DM server stops: it ends, once", () => {
    const work = begun(operation, request);
    const { desk, opened, cancel, state, results } = work;
    desk.settle();
    const [open = ""] = opened();
    desk.report({ type: "established", work: open, sessionId: "9", package1: {} as never });
    cancel();
    desk.restart();
    desk.settle();
    expect(opened()).toHaveLength(1);
    // what was sent and not answered is not known
    expect(["unknown", "cancelled"]).toContain(state().deviceResult[0]?.state);
    expect(["failed", "cancelled"]).toContain(state().operation.state);
    expect(results()).toHaveLength(1);
  });

  it("somebody else cannot", () => {
    const work = begun(operation, request);
    const credentials = { scheme: "basic", username: "other", password: "other" } as const;
    expect(work.desk.fault("CancelOperation", { operationId: work.operationId }, { credentials })).toBe(
      `SVC0200 ${work.operationId}`,
    );
    work.desk.settle();
    expect(work.opened()).toHaveLength(1);
  });
});

describe("CancelOperation of what has no work on devices", () => {
  it.each([
    ["InitiateSession", { deviceId: "IMEI:1" }, /cannot be cancelled/],
    ["DiscoverDevices", {}, /is succeeded/],
    ["RetrieveAlerts", { filter: {} }, /is succeeded/],
    ["SubscribeAlerts", {}, /is succeeded/],
    ["SubmitConfiguration", configuration, /is succeeded/],
  ] as const)("%s is rejected in the acknowledgement", (operation, request, reason) => {
    const { desk } = createStage();
    const { ack } = desk.ok(operation, request) as {
      readonly ack: { readonly operationId: string };
    };
    const before = desk.ok("QueryOperation", { operationId: ack.operationId });
    const rejected = desk.ok("CancelOperation", { operationId: ack.operationId }).ack;
    expect(rejected).toMatchObject({ operationId: ack.operationId, state: "rejected" });
    expect(rejected.reason).toMatch(reason);
    expect(desk.ok("QueryOperation", { operationId: ack.operationId })).toEqual(before);
  });
});

describe("TerminateSession at every state of a session", () => {
  const exchange = (sessionId: string) => ({ sessionId, package: getPackage, contentType: tunnelType });
  const states: readonly (readonly [string, (desk: Desk, work: string) => void, "device" | "nobody"])[] = [
    ["acknowledged", () => undefined, "nobody"],
    ["requested", (desk) => desk.settle(), "nobody"],
    ["notified", (desk, work) => (desk.settle(), desk.report({ type: "notified", work })), "nobody"],
    ["established", (desk, work) => (desk.settle(), establish(desk, work)), "device"],
    [
      "exchanging",
      (desk, work) => (
        desk.settle(),
        establish(desk, work),
        desk.ok("ExchangePackage", exchange(work)),
        desk.settle()
      ),
      "device",
    ],
  ];
  const endings = states.flatMap((state) => [
    [...state, false, "closed"] as const,
    [...state, true, "aborted"] as const,
  ]);
  it.each(endings)("%s", (_state, bring, joined, abort, end) => {
    const { desk } = createStage();
    const { sessionId, ack } = desk.ok("InitiateSession", { deviceId: "IMEI:1" });
    bring(desk, sessionId);
    expect(desk.ok("TerminateSession", { sessionId, abort }).ack).toMatchObject({
      operationId: ack.operationId,
      state: "accepted",
    });
    desk.settle();
    // a person who presses twice changes nothing
    desk.call("TerminateSession", { sessionId, abort });
    desk.settle();
    expect(desk.calls.filter((call) => call.kind === "end" && call.work === sessionId)).not.toEqual([]);
    if (joined === "device")
      desk.report(
        abort
          ? { type: "aborted", work: sessionId, by: "dms", reason: "terminated" }
          : { type: "closed", work: sessionId },
      );
    answerAll(desk);
    const told = desk.callbacks.flatMap(({ message }) =>
      message.operation === "SessionStatus" &&
      "sessionId" in message.value &&
      message.value.sessionId === sessionId
        ? [(message.value as { readonly state: string }).state]
        : [],
    );
    expect(told.filter((state) => state === "closed" || state === "aborted")).toEqual([end]);
    expect(told.at(-1)).toBe(end);
    expect(desk.ok("TerminateSession", { sessionId }).ack).toMatchObject({
      state: "rejected",
      reason: `the session is ${end}`,
    });
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).not.toBe("running");
    expect([...desk.timers.keys()].filter((timer) => timer.includes(ack.operationId))).toEqual([]);
    const { operation } = desk.ok("QueryOperation", { operationId: ack.operationId });
    expect(["succeeded", "cancelled", "failed"]).toContain(operation.state);
  });
});

describe("UnsubscribeAlerts at every state of a subscription", () => {
  const statuses = (desk: Desk, subscriptionId: string): readonly string[] => {
    answerAll(desk);
    return desk.callbacks.flatMap(({ message }) =>
      message.operation === "SubscriptionStatus" &&
      "subscriptionId" in message.value &&
      message.value.subscriptionId === subscriptionId
        ? [(message.value as { readonly state: string }).state]
        : [],
    );
  };
  it.each<readonly [string, (desk: Desk) => void]>([
    ["acknowledged, the devices not set up", () => undefined],
    ["its devices waited for", (desk) => desk.settle()],
    [
      "a device being set up",
      (desk) => {
        desk.settle();
        const open = desk.calls.at(-1);
        if (open?.kind === "open")
          desk.report({
            type: "established",
            work: open.request.work,
            sessionId: "9",
            package1: {} as never,
          });
      },
    ],
  ])("%s: it ends, and nobody is set up any more", (_state, bring) => {
    const { desk } = createStage();
    const { subscriptionId, ack } = desk.ok("SubscribeAlerts", { target: one, setUp: [get] });
    bring(desk);
    const calls = desk.calls.length;
    expect(desk.ok("UnsubscribeAlerts", { subscriptionId }).ack).toMatchObject({
      operationId: ack.operationId,
      state: "accepted",
    });
    desk.settle();
    expect(desk.calls.slice(calls).filter(({ kind }) => kind === "open")).toEqual([]);
    for (const call of desk.calls.slice())
      if (call.kind === "open") desk.report({ type: "closed", work: call.request.work });
    expect(statuses(desk, subscriptionId)).toEqual(["accepted", "ended"]);
    expect(desk.ok("UnsubscribeAlerts", { subscriptionId }).ack).toMatchObject({ state: "rejected" });
    expect(desk.ok("RenewSubscription", { subscriptionId, expires: HOUR }).ack).toMatchObject({
      state: "rejected",
    });
    expect(statuses(desk, subscriptionId)).toEqual(["accepted", "ended"]);
    const { operation } = desk.ok("QueryOperation", { operationId: ack.operationId });
    expect(["cancelled", "failed"]).toContain(operation.state);
    desk.alert({});
    expect(
      desk.callbacks
        .filter(({ message }) => message.operation === "AlertNotification")
        .filter(
          ({ message }) =>
            "subscriptionId" in message.value && message.value.subscriptionId === subscriptionId,
        ),
    ).toEqual([]);
  });

  it("expired: rejected, and told once", () => {
    const { desk } = createStage();
    const { subscriptionId } = desk.ok("SubscribeAlerts", { expires: HOUR });
    desk.advance(HOUR);
    expect(desk.ok("UnsubscribeAlerts", { subscriptionId }).ack).toMatchObject({ state: "rejected" });
    expect(statuses(desk, subscriptionId)).toEqual(["accepted", "expired"]);
  });
});
