import { describe, expect, test } from "vitest";
import type { OperationRequestInput } from "../../../../../simulator/protocols/wsi/index.ts";
import { defaultPolicy } from "../../../../../simulator/roles/dm-server/options.ts";
import type { SessionRequest } from "../../../../../simulator/roles/dm-server/ports.ts";
import { createDesk, type Desk, type DeskOptions } from "../desk.ts";

const setUp: OperationRequestInput<"SubscribeAlerts">["setUp"] = [
  { kind: "replace", locUri: "./DiagMon/Radio/DiagMonConfig/ConfigParams/Period", format: "int", data: "0" },
  { kind: "exec", locUri: "./DiagMon/Radio/Operations/Start", correlator: "c-1" },
];

function open(setup: DeskOptions = {}): Desk {
  const desk = createDesk(setup);
  desk.registered();
  return desk;
}

const opened = (desk: Desk): readonly SessionRequest[] =>
  desk.calls.flatMap((call) => (call.kind === "open" ? [call.request] : []));

/** A device comes, answers each command with this status, and goes. */
function comes(desk: Desk, request: SessionRequest | undefined, status = 200): void {
  if (request?.mode.kind !== "commands") throw new Error("no commands for the device");
  const { work, mode } = request;
  desk.report({ type: "established", work, sessionId: "1", package1: undefined as never }); // nothing looks into it
  const outcomes = mode.commands.map(({ reference }) => ({ reference, status, items: [] }));
  desk.report({ type: "package3", work, messages: [], outcomes, references: new Map() });
  desk.report({ type: "closed", work });
}

describe("F3.4 to F3.7 devices are set up", () => {
  test("those of the target get the commands, after the ack was committed; progress and result are told", () => {
    const desk = open();
    const { ack } = desk.ok("SubscribeAlerts", { target: { deviceId: ["IMEI:1", "IMEI:2"] }, setUp });
    expect(desk.last("SubscriptionStatus").state).toBe("accepted");
    expect(opened(desk)).toEqual([]);
    desk.settle();
    expect(opened(desk).map(({ deviceId }) => deviceId)).toEqual(["IMEI:1", "IMEI:2"]);
    const [first] = opened(desk);
    expect(first?.mode).toMatchObject({
      commands: [
        { reference: "1", command: { kind: "Replace" } },
        { reference: "2", command: { kind: "Exec", Correlator: "c-1" } },
      ],
    });
    for (const request of opened(desk)) comes(desk, request);
    expect(desk.ok("QueryOperation", { operationId: ack.operationId })).toMatchObject({
      operation: { operation: "SubscribeAlerts", state: "succeeded", totals: { targeted: 2, succeeded: 2 } },
      deviceResult: [
        { deviceId: "IMEI:1", state: "succeeded" },
        { deviceId: "IMEI:2", state: "succeeded" },
      ],
    });
    const progress = desk.callbacks.find(({ message }) => message.operation === "OperationProgress");
    desk.answer(200, progress);
    expect(desk.last("OperationResult")).toMatchObject({ state: "succeeded", totals: { succeeded: 2 } });
  });

  test("F3.5 the user refuses: told with its reason; the subscription stays", () => {
    const desk = open();
    desk.ok("SubscribeAlerts", { target: { deviceId: ["IMEI:1"] }, setUp });
    desk.settle();
    const [request] = opened(desk);
    desk.report({ type: "refused", work: request?.work ?? "", by: "user", reason: "not now" });
    const told = desk.callbacks.find(({ message }) => message.operation === "OperationProgress");
    expect(told?.message.value).toMatchObject({
      deviceResult: [{ deviceId: "IMEI:1", state: "failed", reason: "refused by the user: not now" }],
    });
    expect([...desk.view().subscriptions()].map(({ state }) => state)).toEqual(["accepted"]);
  });

  test("no target: all devices of the policy; more than the quota allows is POL0003", () => {
    const desk = open({ policy: { devices: ["IMEI:*"] } });
    desk.ok("SubscribeAlerts", { setUp });
    desk.settle();
    expect(opened(desk)).toHaveLength(2);
    const narrow = open({ policy: { quota: { ...defaultPolicy.quota, devicesPerBulk: 2 } } });
    expect(narrow.fault("SubscribeAlerts", { setUp })).toBe("POL0003 2");
  });

  test("a rejected subscription sets nothing up; nor does one whose target has no device", () => {
    const desk = open({ policy: { alertTypes: ["urn:a"] } });
    desk.ok("SubscribeAlerts", { alertType: ["urn:b"], setUp });
    desk.ok("SubscribeAlerts", { target: { group: ["empty"] }, setUp });
    desk.settle();
    expect(opened(desk)).toEqual([]);
  });

  test("one forbidden command refuses all: POL0202", () => {
    const desk = open({ policy: { subtrees: { replace: ["./DiagMon"] } } });
    expect(desk.fault("SubscribeAlerts", { setUp })).toBe("POL0202 exec ./DiagMon/Radio/Operations/Start");
  });

  test("a right that was revoked meanwhile stops the set-up of devices that come later", () => {
    const desk = open();
    desk.ok("SubscribeAlerts", { target: { deviceId: ["IMEI:1"] }, setUp });
    desk.settle();
    desk.command((side, turn) => {
      const policy = { ...defaultPolicy, subtrees: { replace: ["./"] } };
      expect(side.administer({ name: "setPolicy", externalSystem: "care", policy }, turn)).toBeUndefined();
    });
    const [request] = opened(desk);
    desk.report({
      type: "established",
      work: request?.work ?? "",
      sessionId: "1",
      package1: undefined as never,
    });
    expect(desk.calls.at(-1)).toMatchObject({ kind: "end" });
  });

  test("unsubscribing stops what was not begun", () => {
    const desk = open();
    const { ack, subscriptionId } = desk.ok("SubscribeAlerts", { target: { all: true }, setUp });
    desk.settle();
    comes(desk, opened(desk)[0]);
    desk.ok("UnsubscribeAlerts", { subscriptionId });
    desk.settle();
    for (const request of opened(desk).slice(1)) desk.report({ type: "closed", work: request.work });
    const { operation } = desk.ok("QueryOperation", { operationId: ack.operationId });
    expect(operation).toMatchObject({ state: "cancelled", totals: { succeeded: 1, cancelled: 2 } });
  });

  test("a restart before the devices came: they are set up afterwards", () => {
    const desk = open();
    desk.ok("SubscribeAlerts", { target: { deviceId: ["IMEI:2"] }, setUp });
    desk.settle();
    const before = opened(desk).length;
    desk.restart();
    desk.settle();
    expect(
      opened(desk)
        .slice(before)
        .map(({ deviceId }) => deviceId),
    ).toEqual(["IMEI:2"]);
  });

  test("devices that do not come in the life of the subscription are expired", () => {
    const desk = open();
    const { ack } = desk.ok("SubscribeAlerts", { target: { deviceId: ["IMEI:1"] }, setUp, expires: 60_000 });
    desk.settle();
    desk.advance(60_000);
    const { operation } = desk.ok("QueryOperation", { operationId: ack.operationId });
    expect(["expired", "cancelled"]).toContain(operation.state);
    expect([...desk.view().subscriptions()].map(({ state }) => state)).toEqual(["expired"]);
  });
});
