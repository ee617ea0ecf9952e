import { expect, test } from "vitest";
import { valueOctets, valueProblem } from "../../../../../renderer/features/device/node/value-formats.ts";

test.each([
  ["int", "-7", true],
  ["int", "7.5", false],
  ["bool", "true", true],
  ["bool", "yes", false],
  ["float", "1e-3", true],
  ["date", "2026-11-25", true],
  ["date", "tomorrow", false],
  ["time", "14:02:11Z", true],
  ["bin", "AAEC", true],
  ["bin", "AAE", false],
  ["chr", "anything at all", true],
] as const)("%s: %s fits: %s", (format, value, fits) => {
  expect(valueProblem(format, value) === undefined).toBe(fits);
});

test("octets are counted as the property Size does", () => {
  expect(valueOctets("chr", "ä")).toBe(2);
  expect(valueOctets("bin", "AAEC")).toBe(3);
  expect(valueOctets("bin", "AA==")).toBe(1);
});
