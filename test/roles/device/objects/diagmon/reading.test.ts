import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  distance,
  formatOf,
  numberAt,
  textAt,
} from "../../../../../simulator/roles/device/objects/diagmon/reading.ts";
import { diagnosticsFunctions } from "../../../../../simulator/roles/device/objects/diagmon/reading-sets.ts";
import { valueForFormat } from "../../../../../simulator/tree/index.ts";

const START = Date.UTC(2026, 2, 2);
const MINUTE = 60_000;
const DAY = 86_400_000;
const date = fc.integer({ min: 0, max: 4_000_000_000_000 });

/** Values over some time, one per step. */
function series(value: (at: number) => number, duration: number, pace: number): number[] {
  return Array.from({ length: duration / pace }, (_, index) => value(START + index * pace));
}

describe("simulated readings", () => {
  test("all readings of all functions are values of their format at any time", () => {
    const readings = Object.values(diagnosticsFunctions).flatMap((each) => Object.values(each.readings));
    fc.assert(
      fc.property(fc.constantFrom(...readings), fc.string({ maxLength: 8 }), date, (reading, seed, at) => {
        const text = textAt(reading, seed, at);
        expect(text).not.toBe("");
        expect(valueForFormat(formatOf(reading), text)).toBe(text);
      }),
    );
  });

  test("a wandering value keeps its bounds, uses most of its range, and does not jump", () => {
    const reading = { shape: "wander", low: -120, high: -70, pace: 20 * MINUTE } as const;
    const values = series((at) => numberAt(reading, "phone", at), 2 * DAY, MINUTE);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-120);
    expect(Math.max(...values)).toBeLessThanOrEqual(-70);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(35);
    const jumps = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
    expect(Math.max(...jumps)).toBeLessThan(10);
    expect(jumps.filter((jump) => jump > 0).length).toBeGreaterThan(values.length * 0.9);
  });

  test("a cycle falls slowly and rises quickly between its bounds", () => {
    const reading = { shape: "cycle", from: 100, to: 14, pace: DAY } as const;
    const values = series((at) => numberAt(reading, "phone", at), 2 * DAY, 10 * MINUTE);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(14);
    expect(Math.max(...values)).toBeLessThanOrEqual(100);
    const falling = values.slice(1).filter((value, index) => value < (values[index] ?? 0)).length;
    expect(falling / values.length).toBeCloseTo(0.9, 1);
  });

  test("a count never goes down within its window, grows as often as it should, and starts where it is told", () => {
    const reading = { shape: "count", start: 3, pace: 3_600_000, window: 10 * DAY } as const;
    const values = series((at) => numberAt(reading, "phone", at), 10 * DAY, 10 * MINUTE);
    const drops = values.slice(1).filter((value, index) => value < (values[index] ?? 0));
    expect(drops.length).toBeLessThanOrEqual(1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...values)).toBeGreaterThan(200);
    expect(Math.max(...values)).toBeLessThan(280);
  });

  test("a script gives its values by time, and by sample for a function", () => {
    const reading = { shape: "script", values: ["a", "b", "c"], pace: 1_000 } as const;
    expect([0, 999, 1_000, 2_500, 3_000].map((at) => textAt(reading, "", at))).toEqual([
      "a",
      "a",
      "b",
      "c",
      "a",
    ]);
    expect([0, 1, 5].map((sample) => textAt(reading, "", START, sample))).toEqual(["a", "b", "c"]);
    expect(numberAt({ shape: "script", values: ["x"] }, "", 0)).toBe(0);
  });

  test("distance: a degree of latitude is 111 km, a place is at itself", () => {
    expect(distance([52, 13], [53, 13]) / 1_000).toBeCloseTo(111.2, 1);
    expect(distance([52, 13], [52, 13])).toBe(0);
  });
});
