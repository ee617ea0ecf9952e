import { expect, test } from "vitest";
import { formatSeconds, niceSteps } from "../../../../renderer/features/operations/seconds.ts";
import { formatAge, formatElapsed, formatShare } from "../../../../renderer/shared/format/elapsed.ts";

test("durations have the digits that an instrument shows", () => {
  expect([0.4, 4, 61, 413, 1900, 12_400].map(formatSeconds)).toEqual([
    "0.4 ms",
    "4 ms",
    "61 ms",
    "0.41 s",
    "1.9 s",
    "12 s",
  ]);
});

test("axes begin at zero and reach over the greatest value in even steps", () => {
  for (const most of [1, 3, 7, 24, 143, 800, 9999]) {
    const steps = niceSteps(most);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBeGreaterThanOrEqual(most);
    expect(steps.length).toBeLessThanOrEqual(6);
  }
  expect(niceSteps(0)).toEqual([0, 1]);
});

test("spans and shares", () => {
  expect([48_000, 3_725_000, -5].map(formatElapsed)).toEqual(["00:48", "1:02:05", "00:00"]);
  expect([3000, 720_000, 18_000_000, 172_800_000].map(formatAge)).toEqual(["3 s", "12 min", "5 h", "2 d"]);
  expect(formatShare(0, 10)).toBe("0 %");
  expect(formatShare(1, 10_000)).toBe("< 0.1 %");
  expect(formatShare(9999, 10_000)).toBe("> 99.9 %");
  expect(formatShare(83, 3302)).toBe("2.5 %");
  expect(formatShare(10, 10)).toBe("100 %");
});
