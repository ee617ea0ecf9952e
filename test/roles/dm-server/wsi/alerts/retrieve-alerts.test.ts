import { describe, expect, test } from "vitest";
import type { OperationRequestInput } from "../../../../../simulator/protocols/wsi/index.ts";
import { createDesk, EPOCH, registration, type Desk, type DeskOptions } from "../desk.ts";

const COMPLETE = "urn:oma:at:diagmon:1.0:OperationComplete";
const TRAP = "urn:oma:at:diagmon:1.0:TrapNotification";

type Retrieve = OperationRequestInput<"RetrieveAlerts">;

function open(setup: DeskOptions = {}): Desk {
  const desk = createDesk(setup);
  desk.registered();
  return desk;
}

/** F3.11 and F3.12; ids of the alerts, and where to go on. */
function retrieve(
  desk: Desk,
  request: Retrieve,
): { readonly ids: readonly string[]; readonly nextIndex?: number } {
  desk.ok("RetrieveAlerts", request);
  const { alert, nextIndex } = desk.last("DiagnosticsDelivery");
  desk.answer();
  const ids = alert.map(({ alertId }) => alertId);
  return nextIndex === undefined ? { ids } : { ids, nextIndex };
}

describe("F3.11 F3.12 stored alerts by filter", () => {
  function filled(setup: DeskOptions = {}): Desk {
    const desk = open(setup);
    desk.alert({ alertId: "a" });
    desk.advance(1000);
    desk.alert({ alertId: "b", alertType: TRAP, deviceId: "IMEI:2" });
    desk.advance(1000);
    desk.alert({ alertId: "c", alertType: "urn:x", deviceId: "other-3" });
    return desk;
  }

  test.each<[string, Retrieve["filter"], readonly string[]]>([
    ["nothing named: all", {}, ["a", "b", "c"]],
    ["a device", { deviceId: "IMEI:2" }, ["b"]],
    ["a type", { alertType: [TRAP] }, ["b"]],
    ["types with a prefix", { alertType: ["urn:oma:at:diagmon:*", "urn:x"] }, ["a", "b", "c"]],
    ["from", { from: EPOCH + 1000 }, ["b", "c"]],
    ["to, not itself", { to: EPOCH + 1000 }, ["a"]],
    ["all together", { deviceId: "IMEI:2", alertType: ["*"], from: EPOCH, to: EPOCH + 1001 }, ["b"]],
    ["no time at all", { from: EPOCH, to: EPOCH }, []],
  ])("%s", (_what, filter, ids) => {
    expect(retrieve(filled(), { filter })).toEqual({ ids });
  });

  test("the delivery has the whole alert and the device of the filter", () => {
    const desk = open();
    desk.alert({ mark: "warning", correlator: "c-1", items: [{ source: "./A", format: "chr", data: "x" }] });
    const { ack } = desk.ok("RetrieveAlerts", { filter: { deviceId: "IMEI:1" } });
    expect(desk.last("DiagnosticsDelivery")).toMatchObject({
      operationId: ack.operationId,
      sequence: 1,
      deviceId: "IMEI:1",
      alert: [
        {
          deviceId: "IMEI:1",
          alertType: COMPLETE,
          mark: "warning",
          correlator: "c-1",
          receivedAt: EPOCH,
          item: [{ source: "./A", format: "chr", data: "x" }],
        },
      ],
      item: [],
    });
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).toBe("succeeded");
  });

  test("devices and types outside the policy are left out", () => {
    const desk = filled({ policy: { devices: ["IMEI:*"], alertTypes: ["urn:oma:*"] } });
    expect(retrieve(desk, { filter: {} })).toEqual({ ids: ["a", "b"] });
    expect(retrieve(desk, { filter: { alertType: ["*"] } })).toEqual({ ids: ["a", "b"] });
  });

  test("pages", () => {
    const desk = filled();
    expect(retrieve(desk, { filter: {}, maxResults: 2 })).toEqual({ ids: ["a", "b"], nextIndex: 2 });
    expect(retrieve(desk, { filter: {}, maxResults: 2, startIndex: 2 })).toEqual({ ids: ["c"] });
    expect(retrieve(desk, { filter: {}, startIndex: 9 })).toEqual({ ids: [] });
    expect(retrieve(desk, { filter: {}, maxResults: 3 })).toEqual({ ids: ["a", "b", "c"] });
  });

  test("a page ends early when it grows large, and goes on", () => {
    const desk = open();
    for (let index = 0; index < 7; index++)
      desk.alert({ alertId: `big-${index}`, items: [{ source: "./A", data: "x".repeat(1_000_000) }] });
    const first = retrieve(desk, { filter: {} });
    expect(first).toEqual({ ids: ["big-0", "big-1", "big-2", "big-3"], nextIndex: 4 });
    expect(retrieve(desk, { filter: {}, startIndex: 4 }).ids).toEqual(["big-4", "big-5", "big-6"]);
  });

  test("whatever of it is large", () => {
    const desk = open();
    const long = "x".repeat(500_000);
    for (let index = 0; index < 7; index++)
      desk.alert({ alertId: `big-${index}`, alertType: long, items: [{ type: long, data: "1" }] });
    expect(retrieve(desk, { filter: {} }).nextIndex).toBe(4);
  });

  test("pages stay where they are while alerts arrive", () => {
    const desk = filled();
    expect(retrieve(desk, { filter: {}, maxResults: 2 }).nextIndex).toBe(2);
    desk.alert({ alertId: "d", deviceId: "IMEI:2" });
    expect(retrieve(desk, { filter: {}, maxResults: 2, startIndex: 2 })).toEqual({ ids: ["c", "d"] });
  });

  test("alerts of before a restart; those whose time is over are gone", () => {
    const desk = filled({ options: { settings: { alertRetention: 5000 } } });
    desk.restart(3500);
    desk.settle();
    expect(retrieve(desk, { filter: {} })).toEqual({ ids: ["b", "c"] });
  });
});

describe("F3.11 by subscription", () => {
  test("what the subscription is about, filtered to its parameters", () => {
    const desk = open();
    desk.alert({ alertId: "before", items: [{ source: "./DiagMon/Battery", data: "1" }] });
    const { subscriptionId } = desk.ok("SubscribeAlerts", {
      alertType: [COMPLETE],
      parameter: ["./DiagMon/Battery"],
      target: { deviceId: ["IMEI:1"] },
    });
    desk.answer();
    desk.alert({ alertId: "other type", alertType: TRAP });
    desk.alert({ alertId: "other device", deviceId: "IMEI:2" });
    desk.alert({ alertId: "other node", items: [{ source: "./DiagMon/Memory", data: "1" }] });
    desk.alert({
      alertId: "two items",
      items: [
        { source: "./DiagMon/Memory", data: "m" },
        { source: "./DiagMon/Battery/x", data: "b" },
      ],
    });
    desk.answer();
    desk.ok("RetrieveAlerts", { subscriptionId });
    const { alert } = desk.last("DiagnosticsDelivery");
    expect(alert.map(({ alertId, item }) => [alertId, item.map(({ data }) => data)])).toEqual([
      ["before", ["1"]],
      ["two items", ["b"]],
    ]);
  });

  test("a subscription that is over has none: the ack says so", () => {
    const desk = open();
    const { subscriptionId } = desk.ok("SubscribeAlerts", {});
    desk.answer();
    desk.ok("UnsubscribeAlerts", { subscriptionId });
    expect(desk.ok("RetrieveAlerts", { subscriptionId }).ack).toMatchObject({
      state: "rejected",
      reason: "the subscription is ended",
    });
  });
});

describe("refusals", () => {
  test.each<[string, Retrieve, string]>([
    ["neither", {}, "SVC0002 subscriptionId, filter"],
    ["both", { subscriptionId: "s", filter: {} }, "SVC0002 subscriptionId, filter"],
    ["an unknown device", { filter: { deviceId: "nobody" } }, "SVC0004 filter.deviceId"],
    ["a device outside the policy", { filter: { deviceId: "other-3" } }, "POL0201 other-3"],
    ["a type that is not granted", { filter: { alertType: [COMPLETE, TRAP] } }, `POL0204 ${TRAP}`],
    ["an empty type", { filter: { alertType: [""] } }, "SVC0002 filter.alertType"],
    ["an end before the beginning", { filter: { from: 2000, to: 1000 } }, "SVC0002 filter.to"],
    ["a negative index", { filter: {}, startIndex: -1 }, "SVC0002 startIndex"],
    ["a page of nothing", { filter: {}, maxResults: 0 }, "SVC0002 maxResults"],
    ["a page of too many", { filter: {}, maxResults: 1001 }, "SVC0002 maxResults"],
  ])("%s", (_what, request, fault) => {
    const desk = open({ policy: { devices: ["IMEI:*"], alertTypes: [COMPLETE] } });
    expect(desk.fault("RetrieveAlerts", request)).toBe(fault);
  });

  test("no callback endpoint", () => {
    const desk = createDesk();
    desk.ok("RegisterExternalSystem", { ...registration, callbackEndpoint: undefined });
    expect(desk.fault("RetrieveAlerts", { filter: {} })).toBe("SVC0002 callbackEndpoint");
  });

  test("the operation is not granted", () => {
    const desk = open({ policy: { operations: ["SubscribeAlerts"] } });
    expect(desk.fault("RetrieveAlerts", { filter: {} })).toBe("POL0200 RetrieveAlerts");
  });
});
