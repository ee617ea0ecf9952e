import { describe, expect, test } from "vitest";
import {
  defaultPolicy,
  type ExternalSystemPolicy,
} from "../../../../../simulator/roles/dm-server/options.ts";
import { createDesk } from "../desk.ts";
import { COMPLETE, open, other, subscribed, TRAP, withOther } from "./subscribing.ts";

describe("life of a subscription", () => {
  test("expiry: what is queued is delivered first, then `expired`", () => {
    const desk = open();
    const { subscriptionId } = desk.ok("SubscribeAlerts", { expires: 5000 });
    desk.answer();
    desk.alert({ alertId: "a-1" });
    desk.fail("unreachable");
    desk.advance(4999);
    desk.alert({ alertId: "a-2" });
    desk.advance(1);
    desk.alert({ alertId: "a-3" });
    expect(desk.states("subscription")).toEqual(["accepted", "expiring", "expired"]);
    desk.advance(600_000);
    const got: string[] = [];
    for (;;) {
      const last = desk.callbacks.at(-1)?.message;
      if (last?.operation !== "AlertNotification") break;
      got.push(last.value.alert.alertId);
      desk.answer();
    }
    expect(got).toEqual(["a-1", "a-2"]);
    expect(desk.last("SubscriptionStatus")).toMatchObject({ subscriptionId, state: "expired" });
  });

  test("renewal: a new lifetime, or the old one again; told as status", () => {
    const desk = open();
    const response = desk.ok("SubscribeAlerts", { expires: 5000 });
    const { subscriptionId } = response;
    desk.answer();
    desk.advance(4000);
    const renewed = desk.ok("RenewSubscription", { subscriptionId, expires: 20_000 });
    expect(renewed.ack).toMatchObject({
      operationId: response.ack.operationId,
      state: "accepted",
      expiresAt: desk.date + 20_000,
    });
    expect(desk.last("SubscriptionStatus").state).toBe("accepted");
    desk.answer();
    desk.advance(19_999);
    desk.ok("RenewSubscription", { subscriptionId });
    desk.answer();
    desk.advance(19_999);
    expect(desk.states("subscription")).toEqual(["accepted"]);
    desk.advance(1);
    expect(desk.states("subscription")).toEqual(["accepted", "expiring", "expired"]);
    desk.answer();
    const late = desk.ok("RenewSubscription", { subscriptionId });
    expect(late.ack).toMatchObject({ state: "rejected", reason: "the subscription is expired" });
  });

  test("F3.13 unsubscribing: `ended`, and nothing more is forwarded", () => {
    const desk = open();
    const subscriptionId = subscribed(desk);
    desk.ok("UnsubscribeAlerts", { subscriptionId });
    expect(desk.last("SubscriptionStatus").state).toBe("ended");
    desk.answer();
    const before = desk.callbacks.length;
    desk.alert({});
    expect(desk.callbacks).toHaveLength(before);
    expect(desk.ok("UnsubscribeAlerts", { subscriptionId }).ack.state).toBe("rejected");
  });

  test("somebody else's subscription is unknown: SVC0203", () => {
    const desk = withOther({});
    const subscriptionId = subscribed(desk);
    for (const operation of ["RenewSubscription", "UnsubscribeAlerts", "RetrieveAlerts"] as const) {
      expect(desk.fault(operation, { subscriptionId }, other)).toBe(`SVC0203 ${subscriptionId}`);
      expect(desk.fault(operation, { subscriptionId: "sub-none" })).toBe("SVC0203 sub-none");
    }
  });

  test("deregistration ends it without a word", () => {
    const desk = createDesk();
    const registrationId = desk.registered();
    subscribed(desk);
    desk.ok("DeregisterExternalSystem", { registrationId });
    expect([...desk.view().subscriptions()].map(({ state }) => state)).toEqual(["ended"]);
    expect(desk.names().filter((name) => name === "SubscriptionStatus")).toHaveLength(1);
  });

  test("rights are looked at again with each alert", () => {
    const desk = open();
    subscribed(desk, { alertType: [COMPLETE, TRAP] });
    desk.command((side, turn) => {
      const refusal = side.administer(
        { name: "setPolicy", externalSystem: "care", policy: { ...defaultPolicy, alertTypes: [TRAP] } },
        turn,
      );
      expect(refusal).toBeUndefined();
    });
    const before = desk.callbacks.length;
    desk.alert({ alertType: COMPLETE });
    expect(desk.callbacks).toHaveLength(before);
    desk.alert({ alertType: TRAP });
    expect(desk.last("AlertNotification").alert.alertType).toBe(TRAP);
  });

  test("a live subscription outlives the retention of its operation", () => {
    const desk = open({ options: { settings: { operationRetention: 1000 } } });
    subscribed(desk);
    for (let index = 0; index < 5; index++) {
      desk.advance(10_000);
      desk.ok("DiscoverDevices", {});
    }
    desk.alert({});
    expect(desk.last("AlertNotification").sequence).toBe(2);
  });
});

describe("a subscription that a DM server delegates", () => {
  const entry = (id: string, kind: "dm-server" | "other", policy: Partial<ExternalSystemPolicy> = {}) => ({
    id,
    name: id,
    kind,
    credentials: [{ scheme: "basic" as const, username: id, password: "secret" }],
    policy: { ...defaultPolicy, ...policy },
  });

  test("the originator narrows types, devices and parameters, now and with each alert", () => {
    const externalSystems = [
      entry("care", "dm-server"),
      entry("office", "other", {
        alertTypes: [TRAP],
        devices: ["IMEI:*"],
        subtrees: { get: ["./DiagMon"] },
      }),
    ];
    const desk = open({ options: { externalSystems } });
    const via = { hop: ["enterprise"], originator: "office" };
    desk.ok("SubscribeAlerts", { parameter: ["./DiagMon", "./DevInfo"] }, { via });
    expect(desk.last("SubscriptionStatus")).toMatchObject({
      state: "partly-accepted",
      acceptedAlertType: [TRAP],
      acceptedParameter: ["./DiagMon"],
    });
    desk.answer();
    const before = desk.callbacks.length;
    desk.alert({ alertType: TRAP, deviceId: "other-3" });
    expect(desk.callbacks).toHaveLength(before);
    desk.alert({ alertType: TRAP });
    expect(desk.last("AlertNotification").alert.alertType).toBe(TRAP);
    desk.answer();
    const left = desk.callbacks.length;
    desk.command((side, turn) => {
      const policy = { ...defaultPolicy, alertTypes: ["urn:other"] };
      expect(side.administer({ name: "setPolicy", externalSystem: "office", policy }, turn)).toBeUndefined();
    });
    desk.alert({ alertType: TRAP });
    expect(desk.callbacks).toHaveLength(left);
  });
});

describe("restart", () => {
  test("in force: alerts are forwarded, the lifetime goes on", () => {
    const desk = open();
    desk.ok("SubscribeAlerts", { expires: 10_000, parameter: ["./DiagMon"] });
    desk.answer();
    desk.restart(4000);
    desk.alert({});
    desk.last("AlertNotification");
    desk.answer();
    desk.advance(6000);
    expect(desk.last("SubscriptionStatus").state).toBe("expired");
  });

  test("it expired while nobody ran", () => {
    const desk = open();
    desk.ok("SubscribeAlerts", { expires: 10_000 });
    desk.answer();
    desk.restart(20_000);
    desk.settle();
    expect(desk.last("SubscriptionStatus").state).toBe("expired");
  });

  test("F3.9 to F3.10: an alert that was stored and not forwarded is forwarded once", () => {
    const desk = open();
    subscribed(desk);
    desk.alert({ alertId: "a-1" });
    desk.answer();
    desk.alert({ alertId: "a-2" }, false);
    desk.restart();
    desk.settle();
    expect(desk.last("AlertNotification").alert.alertId).toBe("a-2");
    desk.answer();
    desk.restart();
    desk.settle();
    expect(desk.names().filter((name) => name === "AlertNotification")).toHaveLength(2);
  });

  test("queued alerts are delivered in order afterwards", () => {
    const desk = open();
    subscribed(desk);
    desk.alert({ alertId: "a-1" });
    desk.alert({ alertId: "a-2" });
    desk.fail("unreachable");
    desk.restart(1000);
    desk.advance(10_000);
    expect(desk.last("AlertNotification").alert.alertId).toBe("a-1");
    desk.answer();
    expect(desk.last("AlertNotification").alert.alertId).toBe("a-2");
  });
});
