import type { DiagnosticsView } from "../../api/index.ts";
import type { Journal } from "../../journal/journal.ts";
import { placedRecipients } from "../callbacks/recipients.ts";
import type { DevicePort } from "../devices/device-port.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";
import { alertLine, newestAlerts, type AlertSources, type PlacedAlert } from "./alert-lines.ts";
import { alertPath } from "./alert-path.ts";
import { deviceLines } from "./device-lines.ts";
import { queuedAlerts, type QueuedAlerts } from "./queued-alerts.ts";
import { recipientLines } from "./recipient-lines.ts";
import {
  newestSubscriptions,
  subscriptionIn,
  subscriptionLine,
  subscriptionView,
  type PlacedSubscription,
} from "./subscription-lines.ts";

/** A part of a long list. */
interface Page {
  readonly skip: number;
  readonly limit: number;
}

/** What of the diagnostics is wanted. */
export interface DiagnosticsQuery {
  readonly device?: string | undefined;
  readonly text: string;
  readonly devices: Page;
  readonly ownAlerts: boolean;
  readonly alerts: Page;
  readonly alert?: string | undefined;
  readonly subscription?: string | undefined;
  readonly subscriptions: Page;
}

/** Where the diagnostics of a run are read. */
export interface DiagnosticsPlace {
  readonly devices: DevicePort;
  readonly roles: WorldRoles;
  readonly journal: Journal;
}

/** Alerts of the timeline, and how far back it goes in milliseconds. */
const TIMELINE = { alerts: 120, span: 600_000 };

/** Devices, alerts and subscriptions of a run at one moment. */
export function diagnosticsView(place: DiagnosticsPlace, query: DiagnosticsQuery): DiagnosticsView {
  const { devices: port, roles, journal } = place;
  const date = port.clock.date();
  const devices = deviceLines(port, query.text, query.devices);
  const device = query.device ?? devices.lines[0]?.id;
  const own = query.ownAlerts ? device : undefined;
  const { skip, limit } = query.alerts;
  const page = newestAlerts(roles, own, skip, limit);
  const recent = recentAlerts(roles, own);
  const alert = query.alert === undefined ? undefined : alertIn(roles, query.alert);
  const wanted = new Set(
    [...page.alerts, ...recent, ...(alert ? [alert] : [])].map((placed) => placed.alert.alertId),
  );
  const known = placedRecipients(roles);
  const queues = new Map<PlacedDmServer, QueuedAlerts>();
  const queued = (server: PlacedDmServer): QueuedAlerts => {
    const made = queues.get(server) ?? queuedAlerts(server, wanted);
    queues.set(server, made);
    return made;
  };
  const sources: AlertSources = {
    roles,
    journal,
    clock: port.clock,
    queued,
    paused: (server, recipient) =>
      known.some(
        ({ server: at, registration, state }) =>
          at === server && registration.owner === recipient && state === "paused",
      ),
  };
  const lineOf = (placed: PlacedSubscription) => {
    const { subscriptionId } = placed.subscription;
    const count = queued(placed.server).counts.get(subscriptionId);
    return subscriptionLine(placed, roles.trail.deliveredTo(subscriptionId), count);
  };
  const { subscriptions, total } = newestSubscriptions(
    roles,
    query.subscriptions.skip,
    query.subscriptions.limit,
  );
  const chosen =
    (query.subscription === undefined ? undefined : subscriptionIn(roles, query.subscription)) ??
    newestSubscriptions(roles, 0, 1).subscriptions[0];
  const [first] = roles.dmServers.values();
  return {
    devices,
    ...optionally("device", device),
    alerts: {
      lines: page.alerts.map((placed) => alertLine(placed, sources)),
      skipped: skip,
      total: page.total,
      ...optionally("kept", first && keptOf(first)),
    },
    timeline: recent.map((placed) => {
      const { alertId, number, receivedAt, mark, passed } = alertLine(placed, sources);
      return { alertId, number, receivedAt, passed, ...optionally("mark", mark) };
    }),
    subscriptions: { lines: subscriptions.map(lineOf), skipped: query.subscriptions.skip, total },
    ...optionally("subscription", chosen && subscriptionView(chosen, lineOf(chosen), roles)),
    recipients: recipientLines(roles, known, queued, chosen?.subscription.recipient),
    ...optionally("path", alert && alertPath(alert, sources)),
    date,
    ...optionally("over", roles.over),
  };
}

/** The newest alerts; of the last minutes before the newest of them. */
function recentAlerts(roles: WorldRoles, deviceId: string | undefined): readonly PlacedAlert[] {
  const { alerts } = newestAlerts(roles, deviceId, 0, TIMELINE.alerts);
  const since = (alerts[0]?.alert.receivedAt ?? 0) - TIMELINE.span;
  return alerts.filter(({ alert }) => alert.receivedAt >= since);
}

function alertIn(roles: WorldRoles, alertId: string): PlacedAlert | undefined {
  for (const server of roles.dmServers.values()) {
    const alert = server.view.alert(alertId);
    if (alert) return { alert, server };
  }
  return undefined;
}

function keptOf({ view }: PlacedDmServer): { readonly alerts: number; readonly age: number } {
  const { alerts, age } = view.alertRetention;
  return { alerts, age };
}
