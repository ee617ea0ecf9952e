import { relative } from "node:path";
import { projectRoot } from "./project.mjs";

/**
 * What a report says about one failure: where, and the first lines of why.
 *
 * @typedef {object} Failure
 * @property {string} name file and title of the test, or the step of the check
 * @property {string} reason a few lines
 */

/** Lines of a reason that are kept: the assertion and the first values, not the stack. */
const LINES = 12;

// What colours a terminal. Reports keep it, CI shows it as noise.
// oxlint-disable-next-line eslint/no-control-regex
const ANSI = /\u001B\[[\d;]*m/g;

/**
 * @param {string | undefined} text
 * @returns {string}
 */
function firstLines(text) {
  const lines = (text ?? "")
    .replace(ANSI, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return lines.slice(0, LINES).join("\n");
}

/**
 * Failed tests of Vitest's report, and files that broke before their tests.
 *
 * @param {{ testResults: { name: string; status: string; message?: string; assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[] }[] }} report
 * @returns {Failure[]}
 */
export function vitestFailures({ testResults }) {
  return testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    const name = relative(projectRoot, file);
    const failed = assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => ({
        name: `${name} > ${test.fullName}`,
        reason: firstLines(test.failureMessages?.[0]),
      }));
    return failed.length === 0 && status === "failed" ? [{ name, reason: firstLines(message) }] : failed;
  });
}

/**
 * Failed and flaky tests of Playwright's report, and what broke outside of them.
 *
 * @typedef {{ message?: string }} ReportedError
 * @typedef {{ status: string; projectName: string; results: { error?: ReportedError }[] }} ReportedTest
 * @typedef {{ title: string; file: string; line: number; tests: ReportedTest[] }} ReportedSpec
 * @typedef {{ specs?: ReportedSpec[]; suites?: ReportedSuite[] }} ReportedSuite
 * @param {ReportedSuite & { errors?: ReportedError[] }} report
 * @returns {Failure[]}
 */
export function playwrightFailures(report) {
  const outside = (report.errors ?? []).map(({ message }) => ({
    name: "outside of the tests",
    reason: firstLines(message),
  }));
  return [...outside, ...failedSpecs(report)];
}

/**
 * @param {ReportedSuite} suite
 * @returns {Failure[]}
 */
function failedSpecs({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ projectName, results }) => ({
        name: `[${projectName}] ${file}:${line} > ${title}`,
        reason: firstLines(results.find(({ error }) => error !== undefined)?.error?.message),
      })),
  );
  return [...own, ...suites.flatMap(failedSpecs)];
}

/**
 * @param {{ name: string; passed: boolean; output?: string }[]} steps
 * @returns {Failure[]}
 */
export function stepFailures(steps) {
  return steps
    .filter(({ passed }) => !passed)
    .map(({ name, output }) => ({ name, reason: firstLines(output) }));
}

/**
 * The failures of several sets for a person who sees the end of a log only.
 *
 * @param {readonly { name: string; failures?: readonly Failure[] }[]} sets
 * @returns {string} empty when nothing failed
 */
export function toldFailures(sets) {
  return sets
    .flatMap(({ name: set, failures = [] }) =>
      failures.map(({ name, reason }) => `FAILED ${set}: ${name}\n${reason.replace(/^/gm, "    ")}\n`),
    )
    .join("\n");
}
