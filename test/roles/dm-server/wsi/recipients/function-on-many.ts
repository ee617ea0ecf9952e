import { expect } from "vitest";
import type { RoleReport } from "../../../../../simulator/wire/role.ts";
import { createRecipients, type Name, type Recipients } from "./world.ts";

export const RADIO = "./DiagMon/Radio";
export const RADIO_URN = "urn:oma:mo:oma-diag:RFParms_3GPP_LTE:1.0";
export const COMPLETE = "urn:oma:at:diagmon:1.0:OperationComplete";

export interface Alert {
  readonly alertId: string;
  readonly deviceId: string;
  readonly alertType: string;
  readonly correlator?: string;
  readonly item: readonly { readonly source?: string; readonly data?: string }[];
}

/** The contents of the callbacks of a kind that a recipient has taken. */
export function taken<Content>(world: Recipients, name: Name, callback: string): readonly Content[] {
  return world
    .reports(name, "callback.received")
    .filter(({ data }: RoleReport) => data["callback"] === callback)
    .map(({ data }) => data["content"] as Content);
}
export const alertsOf = (world: Recipients, name: Name): readonly Alert[] =>
  taken<{ readonly alert: Alert }>(world, name, "AlertNotification").map(({ alert }) => alert);

export function subscribe(world: Recipients, name: Name, value: Readonly<Record<string, unknown>>): void {
  world.command(name, { name: "call", operation: "SubscribeAlerts", value });
  expect(world.reports(name, "call.failed")).toEqual([]);
}

/**
 * A function is started on many devices through RequestDiagnostics, over a restart of the DM server and a recipient that is
 * away: every result is reported, each once to each recipient.
 */
export function expectEveryResultOnce(count: number): void {
  const ids = Array.from({ length: count }, (_, index) => `d${index + 1}`);
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
  for (const id of ids.slice(0, count * 0.3)) request(id);
  world.restart();
  world.down("portal");
  for (const id of ids.slice(count * 0.3, count * 0.7)) request(id);
  world.advance(30_000);
  world.up("portal");
  for (const id of ids.slice(count * 0.7)) request(id);
  world.advance(600_000);

  const sorted = (names: readonly string[]): readonly string[] => names.toSorted();
  for (const name of ["care", "portal"] as const) {
    const alerts = alertsOf(world, name);
    expect(sorted(alerts.map(({ deviceId }) => deviceId))).toEqual(sorted(ids));
    expect(new Set(alerts.map(({ alertId }) => alertId)).size).toBe(ids.length);
    expect(new Set(alerts.map(({ correlator }) => correlator)).size).toBe(ids.length);
  }
  const deliveries = taken<Alert & { readonly operationId: string }>(world, "care", "DiagnosticsDelivery");
  expect(sorted(deliveries.map(({ deviceId }) => deviceId))).toEqual(sorted(ids));
  expect(deliveries.every(({ item }) => /^-\d+$/.test(item[0]?.data ?? ""))).toBe(true);
  expect(taken(world, "portal", "DiagnosticsDelivery")).toEqual([]);
  expect(taken(world, "care", "OperationResult")).toEqual([]);
}
