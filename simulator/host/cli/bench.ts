import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { WorkbenchError } from "../../core/error.ts";
import { productFolder } from "../product.ts";
import { exitCodes } from "./exit.ts";
import { jsonOption } from "./options.ts";
import type { Output } from "./output.ts";

interface BenchCommandOptions {
  readonly list?: boolean;
  readonly json?: boolean;
  readonly encoding?: string;
}

/** `dmwsi bench`: the benchmarks of the source folder, each in processes of its own. */
export function benchCommand(output: Output): Command {
  return new Command("bench")
    .description("measure; prints {name: {value, unit, …}}")
    .argument("[name...]", "which benchmarks; all by default")
    .option("--list", "name them instead")
    .option("--encoding <encoding>", "of DM messages, xml or wbxml: for dm-sessions and journal")
    .addOption(jsonOption())
    .action(async (names: readonly string[], options: BenchCommandOptions) => {
      const script = join(productFolder, "bench", "run.ts");
      if (!existsSync(script))
        throw new WorkbenchError(
          "usage/no-source",
          "The benchmarks come with the source, not with the installed program.",
        );
      const args = [
        script,
        ...(options.list ? ["--list"] : []),
        ...(options.json ? ["--json"] : []),
        ...(options.encoding === undefined ? [] : ["--encoding", options.encoding]),
        "--",
        ...names,
      ];
      const child = spawn(process.execPath, args, { stdio: "inherit" });
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once("error", reject).once("exit", resolve);
      });
      output.exit(code ?? exitCodes.own);
    });
}
