import type { AlertReport } from "../ports.ts";

/**
 * How long a device may take to send a message again whose answer it did not get, milliseconds: twice what clients wait for
 * an answer. SessionIDs must be unique, but some clients use few of them.
 */
const RESEND_WINDOW = 120_000;

/** Alerts of the last minutes by the session in which they came. */
export interface LatestAlerts {
  add(alert: AlertReport): void;
  /** Ids of what a session of the device has brought since a while before `date`, oldest first. */
  find(deviceId: string, sessionId: string, date: number): readonly string[];
}

interface SessionAlerts {
  readonly alertIds: string[];
  /** Date of the latest. */
  last: number;
}

/** Creates an empty book; it forgets what is older than the window whenever something is added. */
export function createLatestAlerts(): LatestAlerts {
  /** The session with the latest alert is the last. */
  const sessions = new Map<string, SessionAlerts>();
  return {
    add: ({ alertId, deviceId, sessionId, receivedAt }) => {
      if (sessionId === undefined) return;
      for (const [key, { last }] of sessions) {
        if (last > receivedAt - RESEND_WINDOW) break;
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
      return known && known.last > date - RESEND_WINDOW ? known.alertIds : [];
    },
  };
}

function keyOf(deviceId: string, sessionId: string): string {
  return `${sessionId}/${deviceId}`;
}
