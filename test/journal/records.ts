import { utf8 } from "../../simulator/core/bytes.ts";
import type { JournalTime } from "../../simulator/journal/memory-journal.ts";
import type { CrossingRecord, NewRecord, RunHeader } from "../../simulator/journal/record.ts";

/** A header of a run for tests. */
export const header: RunHeader = {
  run: "r1",
  journalVersion: 1,
  productVersion: "0.1.0",
  title: "Figure 2",
  scenario: "figure-2",
  settings: { optional: "skip" },
  seed: "1",
  wire: "memory",
  epoch: 0,
  startedAt: 0,
};

/** A time that moves by one with every reading. */
export function countingTime(): JournalTime {
  let now = 0;
  return { now: () => now++, wall: () => 1_000_000 };
}

/** A message before it is stamped. */
export function crossing(change: Partial<Omit<CrossingRecord, "kind">> = {}): NewRecord {
  return {
    kind: "crossing",
    direction: "request",
    channel: "dm",
    from: { role: "device", name: "IMEI:1" },
    to: { role: "dm-server", name: "dms.example" },
    exchange: "x1",
    method: "POST",
    url: "http://127.0.0.1:8480/dm",
    headers: { "content-type": "application/vnd.syncml.dm+xml" },
    body: utf8("<SyncML/>"),
    outcome: "delivered",
    ...change,
  };
}

/** A message as it is in a journal. */
export function stamped(change: Partial<Omit<CrossingRecord, "kind">> = {}): CrossingRecord {
  const record = { ...crossing(change), seq: 1, clock: 0, wall: 0, ...change };
  if (record.kind !== "crossing") throw new Error("not a crossing");
  return record;
}

/** A note before it is stamped. */
export function note(text: string): NewRecord {
  return { kind: "note", severity: "info", code: "test/note", text, findings: [] };
}
