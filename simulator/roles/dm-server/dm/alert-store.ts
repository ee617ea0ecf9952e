import type { StoreSnapshot, StoreWrite } from "../../../wire/role.ts";
import type { AlertReport } from "../ports.ts";

/** Collection of the store in which alerts of devices are kept, by alert id. */
export const ALERTS = "alerts";

/** How long alerts are kept: whichever is reached first. */
export interface AlertRetention {
  readonly alerts: number;
  /** Milliseconds. */
  readonly age: number;
}

/** Knows which alerts the store holds, so that it does not grow without end. */
export interface AlertStore {
  /** Writes that keep these alerts and drop what is too old or too much. */
  keep(alerts: readonly AlertReport[], date: number): readonly StoreWrite[];
}

/** Creates the store's book of what was committed before. */
export function createAlertStore(snapshot: StoreSnapshot, retention: AlertRetention): AlertStore {
  const before: [string, number][] = [];
  for (const [key, value] of snapshot.entries(ALERTS)) before.push([key, receivedAt(value)]);
  /** Alert ids with their dates, the oldest first. */
  const kept = new Map(before.toSorted((one, other) => one[1] - other[1]));
  return {
    keep: (alerts, date) => {
      const writes: StoreWrite[] = [];
      for (const alert of alerts) {
        kept.set(alert.alertId, alert.receivedAt);
        writes.push({ collection: ALERTS, key: alert.alertId, value: alert });
      }
      for (const [key, at] of kept) {
        if (kept.size <= retention.alerts && at > date - retention.age) break;
        kept.delete(key);
        writes.push({ collection: ALERTS, key });
      }
      return writes;
    },
  };
}

function receivedAt(value: unknown): number {
  const date = typeof value === "object" && value !== null && "receivedAt" in value ? value.receivedAt : 0;
  return typeof date === "number" ? date : 0;
}
