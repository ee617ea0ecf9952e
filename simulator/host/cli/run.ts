import { Command, Option } from "commander";
import { jsonOption, parseSetting, parseSpeed } from "./options.ts";
import type { Output } from "./output.ts";

/** Options of `dmwsi run`. */
export interface RunCommandOptions {
  readonly set?: Readonly<Record<string, string>>;
  readonly seed?: string;
  readonly speed: number | "max";
  readonly wire: "memory" | "http";
  readonly journal?: string;
  readonly json?: boolean;
}

/** `dmwsi run`: scenarios, one after the other, and their verdicts. */
export function runCommand(output: Output): Command {
  return new Command("run")
    .description("run scenarios and report their verdicts; exits 0 pass, 1 fail, 2 inconclusive")
    .argument("<scenario...>", "built-in scenario or scenario file")
    .addOption(
      new Option("--set <name=value>", "a setting of the scenario (repeatable)").argParser(parseSetting),
    )
    .option("--seed <text>", "makes the run repeat another one's random choices")
    .addOption(new Option("--speed <n|max>", "factor on the clock").argParser(parseSpeed).default("max"))
    .addOption(
      new Option("--wire <kind>", "what carries the messages").choices(["memory", "http"]).default("memory"),
    )
    .option("--journal <file>", "record the runs in this file")
    .addOption(jsonOption())
    .action(async (names: readonly string[], options: RunCommandOptions) => {
      const { runScenarios } = await import("../run-scenarios.ts");
      await runScenarios(names, options, output);
    });
}
