import { Command, CommanderError } from "commander";
import { benchCommand } from "./bench.ts";
import { certificatesCommand } from "./certificates.ts";
import { decodeCommand } from "./decode.ts";
import { encodeCommand } from "./encode.ts";
import { errorDocument, exitCodeOf, exitCodes } from "./exit.ts";
import { exportCommand } from "./export.ts";
import { openCommand } from "./open.ts";
import type { Output } from "./output.ts";
import { runCommand } from "./run.ts";
import { scenariosCommand } from "./scenarios.ts";
import { serveCommand } from "./serve.ts";

/** Runs the command line; sets the exit code and never throws. */
export async function runCommandLine(
  args: readonly string[],
  version: string,
  output: Output,
): Promise<void> {
  const isJson = args.includes("--json");
  try {
    await createProgram(version, output).parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      output.exit(error.exitCode === 0 ? exitCodes.pass : exitCodes.usage);
      if (isJson && error.exitCode !== 0)
        output.json({ error: { code: "usage/invalid", text: error.message } });
      return;
    }
    const document = errorDocument(error);
    output.say(`dmwsi: ${error instanceof Error ? error.message : String(error)}`);
    if (isJson) output.json(document);
    output.exit(exitCodeOf(error));
  }
}

function createProgram(version: string, output: Output): Command {
  const program = new Command("dmwsi")
    .description("Test-and-simulation workbench for OMA DM WSI")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        output.line(text.trimEnd());
      },
      writeErr: (text) => {
        output.say(text.trimEnd());
      },
    })
    .showHelpAfterError("(dmwsi --help shows the commands)");
  const commands = [
    openCommand,
    serveCommand,
    runCommand,
    scenariosCommand,
    decodeCommand,
    encodeCommand,
    exportCommand,
    certificatesCommand,
    benchCommand,
  ];
  for (const create of commands)
    program.addCommand(create(output).copyInheritedSettings(program), { isDefault: create === openCommand });
  return program;
}
