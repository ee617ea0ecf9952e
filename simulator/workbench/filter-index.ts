import type { Journal } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { JournalSource } from "./journal-source.ts";
import { rowMatches, rowOf } from "./rows.ts";

/** What a filter has found in a journal so far. */
export interface FilterIndex {
  /** `seq` up to which the journal has been looked through. */
  readonly scanned: number;
  /** Looks through the next few records. */
  scanOn(): void;
  /** Matching records with `seq > after`, and how many match in all of what was looked through. */
  page(
    after: number,
    limit: number,
  ): { readonly records: readonly JournalRecord[]; readonly matching: number };
}

/** Records looked through in one go: a few milliseconds even when each has to be decoded first. */
const SLICE = 100;
/** Filters that are remembered for each journal: what a few open screens look for. */
const REMEMBERED = 8;

const indexes = new WeakMap<Journal, Map<string, FilterIndex>>();

/** The index of a filter on a journal, from an earlier page or new. */
export function filterIndexOf(source: JournalSource, words: readonly string[]): FilterIndex {
  const { journal } = source;
  let known = indexes.get(journal);
  if (!known) indexes.set(journal, (known = new Map<string, FilterIndex>()));
  const key = words.join(" ");
  const index = known.get(key) ?? createFilterIndex(source, words);
  known.delete(key);
  known.set(key, index); // latest last
  for (const oldest of known.keys()) {
    if (known.size <= REMEMBERED) break;
    known.delete(oldest);
  }
  return index;
}

function createFilterIndex(
  { journal, summarise, stepOf }: JournalSource,
  words: readonly string[],
): FilterIndex {
  let found: number[] = [];
  let scanned = 0;

  /** Place of the first found `seq` behind `after`. */
  const placeAfter = (after: number): number => {
    let low = 0;
    let high = found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[middle] ?? 0) <= after) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get scanned() {
      return scanned;
    },
    scanOn: () => {
      const records = journal.read(scanned, SLICE);
      for (const record of records)
        if (rowMatches(rowOf(record, summarise, stepOf), words)) found.push(record.seq);
      scanned = records.at(-1)?.seq ?? journal.length;
    },
    page: (after, limit) => {
      // a journal that keeps only so much has let its oldest records go
      const first = journal.read(0, 1)[0]?.seq ?? 0;
      if ((found[0] ?? first) < first) found = found.slice(placeAfter(first - 1));
      const from = placeAfter(after);
      const records = found.slice(from, from + limit).flatMap((seq) => journal.get(seq) ?? []);
      return { records, matching: found.length };
    },
  };
}
