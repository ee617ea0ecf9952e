import { createEmitter } from "../core/emitter.ts";
import type { Journal } from "./journal.ts";
import type { CrossingRecord, JournalRecord, NewRecord, RunHeader } from "./record.ts";

/** The two readings that stamp a record: run time in milliseconds, and the date on the wall. */
export interface JournalTime {
  now(): number;
  wall(): number;
}

export interface MemoryJournalOptions {
  /** Octets of bodies to keep; past it the oldest records go, and a note says how many. Default: no limit. */
  readonly keepBytes?: number | undefined;
}

/** Records in one chunk: the unit in which old records are let go. */
const CHUNK = 1024;

/** Creates a journal that lives as long as the process. */
export function createMemoryJournal(
  header: RunHeader,
  time: JournalTime,
  { keepBytes = Number.POSITIVE_INFINITY }: MemoryJournalOptions = {},
): Journal {
  const news = createEmitter<JournalRecord>();
  const chunks: JournalRecord[][] = [[]];
  let droppedChunks = 0;
  let length = 0;
  let bytes = 0;

  const keep = (record: NewRecord): JournalRecord => {
    const stamped = stampRecord(record, ++length, time);
    let last = chunks[chunks.length - 1];
    if (last === undefined || last.length === CHUNK) chunks.push((last = []));
    last.push(stamped);
    bytes += recordBytes(stamped);
    return stamped;
  };

  const dropOldest = (): void => {
    const dropped = chunks.shift() ?? [];
    droppedChunks++;
    for (const record of dropped) bytes -= recordBytes(record);
    const from = dropped[0]?.seq ?? 0;
    const to = dropped[dropped.length - 1]?.seq ?? 0;
    const text = `Records ${from} to ${to} were dropped: the journal keeps at most ${keepBytes} octets of bodies.`;
    const data = { from, to, keepBytes };
    news.emit(keep({ kind: "note", severity: "warning", code: "journal/dropped", text, findings: [], data }));
  };

  return {
    header,
    get length() {
      return length;
    },
    get bytes() {
      return bytes;
    },
    append: (record) => {
      const stamped = keep(record);
      news.emit(stamped);
      while (bytes > keepBytes && chunks.length > 1) dropOldest();
      return stamped;
    },
    get: (seq) => chunks[Math.floor((seq - 1) / CHUNK) - droppedChunks]?.[(seq - 1) % CHUNK],
    read: (after, limit) => {
      const found: JournalRecord[] = [];
      const first = Math.max(after, droppedChunks * CHUNK);
      for (let at = first; at < length && found.length < limit; at++) {
        const record = chunks[Math.floor(at / CHUNK) - droppedChunks]?.[at % CHUNK];
        if (record) found.push(record);
      }
      return found;
    },
    subscribe: news.subscribe,
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** The record with its place and its times. */
export function stampRecord(record: NewRecord, seq: number, time: JournalTime): JournalRecord {
  return { ...record, seq, clock: time.now(), wall: time.wall() };
}

/** Octets of the bodies of a record. */
export function recordBytes(record: JournalRecord): number {
  return record.kind === "crossing" ? bodyBytes(record) : 0;
}

function bodyBytes({ body, original }: CrossingRecord): number {
  return body.length + (original?.body.length ?? 0);
}
