import type { StoreSnapshot, StoreWrite } from "../../../wire/role.ts";
import type { AlertReport } from "../ports.ts";
import { createLatestAlerts } from "./latest-alerts.ts";
import { createArrivalLine, type ArrivalLine } from "./arrival-line.ts";

/** Collection of the store in which alerts of devices are kept, by alert id. */
export const ALERTS = "alerts";

/** How long alerts are kept: whichever is reached first. */
export interface AlertRetention {
  readonly alerts: number;
  /** Milliseconds. */
  readonly age: number;
  /** Octets of all values together; alerts of a megabyte each must not fill the memory. */
  readonly octets?: number | undefined;
  /**
   * How long after an alert a device may send it again in another session of the same SessionID, milliseconds; two minutes
   * where nothing is said, twice what clients wait for an answer. 0: it is another alert then.
   */
  readonly repeats?: number | undefined;
}

/** An alert with its place in the order of arrival, which outlives a restart. */
export interface StoredAlert extends AlertReport {
  readonly order: number;
}

/** Which alerts; fields are joined by AND. */
export interface AlertSearch {
  readonly deviceId?: string | undefined;
  /** Absent = every type. */
  readonly type?: ((alertType: string) => boolean) | undefined;
  /** Received at or after this date. */
  readonly from?: number | undefined;
  /** Received before this date. */
  readonly to?: number | undefined;
}

/** A part of the alerts, counted from the newest. */
export interface AlertPage {
  readonly deviceId?: string | undefined;
  readonly skip: number;
  readonly limit: number;
}

/** The alerts that the store holds, in the order of arrival; it does not grow without end. */
export interface AlertStore {
  readonly size: number;
  get(alertId: string): StoredAlert | undefined;
  /** Alerts that arrived after the one of this order. */
  since(order: number): readonly StoredAlert[];
  /** Oldest first; with `date`, alerts whose retention is over then are left out. */
  find(search: AlertSearch, date?: number): Iterable<StoredAlert>;
  /** A page of them, newest first, at the cost of the page; of one device, or of all. */
  newest(page: AlertPage): { readonly alerts: readonly StoredAlert[]; readonly total: number };
  /** Alerts of the last minutes of a session of a device that may come again, oldest first. */
  latest(deviceId: string, sessionId: string, date: number): StoredAlert[];
  /** The device has got the Status of the alerts of its session. */
  settle(deviceId: string, sessionId: string): void;
  /**
   * Alerts up to this order were handed on: retention may drop them. Later ones stay, however many; before the first call
   * all may go.
   */
  handedOn(order: number): void;
  /** Writes that keep these alerts and drop what is too old or too much. */
  keep(alerts: readonly AlertReport[], date: number): readonly StoreWrite[];
  /** The writes that `keep` gave for these failed: they are not held. */
  revoke(alertIds: readonly string[]): void;
}

/** Creates the book of alerts with what was committed before. */
export function createAlertStore(snapshot: StoreSnapshot, retention: AlertRetention): AlertStore {
  const { octets = Infinity, repeats = 120_000 } = retention;
  const kept = new Map<string, StoredAlert>();
  const line = createArrivalLine<StoredAlert>();
  const byDevice = new Map<string, ArrivalLine<StoredAlert>>();
  let lastOrder = 0;
  let held = 0;
  let released = Infinity;
  const latest = createLatestAlerts(repeats);

  const enter = (alert: StoredAlert): void => {
    kept.set(alert.alertId, alert);
    latest.add(alert);
    held += sizeOf(alert);
    line.add(alert);
    const own = byDevice.get(alert.deviceId) ?? createArrivalLine<StoredAlert>();
    own.add(alert);
    byDevice.set(alert.deviceId, own);
  };

  const leave = (alertId: string): void => {
    const alert = kept.get(alertId);
    if (!alert) return;
    kept.delete(alertId);
    held -= sizeOf(alert);
    line.remove(alert);
    const own = byDevice.get(alert.deviceId);
    own?.remove(alert);
    if (own?.size === 0) byDevice.delete(alert.deviceId);
  };

  const before: StoredAlert[] = [];
  for (const [, value] of snapshot.entries(ALERTS)) before.push(value as StoredAlert); // written by `keep`
  // alerts of earlier versions have no order; their dates tell it
  before.sort((one, other) => (one.order ?? 0) - (other.order ?? 0) || one.receivedAt - other.receivedAt);
  for (const alert of before) {
    lastOrder = Math.max(lastOrder + 1, alert.order ?? 0);
    enter(alert.order === lastOrder ? alert : { ...alert, order: lastOrder });
  }

  const inOrder = (deviceId: string | undefined): Iterable<StoredAlert> =>
    deviceId === undefined ? kept.values() : (byDevice.get(deviceId)?.values() ?? []);

  return {
    get size() {
      return kept.size;
    },
    get: (alertId) => kept.get(alertId),
    since: (order) => {
      const later: StoredAlert[] = [];
      for (const alert of kept.values()) if (alert.order > order) later.push(alert);
      return later;
    },
    *find({ deviceId, type, from, to }, date) {
      const oldest = Math.max(from ?? -Infinity, date === undefined ? -Infinity : date - retention.age);
      for (const alert of inOrder(deviceId)) {
        if (alert.receivedAt < oldest || (to !== undefined && alert.receivedAt >= to)) continue;
        if (!type || type(alert.alertType)) yield alert;
      }
    },
    newest: ({ deviceId, skip, limit }) => {
      const from = deviceId === undefined ? line : byDevice.get(deviceId);
      return { alerts: from?.newest(skip, limit) ?? [], total: from?.size ?? 0 };
    },
    latest: (deviceId, sessionId, date) =>
      latest.find(deviceId, sessionId, date).flatMap((alertId) => kept.get(alertId) ?? []),
    settle: latest.settle,
    handedOn: (order) => {
      released = order;
    },
    keep: (alerts, date) => {
      const writes: StoreWrite[] = [];
      for (const report of alerts) {
        const alert: StoredAlert = { ...report, order: ++lastOrder };
        enter(alert);
        writes.push({ collection: ALERTS, key: alert.alertId, value: alert });
      }
      for (const [key, alert] of kept) {
        const within = kept.size <= retention.alerts && (held <= octets || kept.size === 1);
        if ((within && alert.receivedAt > date - retention.age) || alert.order > released) break;
        leave(key);
        writes.push({ collection: ALERTS, key });
      }
      return writes;
    },
    revoke: (alertIds) => {
      for (const alertId of alertIds) leave(alertId);
    },
  };
}

/** Octets that an alert holds, about: its texts and values, and a little for what is around them. */
export function sizeOf({ alertType, correlator, items }: AlertReport): number {
  let octets = 400 + alertType.length + (correlator?.length ?? 0);
  for (const { data, binaryData, type, source, target } of items)
    for (const text of [data, binaryData, type, source, target]) octets += 20 + (text?.length ?? 0);
  return octets;
}
