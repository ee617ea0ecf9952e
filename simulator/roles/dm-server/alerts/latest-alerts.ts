import type { AlertReport } from "../ports.ts";

/** Alerts of the last minutes by the session in which they came, as far as the device may not know of their Status. */
export interface LatestAlerts {
  add(alert: AlertReport): void;
  /** Ids of what a session of the device has brought since a while before `date`, oldest first. */
  find(deviceId: string, sessionId: string, date: number): readonly string[];
  /** The device has got the Status of all that the session brought: it will not send them again. */
  settle(deviceId: string, sessionId: string): void;
}

interface SessionAlerts {
  readonly alertIds: string[];
  /** Date of the latest. */
  last: number;
}

/**
 * Creates an empty book; it forgets what is older than the window whenever something is added.
 *
 * @param window how long a device may take to send a message again whose answer it did not get, milliseconds. SessionIDs
 *   must be unique, but some clients use few of them; 0 takes every alert of another session for a new one.
 */
export function createLatestAlerts(window: number): LatestAlerts {
  /** The session with the latest alert is the last. */
  const sessions = new Map<string, SessionAlerts>();
  return {
    add: ({ alertId, deviceId, sessionId, receivedAt }) => {
      if (sessionId === undefined) return;
      for (const [key, { last }] of sessions) {
        if (last > receivedAt - window) break;
        sessions.delete(key);
      }
      const key = keyOf(deviceId, sessionId);
      const known = sessions.get(key) ?? { alertIds: [], last: 0 };
      sessions.delete(key);
      sessions.set(key, known);
      known.alertIds.push(alertId);
      known.last = receivedAt;
    },
    find: (deviceId, sessionId, date) => {
      const known = sessions.get(keyOf(deviceId, sessionId));
      return known && known.last > date - window ? known.alertIds : [];
    },
    settle: (deviceId, sessionId) => void sessions.delete(keyOf(deviceId, sessionId)),
  };
}

function keyOf(deviceId: string, sessionId: string): string {
  return `${sessionId}/${deviceId}`;
}
