import type { CallbackRecord } from "./records.ts";

/** Entries that are looked at for one that may be dropped; those in front are on their way. */
const MOST_LOOKED_AT = 64;
/** Octets of a callback besides the values of its alert, about. */
const ENVELOPE = 1000;

/**
 * Alerts that wait for External Systems, oldest first, and how many octets they hold: one that is away for long must not
 * fill the memory.
 */
export interface WaitingAlerts {
  readonly octets: number;
  /** Counts a callback that waits; other callbacks than alerts are passed over. */
  enter(callback: CallbackRecord): void;
  leave(callback: CallbackRecord): void;
  /** The oldest that may go while there is more than `most` octets; undefined when nothing has to, or can. */
  excess(most: number, mayGo: (id: string) => boolean): string | undefined;
}

/** Creates an empty list. `undoable` keeps how a change is taken back until it can no longer be. */
export function createWaitingAlerts(undoable: (takeBack: () => void) => void): WaitingAlerts {
  const sizes = new Map<string, number>();
  let octets = 0;
  const add = (id: string, size: number): void => {
    sizes.set(id, size);
    octets += size;
  };
  const remove = (id: string, size: number): void => {
    sizes.delete(id);
    octets -= size;
  };
  return {
    get octets() {
      return octets;
    },
    enter: (callback) => {
      const { id, name, content } = callback;
      if (name !== "AlertNotification") return;
      const size = ENVELOPE + textIn(content);
      add(id, size);
      undoable(() => remove(id, size));
    },
    leave: ({ id }) => {
      const size = sizes.get(id);
      if (size === undefined) return;
      remove(id, size);
      undoable(() => add(id, size)); // its place among the oldest is lost, which costs another its turn at most
    },
    excess: (most, mayGo) => {
      if (octets <= most) return undefined;
      let looked = 0;
      for (const id of sizes.keys()) {
        if (mayGo(id)) return id;
        if (++looked === MOST_LOOKED_AT) break;
      }
      return undefined;
    },
  };
}

/** Characters of all texts in a value. */
function textIn(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 0;
  let size = 0;
  for (const part of Object.values(value)) size += textIn(part);
  return size;
}
