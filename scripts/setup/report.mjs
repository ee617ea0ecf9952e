import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inProject } from "./project.mjs";

/** @typedef {import("./failures.mjs").Failure} Failure */

/**
 * What one set of checks or tests came to.
 *
 * @typedef {object} Tally
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {number} [seconds] how long it took
 * @property {readonly Failure[]} [failures]
 */

/**
 * @param {string} name of the report, without folder and ending
 * @returns {string} its absolute path
 */
export function reportFile(name) {
  return inProject("test-results", `${name}.json`);
}

/**
 * @param {string} name
 * @param {unknown} content
 */
export function writeReport(name, content) {
  const file = reportFile(name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

/**
 * Reads a runner's report. A runner that left none, or ended badly although every test that it reports
 * passed, counts as one failure: it broke before or beside its tests.
 *
 * @param {string} name
 * @param {number} exitCode of the runner
 * @param {(report: any) => Omit<Tally, "name">} count
 * @param {(report: any) => Failure[]} listFailures
 * @returns {Tally}
 */
export function tallyOf(name, exitCode, count, listFailures, file = reportFile(name)) {
  const broke = (/** @type {string} */ reason) => ({ name: `the set ${name}`, reason });
  if (!existsSync(file)) {
    const failures = [broke(`It left no report (exit code ${exitCode}).`)];
    return { name, passed: 0, failed: 1, skipped: 0, failures };
  }
  const report = JSON.parse(readFileSync(file, "utf8"));
  const tally = { name, ...count(report), failures: listFailures(report) };
  if (exitCode !== 0 && tally.failed === 0) {
    tally.failed = 1;
    if (tally.failures.length === 0)
      tally.failures.push(broke(`Its tests passed, and it ended with exit code ${exitCode}.`));
  }
  return tally;
}

/** @param {{ numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number }} report */
export function countVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }} report */
export function countPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/**
 * Why Playwright left tests out, each reason once.
 *
 * @typedef {{ annotations: { type: string; description?: string }[] }} ReportedTest
 * @typedef {{ specs?: { tests: ReportedTest[] }[]; suites?: ReportedSuite[] }} ReportedSuite
 * @param {ReportedSuite} suite the report, or a suite in it
 * @returns {string[]}
 */
export function skipReasons(suite) {
  const own = (suite.specs ?? [])
    .flatMap((spec) => spec.tests)
    .flatMap((test) => test.annotations)
    .filter((annotation) => annotation.type === "skip")
    .map((annotation) => annotation.description ?? "A test was skipped without a reason.");
  return [...new Set([...own, ...(suite.suites ?? []).flatMap(skipReasons)])];
}

/** @param {{ passed: boolean }[]} steps */
export function countSteps(steps) {
  const passed = steps.filter((step) => step.passed).length;
  return { passed, failed: steps.length - passed, skipped: 0 };
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  const total = { name: "all", passed: 0, failed: 0, skipped: 0 };
  for (const tally of tallies) {
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
  }
  return total;
}

/**
 * @param {Tally} tally
 * @returns {string} one line
 */
export function toldTally({ name, passed, failed, skipped, seconds }) {
  const took = seconds === undefined ? "" : ` (${Math.round(seconds)} s)`;
  return `${name}: ${passed} passed, ${failed} failed, ${skipped} skipped${took}`;
}
