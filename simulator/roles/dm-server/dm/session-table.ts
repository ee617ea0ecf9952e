import type { DeviceSession, Work } from "./device-session.ts";

/** Sessions that ended and whose last response is kept for a device that repeats its last message. */
const KEPT_ENDED = 256;
/** Octets of their last requests and responses. */
const KEPT_OCTETS = 16 * 1024 * 1024;

/** Work of one device: first come, first served; at most one session at a time (contract, 9). */
export interface Lane {
  readonly deviceId: string;
  readonly queue: Work[];
  session: DeviceSession | undefined;
}

/** All sessions and queues. */
export interface SessionTable {
  lane(deviceId: string): Lane;
  /** Works of the device that are not ended. */
  queued(deviceId: string): number;
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
  /** The same of one device. */
  unauthenticatedOf(deviceId: string): number;
  /** Octets that all sessions hold. */
  readonly octets: number;
  /** A session holds so many octets of its device's messages. */
  hold(session: DeviceSession, octets: number): void;
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
  /** With the octets of what is kept of each. */
  const ended = new Map<DeviceSession, number>();
  let endedOctets = 0;
  let octets = 0;
  const unauthenticated = new Set<DeviceSession>();
  const unauthenticatedOf = new Map<string, number>();

  const countUnauthenticated = (session: DeviceSession, waiting: boolean): void => {
    if (unauthenticated.has(session) === waiting) return;
    const { deviceId } = session;
    const count = (unauthenticatedOf.get(deviceId) ?? 0) + (waiting ? 1 : -1);
    if (waiting) unauthenticated.add(session);
    else unauthenticated.delete(session);
    if (count > 0) unauthenticatedOf.set(deviceId, count);
    else unauthenticatedOf.delete(deviceId);
  };

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

  const hold = (session: DeviceSession, held: number): void => {
    octets += held - session.held;
    session.held = held;
  };

  const forget = (session: DeviceSession): void => {
    endedOctets -= ended.get(session) ?? 0;
    ended.delete(session);
    if (tokens.get(session.token) === session) tokens.delete(session.token);
    if (keys.get(session.key) === session) keys.delete(session.key);
  };

  return {
    lane,
    queued: (deviceId) => lanes.get(deviceId)?.queue.length ?? 0,
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
      countUnauthenticated(session, false);
      hold(session, 0);
      const entry = lanes.get(session.deviceId);
      if (entry?.session === session) {
        entry.session = undefined;
        tidy(entry);
      }
      if (!session.lastResponse) {
        forget(session);
        return;
      }
      const size = session.lastResponse.body.length + (session.lastRequest?.body.length ?? 0);
      ended.set(session, size);
      endedOctets += size;
      for (const oldest of ended.keys()) {
        if (ended.size <= KEPT_ENDED && endedOctets <= KEPT_OCTETS) break;
        forget(oldest);
      }
    },
    held: new Map(),
    announced: new Map(),
    get unauthenticated() {
      return unauthenticated.size;
    },
    unauthenticatedOf: (deviceId) => unauthenticatedOf.get(deviceId) ?? 0,
    get octets() {
      return octets;
    },
    hold,
    countUnauthenticated,
  };
}
