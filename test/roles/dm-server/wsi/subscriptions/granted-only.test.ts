import { describe, expect, test } from "vitest";
import {
  defaultPolicy,
  type ExternalSystemPolicy,
} from "../../../../../simulator/roles/dm-server/options.ts";
import type { Desk } from "../desk.ts";
import { COMPLETE, open, OTHER_URL, subscribed, TRAP, withOther } from "./subscribing.ts";

/*
 * Nobody gets what it was not granted: whatever way it is asked for, and whatever is revoked while it is on its way.
 */

function setPolicy(desk: Desk, policy: Partial<ExternalSystemPolicy>, externalSystem = "care"): void {
  desk.command((side, turn) => {
    const whole = { ...defaultPolicy, ...policy };
    expect(side.administer({ name: "setPolicy", externalSystem, policy: whole }, turn)).toBeUndefined();
  });
}

/** Ids and values of the alerts that were sent, in order. */
function sent(desk: Desk): readonly unknown[] {
  return desk.callbacks.flatMap(({ message }) =>
    message.operation === "AlertNotification"
      ? [[message.value.alert.alertId, ...message.value.alert.item.map(({ data }) => data)]]
      : [],
  );
}

const two = [
  { source: "./DiagMon/Battery/DiagMonData/Level", data: "battery" },
  { source: "./DiagMon/Memory/DiagMonData/Total", data: "memory" },
];

describe("F3.10 rights that are revoked while alerts wait for their recipient", () => {
  const waiting = (alerts: readonly Parameters<Desk["alert"]>[0][]): Desk => {
    const desk = open({ policy: { subtrees: { get: ["./DiagMon"] } } });
    subscribed(desk, { parameter: ["./DiagMon/Battery", "./DiagMon/Memory"] });
    desk.alert({ alertId: "a-1" });
    desk.fail("unreachable");
    for (const alert of alerts) desk.alert(alert);
    return desk;
  };
  const delivered = (desk: Desk): readonly unknown[] => {
    const before = desk.callbacks.length;
    desk.advance(600_000);
    while (
      desk.callbacks.length > before &&
      desk.callbacks.at(-1)?.message.operation === "AlertNotification"
    ) {
      const last = desk.callbacks.at(-1);
      desk.answer();
      if (desk.callbacks.at(-1) === last) break;
    }
    return sent(desk).slice(1);
  };

  test("an alert type", () => {
    const desk = waiting([{ alertId: "a-2", alertType: TRAP }, { alertId: "a-3" }]);
    setPolicy(desk, { alertTypes: [COMPLETE] });
    expect(delivered(desk)).toEqual([
      ["a-1", "200"],
      ["a-3", "200"],
    ]);
  });

  test("a subtree: the items below it", () => {
    const desk = waiting([{ alertId: "a-2", items: two }]);
    setPolicy(desk, { subtrees: { get: ["./DiagMon/Memory"] } });
    expect(delivered(desk)).toEqual([["a-2", "memory"]]);
    expect(desk.notes("callback-dropped")).toMatchObject([/AlertNotification 2 .* revoked/]);
  });

  test("the device, or the operation, or all", () => {
    for (const policy of [
      { devices: ["other-*"] },
      { operations: ["DiscoverDevices"] },
      { alertTypes: [] },
    ]) {
      const desk = waiting([{ alertId: "a-2" }]);
      setPolicy(desk, policy);
      expect(delivered(desk)).toEqual([]);
    }
  });

  test("the consent of the one named in deliverTo", () => {
    const desk = withOther({ acceptsAlertsFrom: ["care"] });
    desk.ok("SubscribeAlerts", { deliverTo: "Field office" });
    desk.answer();
    desk.alert({ alertId: "a-1" });
    desk.fail("unreachable");
    setPolicy(desk, { acceptsAlertsFrom: [] }, "other");
    const before = desk.callbacks.length;
    desk.advance(600_000);
    expect(desk.callbacks.slice(before).filter(({ http }) => http.url === OTHER_URL)).toEqual([]);
  });
});

describe("F3.10 a registration that is repeated with less", () => {
  test("alert types that it does not ask for any more", () => {
    const desk = open();
    subscribed(desk, { alertType: ["urn:oma:*"] });
    desk.registered({ requestedAlertType: [TRAP] });
    desk.alert({ alertId: "a-1", alertType: COMPLETE });
    desk.alert({ alertId: "a-2", alertType: TRAP });
    expect(sent(desk)).toEqual([["a-2", "200"]]);
  });

  test("the operation itself", () => {
    const desk = open();
    subscribed(desk);
    desk.registered({ requestedOperation: ["DiscoverDevices"] });
    desk.alert({ alertId: "a-1" });
    expect(sent(desk)).toEqual([]);
  });
});

describe("F3.10 who asks for no parameters gets no more than by asking for them", () => {
  const narrow = { subtrees: { get: ["./DiagMon/Memory"] } };
  const nowhere = [{ data: "nowhere" }];

  test("what lies below other subtrees is held back, what names no node is not", () => {
    const desk = open({ policy: narrow });
    const subscriptionId = subscribed(desk);
    desk.alert({ alertId: "a-1", items: [...two, ...nowhere, { source: "./DMAcc/x", data: "account" }] });
    desk.alert({ alertId: "a-2", items: two.slice(0, 1) });
    expect(sent(desk)).toEqual([["a-1", "memory", "nowhere"]]);
    desk.answer();
    for (const request of [{ subscriptionId }, { filter: {} }, { filter: { deviceId: "IMEI:1" } }]) {
      desk.ok("RetrieveAlerts", request);
      const { alert } = desk.last("DiagnosticsDelivery");
      expect(alert.map(({ item }) => item.map(({ data }) => data))).toEqual([["memory", "nowhere"]]);
      desk.answer();
    }
  });

  test("who may get the whole tree gets all but accounts", () => {
    const desk = open();
    subscribed(desk);
    const odd = [
      { source: "./A/../B", data: "odd" },
      { source: "./DMAcc/x", data: "account" },
    ];
    desk.alert({ alertId: "a-1", items: [...two, ...nowhere, ...odd] });
    expect(sent(desk)).toEqual([["a-1", "battery", "memory", "nowhere", "odd"]]);
  });
});

describe("F3.10 tricks", () => {
  test.each<[string, string, readonly string[]]>([
    ["another case", "./diagmon/battery", []],
    ["an escape", "./DiagMon/%42attery", ["battery"]],
    ["an escaped slash", "./DiagMon%2FBattery", []],
    ["a way up", "./DiagMon/Memory/../Battery", []],
    ["a prefix of a name", "./DiagMon/Batt", []],
    ["without the dot", "DiagMon/Battery", ["battery"]],
    ["a slash at its end", "./DiagMon/Battery/", ["battery"]],
    ["twice the dot", "././DiagMon/Battery", []],
    ["a wildcard", "./DiagMon/*", []],
    ["the root", ".", []],
    ["above what is granted", "./DiagMon", []],
    ["a query", "./DiagMon/Battery?list=Struct", []],
  ])("a parameter with %s", (_what, parameter, values) => {
    const desk = open({ policy: { subtrees: { get: ["./DiagMon/Battery"] } } });
    subscribed(desk, { parameter: [parameter, "./DiagMon/Battery/None"] });
    desk.alert({ items: two });
    expect(sent(desk).flatMap((each) => (each as string[]).slice(1))).toEqual(values);
  });

  test.each([
    "./DiagMon/Battery/../Memory/DiagMonData/Total",
    "./DiagMon/Battery/%2e%2e/Memory",
    "./DiagMon/Battery%2F..%2FMemory",
    "./diagmon/Battery",
    "./DiagMon/BatteryX",
    "./DiagMon/Battery\u0001/../Memory",
  ])("an item whose Source is %j passes for nothing below an accepted parameter", (source) => {
    const desk = open();
    subscribed(desk, { parameter: ["./DiagMon/Battery"] });
    desk.alert({ items: [{ source, data: "x" }] });
    expect(sent(desk)).toEqual([]);
  });

  test("an alert whose Type is a pattern is granted to nobody who was not granted all of it", () => {
    const desk = open({ policy: { alertTypes: [COMPLETE] } });
    subscribed(desk);
    for (const alertType of ["*", "urn:*", "urn:oma:at:diagmon:1.0:*", ""]) desk.alert({ alertType });
    expect(sent(desk)).toEqual([]);
  });

  test("the Mark of an item that is held back is not told", () => {
    const desk = open();
    subscribed(desk, { parameter: ["./DiagMon/Memory"] });
    desk.alert({
      mark: "fatal",
      items: [
        { source: "./DiagMon/Battery", data: "b", mark: "fatal" },
        { source: "./DiagMon/Memory", data: "m" },
      ],
    });
    const { alert } = desk.last("AlertNotification");
    expect(alert.item.map(({ data }) => data)).toEqual(["m"]);
    expect(alert.mark).toBeUndefined();
  });
});

describe("F3.1 alert types with the prefix of DM 1.2", () => {
  test("mean what they mean without it, in requests too", () => {
    const desk = open();
    subscribed(desk, { alertType: ["Reversed-Domain-Name: com.example.low", "com.example.low"] });
    desk.alert({ alertId: "a-1", alertType: "com.example.low" });
    expect(sent(desk)).toEqual([["a-1", "200"]]);
    desk.answer();
    desk.ok("RetrieveAlerts", { filter: { alertType: ["reversed-domain-name:com.example.*"] } });
    expect(desk.last("DiagnosticsDelivery").alert.map(({ alertId }) => alertId)).toEqual(["a-1"]);
  });
});

describe("F3.13 the end, to the moment", () => {
  test("an alert that was stored in time is forwarded, though nobody ran when the time was over", () => {
    const desk = open();
    subscribed(desk, { expires: 10_000 });
    desk.advance(9_999);
    desk.alert({ alertId: "in time" }, false);
    desk.restart(20_000);
    desk.settle();
    expect(sent(desk)).toEqual([["in time", "200"]]);
    desk.answer();
    expect(desk.last("SubscriptionStatus").state).toBe("expired");
  });

  test("one that was stored at the very moment, or later, is not", () => {
    const desk = open();
    subscribed(desk, { expires: 10_000 });
    desk.restart(20_000);
    desk.alert({ alertId: "late", receivedAt: desk.date - 10_000 }, false);
    desk.settle();
    expect(sent(desk)).toEqual([]);
  });

  test("a renewal holds for the devices that are still to be set up", () => {
    const desk = open();
    const { ack, subscriptionId } = desk.ok("SubscribeAlerts", {
      target: { deviceId: ["IMEI:1"] },
      setUp: [{ kind: "exec", locUri: "./DiagMon/Radio/Operations/Start" }],
      expires: 60_000,
    });
    desk.answer();
    desk.settle();
    desk.advance(30_000);
    desk.ok("RenewSubscription", { subscriptionId, expires: 600_000 });
    desk.advance(60_000);
    const { operation } = desk.ok("QueryOperation", { operationId: ack.operationId });
    expect(operation).toMatchObject({ state: expect.stringMatching(/pending|running/) as string });
    expect(operation.expiresAt).toBe(desk.date - 60_000 + 600_000);
    desk.advance(540_000);
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).not.toMatch(
      /pending|running/,
    );
  });
});
