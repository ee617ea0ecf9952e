import type { InspectionView, JournalRow } from "../api/index.ts";
import type { Dispose, Emitter } from "../core/emitter.ts";
import type { Journal } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { MessageSummary } from "../stacks/summary.ts";
import { filterIndexOf } from "./filter-index.ts";
import { filterWords, rowOf } from "./rows.ts";
import { createWakeUp } from "./watch.ts";

/** A journal with what is needed to read it: the words for its messages and their steps. */
export interface JournalSource {
  readonly journal: Journal;
  summarise(record: JournalRecord): MessageSummary | undefined;
  stepOf(record: JournalRecord): string | undefined;
  /** Steps that judged a message; absent where no scenario runs. */
  judgedBy?(seq: number): InspectionView["judgedBy"];
  /** True when no more records come; absent for a journal that never ends. A change of it is told by `changed`. */
  ended?(): boolean;
  readonly changed?: Emitter<undefined>;
}

/** A page of rows; `next` is the cursor to go on from. */
export interface JournalPage {
  readonly rows: JournalRow[];
  readonly next: number;
  readonly total: number;
  readonly matching: number;
}

/** Which rows are wanted. */
export interface JournalQuery {
  readonly after: number;
  readonly limit: number;
  /** Words that all must occur in a row. */
  readonly text: string;
}

/** What reading over a long journal needs of the host. */
export interface Breath {
  /** Milliseconds on the wall. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
}

/** A record of a source as a row. */
export function rowIn(source: JournalSource, record: JournalRecord): JournalRow {
  return rowOf(record, source.summarise, source.stepOf);
}

/** Milliseconds that a scan may take before the host does other work. */
const BREATH = 8;

/**
 * Rows with `seq > after` that match the filter, and how many match in all. A filter is looked for once in each record;
 * what was found is kept for the next page. Between slices the host may do other work.
 */
export async function readRows(
  source: JournalSource,
  { after, limit, text }: JournalQuery,
  breath: Breath,
  signal?: AbortSignal,
): Promise<JournalPage> {
  const words = filterWords(text);
  const { journal } = source;
  if (words.length === 0) {
    const records = journal.read(after, limit);
    const rows = records.map((record) => rowIn(source, record));
    return { rows, next: records.at(-1)?.seq ?? after, total: journal.length, matching: journal.length };
  }
  const index = filterIndexOf(source, words);
  const total = journal.length;
  for (let since = breath.now(); index.scanned < total && !signal?.aborted;) {
    index.scanOn();
    if (breath.now() - since < BREATH) continue;
    await breath.pause(0);
    since = breath.now();
  }
  const { records, matching } = index.page(after, limit);
  const next = records.length < limit ? Math.max(after, index.scanned) : (records.at(-1)?.seq ?? after);
  return { rows: records.map((record) => rowIn(source, record)), next, total, matching };
}

/** Pause between batches of a watch, in milliseconds of wall time: thirty a second. */
const BATCH = 33;
/** Rows in one batch. */
const MOST = 2000;

/**
 * Batches of rows as they are written. The journal itself is the buffer: a slow reader gets larger batches, and no row is
 * lost. Ends when the signal is aborted, or after the last row of a journal that has ended.
 */
export async function* watchRows(
  source: JournalSource,
  after: number,
  pause: (milliseconds: number) => Promise<void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ rows: JournalRow[] }> {
  let cursor = after;
  const wakeUp = createWakeUp((listener) => {
    const stops: readonly (Dispose | undefined)[] = [
      source.journal.subscribe(listener),
      source.changed?.subscribe(listener),
    ];
    return () => {
      for (const stop of stops) stop?.();
    };
  }, signal);
  try {
    while (!signal?.aborted) {
      const ended = source.ended?.() ?? false;
      const records = source.journal.read(cursor, MOST);
      if (records.length === 0) {
        if (ended) return;
        await wakeUp.wait();
        continue;
      }
      cursor = records.at(-1)?.seq ?? cursor;
      yield { rows: records.map((record) => rowIn(source, record)) };
      await pause(BATCH);
    }
  } finally {
    wakeUp.stop();
  }
}
