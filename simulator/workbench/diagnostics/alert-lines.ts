import type { AlertLine, PassedAlert } from "../../api/index.ts";
import type { Journal } from "../../journal/journal.ts";
import type { StoredAlert } from "../../roles/dm-server/index.ts";
import type { Clock } from "../../core/clock.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";
import type { QueuedAlerts } from "./queued-alerts.ts";

/** Subscriptions of an alert that a line tells: a popular alert passes thousands. */
const TOLD = 4;
/** Characters of a value that a line shows. */
const LONGEST = 200;

/** An alert with the DM server that keeps it. */
export interface PlacedAlert {
  readonly alert: StoredAlert;
  readonly server: PlacedDmServer;
}

/** A page of the stored alerts, newest first, of one device or of all. */
export function newestAlerts(
  roles: WorldRoles,
  deviceId: string | undefined,
  skip: number,
  limit: number,
): { readonly alerts: readonly PlacedAlert[]; readonly total: number } {
  const servers = [...roles.dmServers.values()];
  const alone = servers.length === 1;
  const pages = servers.map((server) => {
    const page = alone ? { skip, limit } : { skip: 0, limit: skip + limit };
    const { alerts, total } = server.view.newestAlerts({ deviceId, ...page });
    return { total, placed: alerts.map((alert) => ({ alert, server })) };
  });
  const total = pages.reduce((sum, page) => sum + page.total, 0);
  const placed = pages.flatMap((page) => page.placed);
  if (alone) return { alerts: placed, total };
  placed.sort((a, b) => b.alert.receivedAt - a.alert.receivedAt || b.alert.order - a.alert.order);
  return { alerts: placed.slice(skip, skip + limit), total };
}

/** What lines of alerts are made from. */
export interface AlertSources {
  readonly roles: WorldRoles;
  readonly journal: Journal;
  readonly clock: Pick<Clock, "now" | "date">;
  queued(server: PlacedDmServer): QueuedAlerts;
  /** True when the recipient of a subscription is paused. */
  paused(server: PlacedDmServer, recipient: string): boolean;
}

/** An alert as a line. */
export function alertLine({ alert, server }: PlacedAlert, sources: AlertSources): AlertLine {
  const { alertId, order, deviceId, alertType, code, mark, correlator, receivedAt, items } = alert;
  const [first] = items;
  const octets = first?.binaryData;
  const { passed, total } = passedOf(alertId, server, sources, TOLD);
  return {
    alertId,
    number: order,
    server: server.id,
    deviceId,
    type: alertType,
    code,
    receivedAt,
    source: first?.source ?? first?.target ?? "",
    data: octets === undefined ? (first?.data ?? "").slice(0, LONGEST) : "octets",
    items: items.length,
    passed,
    morePassed: total - passed.length,
    ...optionally("mark", mark),
    ...optionally("correlator", correlator),
    ...optionally("seq", sources.roles.trail.alert(alertId)?.seq),
  };
}

/** What became of an alert at the subscriptions that it passed, as many as are wanted of them. */
export function passedOf(
  alertId: string,
  server: PlacedDmServer,
  sources: AlertSources,
  most = Infinity,
): { readonly passed: PassedAlert[]; readonly total: number } {
  const { roles } = sources;
  const queued = sources.queued(server);
  const forwarded = roles.trail.alert(alertId)?.to ?? [];
  const all = [...new Set([...forwarded, ...queued.subscriptionsOf(alertId)])];
  const passed = all.slice(0, most).map((subscriptionId): PassedAlert => {
    const recipient = server.view.subscription(subscriptionId)?.recipient ?? "";
    const callback = queued.callback(alertId, subscriptionId);
    const forwarding = roles.trail.forwarding(alertId, subscriptionId);
    const isDelivered = callback === undefined && forwarding?.delivered === true;
    return {
      subscriptionId,
      recipient,
      state: isDelivered
        ? "delivered"
        : callback === undefined
          ? "gone"
          : callback.dead === undefined
            ? "waits"
            : "given-up",
      paused: callback !== undefined && sources.paused(server, recipient),
      ...optionally("at", isDelivered ? dateOf(forwarding.answers.at(-1), sources) : undefined),
    };
  });
  return { passed, total: all.length };
}

/** The date at which a record was written. */
export function dateOf(
  seq: number | undefined,
  { journal, clock }: Pick<AlertSources, "journal" | "clock">,
): number | undefined {
  const record = seq === undefined ? undefined : journal.get(seq);
  return record && clock.date() - clock.now() + record.clock;
}
