import {
  changesBetween,
  packChanges,
  readChanges,
  unpackChanges,
  withChanges,
  type InteriorNode,
  type TreeChange,
} from "../../tree/index.ts";
import type { StoreSnapshot, StoreWrite } from "../../wire/role.ts";
import { readNonces, type NoncesByServer, type StoredNonces } from "./accounts/accounts.ts";
import { readWaitingAlerts, type WaitingAlert } from "./alerts/alert-queue.ts";
import type { DeviceManners } from "./manners/manners.ts";
import type { DeviceBehaviour } from "./options.ts";

/*
 * What a device keeps between events, and what of it is in the store: the collection `device:<id>` with the keys `tree`,
 * `alerts`, `bootstrap`, `nonces/<server>` and those of the management objects.
 */

/** What differs between a device and one that was just made. Everything absent is as it was made. */
export interface Kept {
  /** What differs in the tree, packed against the tree that the device shares. */
  changes?: string | undefined;
  nonces?: NoncesByServer | undefined;
  alerts?: readonly WaitingAlert[] | undefined;
  /** Sessions in a row that ended before the alerts were answered. */
  alertRetries?: number | undefined;
  /** What its management objects remember, by key. */
  remembered?: Map<string, unknown> | undefined;
  /** Notifications that were taken. */
  taken?: readonly string[] | undefined;
  /** Wrong PINs of bootstrap messages. */
  attempts?: number | undefined;
  /** Requests and questions so far, for their names. */
  counter?: number | undefined;
  behaviour?: DeviceBehaviour | undefined;
  manners?: DeviceManners | undefined;
}

/** Key of the store under which management objects remember. */
const OBJECT = "object/";
const NONCES = "nonces/";

/** The collection of a device. */
export function collectionOf(deviceId: string): string {
  return `device:${deviceId}`;
}

/** What was committed of a device. `shared` is the tree that it shares with others. */
export function readKept(deviceId: string, shared: InteriorNode, stored: StoreSnapshot): Kept {
  const kept: Kept = {};
  for (const [key, value] of stored.entries(collectionOf(deviceId))) {
    if (key === "tree") keepChanges(kept, shared, readChanges(value));
    else if (key === "alerts") keepAlerts(kept, readWaitingAlerts(value));
    else if (key === "bootstrap" && typeof value === "number") kept.attempts = value;
    else if (key.startsWith(NONCES)) keepNonces(kept, key.slice(NONCES.length), readNonces(value));
    else if (key.startsWith(OBJECT)) remember(kept, key, value);
  }
  return kept;
}

/** The tree as it is: what the device was made with, and what has changed. */
export function currentTree(base: InteriorNode, shared: InteriorNode, kept: Kept): InteriorNode {
  return kept.changes === undefined ? base : withChanges(base, unpackChanges(shared, kept.changes));
}

/** The tree in the store: what differs from the device's own. */
export function treeWrite(base: InteriorNode, root: InteriorNode): StoreWriteOf {
  return { key: "tree", value: changesBetween(base, root) };
}

/** Keeps what differs from the device's own tree. */
export function keepTree(kept: Kept, base: InteriorNode, shared: InteriorNode, root: InteriorNode): void {
  keepChanges(kept, shared, changesBetween(base, root));
}

/** Keeps the nonces of a server's account. */
export function keepNonces(kept: Kept, serverId: string, nonces: StoredNonces): StoreWriteOf {
  kept.nonces = new Map(kept.nonces).set(serverId, nonces);
  return { key: `${NONCES}${serverId}`, value: nonces };
}

/** Keeps the event reports that wait. */
export function keepAlerts(kept: Kept, waiting: readonly WaitingAlert[]): StoreWriteOf {
  kept.alerts = waiting.length === 0 ? undefined : waiting;
  return { key: "alerts", value: kept.alerts };
}

/** Keeps what a management object remembers; undefined forgets. */
export function remember(kept: Kept, key: string, state: unknown): StoreWriteOf {
  const remembered = (kept.remembered ??= new Map<string, unknown>());
  if (state === undefined) remembered.delete(key);
  else remembered.set(key, state);
  if (remembered.size === 0) kept.remembered = undefined;
  return { key, value: state };
}

/** Keeps the number of wrong PINs. */
export function keepAttempts(kept: Kept, attempts: number): StoreWriteOf {
  kept.attempts = attempts === 0 ? undefined : attempts;
  return { key: "bootstrap", value: kept.attempts };
}

/** A write of the device's collection. */
export type StoreWriteOf = Omit<StoreWrite, "collection">;

function keepChanges(kept: Kept, shared: InteriorNode, changes: readonly TreeChange[]): void {
  kept.changes = changes.length === 0 ? undefined : packChanges(shared, changes);
}
