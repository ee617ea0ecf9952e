import { processOutput } from "./cli/output.ts";
import { runCommandLine } from "./cli/program.ts";
import { productVersion } from "./product.ts";

// A reader that has seen enough (head, less) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

await runCommandLine(process.argv.slice(2), productVersion(), processOutput);
