import type { StoreSnapshot, StoreWrite } from "../../../wire/role.ts";
import type { AlertReport } from "../ports.ts";

/** Collection of the store in which alerts of devices are kept, by alert id. */
export const ALERTS = "alerts";

/** How long alerts are kept: whichever is reached first. */
export interface AlertRetention {
  readonly alerts: number;
  /** Milliseconds. */
  readonly age: number;
  /** Octets of all values together; alerts of a megabyte each must not fill the memory. */
  readonly octets?: number | undefined;
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

/** The alerts that the store holds, in the order of arrival; it does not grow without end. */
export interface AlertStore {
  readonly size: number;
  get(alertId: string): StoredAlert | undefined;
  /** Alerts that arrived after the one of this order. */
  since(order: number): readonly StoredAlert[];
  /** Oldest first; with `date`, alerts whose retention is over then are left out. */
  find(search: AlertSearch, date?: number): Iterable<StoredAlert>;
  /** Writes that keep these alerts and drop what is too old or too much. */
  keep(alerts: readonly AlertReport[], date: number): readonly StoreWrite[];
  /** The writes that `keep` gave for these failed: they are not held. */
  revoke(alertIds: readonly string[]): void;
}

/** Creates the book of alerts with what was committed before. */
export function createAlertStore(snapshot: StoreSnapshot, retention: AlertRetention): AlertStore {
  const { octets = Infinity } = retention;
  const kept = new Map<string, StoredAlert>();
  const byDevice = new Map<string, Set<string>>();
  let lastOrder = 0;
  let held = 0;

  const enter = (alert: StoredAlert): void => {
    kept.set(alert.alertId, alert);
    held += sizeOf(alert);
    const ids = byDevice.get(alert.deviceId);
    if (ids) ids.add(alert.alertId);
    else byDevice.set(alert.deviceId, new Set([alert.alertId]));
  };

  const leave = (alertId: string): void => {
    const alert = kept.get(alertId);
    if (!alert) return;
    kept.delete(alertId);
    held -= sizeOf(alert);
    const ids = byDevice.get(alert.deviceId);
    ids?.delete(alertId);
    if (ids?.size === 0) byDevice.delete(alert.deviceId);
  };

  const before: StoredAlert[] = [];
  for (const [, value] of snapshot.entries(ALERTS)) before.push(value as StoredAlert); // written by `keep`
  // alerts of earlier versions have no order; their dates tell it
  before.sort((one, other) => (one.order ?? 0) - (other.order ?? 0) || one.receivedAt - other.receivedAt);
  for (const alert of before) {
    lastOrder = Math.max(lastOrder + 1, alert.order ?? 0);
    enter(alert.order === lastOrder ? alert : { ...alert, order: lastOrder });
  }

  function* inOrder(deviceId: string | undefined): Iterable<StoredAlert> {
    if (deviceId === undefined) {
      yield* kept.values();
      return;
    }
    for (const alertId of byDevice.get(deviceId) ?? []) {
      const alert = kept.get(alertId);
      if (alert) yield alert;
    }
  }

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
    keep: (alerts, date) => {
      const writes: StoreWrite[] = [];
      for (const report of alerts) {
        const alert: StoredAlert = { ...report, order: ++lastOrder };
        enter(alert);
        writes.push({ collection: ALERTS, key: alert.alertId, value: alert });
      }
      for (const [key, alert] of kept) {
        const within = kept.size <= retention.alerts && (held <= octets || kept.size === 1);
        if (within && alert.receivedAt > date - retention.age) break;
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

/** Octets that an alert holds, about: its values, and a little for what is around them. */
function sizeOf(alert: AlertReport): number {
  let octets = 400;
  for (const { data, binaryData } of alert.items)
    octets += 100 + (data?.length ?? 0) + (binaryData?.length ?? 0);
  return octets;
}
