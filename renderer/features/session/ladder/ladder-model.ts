import type {
  JournalRow,
  MessageRow,
  NoteRow,
  PartyView,
  StateRow,
} from "../../../../simulator/api/index.ts";
import { type Lane, laneOf, partyKey } from "./lanes.ts";

/** One line of the ladder, made from the journal. */
export type LadderItem =
  | { readonly kind: "message"; readonly row: MessageRow; readonly changed: readonly PartyView[] }
  | { readonly kind: "note"; readonly row: NoteRow }
  | { readonly kind: "gap"; readonly ms: number; readonly before: number };

/** A silence longer than this is marked; in milliseconds of run time. */
export const GAP_MS = 1000;

/** The ladder of a run, as far as its journal was taken in. */
export interface Ladder {
  readonly items: readonly LadderItem[];
  /** Every change of state, in order, for the chips. */
  readonly states: readonly StateRow[];
  /** Keys of the parties that sent something or moved. */
  readonly active: ReadonlySet<string>;
}

/**
 * Makes the lines of the ladder. Order is that of the journal, never that of the clock. A change of state belongs to
 * the line before it.
 *
 * @param count how many of `rows` belong to the moment shown
 * @param showAcks whether acknowledgements have lines of their own
 */
export function buildLadder(rows: readonly JournalRow[], count: number, showAcks: boolean): Ladder {
  const items: LadderItem[] = [];
  const states: StateRow[] = [];
  const active = new Set<string>();
  let changed: PartyView[] = [];
  let lastClock: number | undefined;
  const markGap = (row: MessageRow | NoteRow) => {
    if (lastClock !== undefined && row.clock - lastClock > GAP_MS) {
      items.push({ kind: "gap", ms: row.clock - lastClock, before: row.seq });
    }
    lastClock = row.clock;
  };
  for (let index = 0; index < count; index += 1) {
    const row = rows[index];
    if (row?.kind === "state") {
      states.push(row);
      const key = partyKey(row.party);
      active.add(key);
      if (!changed.some((party) => partyKey(party) === key)) changed.push(row.party);
    } else if (row?.kind === "note") {
      markGap(row);
      items.push({ kind: "note", row });
    } else if (row?.kind === "message" && (showAcks || !row.ack)) {
      markGap(row);
      changed = [];
      items.push({ kind: "message", row, changed });
    }
  }
  return { items, states, active };
}

/** Sequence number that an item stands for. */
export function itemSeq(item: LadderItem): number {
  return item.kind === "gap" ? item.before - 0.5 : item.row.seq;
}

/** The newest state on each lane, by its key, among the changes before `seq`. */
export function statesBefore(
  states: readonly StateRow[],
  seq: number,
  lanes: readonly Lane[],
): ReadonlyMap<string, StateRow> {
  let low = 0;
  let high = states.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((states[middle]?.seq ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  const found = new Map<string, StateRow>();
  for (let index = low - 1; index >= 0 && found.size < lanes.length; index -= 1) {
    const state = states[index];
    const key = state && laneOf(lanes, state.party)?.key;
    if (state !== undefined && key !== undefined && !found.has(key)) found.set(key, state);
  }
  return found;
}

/** Sequence number of the message after a record: what happened before it belongs to that record. */
export function nextMessageSeq(items: readonly LadderItem[], seq: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && itemSeq(item) > seq) high = middle;
    else low = middle + 1;
  }
  for (let index = low; index < items.length; index += 1) {
    const item = items[index];
    if (item?.kind === "message") return item.row.seq;
  }
  return Infinity;
}
