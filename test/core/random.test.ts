import { describe, expect, test } from "vitest";
import { countingIds, randomId, randomUuid } from "../../simulator/core/ids.ts";
import { seededRandom } from "../../simulator/core/random.ts";

const draw = (seed: number | string): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: 20 }, () => random.next());
};

describe("seeded randomness", () => {
  test("repeats for the same seed and differs for another", () => {
    expect(draw("run")).toEqual(draw("run"));
    expect(draw("run")).not.toEqual(draw("run2"));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test("stays in its bounds and covers them", () => {
    const random = seededRandom("bounds");
    const seen = new Set<number>();
    for (let round = 0; round < 2000; round++) {
      const value = random.next();
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(1);
      seen.add(random.below(6));
    }
    expect([...seen].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(random.bytes(33)).toHaveLength(33);
  });

  test("forks do not disturb each other's sequence", () => {
    const one = seededRandom("s");
    const other = seededRandom("s");
    one.next();
    expect(one.fork("device").next()).toBe(other.fork("device").next());
    expect(one.fork("device").next()).not.toBe(one.fork("server").next());
  });
});

describe("identifiers", () => {
  test("are unlike each other and of their form", () => {
    const random = seededRandom("ids");
    const ids = Array.from({ length: 200 }, () => randomId(random, "op-"));
    expect(new Set(ids).size).toBe(200);
    expect(ids[0]).toMatch(/^op-[0-9a-f]{32}$/);
    expect(randomUuid(random)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test("count up", () => {
    const next = countingIds("S-");
    expect([next(), next(), countingIds("M", 7)()]).toEqual(["S-1", "S-2", "M7"]);
  });
});
