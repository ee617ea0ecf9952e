import type { StoreSnapshot } from "../wire/role.ts";
import type { Commit } from "./role-edge.ts";

/** A store that lives as long as the run. */
export interface MemoryStore extends StoreSnapshot {
  readonly commit: Commit;
}

/** Creates an empty store. */
export function createMemoryStore(): MemoryStore {
  const collections = new Map<string, Map<string, unknown>>();
  return {
    entries: (collection) => collections.get(collection) ?? [],
    commit: (writes, done) => {
      for (const { collection, key, value } of writes) {
        let entries = collections.get(collection);
        if (!entries) collections.set(collection, (entries = new Map<string, unknown>()));
        if (value === undefined) entries.delete(key);
        else entries.set(key, value);
      }
      done(undefined);
    },
  };
}
