import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, vi } from "vitest";
import type { WorkbenchError } from "../../simulator/core/error.ts";
import { JournalFile } from "../../simulator/host/journal-file.ts";
import { createSqliteJournal } from "../../simulator/host/sqlite-journal.ts";
import type { Journal } from "../../simulator/journal/journal.ts";
import { countingTime, crossing, header, note } from "../journal/records.ts";
import { temporaryFolder } from "./temporary-folder.ts";

function open(
  file: string,
  onTrouble: (error: WorkbenchError) => void = fail,
): { journal: Journal; stored: JournalFile } {
  const stored = new JournalFile(file, { durability: "checkpoint", patience: 0 });
  return { stored, journal: createSqliteJournal(stored, header, countingTime(), { onTrouble }) };
}

function fail(error: WorkbenchError): void {
  throw error;
}

describe("SQLite journal", () => {
  it("reads what is written and what still waits as one sequence", async () => {
    const { journal, stored } = open(join(temporaryFolder(), "journal.sqlite"));
    for (let index = 1; index <= 300; index++) journal.append(crossing({ body: Uint8Array.of(index & 255) }));
    expect(journal.length).toBe(300);
    expect(journal.bytes).toBe(300);
    expect(journal.read(250, 10).map((record) => record.seq)).toEqual([
      251, 252, 253, 254, 255, 256, 257, 258, 259, 260,
    ]);
    expect(journal.read(298, 10)).toMatchObject([{ seq: 299 }, { seq: 300, body: Uint8Array.of(300 & 255) }]);
    expect(journal.get(1)).toMatchObject({ seq: 1, body: Uint8Array.of(1) });
    expect(journal.get(300)).toMatchObject({ seq: 300 });
    expect(journal.get(301)).toBeUndefined();
    await journal.close();
    stored.close();
  });

  it("gives every record back as it was, in a file that only its owner can read", async () => {
    const file = join(temporaryFolder(), "journal.sqlite");
    const { journal, stored } = open(file);
    const records = [
      journal.append(
        crossing({ original: { headers: { a: "b" }, body: Uint8Array.of(1, 2) }, outcome: "edited" }),
      ),
      journal.append(note("hello")),
    ];
    await journal.close();
    stored.close();
    const again = new JournalFile(file);
    expect(again.runs()).toEqual([{ number: 1, header }]);
    expect(again.read(1, 0, 10)).toEqual(records);
    again.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("keeps several runs in one file apart", async () => {
    const { journal, stored } = open(join(temporaryFolder(), "journal.sqlite"));
    const second = createSqliteJournal(stored, { ...header, run: "r2" }, countingTime(), { onTrouble: fail });
    journal.append(note("first"));
    second.append(note("second"));
    await journal.flush();
    await second.flush();
    expect(stored.runs().map((run) => run.header.run)).toEqual(["r1", "r2"]);
    expect(journal.read(0, 10)).toMatchObject([{ seq: 1, text: "first" }]);
    expect(second.read(0, 10)).toMatchObject([{ seq: 1, text: "second" }]);
    stored.close();
  });

  it("loses nothing while the file is locked, says so once, and writes later", async () => {
    const file = join(temporaryFolder(), "journal.sqlite");
    const onTrouble = vi.fn<(error: WorkbenchError) => void>();
    const { journal, stored } = open(file, onTrouble);
    const other = new DatabaseSync(file, { timeout: 0 });
    other.exec("BEGIN IMMEDIATE");
    journal.append(note("kept"));
    await expect(journal.flush()).rejects.toMatchObject({ code: "store/locked" });
    await expect(journal.flush()).rejects.toMatchObject({ code: "store/locked" });
    expect(onTrouble).toHaveBeenCalledTimes(1);
    expect(journal.read(0, 10)).toMatchObject([{ seq: 1, text: "kept" }]);
    other.exec("COMMIT");
    other.close();
    journal.append(note("later"));
    await journal.flush();
    expect(stored.read(1, 0, 10)).toMatchObject([{ text: "kept" }, { text: "later" }]);
    await journal.close();
    stored.close();
  });

  it("refuses the file of a newer program", () => {
    const file = join(temporaryFolder(), "journal.sqlite");
    new JournalFile(file).close();
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(() => new JournalFile(file)).toThrow(expect.objectContaining({ code: "journal/version-unknown" }));
  });
});
