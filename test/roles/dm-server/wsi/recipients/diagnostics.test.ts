import { describe, expect, test } from "vitest";
import type { RoleReport } from "../../../../../simulator/wire/role.ts";
import { createRecipients, type Name, type Recipients } from "./world.ts";

const RADIO = "./DiagMon/Radio";
const RADIO_URN = "urn:oma:mo:oma-diag:RFParms_3GPP_LTE:1.0";
const COMPLETE = "urn:oma:at:diagmon:1.0:OperationComplete";
const TRAP = "urn:oma:at:diagmon:1.0:TrapNotification";

interface Alert {
  readonly alertId: string;
  readonly deviceId: string;
  readonly alertType: string;
  readonly correlator?: string;
  readonly item: readonly { readonly source?: string; readonly data?: string }[];
}

/** The contents of the callbacks of a kind that a recipient has taken. */
function taken<Content>(world: Recipients, name: Name, callback: string): readonly Content[] {
  return world
    .reports(name, "callback.received")
    .filter(({ data }: RoleReport) => data["callback"] === callback)
    .map(({ data }) => data["content"] as Content);
}
const alertsOf = (world: Recipients, name: Name): readonly Alert[] =>
  taken<{ readonly alert: Alert }>(world, name, "AlertNotification").map(({ alert }) => alert);

function subscribe(world: Recipients, name: Name, value: Readonly<Record<string, unknown>>): void {
  world.command(name, { name: "call", operation: "SubscribeAlerts", value });
  expect(world.reports(name, "call.failed")).toEqual([]);
}

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

describe("F3.11 a function on a thousand devices", () => {
  test(
    "every result is reported, each once to each recipient, over a restart and a recipient that is away",
    { timeout: 120_000 },
    () => {
      const ids = Array.from({ length: 1000 }, (_, index) => `d${index + 1}`);
      const quota = { requestsPerMinute: 100_000, devicesPerBulk: 10_000, outstandingOperations: 10_000 };
      const world = createRecipients(ids, { care: { quota }, portal: { quota } });
      // one sample each
      for (const id of ids)
        world.device(id, {
          name: "setValue",
          uri: `${RADIO}/DiagMonConfig/ConfigParams/Period`,
          value: "0",
        });
      for (const name of ["care", "portal"] as const) subscribe(world, name, { alertType: [COMPLETE] });
      const request = (deviceId: string): void =>
        world.command("care", {
          name: "call",
          operation: "RequestDiagnostics",
          value: { deviceId, function: RADIO_URN, start: true, parameter: [`${RADIO}/DiagMonData/RSRP`] },
        });
      for (const id of ids.slice(0, 300)) request(id);
      world.restart();
      world.down("portal");
      for (const id of ids.slice(300, 700)) request(id);
      world.advance(30_000);
      world.up("portal");
      for (const id of ids.slice(700)) request(id);
      world.advance(600_000);

      const sorted = (names: readonly string[]): readonly string[] => names.toSorted();
      for (const name of ["care", "portal"] as const) {
        const alerts = alertsOf(world, name);
        expect(sorted(alerts.map(({ deviceId }) => deviceId))).toEqual(sorted(ids));
        expect(new Set(alerts.map(({ alertId }) => alertId)).size).toBe(ids.length);
        expect(new Set(alerts.map(({ correlator }) => correlator)).size).toBe(ids.length);
      }
      const deliveries = taken<Alert & { readonly operationId: string }>(
        world,
        "care",
        "DiagnosticsDelivery",
      );
      expect(sorted(deliveries.map(({ deviceId }) => deviceId))).toEqual(sorted(ids));
      expect(deliveries.every(({ item }) => /^-\d+$/.test(item[0]?.data ?? ""))).toBe(true);
      expect(taken(world, "portal", "DiagnosticsDelivery")).toEqual([]);
      expect(taken(world, "care", "OperationResult")).toEqual([]);
    },
  );
});
