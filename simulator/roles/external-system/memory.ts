import type { StoreSnapshot, StoreWrite } from "../../wire/role.ts";

/** Collections of an External System's store. */
export type Collection = "streams" | "operations" | "registration";

/**
 * What an External System remembers over a restart. Without a store nothing is written. Writes of one event go out
 * together, before everything else of the event; those that failed go out with the next one.
 */
export interface Memory {
  entries(collection: Collection): Iterable<readonly [key: string, value: unknown]>;
  /** `value` undefined removes. */
  put(collection: Collection, key: string, value: unknown): void;
  /** Writes since the last time, and those that failed; each key once. */
  take(): readonly StoreWrite[];
  /** The writes that were taken last have failed. */
  failed(): void;
}

/** Creates the memory on what was committed before. */
export function createMemory(store: StoreSnapshot | undefined): Memory {
  let pending = new Map<string, StoreWrite>();
  let taken: readonly StoreWrite[] = [];
  return {
    entries: (collection) => store?.entries(collection) ?? [],
    put: (collection, key, value) => {
      if (store) pending.set(`${collection}/${key}`, { collection, key, value });
    },
    take: () => {
      taken = [...pending.values()];
      pending = new Map();
      return taken;
    },
    failed: () => {
      const newer = pending;
      pending = new Map(taken.map((write) => [`${write.collection}/${write.key}`, write]));
      for (const [key, write] of newer) pending.set(key, write);
      taken = [];
    },
  };
}
