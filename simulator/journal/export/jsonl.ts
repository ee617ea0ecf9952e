import { errorText } from "../../core/error.ts";
import { fromJson, headerFromJson, toJson } from "../record-form.ts";
import type { JournalRecord, RunHeader } from "../record.ts";
import { upgraderFrom, type Upgrader } from "../versions/upgrade.ts";
import { maskedRecords, type ExportRun } from "./export.ts";

/*
 * One JSON value a line. A line of kind `run` is a header, the records of the run follow it in order; octets are base64.
 */

/** A run as JSON lines, header first. */
export const exportJsonl: ExportRun = ({ header, records }, { findSecrets }) => {
  let masked = 0;
  const lines = [JSON.stringify({ kind: "run", ...header })];
  for (const record of maskedRecords(records, findSecrets, (octets) => (masked += octets)))
    lines.push(JSON.stringify(toJson(record)));
  return { text: `${lines.join("\n")}\n`, masked };
};

/** A run read from JSON lines. */
export interface ImportedRun {
  readonly header: RunHeader;
  readonly records: readonly JournalRecord[];
}

/** Runs that were read, and a sentence for every line that could not be. */
export interface ImportedRuns {
  readonly runs: readonly ImportedRun[];
  readonly problems: readonly string[];
}

/** Reads JSON lines of this or an earlier version of the format. A line that cannot be read is named and left out. */
export function importJsonl(text: string): ImportedRuns {
  const runs: { header: RunHeader; records: JournalRecord[] }[] = [];
  const problems: string[] = [];
  let upgrade: Upgrader | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const problem = readLine(line);
    if (problem !== undefined) problems.push(`line ${index + 1}: ${problem}`);
  }
  return { runs, problems };

  function readLine(line: string): string | undefined {
    const value = parse(line);
    if (value === undefined) return "not a JSON object";
    if (value["kind"] === "run") return startRun(value);
    const run = runs[runs.length - 1];
    if (!run || !upgrade) return "a record without the header of a run before it";
    const record = fromJson(upgrade(value));
    if ("problem" in record) return record.problem;
    run.records.push(record);
    return undefined;
  }

  function startRun(value: Readonly<Record<string, unknown>>): string | undefined {
    upgrade = undefined;
    const header = headerFromJson(value);
    if ("problem" in header) return header.problem;
    try {
      upgrade = upgraderFrom(header.journalVersion);
    } catch (error) {
      return errorText(error);
    }
    runs.push({ header, records: [] });
    return undefined;
  }
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined; // not JSON, which is what undefined says
  }
}
