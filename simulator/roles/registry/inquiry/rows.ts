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

/** Part of a table up to which records are sorted one by one; past it the table is walked in the order that it keeps. */
const FEW = 1 / 16;

/** Records that fit, sorted as asked. */
export function sortedRecords<R extends Stamp>(
  table: Table<R>,
  narrowing: Narrowing,
  fits: (record: R) => boolean,
  { sorting }: Search,
): readonly R[] {
  const compare = table.comparator(sorting);
  if (narrowing && narrowing.size <= table.size * FEW) {
    const found: R[] = [];
    for (const key of narrowing) {
      const record = table.get(key);
      if (record && fits(record)) found.push(record);
    }
    return found.sort(compare);
  }
  const { order, descending, latestFirst } = sorting;
  const found = table
    .sorted(order)
    .filter((record) => (!narrowing || narrowing.has(record.key)) && fits(record));
  if (descending) found.reverse();
  // what was turned round has equal names turned round as well
  return latestFirst === descending ? found : found.sort(compare);
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
