import type { JournalRow } from "../api/index.ts";
import type { Dispose } from "../core/emitter.ts";
import type { Journal } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { MessageSummary } from "../stacks/summary.ts";
import { filterWords, rowMatches, rowOf } from "./rows.ts";

/** A journal with what is needed to read it: the words for its messages and their steps. */
export interface JournalSource {
  readonly journal: Journal;
  summarise(record: JournalRecord): MessageSummary | undefined;
  stepOf(record: JournalRecord): string | undefined;
}

/** A page of rows; `next` is the cursor to go on from. */
export interface JournalPage {
  readonly rows: JournalRow[];
  readonly next: number;
  readonly total: number;
  readonly matching: number;
}

/** A record of a source as a row. */
export function rowIn(source: JournalSource, record: JournalRecord): JournalRow {
  return rowOf(record, source.summarise, source.stepOf);
}

/** Records read in one go while filtering. */
const SLICE = 2000;

/** Rows with `seq > after` that match the filter, and how many match in all. */
export function readRows(source: JournalSource, after: number, limit: number, text: string): JournalPage {
  const words = filterWords(text);
  const total = source.journal.length;
  if (words.length === 0) {
    const records = source.journal.read(after, limit);
    const rows = records.map((record) => rowIn(source, record));
    return { rows, next: records.at(-1)?.seq ?? after, total, matching: total };
  }
  const rows: JournalRow[] = [];
  let matching = 0;
  let next = after;
  for (let from = 0; from < total;) {
    const records = source.journal.read(from, SLICE);
    if (records.length === 0) break;
    for (const record of records) {
      from = record.seq;
      const row = rowIn(source, record);
      if (!rowMatches(row, words)) continue;
      matching++;
      if (record.seq > after && rows.length < limit) {
        rows.push(row);
        next = record.seq;
      }
    }
  }
  if (rows.length < limit) next = total;
  return { rows, next, total, matching };
}

/** Pause between batches of a watch, in milliseconds of wall time: thirty a second. */
const BATCH = 33;
/** Rows in one batch. */
const MOST = 2000;

/**
 * Batches of rows as they are written. The journal itself is the buffer: a slow reader gets larger batches, and no row is
 * lost. Ends when the signal is aborted or `ended` says that nothing more comes.
 */
export async function* watchRows(
  source: JournalSource,
  after: number,
  pause: (milliseconds: number) => Promise<void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ rows: JournalRow[] }> {
  let cursor = after;
  let wake: (() => void) | undefined;
  const stop: Dispose = source.journal.subscribe(() => wake?.());
  signal?.addEventListener("abort", () => wake?.(), { once: true });
  try {
    while (!signal?.aborted) {
      const records = source.journal.read(cursor, MOST);
      if (records.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (source.journal.length > cursor || signal?.aborted) resolve();
        });
        wake = undefined;
        continue;
      }
      cursor = records.at(-1)?.seq ?? cursor;
      yield { rows: records.map((record) => rowIn(source, record)) };
      await pause(BATCH);
    }
  } finally {
    stop();
  }
}
