import type { Stamp } from "../store/records.ts";
import type { Table } from "../store/table.ts";
import type { Narrowing } from "./candidates.ts";
import type { Search } from "./search.ts";

/** Part of a list that a request asks for. */
export interface Window {
  readonly maxRows?: number | undefined;
  readonly listHead?: number | undefined;
}

/** The rows of an answer and what they are a part of. */
export interface Rows<R> {
  readonly rows: readonly R[];
  readonly truncated: true | undefined;
  /** Version 3 tells it; version 2 does not write it. */
  readonly listDescription: {
    readonly includeCount: number;
    readonly actualCount: number;
    readonly listHead: number;
  };
}

/** Most records that are sorted by comparing names; more are sorted by their places in the table. */
const FEW = 256;
/** Part of a table from which on it is walked whole, in its order, instead of sorting what was found. */
const MUCH = 1 / 4;

/** Records that fit, sorted as asked. Equal ones stay in the order of saving. */
export function sortedRecords<R extends Stamp>(
  table: Table<R>,
  narrowing: Narrowing,
  fits: (record: R) => boolean,
  search: Search,
  nameOf: (record: R) => string,
): readonly R[] {
  const byName = search.byDate === undefined && search.collate === undefined;
  if (byName && (!narrowing || narrowing.size > table.size * MUCH)) {
    const sorted = table
      .byName()
      .filter((record) => (!narrowing || narrowing.has(record.key)) && fits(record));
    return search.byName === "ascending" ? sorted : sorted.reverse();
  }
  const found: R[] = [];
  if (narrowing)
    for (const key of narrowing) {
      const record = table.get(key);
      if (record && fits(record)) found.push(record);
    }
  else for (const record of table.values()) if (fits(record)) found.push(record);
  if (!byName || found.length <= FEW) return found.sort(orderOf(search, nameOf));
  const ranks = table.ranks();
  const sign = search.byName === "ascending" ? 1 : -1;
  return found.sort((a, b) => sign * ((ranks.get(a.key) ?? 0) - (ranks.get(b.key) ?? 0)));
}

function orderOf<R extends Stamp>(
  { byDate, byName, collate }: Search,
  nameOf: (record: R) => string,
): (left: R, right: R) => number {
  if (byDate !== undefined) {
    const sign = byDate === "ascending" ? 1 : -1;
    return (left, right) => sign * (left.modified - right.modified || left.order - right.order);
  }
  const sign = byName === "ascending" ? 1 : -1;
  return (left, right) => {
    const [a, b] = [nameOf(left), nameOf(right)];
    const difference = collate ? collate(a, b) : a < b ? -1 : a > b ? 1 : 0;
    return sign * (difference || left.order - right.order);
  };
}

/** The part of a list that a request asks for and the registry gives. */
export function windowOf<R>(all: readonly R[], { maxRows, listHead }: Window, most: number): Rows<R> {
  const head = Math.max(1, listHead ?? 1);
  const count = maxRows !== undefined && maxRows > 0 ? Math.min(maxRows, most) : most;
  const rows = all.slice(head - 1, head - 1 + count);
  return {
    rows,
    truncated: head - 1 + rows.length < all.length ? true : undefined,
    listDescription: {
      includeCount: rows.length,
      actualCount: all.length,
      listHead: rows.length > 0 ? head : 0,
    },
  };
}

/** The list of a container, or nothing where version 3 forbids an empty one. */
export function listed<T, C>(
  version: 2 | 3,
  items: readonly T[],
  container: (items: readonly T[]) => C,
): C | undefined {
  return items.length > 0 || version === 2 ? container(items) : undefined;
}
