import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { createEmitter } from "../../simulator/core/emitter.ts";
import { createMemoryJournal } from "../../simulator/journal/memory-journal.ts";
import type { NewRecord, RunHeader } from "../../simulator/journal/record.ts";
import { readRows, watchRows, type JournalSource } from "../../simulator/workbench/journal-source.ts";

const header: RunHeader = {
  run: "R-1",
  journalVersion: 1,
  productVersion: "0",
  title: "t",
  settings: {},
  seed: "",
  wire: "memory",
  epoch: 0,
  startedAt: 0,
};

const note = (text: string): NewRecord => ({ kind: "note", severity: "info", code: "c", text, findings: [] });

function sourceOf(keepBytes?: number) {
  const journal = createMemoryJournal(header, { now: () => 0, wall: () => 0 }, { keepBytes });
  const changed = createEmitter<undefined>();
  let over = false;
  const source: JournalSource = {
    journal,
    changed,
    summarise: () => undefined,
    stepOf: () => undefined,
    ended: () => over,
  };
  return {
    journal,
    source,
    end: () => {
      over = true;
      changed.emit(undefined);
    },
  };
}

const pauses: number[] = [];
const breath = {
  now: () => performance.now(),
  pause: (milliseconds: number) => {
    pauses.push(milliseconds);
    return new Promise<void>((resolve) => setImmediate(resolve));
  },
};

describe("reading rows", () => {
  it("gives every matching row exactly once over any pages, while the journal grows", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("red", "green", "blue"), { maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        async (colours, limit) => {
          const { journal, source } = sourceOf();
          for (const colour of colours) journal.append(note(colour));
          const found: number[] = [];
          for (let after = 0; ;) {
            const page = await readRows(source, { after, limit, text: " RED " }, breath);
            found.push(...page.rows.map((row) => row.seq));
            expect(page.matching).toBe(colours.filter((colour) => colour === "red").length);
            if (page.rows.length < limit) {
              expect(page.next).toBe(colours.length);
              break;
            }
            after = page.next;
          }
          journal.append(note("red"));
          const more = await readRows(source, { after: colours.length, limit, text: "red" }, breath);
          found.push(...more.rows.map((row) => row.seq));
          const expected = [...colours, "red"].flatMap((colour, at) => (colour === "red" ? [at + 1] : []));
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("lets the host breathe in a long journal, and is quick the second time", async () => {
    const { journal, source } = sourceOf();
    for (let count = 0; count < 200_000; count++) journal.append(note(count % 1000 === 0 ? "rare" : "plain"));
    pauses.length = 0;
    const query = { after: 0, limit: 10, text: "rare" };
    expect((await readRows(source, query, breath)).matching).toBe(200);
    expect(pauses.length).toBeGreaterThan(1);
    pauses.length = 0;
    expect((await readRows(source, query, breath)).rows).toHaveLength(10);
    expect(pauses).toEqual([]);
  });

  it("counts only what the journal still keeps", async () => {
    const { journal, source } = sourceOf(10);
    const crossing: NewRecord = {
      kind: "crossing",
      direction: "request",
      channel: "dm",
      from: { role: "device", name: "d" },
      to: { role: "dm-server", name: "s" },
      exchange: "x",
      headers: {},
      body: utf8("0123456789abc"),
      outcome: "delivered",
    };
    journal.append(crossing);
    expect((await readRows(source, { after: 0, limit: 5, text: "device" }, breath)).matching).toBe(1);
    for (let count = 0; count < 2000; count++) journal.append(note("n"));
    expect((await readRows(source, { after: 0, limit: 5, text: "device" }, breath)).matching).toBe(0);
  });
});

describe("watching rows", () => {
  it("fills gaps from the journal and ends after the last row of a run that has ended", async () => {
    const { journal, source, end } = sourceOf();
    for (let count = 0; count < 5; count++) journal.append(note("early"));
    const seen: number[] = [];
    const following = (async () => {
      for await (const { rows } of watchRows(source, 2, () => Promise.resolve(), undefined))
        seen.push(...rows.map((row) => row.seq));
    })();
    await expect.poll(() => seen).toEqual([3, 4, 5]);
    for (let count = 0; count < 3; count++) journal.append(note("burst"));
    await expect.poll(() => seen).toEqual([3, 4, 5, 6, 7, 8]);
    end();
    await following;
  });

  it("ends when the signal is aborted", async () => {
    const { source } = sourceOf();
    const controller = new AbortController();
    const next = watchRows(source, 0, () => Promise.resolve(), controller.signal).next();
    controller.abort();
    expect((await next).done).toBe(true);
  });
});
