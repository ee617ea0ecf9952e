import { useEffect, useState } from "react";
import type { JournalRow } from "../../../simulator/api/index.ts";
import { host } from "../../state/host-client.ts";
import type { RunSnapshot } from "../../state/run-feed.ts";

/** Records of a run that match a filter. */
export interface FilteredRows {
  readonly rows: readonly JournalRow[];
  readonly matching: number;
  readonly total: number;
  /** More may be found; what is there can be used. */
  readonly searching: boolean;
}

interface Search {
  readonly key: string;
  readonly rows: readonly JournalRow[];
  readonly next: number;
  readonly matching: number;
  readonly done: boolean;
}

const PAGE = 2000;

/**
 * The records that match; without words, all that are known. The host searches, page by page, and goes on from where
 * it stood when the run grows.
 */
export function useFilteredRows(run: string, snapshot: RunSnapshot, text: string): FilteredRows {
  const words = text.trim();
  const key = `${run} ${words}`;
  const [search, setSearch] = useState<Search>({ key: "", rows: [], next: 0, matching: 0, done: true });
  const present = search.key === key ? search : { key, rows: [], next: 0, matching: 0, done: false };
  const newest = snapshot.rows[snapshot.count - 1]?.seq ?? 0;
  const isBehind = words !== "" && present.next < newest;
  const from = present.next;
  useEffect(() => {
    if (!isBehind) return undefined;
    const stop = new AbortController();
    const read = async () => {
      try {
        const page = await host.journal.read(
          { run, after: from, limit: PAGE, text: words },
          { signal: stop.signal },
        );
        setSearch((now) => ({
          key,
          rows: now.key === key ? [...now.rows, ...page.rows] : page.rows,
          next: Math.max(page.next, page.rows.length < PAGE ? newest : page.next),
          matching: page.matching,
          done: page.rows.length < PAGE,
        }));
      } catch {
        // The next connection, or the next word, searches again.
        return;
      }
    };
    void read();
    return () => {
      stop.abort();
    };
  }, [isBehind, key, run, words, from, newest]);
  if (words === "") {
    const rows = snapshot.rows.slice(0, snapshot.count);
    return { rows, matching: rows.length, total: rows.length, searching: false };
  }
  return {
    rows: present.rows,
    matching: present.matching,
    total: snapshot.count,
    searching: !present.done,
  };
}
