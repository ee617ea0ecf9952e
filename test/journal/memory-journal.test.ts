import { describe, expect, it } from "vitest";
import { createMemoryJournal } from "../../simulator/journal/memory-journal.ts";
import type { JournalRecord } from "../../simulator/journal/record.ts";
import { countingTime, crossing, header, note } from "./records.ts";

describe("memory journal", () => {
  it("numbers records from 1 and reads them back in order", () => {
    const journal = createMemoryJournal(header, countingTime());
    for (let index = 0; index < 3000; index++) journal.append(note(String(index)));
    expect(journal.length).toBe(3000);
    expect(journal.get(1)).toMatchObject({ seq: 1, text: "0" });
    expect(journal.get(2500)).toMatchObject({ seq: 2500, text: "2499" });
    expect(journal.get(3001)).toBeUndefined();
    expect(journal.read(1022, 4).map((record) => record.seq)).toEqual([1023, 1024, 1025, 1026]);
    expect(journal.read(2999, 10).map((record) => record.seq)).toEqual([3000]);
  });

  it("tells subscribers every record once, until they leave", () => {
    const journal = createMemoryJournal(header, countingTime());
    const heard: JournalRecord[] = [];
    const leave = journal.subscribe((record) => heard.push(record));
    const first = journal.append(note("a"));
    leave();
    journal.append(note("b"));
    expect(heard).toEqual([first]);
  });

  it("counts the octets of bodies", () => {
    const journal = createMemoryJournal(header, countingTime());
    journal.append(
      crossing({ body: new Uint8Array(100), original: { headers: {}, body: new Uint8Array(7) } }),
    );
    expect(journal.bytes).toBe(107);
  });

  it("drops the oldest records past its limit and says which", () => {
    const journal = createMemoryJournal(header, countingTime(), { keepBytes: 1500 });
    for (let index = 0; index < 2000; index++) journal.append(crossing({ body: new Uint8Array(1) }));
    expect(journal.get(1)).toBeUndefined();
    expect(journal.bytes).toBeLessThanOrEqual(1500);
    const notes = journal.read(0, 5000).filter((record) => record.kind === "note");
    expect(notes).toMatchObject([{ code: "journal/dropped", data: { from: 1, to: 1024 } }]);
    expect(journal.read(0, 1)[0]?.seq).toBe(1025);
    expect(journal.length).toBe(2001);
  });
});
