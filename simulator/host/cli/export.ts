import { Command, Option } from "commander";
import { jsonOption } from "./options.ts";
import type { Output } from "./output.ts";

/** Options of `dmwsi export`. */
export interface ExportCommandOptions {
  readonly to: "mermaid" | "jsonl" | "text";
  readonly run?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `dmwsi export`: a recorded run in a form that others can use, with its secrets covered. */
export function exportCommand(output: Output): Command {
  return new Command("export")
    .description("export a recorded run; secrets are always covered")
    .argument("<journal>", "file that run --journal or serve --data wrote, or an export in JSON lines")
    .addOption(
      new Option("--to <form>", "what to write").choices(["mermaid", "text", "jsonl"]).makeOptionMandatory(),
    )
    .option("--run <id>", "which run of the file; the last by default")
    .option("--out <file>", "write there instead of to standard output")
    .addOption(jsonOption())
    .action(async (file: string, options: ExportCommandOptions) => {
      const { exportJournal } = await import("../export-journal.ts");
      exportJournal(file, options, output);
    });
}
