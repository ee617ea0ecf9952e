import type { WsiSettings } from "../options.ts";
import type { Collection, Store } from "../store.ts";
import type { CallbackStreams } from "./callback-streams.ts";
import type { CallbackRecord } from "./records.ts";

export interface DeadLettersParts {
  readonly records: Collection<CallbackRecord>;
  readonly streams: CallbackStreams;
  readonly store: Store;
  readonly settings: WsiSettings;
}

/** Callbacks that were given up: they stay until somebody sends them again or throws them away, or they expire. */
export interface DeadLetters {
  enter(letter: CallbackRecord): void;
  /** Takes a letter out of the list; its record stays. */
  leave(id: string): CallbackRecord | undefined;
  of(registrationId: string): Iterable<CallbackRecord>;
  /** Throws letters away; how many. They can be put back until the next are thrown away. */
  drop(ids: readonly string[]): number;
  restore(ids: readonly string[]): number;
  /** Forgets letters that are expired or too many; two for each new callback, so that they do not pile up. */
  forgetOld(date: number): void;
}

/** Creates the list. */
export function createDeadLetters({ records, streams, store, settings }: DeadLettersParts): DeadLetters {
  /** Of all recipients, oldest first. */
  const all = new Set<string>();
  let thrownAway = new Map<string, CallbackRecord>();

  const enter = ({ id, registrationId }: CallbackRecord): void => {
    const { dead } = streams.of(registrationId);
    all.add(id);
    dead.add(id);
    store.onUndo(() => {
      all.delete(id);
      dead.delete(id);
    });
  };

  const leave = (id: string): CallbackRecord | undefined => {
    const letter = records.get(id);
    if (letter?.dead === undefined || !all.has(id)) return undefined;
    const { dead } = streams.of(letter.registrationId);
    all.delete(id);
    dead.delete(id);
    store.onUndo(() => {
      all.add(id);
      dead.add(id);
    });
    return letter;
  };

  return {
    enter,
    leave,
    *of(registrationId) {
      for (const id of streams.get(registrationId)?.dead ?? []) {
        const letter = records.get(id);
        if (letter) yield letter;
      }
    },
    drop: (ids) => {
      const dropped = new Map<string, CallbackRecord>();
      for (const id of ids) {
        const letter = leave(id);
        if (!letter) continue;
        records.remove(id);
        dropped.set(id, letter);
      }
      if (dropped.size > 0) thrownAway = dropped;
      return dropped.size;
    },
    restore: (ids) => {
      let restored = 0;
      for (const id of ids) {
        const letter = thrownAway.get(id);
        if (!letter || records.get(id)) continue;
        thrownAway.delete(id);
        records.put(id, letter);
        enter(letter);
        restored++;
      }
      return restored;
    },
    forgetOld: (date) => {
      let looked = 0;
      for (const id of all) {
        const letter = records.get(id);
        const isKept = letter && letter.expiresAt > date && all.size <= settings.deadLetters;
        if (++looked > 2 || isKept) return;
        leave(id);
        records.remove(id);
      }
    },
  };
}
