import type { DeviceSession, Work } from "./device-session.ts";

/** Sessions that ended and whose last response is kept for a device that repeats its last message. */
const KEPT_ENDED = 256;

/** Work of one device: first come, first served; at most one session at a time (contract, 9). */
export interface Lane {
  readonly deviceId: string;
  readonly queue: Work[];
  session: DeviceSession | undefined;
}

/** All sessions and queues. */
export interface SessionTable {
  lane(deviceId: string): Lane;
  /** Forgets the lane when nothing is in it. */
  tidy(lane: Lane): void;
  work(name: string): { readonly lane: Lane; readonly work: Work } | undefined;
  enqueue(work: Work): Lane;
  /** Takes work out of its queue for good. */
  dequeue(work: Work): void;
  byKey(key: string): DeviceSession | undefined;
  byToken(token: string): DeviceSession | undefined;
  /** Enters a session under its key and its token. */
  enter(session: DeviceSession): void;
  /** Makes the session the one that its key names. */
  claimKey(session: DeviceSession, key: string): void;
  /** The session has ended; it can still be found for repetitions, for a while. */
  retire(session: DeviceSession): void;
  /** Sessions whose response to this exchange is held. */
  readonly held: Map<string, DeviceSession>;
  readonly unauthenticated: number;
  /**
   * Nonce of the last challenge to a device, until it proves itself: a client that does not go on after a challenge, or
   * does not keep to RespURI, comes back with it in a new session.
   */
  readonly announced: Map<string, string>;
  /** A session waits for credentials, or no longer does. */
  countUnauthenticated(session: DeviceSession, waiting: boolean): void;
}

/** Creates an empty table. */
export function createSessionTable(): SessionTable {
  const lanes = new Map<string, Lane>();
  const works = new Map<string, { readonly lane: Lane; readonly work: Work }>();
  const keys = new Map<string, DeviceSession>();
  const tokens = new Map<string, DeviceSession>();
  const ended = new Set<DeviceSession>();
  const unauthenticated = new Set<DeviceSession>();

  const lane = (deviceId: string): Lane => {
    const known = lanes.get(deviceId);
    if (known) return known;
    const created: Lane = { deviceId, queue: [], session: undefined };
    lanes.set(deviceId, created);
    return created;
  };

  const tidy = (entry: Lane): void => {
    if (entry.queue.length === 0 && !entry.session) lanes.delete(entry.deviceId);
  };

  const forget = (session: DeviceSession): void => {
    ended.delete(session);
    if (tokens.get(session.token) === session) tokens.delete(session.token);
    if (keys.get(session.key) === session) keys.delete(session.key);
  };

  return {
    lane,
    tidy,
    work: (name) => works.get(name),
    enqueue: (work) => {
      const entry = lane(work.request.deviceId);
      entry.queue.push(work);
      works.set(work.request.work, { lane: entry, work });
      return entry;
    },
    dequeue: (work) => {
      const found = works.get(work.request.work);
      if (found?.work !== work) return;
      works.delete(work.request.work);
      const index = found.lane.queue.indexOf(work);
      if (index >= 0) found.lane.queue.splice(index, 1);
    },
    byKey: (key) => keys.get(key),
    byToken: (token) => tokens.get(token),
    enter: (session) => {
      tokens.set(session.token, session);
      if (keys.get(session.key)?.stepper.done ?? true) keys.set(session.key, session);
    },
    claimKey: (session, key) => {
      if (keys.get(session.key) === session) keys.delete(session.key);
      session.key = key;
      keys.set(key, session);
    },
    retire: (session) => {
      unauthenticated.delete(session);
      const entry = lanes.get(session.deviceId);
      if (entry?.session === session) {
        entry.session = undefined;
        tidy(entry);
      }
      if (!session.lastResponse) {
        forget(session);
        return;
      }
      ended.add(session);
      for (const oldest of ended) {
        if (ended.size <= KEPT_ENDED) break;
        forget(oldest);
      }
    },
    held: new Map(),
    announced: new Map(),
    get unauthenticated() {
      return unauthenticated.size;
    },
    countUnauthenticated: (session, waiting) => {
      if (waiting) unauthenticated.add(session);
      else unauthenticated.delete(session);
    },
  };
}
