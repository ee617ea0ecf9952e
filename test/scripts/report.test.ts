import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stepFailures } from "../../scripts/setup/failures.mjs";
import {
  countPlaywright,
  countSteps,
  countVitest,
  skipReasons,
  sum,
  tallyOf,
} from "../../scripts/setup/report.mjs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workbench-report-"));
  file = join(folder, "report.json");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("what a runner's report counts", () => {
  test("Vitest", () => {
    const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
    expect(countVitest(report)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  test("Playwright, where a flaky test has failed", () => {
    const stats = { expected: 4, unexpected: 1, flaky: 2, skipped: 3 };
    expect(countPlaywright({ stats })).toEqual({ passed: 4, failed: 3, skipped: 3 });
  });

  test("check", () => {
    expect(countSteps([{ passed: true }, { passed: false }])).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });
});

describe("a runner that broke", () => {
  test("counts as a failure when it left no report", () => {
    expect(tallyOf("check", 0, countSteps, stepFailures, file)).toMatchObject({
      passed: 0,
      failed: 1,
      failures: [{ name: "the set check" }],
    });
  });

  test("counts as a failure when it ended badly with every test passed", () => {
    writeFileSync(file, JSON.stringify([{ passed: true }]));
    expect(tallyOf("check", 1, countSteps, stepFailures, file)).toMatchObject({
      passed: 1,
      failed: 1,
      failures: [{ name: "the set check" }],
    });
  });

  test("is not counted twice when a test failed", () => {
    writeFileSync(file, JSON.stringify([{ name: "format", passed: false, output: "a.ts" }]));
    expect(tallyOf("check", 1, countSteps, stepFailures, file)).toMatchObject({
      passed: 0,
      failed: 1,
      failures: [{ name: "format", reason: "a.ts" }],
    });
  });
});

test("tallies add up", () => {
  const total = sum([
    { name: "a", passed: 1, failed: 0, skipped: 2 },
    { name: "b", passed: 3, failed: 1, skipped: 0 },
  ]);
  expect(total).toEqual({ name: "all", passed: 4, failed: 1, skipped: 2 });
});

test("reasons for skipping are told once each", () => {
  const skipped = { tests: [{ annotations: [{ type: "skip", description: "no runtime" }] }] };
  const report = { suites: [{ specs: [skipped, skipped], suites: [{ specs: [skipped] }] }] };
  expect(skipReasons(report)).toEqual(["no runtime"]);
});
