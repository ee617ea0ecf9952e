import type { AlertLine, DiagnosticsView, PassedAlert } from "../../api/index.ts";
import type { StoredAlert, SubscriptionRecord } from "../../roles/dm-server/index.ts";
import { placedRecipients } from "../callbacks/recipients.ts";
import type { DevicePort } from "../devices/device-port.ts";
import { optionally } from "../optionally.ts";
import { filterWords, hasWords } from "../words.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";
import { diagnosticsOf, measuredDevice } from "./measured.ts";
import { subscriptionView, undeliveredOf, type Undelivered } from "./subscription-lines.ts";

/** What of the diagnostics is wanted. */
export interface DiagnosticsQuery {
  readonly device?: string | undefined;
  readonly ownAlerts: boolean;
  readonly text: string;
  readonly alerts: number;
}

/** Devices that are listed; the filter finds the others. */
const DEVICES = 200;
/** Subscriptions that are listed, the newest. */
const SUBSCRIPTIONS = 200;
/** Characters of a value that a line shows. */
const LONGEST = 200;

/** Devices, values, alerts and subscriptions of a run at one moment. */
export function diagnosticsView(
  port: DevicePort,
  roles: WorldRoles,
  query: DiagnosticsQuery,
): DiagnosticsView {
  const date = port.clock.date();
  const words = filterWords(query.text);
  const devices: DiagnosticsView["devices"] = [];
  let matching = 0;
  for (const device of port.devices.values()) {
    const { id, group, options } = device;
    const { functions, traps } = diagnosticsOf(device);
    const model = options.profile.title;
    if (!hasWords(`${id} ${group ?? ""} ${model}`.toLowerCase(), words)) continue;
    if (++matching > DEVICES) continue;
    devices.push({ id, model, functions, traps, ...optionally("group", group) });
  }
  const chosen = port.devices.get(query.device ?? devices[0]?.id ?? "");
  const lines: { readonly alert: StoredAlert; readonly server: PlacedDmServer }[] = [];
  let alertTotal = 0;
  const recipients = new Map<string, string>();
  const undelivered = new Map<PlacedDmServer, ReadonlyMap<string, Undelivered>>();
  const placed: {
    readonly subscription: SubscriptionRecord;
    readonly server: PlacedDmServer;
    readonly undelivered: Undelivered | undefined;
  }[] = [];
  for (const server of roles.dmServers.values()) {
    const open = undeliveredOf(server);
    undelivered.set(server, open);
    const search = query.ownAlerts && chosen ? { deviceId: chosen.id } : {};
    const found = [...server.view.alerts(search)];
    alertTotal += found.length;
    for (const alert of found.slice(-query.alerts)) lines.push({ alert, server });
    for (const subscription of server.view.subscriptions()) {
      const { subscriptionId, recipient } = subscription;
      recipients.set(subscriptionId, recipient);
      placed.push({ subscription, server, undelivered: open.get(subscriptionId) });
    }
  }
  const known = placedRecipients(roles);
  lines.sort((a, b) => b.alert.receivedAt - a.alert.receivedAt || b.alert.order - a.alert.order);
  return {
    devices,
    deviceTotal: port.devices.size,
    alerts: lines
      .slice(0, query.alerts)
      .map(({ alert, server }) => alertLine(alert, roles, recipients, undelivered.get(server))),
    alertTotal,
    subscriptions: placed
      .toSorted((a, b) => b.subscription.createdAt - a.subscription.createdAt)
      .slice(0, SUBSCRIPTIONS)
      .map((each) => {
        const forwarded = roles.trail.forwardedTo(each.subscription.subscriptionId);
        return subscriptionView(each.subscription, each.server, forwarded, known, each.undelivered);
      }),
    subscriptionTotal: placed.length,
    date,
    ...optionally("device", chosen && measuredDevice(chosen, date)),
    ...optionally("over", roles.over),
  };
}

function alertLine(
  alert: StoredAlert,
  roles: WorldRoles,
  recipients: ReadonlyMap<string, string>,
  undelivered: ReadonlyMap<string, Undelivered> | undefined,
): AlertLine {
  const { alertId, order, deviceId, alertType, code, mark, correlator, receivedAt, items } = alert;
  const forwarded = roles.trail.alert(alertId);
  const waiting = [...(undelivered ?? [])].flatMap(([subscriptionId, { waits, givenUp }]) =>
    waits.has(alertId) || givenUp.has(alertId) ? [subscriptionId] : [],
  );
  const passed = [...new Set([...(forwarded?.to ?? []), ...waiting])].map((subscriptionId): PassedAlert => {
    const open = undelivered?.get(subscriptionId);
    return {
      subscriptionId,
      recipient: recipients.get(subscriptionId) ?? "",
      state: open?.waits.has(alertId) ? "waits" : open?.givenUp.has(alertId) ? "given-up" : "delivered",
    };
  });
  const [first] = items;
  const octets = first?.binaryData;
  return {
    alertId,
    number: order,
    deviceId,
    type: alertType,
    code,
    receivedAt,
    source: first?.source ?? first?.target ?? "",
    data: octets === undefined ? (first?.data ?? "").slice(0, LONGEST) : "octets",
    items: items.length,
    passed,
    ...optionally("mark", mark),
    ...optionally("correlator", correlator),
    ...optionally("seq", forwarded?.seq),
  };
}
