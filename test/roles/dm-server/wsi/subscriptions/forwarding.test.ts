import { describe, expect, test } from "vitest";
import type { ExternalSystemPolicy } from "../../../../../simulator/roles/dm-server/options.ts";
import { registration, type Desk } from "../desk.ts";
import {
  COMPLETE,
  open,
  other,
  OTHER_URL,
  subscribed,
  TRAP,
  withOther,
  type Subscribe,
} from "./subscribing.ts";

describe("F3.10 forwarding", () => {
  test("an alert that matches is forwarded once, in sequence, and again only after the one before", () => {
    const desk = open();
    const subscriptionId = subscribed(desk, { alertType: [COMPLETE] });
    desk.alert({ alertId: "a-1", correlator: "c", mark: "warning" });
    desk.alert({ alertId: "a-2" });
    desk.alert({ alertId: "a-3", alertType: TRAP });
    expect(desk.last("AlertNotification")).toMatchObject({
      subscriptionId,
      sequence: 2,
      alert: {
        alertId: "a-1",
        deviceId: "IMEI:1",
        alertType: COMPLETE,
        mark: "warning",
        correlator: "c",
        item: [{ source: "./DiagMon/Battery", data: "200" }],
      },
    });
    desk.answer();
    expect(desk.last("AlertNotification")).toMatchObject({ sequence: 3, alert: { alertId: "a-2" } });
    desk.answer();
    expect(desk.names().filter((name) => name === "AlertNotification")).toHaveLength(2);
    expect(desk.reports("alert.received").map(({ data }) => data["forwardedTo"])).toEqual([
      [subscriptionId],
      [subscriptionId],
      [],
    ]);
  });

  test.each<[string, Subscribe["target"], readonly string[]]>([
    ["named devices", { deviceId: ["IMEI:2"] }, ["IMEI:2"]],
    ["a group", { group: ["lab"] }, ["IMEI:1"]],
    ["a filter", { filter: { model: "B*" } }, ["IMEI:2"]],
    ["a union", { group: ["lab"], filter: { model: "B2" } }, ["IMEI:1", "IMEI:2"]],
    ["all of the policy", { all: true }, ["IMEI:1", "IMEI:2"]],
    ["none named: all of the policy", undefined, ["IMEI:1", "IMEI:2"]],
  ])("devices: %s", (_what, target, expected) => {
    const desk = open({ policy: { devices: ["IMEI:*"] } });
    subscribed(desk, { target });
    const served: string[] = [];
    for (const deviceId of ["IMEI:1", "IMEI:2", "other-3", "unheard-of"]) {
      const before = desk.callbacks.length;
      desk.alert({ deviceId });
      if (desk.callbacks.length > before) {
        served.push(desk.last("AlertNotification").alert.deviceId);
        desk.answer();
      }
    }
    expect(served).toEqual(expected);
  });

  test("items: equal to or below an accepted parameter, by Source or Target; nothing left is not forwarded", () => {
    const desk = open();
    subscribed(desk, { parameter: ["./DiagMon/Battery", "DevDetail/SwV"] });
    desk.alert({
      items: [
        { source: "./DiagMon/Battery", data: "equal" },
        { source: "DiagMon/Battery/DiagMonData/Level", data: "below" },
        { source: "./DiagMon/BatteryX", data: "no" },
        { target: "./DevDetail/SwV", data: "target" },
        { source: "./DiagMon", data: "above" },
        { data: "nowhere" },
      ],
    });
    const { alert } = desk.last("AlertNotification");
    expect(alert.item.map(({ data }) => data)).toEqual(["equal", "below", "target"]);
    desk.answer();
    const before = desk.callbacks.length;
    desk.alert({ items: [{ source: "./DiagMon/Memory", data: "1" }] });
    expect(desk.callbacks).toHaveLength(before);
  });

  test("octets and text that XML cannot hold arrive as octets", () => {
    const desk = open();
    subscribed(desk);
    desk.alert({
      items: [
        { source: "./A", binaryData: "AQI=" },
        { source: "./B", data: "a\u0000b" },
      ],
    });
    expect(desk.last("AlertNotification").alert.item).toMatchObject([
      { binaryData: new Uint8Array([1, 2]) },
      { binaryData: new Uint8Array([97, 0, 98]) },
    ]);
  });

  test("two External Systems get each what it was granted", () => {
    const desk = withOther({ subtrees: { get: ["./DiagMon/Memory"] } });
    subscribed(desk, { parameter: ["./DiagMon/Battery"] });
    desk.ok("SubscribeAlerts", { parameter: ["./DiagMon/Memory", "./DiagMon/Battery"] }, other);
    expect(desk.last("SubscriptionStatus").rejectedParameter).toHaveLength(1);
    desk.answer();
    const before = desk.callbacks.length;
    desk.alert({
      items: [
        { source: "./DiagMon/Battery/x", data: "b" },
        { source: "./DiagMon/Memory/x", data: "m" },
      ],
    });
    const got = desk.callbacks.slice(before).map(({ http, message }) => {
      if (message.operation !== "AlertNotification") throw new Error(message.operation);
      return [new URL(http.url).port, message.value.alert.item.map(({ data }) => data)];
    });
    expect(Object.fromEntries(got)).toEqual({ 9000: ["b"], 9001: ["m"] });
  });
});

describe("deliverTo", () => {
  test("alerts go to the one named, statuses to the one who asked", () => {
    const desk = withOther({ acceptsAlertsFrom: ["care"] });
    const { subscriptionId } = desk.ok("SubscribeAlerts", { deliverTo: "Field office" });
    expect(desk.callbacks.at(-1)?.http.url).toBe("http://127.0.0.1:9000/es/callback");
    desk.answer();
    desk.alert({ alertId: "a-1" });
    expect(desk.callbacks.at(-1)?.http.url).toBe(OTHER_URL);
    expect(desk.last("AlertNotification")).toMatchObject({ subscriptionId, sequence: 2 });
    // the end is told only when the other one has its alerts
    const held = desk.callbacks.at(-1);
    desk.ok("UnsubscribeAlerts", { subscriptionId });
    expect(desk.callbacks.at(-1)).toBe(held);
    desk.answer(200, held);
    expect(desk.last("SubscriptionStatus")).toMatchObject({ state: "ended", sequence: 3 });
    expect(desk.callbacks.at(-1)?.http.url).toBe("http://127.0.0.1:9000/es/callback");
    expect(desk.states("subscription")).toEqual(["accepted", "ending", "ended"]);
  });

  test("a restart while the other one is waited for", () => {
    const desk = withOther({ acceptsAlertsFrom: ["*"] });
    const { subscriptionId } = desk.ok("SubscribeAlerts", { deliverTo: "Field office" });
    desk.answer();
    desk.alert({});
    desk.ok("UnsubscribeAlerts", { subscriptionId });
    desk.restart();
    desk.settle();
    expect(desk.last("AlertNotification").subscriptionId).toBe(subscriptionId);
    desk.answer();
    expect(desk.last("SubscriptionStatus").state).toBe("ended");
  });

  test.each<[string, Partial<ExternalSystemPolicy>, string | undefined, string]>([
    ["accepts nobody", {}, OTHER_URL, "POL0001 deliverTo"],
    ["accepts others only", { acceptsAlertsFrom: ["another"] }, OTHER_URL, "POL0001 deliverTo"],
    ["has no endpoint", { acceptsAlertsFrom: ["*"] }, undefined, "SVC0002 deliverTo"],
  ])("refused: the one named %s", (_what, policy, endpoint, fault) => {
    const desk = endpoint === undefined ? withoutEndpoint(policy) : withOther(policy, endpoint);
    expect(desk.fault("SubscribeAlerts", { deliverTo: "Field office" })).toBe(fault);
  });

  test("the one named deregisters: the subscription ends, and who asked is told", () => {
    const desk = withOther({ acceptsAlertsFrom: ["care"] });
    const { subscriptionId } = desk.ok("SubscribeAlerts", { deliverTo: "Field office" });
    desk.answer();
    const [, office] = [...desk.view().registrations()];
    desk.ok("DeregisterExternalSystem", { registrationId: office?.registrationId ?? "" }, other);
    const told = desk.callbacks.map(({ message }) => message);
    expect(
      told.find(
        ({ operation, value }) =>
          operation === "SubscriptionStatus" && "state" in value && value.state === "ended",
      ),
    ).toBeDefined();
    expect(
      [...desk.view().subscriptions()].find((each) => each.subscriptionId === subscriptionId),
    ).toMatchObject({
      state: "ended",
    });
  });
});

function withoutEndpoint(policy: Partial<ExternalSystemPolicy>): Desk {
  const desk = withOther(policy);
  desk.ok(
    "RegisterExternalSystem",
    { ...registration, name: "Field office", kind: "other", callbackEndpoint: undefined },
    other,
  );
  return desk;
}
