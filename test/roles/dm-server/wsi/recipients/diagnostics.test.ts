import { describe, expect, test } from "vitest";
import {
  alertsOf,
  COMPLETE,
  expectEveryResultOnce,
  RADIO,
  RADIO_URN,
  subscribe,
  taken,
  type Alert,
} from "./function-on-many.ts";
import { createRecipients, type Name } from "./world.ts";

const TRAP = "urn:oma:at:diagmon:1.0:TrapNotification";

describe("F3.10 two External Systems", () => {
  test("each gets of one device's alerts what it was granted, and nothing else", () => {
    const world = createRecipients(["d1"], {
      portal: { subtrees: { get: ["./DiagMon"] }, alertTypes: [COMPLETE] },
    });
    subscribe(world, "care", { parameter: [RADIO, "./Traps"] });
    // the policy grants neither traps nor the second parameter
    subscribe(world, "portal", { alertType: [COMPLETE, TRAP], parameter: ["./DiagMon/Battery", "./Traps"] });
    expect(taken(world, "portal", "SubscriptionStatus")).toMatchObject([
      {
        state: "partly-accepted",
        acceptedAlertType: [COMPLETE],
        rejectedAlertType: [{ type: TRAP }],
        acceptedParameter: ["./DiagMon/Battery"],
        rejectedParameter: [{ locUri: "./Traps" }],
      },
    ]);
    const raise = (type: string, source: string, data: string, hold = true): void =>
      world.device("d1", { name: "raiseAlert", hold, alert: { type, source, data } });
    raise(COMPLETE, `${RADIO}/DiagMonData/RSRP`, "radio");
    raise(COMPLETE, "./DiagMon/Battery/DiagMonData/Level", "battery");
    raise(COMPLETE, "./DiagMon/Memory/DiagMonData/Total", "memory");
    raise(TRAP, "./Traps/LowBattery", "trap");
    raise(TRAP, "./DiagMon/Battery", "trap of the battery", false);
    world.advance(60_000);
    const got = (name: Name): readonly unknown[] =>
      alertsOf(world, name).map(({ alertType, item }) => [alertType, item.map(({ data }) => data)]);
    expect(got("care")).toEqual([
      [COMPLETE, ["radio"]],
      [TRAP, ["trap"]],
    ]);
    expect(got("portal")).toEqual([[COMPLETE, ["battery"]]]);

    // F3.11, F3.12: what is stored is filtered in the same way
    const [status] = taken<{ readonly subscriptionId: string }>(world, "portal", "SubscriptionStatus");
    const value = { subscriptionId: status?.subscriptionId };
    world.command("portal", { name: "call", operation: "RetrieveAlerts", value });
    const [delivery] = taken<{ readonly alert: readonly Alert[] }>(world, "portal", "DiagnosticsDelivery");
    expect(delivery?.alert.flatMap(({ item }) => item.map(({ data }) => data))).toEqual(["battery"]);
    // nor does it get a reading that its policy does not grant, or another's subscription
    const failures = (): readonly unknown[] =>
      world.reports("portal", "call.failed").map(({ data }) => data["messageId"]);
    const [ofCare] = taken<{ readonly subscriptionId: string }>(world, "care", "SubscriptionStatus");
    for (const [operation, request] of [
      ["RequestDiagnostics", { deviceId: "d1", function: RADIO_URN, parameter: ["./Traps"] }],
      ["RetrieveAlerts", { subscriptionId: ofCare?.subscriptionId }],
      ["RetrieveAlerts", { filter: { alertType: [TRAP] } }],
    ] as const)
      world.command("portal", { name: "call", operation, value: request });
    expect(failures()).toEqual(["POL0202", "SVC0203", "POL0204"]);
  });
});

describe("F3.11 a function on many devices", () => {
  test("every result is reported, each once to each recipient, over a restart and a recipient that is away", () => {
    expectEveryResultOnce(100);
  });
});
