import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  playwrightFailures,
  stepFailures,
  toldFailures,
  vitestFailures,
} from "../../scripts/setup/failures.mjs";
import { inLanes } from "../../scripts/setup/lanes.mjs";
import { projectRoot } from "../../scripts/setup/project.mjs";

describe("what failed is named", () => {
  test("by file and title for Vitest, without the stack and without colours", () => {
    const report = {
      testResults: [
        {
          name: join(projectRoot, "test", "a.test.ts"),
          status: "failed",
          message: "",
          assertionResults: [
            { status: "passed", fullName: "adds" },
            {
              status: "failed",
              fullName: "subtracts",
              failureMessages: [
                "AssertionError: \u001B[31m2\u001B[39m is not 3\n\n    at file:///a.test.ts:3:1",
              ],
            },
          ],
        },
      ],
    };
    expect(vitestFailures(report)).toEqual([
      { name: `${join("test", "a.test.ts")} > subtracts`, reason: "AssertionError: 2 is not 3" },
    ]);
  });

  test("by the file alone where it broke before its tests", () => {
    const broken = { name: join(projectRoot, "b.test.ts"), status: "failed", message: "no such module" };
    expect(vitestFailures({ testResults: [{ ...broken, assertionResults: [] }] })).toEqual([
      { name: "b.test.ts", reason: "no such module" },
    ]);
  });

  test("by project, place and title for Playwright, flaky tests too", () => {
    const spec = (title: string, status: string) => ({
      title,
      file: "a.spec.ts",
      line: 7,
      tests: [{ status, projectName: "chromium", results: [{ error: { message: `${title}: why` } }] }],
    });
    const report = {
      errors: [{ message: "no browser" }],
      suites: [{ specs: [spec("one", "expected")], suites: [{ specs: [spec("two", "unexpected")] }] }],
      specs: [spec("three", "flaky")],
    };
    expect(playwrightFailures(report)).toEqual([
      { name: "outside of the tests", reason: "no browser" },
      { name: "[chromium] a.spec.ts:7 > three", reason: "three: why" },
      { name: "[chromium] a.spec.ts:7 > two", reason: "two: why" },
    ]);
  });

  test("by the step for the check, with the first lines of its output", () => {
    const output = Array.from({ length: 40 }, (_, at) => `line ${at}`).join("\n");
    const [failure] = stepFailures([
      { name: "lint", passed: false, output },
      { name: "format", passed: true, output: "" },
    ]);
    expect(failure?.name).toBe("lint");
    expect(failure?.reason.split("\n")).toHaveLength(12);
  });
});

test("failures are told with their set, and nothing where there is none", () => {
  const failures = [{ name: "lint", reason: "a.ts\nb.ts" }];
  expect(toldFailures([{ name: "check", failures }, { name: "unit" }])).toBe(
    "FAILED check: lint\n    a.ts\n    b.ts\n",
  );
  expect(toldFailures([{ name: "unit", failures: [] }])).toBe("");
});

test("lanes keep the order of the results and begin no more than there is room for", async () => {
  let running = 0;
  let most = 0;
  const results = await inLanes([30, 10, 20], 2, async (given) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < given; turn += 1) await Promise.resolve();
    running -= 1;
    return given * 2;
  });
  expect(results).toEqual([60, 20, 40]);
  expect(most).toBe(2);
});
