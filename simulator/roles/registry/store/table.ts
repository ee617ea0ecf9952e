import type { StoreSnapshot, StoreWrite } from "../../../wire/role.ts";
import { comparatorOf, type Comparator, type Order, type Sorting } from "./orders.ts";
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
  /** All records in an order, the lowest first; live, it is good until the next change. */
  sorted(order: Order): readonly R[];
  /** All records, by name and then by date. */
  byName(): readonly R[];
  /** How two records stand to each other in a sorting. */
  comparator(sorting: Sorting): Comparator<R>;
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
  /** The orders that were asked for, kept up with every change. */
  const orders = new Map<Order, { readonly all: R[]; readonly compare: Comparator<R> }>();

  const enter = (key: string, record: R | undefined): void => {
    const before = records.get(key);
    if (before) {
      for (const term of terms(before)) {
        const keys = index.get(term);
        keys?.delete(key);
        if (keys?.size === 0) index.delete(term);
      }
      for (const { all, compare } of orders.values()) all.splice(placeOf(all, before, compare), 1);
    }
    if (record) {
      records.set(key, record);
      for (const term of terms(record)) {
        const keys = index.get(term);
        if (keys) keys.add(key);
        else index.set(term, new Set([key]));
      }
      for (const { all, compare } of orders.values()) all.splice(placeOf(all, record, compare), 0, record);
    } else records.delete(key);
  };

  const sorted = (order: Order): readonly R[] => {
    let kept = orders.get(order);
    if (!kept) {
      const compare = comparatorOf(nameOf, { order, descending: false, latestFirst: false });
      kept = { all: [...records.values()].sort(compare), compare };
      orders.set(order, kept);
    }
    return kept.all;
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
    sorted,
    byName: () => sorted("name"),
    comparator: (sorting) => comparatorOf(nameOf, sorting),
    put: (record) => change(record.key, record),
    remove: (key) => change(key, undefined),
  };
}

/** Where a record stands, or would stand, in a sorted list. */
function placeOf<R>(sorted: readonly R[], record: R, compare: (left: R, right: R) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const held = sorted[middle];
    if (held !== undefined && compare(held, record) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
