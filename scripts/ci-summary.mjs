/**
 * The last lines of `.ci/run`: failures once more, how long each set took, and the sum over what `npm test`
 * and `npm run test:long` left behind.
 *
 * Usage: node scripts/ci-summary.mjs NUMBER_OF_COMMANDS_THAT_FAILED
 */
import { existsSync, readFileSync } from "node:fs";
import { toldFailures } from "./setup/failures.mjs";
import { reportFile, sum, toldTally } from "./setup/report.mjs";

/** @typedef {import("./setup/report.mjs").Tally} Tally */

const failedCommands = Number(process.argv[2] ?? 0);
/** @type {Tally[]} */
const tallies = ["summary", "summary-long"].flatMap((name) =>
  // A command that ended before it could write its summary has failed as a whole.
  existsSync(reportFile(name))
    ? JSON.parse(readFileSync(reportFile(name), "utf8"))
    : [
        {
          name,
          passed: 0,
          failed: 1,
          skipped: 0,
          failures: [{ name, reason: "It ended without a summary." }],
        },
      ],
);
const total = sum(tallies);
const failed = total.failed === 0 ? failedCommands : total.failed;
process.stdout.write(`\n${toldFailures(tallies)}\n`);
for (const tally of tallies) process.stdout.write(`${toldTally(tally)}\n`);
process.stdout.write(`${total.passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
