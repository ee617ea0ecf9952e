/**
 * The last line of `.ci/run`: the sum over what `npm test` and `npm run test:long` left behind.
 *
 * Usage: node scripts/ci-summary.mjs NUMBER_OF_COMMANDS_THAT_FAILED
 */
import { existsSync, readFileSync } from "node:fs";
import { reportFile, sum } from "./setup/report.mjs";

/** @typedef {import("./setup/report.mjs").Tally} Tally */

const failedCommands = Number(process.argv[2] ?? 0);
/** @type {Tally[]} */
const tallies = ["summary", "summary-long"].flatMap((name) =>
  // A command that ended before it could write its summary has failed as a whole.
  existsSync(reportFile(name))
    ? JSON.parse(readFileSync(reportFile(name), "utf8"))
    : [{ name, passed: 0, failed: 1, skipped: 0 }],
);
const total = sum(tallies);
const failed = total.failed === 0 ? failedCommands : total.failed;
process.stdout.write(`${total.passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
