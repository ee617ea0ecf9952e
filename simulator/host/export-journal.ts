import type { ExportRun } from "../journal/export/export.ts";
import { exportJsonl } from "../journal/export/jsonl.ts";
import { exportMermaid } from "../journal/export/mermaid.ts";
import { exportText } from "../journal/export/text.ts";
import type { ExportCommandOptions } from "./cli/export.ts";
import type { Output } from "./cli/output.ts";
import { exportHooks } from "../workbench/export-run.ts";
import { readJournal } from "./journal-input.ts";
import { writeOutput } from "./output-file.ts";

const forms: Readonly<Record<ExportCommandOptions["to"], ExportRun>> = {
  mermaid: exportMermaid,
  jsonl: exportJsonl,
  text: exportText,
};

/** Exports a recorded run to a file or to standard output, its secrets covered. */
export function exportJournal(
  file: string,
  { to, run: runId, out, json }: ExportCommandOptions,
  output: Output,
): void {
  const { run, problems } = readJournal(file, runId);
  for (const problem of problems) output.say(`${file}: ${problem}`);
  const { text, masked } = forms[to](run, exportHooks());
  if (out !== undefined) writeOutput(out, text);
  if (json)
    output.json({
      run: run.header.run,
      to,
      records: run.records.length,
      masked,
      problems,
      ...(out === undefined ? { text } : { out }),
    });
  else if (out === undefined) output.bytes(Buffer.from(text));
  if (!json && masked > 0) output.say(`${masked} octets of secrets are covered.`);
}
