/**
 * `npm test`: check, unit and dialogue tests, interop tests, end-to-end tests. `npm run test:long` runs
 * the long set alone. Everything runs even after a failure; the last line is the sum.
 */
import { rmSync } from "node:fs";
import { inProject } from "./setup/project.mjs";
import {
  countPlaywright,
  countSteps,
  countVitest,
  reportFile,
  skipReasons,
  sum,
  tallyOf,
  writeReport,
} from "./setup/report.mjs";
import { run } from "./setup/run.mjs";

/** @typedef {import("./setup/report.mjs").Tally} Tally */

const isLong = process.argv.includes("--long");

/** @type {readonly (() => Promise<Tally>)[]} */
const sets = isLong
  ? [() => vitest("long")]
  : [check, () => vitest("unit"), () => vitest("interop"), endToEnd];

/** @returns {Promise<Tally>} */
async function check() {
  return tallyOf("check", await runFresh("check", ["scripts/check.mjs"]), countSteps);
}

/**
 * @param {string} project of vitest.config.ts
 * @returns {Promise<Tally>}
 */
async function vitest(project) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile(project)}`];
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project, "--passWithNoTests=false"];
  return tallyOf(project, await runFresh(project, [...args, ...reporters]), countVitest);
}

/** @returns {Promise<Tally>} */
async function endToEnd() {
  const code = await runFresh("e2e", ["node_modules/@playwright/test/cli.js", "test"]);
  return tallyOf("e2e", code, (report) => {
    for (const reason of skipReasons(report)) process.stdout.write(`${reason}\n`);
    return countPlaywright(report);
  });
}

/**
 * Runs one set after taking its old report away, so that no earlier result can stand in for this one.
 *
 * @param {string} report
 * @param {readonly string[]} args
 */
async function runFresh(report, [program = "", ...args]) {
  rmSync(reportFile(report), { force: true });
  process.stdout.write(`\n--- ${report}\n`);
  return run(process.execPath, [inProject(program), ...args]);
}

/** @type {Tally[]} */
const tallies = [];
for (const set of sets) tallies.push(await set());
const total = sum(tallies);
writeReport(isLong ? "summary-long" : "summary", tallies);

process.stdout.write("\n");
for (const { name, passed, failed, skipped } of tallies) {
  process.stdout.write(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
}
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
