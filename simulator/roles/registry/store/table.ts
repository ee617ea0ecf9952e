import type { StoreSnapshot, StoreWrite } from "../../../wire/role.ts";
import type { Stamp } from "./records.ts";

/** Changes since the last commit and how to take them back. */
export interface ChangeLog {
  write(write: StoreWrite, undo: () => void): void;
}

/** Records of one kind by key, found by terms: `owner:…`, `name:…`, `category:…`. */
export interface Table<R extends Stamp> {
  readonly size: number;
  get(key: string): R | undefined;
  values(): IterableIterator<R>;
  /** Keys of the records that have a term; live, so that records may be removed while it is walked. */
  having(term: string): ReadonlySet<string>;
  /** All records, by name and then by order of saving. */
  byName(): readonly R[];
  /** Places of the records in that order. */
  ranks(): ReadonlyMap<string, number>;
  put(record: R): void;
  remove(key: string): void;
}

/** How the records of a table are found and sorted. */
export interface TableOptions<R extends Stamp> {
  readonly collection: string;
  terms(record: R): Iterable<string>;
  nameOf(record: R): string;
}

const nothing: ReadonlySet<string> = new Set();

/** A table with what the store held; every change goes into the log. */
export function createTable<R extends Stamp>(
  { collection, terms, nameOf }: TableOptions<R>,
  snapshot: StoreSnapshot,
  log: ChangeLog,
): Table<R> {
  const records = new Map<string, R>();
  const index = new Map<string, Set<string>>();
  let sorted: readonly R[] | undefined;
  let ranks: ReadonlyMap<string, number> | undefined;

  const enter = (key: string, record: R | undefined): void => {
    const before = records.get(key);
    if (before)
      for (const term of terms(before)) {
        const keys = index.get(term);
        keys?.delete(key);
        if (keys?.size === 0) index.delete(term);
      }
    if (record) {
      records.set(key, record);
      for (const term of terms(record)) {
        const keys = index.get(term);
        if (keys) keys.add(key);
        else index.set(term, new Set([key]));
      }
    } else records.delete(key);
    sorted = undefined;
    ranks = undefined;
  };

  const byName = (): readonly R[] => {
    sorted ??= [...records.values()].sort((a, b) => {
      const left = nameOf(a);
      const right = nameOf(b);
      return left < right ? -1 : left > right ? 1 : a.order - b.order;
    });
    return sorted;
  };

  const change = (key: string, record: R | undefined): void => {
    const before = records.get(key);
    enter(key, record);
    // a record that was put since then stays when this change is taken back
    log.write({ collection, key, ...(record ? { value: record } : {}) }, () => {
      if (records.get(key) === record) enter(key, before);
    });
  };

  for (const [key, value] of snapshot.entries(collection)) enter(key, value as R);

  return {
    get size() {
      return records.size;
    },
    get: (key) => records.get(key),
    values: () => records.values(),
    having: (term) => index.get(term) ?? nothing,
    byName,
    ranks: () => {
      ranks ??= new Map(byName().map(({ key }, place) => [key, place]));
      return ranks;
    },
    put: (record) => change(record.key, record),
    remove: (key) => change(key, undefined),
  };
}
