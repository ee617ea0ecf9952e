import type { JournalRow, MessageRow } from "../../simulator/api/index.ts";
import type { RunSnapshot } from "./run-feed.ts";
import { createStore, type Store, useStore } from "./store.ts";

/** What somebody has chosen on screen for one run. Not kept beyond this visit. */
export interface RunUi {
  /** Sequence number of the chosen record; undefined follows the newest message. */
  readonly pinned: number | undefined;
  /** Whether what came after the chosen record is left out of the picture. */
  readonly lookingBack: boolean;
  readonly showAcks: boolean;
  readonly view: "ladder" | "table";
  /** Words of the hold rule that this page armed; empty = none. */
  readonly armed: string;
  /** The held message under edit. */
  readonly editing: string | undefined;
}

const initial: RunUi = {
  pinned: undefined,
  lookingBack: false,
  showAcks: false,
  view: "ladder",
  armed: "",
  editing: undefined,
};

const stores = new Map<string, Store<RunUi>>();

/** Choices of one run. */
export function runUi(run: string): Store<RunUi> {
  const known = stores.get(run);
  if (known !== undefined) return known;
  const store = createStore(initial);
  stores.set(run, store);
  return store;
}

/** Choices of one run, drawn again when they change. */
export function useRunUi(run: string): RunUi {
  return useStore(runUi(run));
}

/** The run that screens open when no other is named. */
export const currentRun = createStore<string | undefined>(undefined);

/** The record that is looked at: the chosen one, or the newest message. */
export function selectedRow(snapshot: RunSnapshot, ui: RunUi): JournalRow | undefined {
  const { rows, count } = snapshot;
  if (ui.pinned !== undefined) return rowBySeq(rows, count, ui.pinned);
  return newestMessage(rows, count, ui.showAcks);
}

/** The record with a sequence number; the list is in order. */
export function rowBySeq(rows: readonly JournalRow[], count: number, seq: number): JournalRow | undefined {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row === undefined) return undefined;
    if (row.seq === seq) return row;
    if (row.seq < seq) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** The newest message; acknowledgements count only when they are shown. */
export function newestMessage(
  rows: readonly JournalRow[],
  count: number,
  withAcks: boolean,
): MessageRow | undefined {
  for (let index = count - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row?.kind === "message" && (withAcks || !row.ack)) return row;
  }
  return undefined;
}

/** The message before or after a record, in the order of the journal. */
export function neighbourMessage(
  snapshot: RunSnapshot,
  seq: number,
  direction: 1 | -1,
  withAcks: boolean,
): MessageRow | undefined {
  const { rows, count } = snapshot;
  const messages = (index: number) => {
    const row = rows[index];
    return row?.kind === "message" && (withAcks || !row.ack) ? row : undefined;
  };
  if (direction === 1) {
    for (let index = 0; index < count; index += 1) {
      const row = messages(index);
      if (row !== undefined && row.seq > seq) return row;
    }
    return undefined;
  }
  for (let index = count - 1; index >= 0; index -= 1) {
    const row = messages(index);
    if (row !== undefined && row.seq < seq) return row;
  }
  return undefined;
}
