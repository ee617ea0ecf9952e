import { join } from "node:path";
import { JournalFile } from "../simulator/host/journal-file.ts";
import { createSqliteJournal } from "../simulator/host/sqlite-journal.ts";
import { JOURNAL_VERSION } from "../simulator/journal/record.ts";
import { createRecording, type Recording } from "../simulator/workbench/recording.ts";

/** Records into a journal file of a folder, as a served host with a data folder does. */
export function recordInto(folder: string): Recording {
  const journal = createSqliteJournal(
    new JournalFile(join(folder, "journal.db")),
    {
      run: "bench",
      journalVersion: JOURNAL_VERSION,
      productVersion: "bench",
      title: "Bench",
      settings: {},
      seed: "",
      wire: "http",
      epoch: 0,
      startedAt: 0,
    },
    { now: () => performance.now(), wall: Date.now },
    {
      onTrouble: (error) => {
        throw error;
      },
    },
  );
  return createRecording(journal, () => undefined);
}
