/**
 * `npm test`: check, unit and dialogue tests, interop tests, end-to-end tests. `npm run test:long` runs
 * the long set alone. Everything runs even after a failure; the failures are told once more at the end, and
 * the last line is the sum.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { playwrightFailures, stepFailures, toldFailures, vitestFailures } from "./setup/failures.mjs";
import { inLanes } from "./setup/lanes.mjs";
import { inProject } from "./setup/project.mjs";
import {
  countPlaywright,
  countSteps,
  countVitest,
  reportFile,
  skipReasons,
  sum,
  tallyOf,
  toldTally,
  writeReport,
} from "./setup/report.mjs";
import { run } from "./setup/run.mjs";

/**
 * @typedef {import("./setup/report.mjs").Tally} Tally
 *
 * @typedef {object} TestSet
 * @property {string} name of the set and of its report
 * @property {readonly string[]} args program and arguments for Node
 * @property {(report: any) => Omit<Tally, "name">} count
 * @property {(report: any) => import("./setup/failures.mjs").Failure[]} failures
 * @property {(report: any) => string[]} [remarks]
 * @property {Record<string, string>} [env] added to the environment
 */

const isLong = process.argv.includes("--long");
const isTerse = process.env.CI !== undefined;

/**
 * What runs at the same time: the check and the interop tests wait or work on one processor for most of their
 * time, the others use every processor that there is.
 *
 * @type {readonly (readonly TestSet[])[]}
 */
const rounds = isLong
  ? [[vitest("long", ["long"])], [playwright("e2e-long", ["--project", "chromium", "--grep", "@long"])]]
  : [
      [check(), vitest("interop", ["interop"])],
      [vitest("unit", ["unit", "unit-isolated"])],
      [playwright("e2e", ["--grep-invert", "@long"])],
    ];

/** @returns {TestSet} */
function check() {
  return { name: "check", args: ["scripts/check.mjs"], count: countSteps, failures: stepFailures };
}

/**
 * @param {string} name
 * @param {readonly string[]} projects of vitest.config.ts
 * @returns {TestSet}
 */
function vitest(name, projects) {
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    "--passWithNoTests=false",
    `--reporter=${isTerse ? "minimal" : "default"}`,
    "--reporter=json",
    `--outputFile.json=${reportFile(name)}`,
  ];
  return { name, args, count: countVitest, failures: vitestFailures };
}

/**
 * @param {string} name
 * @param {readonly string[]} choice of tests
 * @returns {TestSet}
 */
function playwright(name, choice) {
  return {
    name,
    args: ["node_modules/@playwright/test/cli.js", "test", ...choice],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile(name) },
    count: countPlaywright,
    failures: playwrightFailures,
    remarks: skipReasons,
  };
}

/**
 * Runs one set after taking its old report away, so that no earlier result can stand in for this one.
 *
 * @param {TestSet} set
 * @param {boolean} isAlone whether its output may go to the terminal as it comes
 * @returns {Promise<Tally>}
 */
async function runSet({ name, args: [program = "", ...args], env = {}, count, failures, remarks }, isAlone) {
  rmSync(reportFile(name), { force: true });
  const began = performance.now();
  /** @type {Buffer[]} */
  const output = [];
  if (isAlone) process.stdout.write(`\n--- ${name}\n`);
  const code = await run(process.execPath, [inProject(program), ...args], {
    env,
    ...(isAlone ? {} : { collect: (chunk) => output.push(chunk) }),
  });
  if (!isAlone) process.stdout.write(`\n--- ${name}\n${Buffer.concat(output).toString("utf8")}`);
  if (remarks !== undefined && existsSync(reportFile(name)))
    for (const remark of remarks(JSON.parse(readFileSync(reportFile(name), "utf8"))))
      process.stdout.write(`${remark}\n`);
  return { ...tallyOf(name, code, count, failures), seconds: (performance.now() - began) / 1000 };
}

/** @type {Tally[]} */
const tallies = [];
for (const round of rounds) {
  const isAlone = round.length === 1;
  tallies.push(...(await inLanes(round, round.length, (set) => runSet(set, isAlone))));
}
const total = sum(tallies);
writeReport(isLong ? "summary-long" : "summary", tallies);

process.stdout.write(`\n${toldFailures(tallies)}\n`);
for (const tally of tallies) process.stdout.write(`${toldTally(tally)}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
