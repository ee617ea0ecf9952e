import type { AlertRetention, AlertSearch, AlertStore, StoredAlert } from "../../alerts/alert-store.ts";
import type { AlertReport } from "../../ports.ts";
import type { Collection, Store } from "../../store.ts";
import type { DmServerView } from "../../view.ts";
import type { Turn } from "../turn.ts";

/** Timer, due at once, that hands on what arrived: it stands behind the commit of the alerts. */
export const ALERTS_TIMER = "wsi/alerts";

/** The stored alerts of devices, for operations and screens. */
export interface Alerts {
  readonly size: number;
  get(alertId: string): StoredAlert | undefined;
  /** Oldest first. */
  find(search: AlertSearch, date: number): Iterable<StoredAlert>;
  /** An alert of this device with this Correlator, the latest one. */
  correlated(deviceId: string, correlator: string): StoredAlert | undefined;
}

/** What becomes of alerts after they were stored. */
export interface AlertArrivals {
  /** An alert is being stored; it is handed on in an event of its own. */
  arrived(alert: AlertReport, turn: Turn): void;
  /** After a restart: what was stored and not handed on. */
  start(turn: Turn): void;
  /** Hands on what was stored since the last time. */
  handOn(turn: Turn): void;
}

/** How far alerts were handed on. */
interface Cursor {
  readonly order: number;
}

/** Reads the alerts of the store. */
export function createAlerts(store: AlertStore): Alerts {
  return {
    get size() {
      return store.size;
    },
    get: (alertId) => store.get(alertId),
    find: (search, date) => store.find(search, date),
    correlated: (deviceId, correlator) => {
      let latest: StoredAlert | undefined;
      for (const alert of store.find({ deviceId })) if (alert.correlator === correlator) latest = alert;
      return latest;
    },
  };
}

/** The stored alerts as screens may see them. */
export function viewAlerts(
  store: AlertStore,
  alertRetention: AlertRetention,
): Pick<DmServerView, "alerts" | "alert" | "newestAlerts" | "alertRetention"> {
  return {
    alerts: (search) => store.find(search),
    alert: (alertId) => store.get(alertId),
    newestAlerts: (page) => store.newest(page),
    alertRetention,
  };
}

/**
 * Hands each stored alert on once, in the order of arrival: only when its own commit has succeeded, and with how far
 * it came in the same commit as what follows from it. A stop at any point neither loses an alert nor forwards it twice.
 */
export function createAlertArrivals(parts: {
  readonly alerts: AlertStore;
  readonly store: Store;
  /** Called with every stored alert once. */
  readonly handOn: (alert: StoredAlert, turn: Turn) => void;
}): AlertArrivals {
  const cursors: Collection<Cursor> = parts.store.collection("alertCursor");
  /** Ids of what arrived since; an alert whose commit failed is not in the store and is passed over. */
  let fresh: string[] = [];
  parts.alerts.handedOn(cursors.get(CURSOR)?.order ?? 0);
  const arm = (turn: Turn): void =>
    turn.emit({ type: "timer.arm", timer: ALERTS_TIMER, due: turn.moment.now });
  return {
    arrived: (alert, turn) => {
      fresh.push(alert.alertId);
      arm(turn);
    },
    start: (turn) => {
      const waiting = parts.alerts.since(cursors.get(CURSOR)?.order ?? 0);
      fresh = waiting.map(({ alertId }) => alertId);
      if (fresh.length > 0) arm(turn);
    },
    handOn: (turn) => {
      const ids = fresh;
      fresh = [];
      let last: number | undefined;
      for (const id of ids) {
        const alert = parts.alerts.get(id);
        if (!alert) continue;
        last = alert.order;
        parts.handOn(alert, turn);
      }
      if (last === undefined) return;
      cursors.put(CURSOR, { order: last });
      parts.alerts.handedOn(last);
    },
  };
}

const CURSOR = "forwarded";
