import { existsSync, readFileSync } from "node:fs";
import { errorText, WorkbenchError } from "../core/error.ts";
import { importJsonl } from "../journal/export/jsonl.ts";
import type { JournalRecord, RunHeader } from "../journal/record.ts";
import { JournalFile } from "./journal-file.ts";

/** A recorded run in a file. */
export interface RecordedRunInput {
  readonly header: RunHeader;
  readonly records: readonly JournalRecord[];
}

/** What a file held: one run of it, and a sentence for every line that could not be read. */
export interface JournalInput {
  readonly run: RecordedRunInput;
  readonly problems: readonly string[];
}

/** The first octets of every SQLite file. */
const SQLITE_HEAD = "SQLite format 3\0";
/** Records read from a database in one go. */
const SLICE = 5000;

/**
 * Reads one run of a journal file (database, or export in JSON lines): the one with the id, or the last.
 *
 * @throws WorkbenchError `usage/unreadable`, `usage/no-run`, `journal/version-unknown`, `store/…`
 */
export function readJournal(file: string, runId: string | undefined): JournalInput {
  const octets = readFile(file);
  if (octets.subarray(0, SQLITE_HEAD.length).toString("latin1") === SQLITE_HEAD)
    return { run: readDatabase(file, runId), problems: [] };
  const { runs, problems } = importJsonl(octets.toString("utf8"));
  return { run: chosen(runs, runId, file, problems), problems };
}

function readFile(file: string): Buffer {
  try {
    if (!existsSync(file)) throw new Error("there is no such file");
    return readFileSync(file);
  } catch (error) {
    throw new WorkbenchError(
      "usage/unreadable",
      `${file} cannot be read: ${errorText(error)}.`,
      { file },
      error,
    );
  }
}

function readDatabase(file: string, runId: string | undefined): RecordedRunInput {
  const journal = new JournalFile(file);
  try {
    const { number, header } = chosen(journal.runs(), runId, file, []);
    const records: JournalRecord[] = [];
    for (;;) {
      const slice = journal.read(number, records.at(-1)?.seq ?? 0, SLICE);
      records.push(...slice);
      if (slice.length < SLICE) return { header, records };
    }
  } finally {
    journal.close();
  }
}

function chosen<R extends { readonly header: RunHeader }>(
  runs: readonly R[],
  runId: string | undefined,
  file: string,
  problems: readonly string[],
): R {
  const run = runId === undefined ? runs.at(-1) : runs.findLast(({ header }) => header.run === runId);
  if (run) return run;
  const known = runs.map(({ header }) => header.run).join(", ") || "none";
  const why = problems[0] === undefined ? "" : ` (${problems[0]})`;
  throw new WorkbenchError("usage/no-run", `${file} holds no such run; it holds ${known}${why}.`, {
    file,
    runId,
  });
}
