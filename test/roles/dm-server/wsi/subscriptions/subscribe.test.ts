import { describe, expect, test } from "vitest";
import { createDesk, registration } from "../desk.ts";
import { COMPLETE, open, TRAP, type Subscribe } from "./subscribing.ts";

describe("F3.1 a subscription is taken", () => {
  test("F3.1 F3.3 the ack has the lifetime, the status comes on the subscription's stream", () => {
    const desk = open();
    const response = desk.ok("SubscribeAlerts", { alertType: [COMPLETE], expires: 60_000 });
    expect(response.ack).toMatchObject({ state: "accepted", expiresAt: desk.date + 60_000 });
    expect(desk.last("SubscriptionStatus")).toMatchObject({
      operationId: response.ack.operationId,
      sequence: 1,
      subscriptionId: response.subscriptionId,
      state: "accepted",
      acceptedAlertType: [COMPLETE],
      rejectedAlertType: [],
    });
    expect([...desk.view().callbacks()].map(({ stream }) => stream)).toEqual([response.subscriptionId]);
  });

  test("F3.2 no type asked for: all that the policy allows", () => {
    const desk = open({ policy: { alertTypes: [TRAP, "urn:x:*"] } });
    desk.ok("SubscribeAlerts", {});
    expect(desk.last("SubscriptionStatus")).toMatchObject({
      state: "accepted",
      acceptedAlertType: [TRAP, "urn:x:*"],
    });
  });

  test("F3.2 a wildcard is granted as its intersection with the policy", () => {
    const desk = open({ policy: { alertTypes: [TRAP, "urn:x:*"] } });
    desk.ok("SubscribeAlerts", { alertType: ["urn:oma:at:diagmon:*", "urn:x:y:*"] });
    expect(desk.last("SubscriptionStatus")).toMatchObject({
      state: "accepted",
      acceptedAlertType: [TRAP, "urn:x:y:*"],
    });
  });

  test("F3.3 partly accepted: each refused type and parameter has its reason", () => {
    const desk = open({
      policy: { alertTypes: [TRAP], subtrees: { get: ["./DiagMon"], replace: ["./"] } },
    });
    desk.ok("SubscribeAlerts", {
      alertType: [TRAP, COMPLETE],
      parameter: ["./DiagMon/Battery", "./DevInfo/Lang", "./DiagMon/../DevInfo"],
    });
    const status = desk.last("SubscriptionStatus");
    expect(status).toMatchObject({
      state: "partly-accepted",
      acceptedAlertType: [TRAP],
      rejectedAlertType: [{ type: COMPLETE, reason: `Alert type ${COMPLETE} is not granted` }],
      acceptedParameter: ["./DiagMon/Battery"],
      rejectedParameter: [
        { locUri: "./DevInfo/Lang", reason: "Command get on ./DevInfo/Lang is not granted" },
        { locUri: "./DiagMon/../DevInfo", reason: "This is not the address of a node." },
      ],
    });
  });

  test.each<[string, Subscribe]>([
    ["no type", { alertType: [COMPLETE, "urn:y"] }],
    ["no parameter", { alertType: [TRAP], parameter: ["./DevInfo"] }],
  ])("F3.3 rejected when %s is granted; the operation failed", (_what, request) => {
    const desk = open({ policy: { alertTypes: [TRAP], subtrees: { get: ["./DiagMon"] } } });
    const { ack } = desk.ok("SubscribeAlerts", request);
    expect(desk.last("SubscriptionStatus").state).toBe("rejected");
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).toBe("failed");
    desk.alert({ alertType: TRAP });
    expect(desk.names()).not.toContain("AlertNotification");
  });

  test("the registration narrows what is granted", () => {
    const desk = createDesk();
    desk.registered({ requestedAlertType: [TRAP] });
    desk.ok("SubscribeAlerts", { alertType: [TRAP, COMPLETE] });
    expect(desk.last("SubscriptionStatus")).toMatchObject({
      state: "partly-accepted",
      acceptedAlertType: [TRAP],
    });
  });
});

describe("F3.1 refusals", () => {
  test.each<[string, Subscribe, string]>([
    ["an empty type", { alertType: [""] }, "SVC0002 alertType"],
    ["a * in the middle", { alertType: ["urn:*:x"] }, "SVC0002 alertType"],
    ["an empty parameter", { parameter: [""] }, "SVC0002 parameter"],
    ["a long parameter", { parameter: [`./${"x".repeat(5000)}`] }, "SVC0002 parameter"],
    ["a target of nothing", { target: {} }, "SVC0002 target"],
    ["an unknown device", { target: { deviceId: ["nobody"] } }, "SVC0004 target.deviceId"],
    ["a device outside the policy", { target: { deviceId: ["other-3"] } }, "POL0201 other-3"],
    ["an unknown recipient", { deliverTo: "nobody" }, "SVC0204 nobody"],
    ["a life of centuries", { expires: 1e14 }, "SVC0002 expires"],
    [
      "a forbidden setUp",
      { setUp: [{ kind: "replace", locUri: "./DMAcc/x", data: "y" }] },
      "POL0202 replace ./DMAcc/x",
    ],
    ["a setUp without address", { setUp: [{ kind: "get", locUri: "" }] }, "SVC0002 setUp[1].locUri"],
  ])("%s", (_what, request, fault) => {
    const desk = open({ policy: { devices: ["IMEI:*"] } });
    expect(desk.fault("SubscribeAlerts", request)).toBe(fault);
    expect([...desk.view().subscriptions()]).toEqual([]);
  });

  test("no callback endpoint: SVC0002, with and without a registration", () => {
    const desk = createDesk();
    expect(desk.fault("SubscribeAlerts", {})).toBe("SVC0002 callbackEndpoint");
    desk.ok("RegisterExternalSystem", { ...registration, callbackEndpoint: undefined });
    expect(desk.fault("SubscribeAlerts", {})).toBe("SVC0002 callbackEndpoint");
  });

  test("the operation is not granted: POL0200", () => {
    const desk = open({ policy: { operations: ["DiscoverDevices"] } });
    expect(desk.fault("SubscribeAlerts", {})).toBe("POL0200 SubscribeAlerts");
  });

  test("a failed commit leaves nothing behind", () => {
    const desk = open();
    desk.failCommit();
    expect(desk.fault("SubscribeAlerts", {})).toBe("SVC0001 store");
    expect([...desk.view().subscriptions()]).toEqual([]);
    desk.alert({});
    expect(desk.names()).not.toContain("AlertNotification");
  });
});
