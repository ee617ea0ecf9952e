import { describe, expect, it } from "vitest";
import { cpuTimes, parseCpuTimes, wasStolen } from "../../bench/steal.ts";

describe("stolen time", () => {
  it("is read from the first line of /proc/stat, guests not counted twice", () => {
    expect(parseCpuTimes("cpu  10 1 20 60 2 3 4 5 7 8\ncpu0 1 1 1 1 1 1 1 1 0 0\n")).toEqual({
      all: 105,
      stolen: 5,
    });
    expect(parseCpuTimes("")).toEqual({ all: 0, stolen: 0 });
    expect(cpuTimes().all).toBeGreaterThanOrEqual(0);
  });

  it("voids a round when more than a twentieth was taken", () => {
    const before = { all: 1000, stolen: 10 };
    expect(wasStolen(before, { all: 1100, stolen: 16 })).toBe(true);
    expect(wasStolen(before, { all: 1100, stolen: 15 })).toBe(false);
    expect(wasStolen(before, before)).toBe(false);
  });
});
