import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  base64,
  boolean,
  dateTime,
  duration,
  enumeration,
  hexBinary,
  int,
  long,
  string,
  withMeaning,
} from "../../simulator/schema/scalar.ts";
import type { Scalar } from "../../simulator/schema/element.ts";

function expectThereAndBack<T>(scalar: Scalar<T>, values: fc.Arbitrary<T>): void {
  fc.assert(
    fc.property(values, (value) => {
      expect(scalar.parse(scalar.print(value))).toEqual(value);
    }),
  );
}

describe("scalars", () => {
  test("read what they print", () => {
    expectThereAndBack(int, fc.integer());
    expectThereAndBack(long, fc.maxSafeInteger());
    expectThereAndBack(boolean, fc.boolean());
    expectThereAndBack(string, fc.string());
    expectThereAndBack(base64, fc.uint8Array());
    expectThereAndBack(hexBinary, fc.uint8Array());
    expectThereAndBack(dateTime, fc.integer({ min: 0, max: Date.UTC(9999, 0) }));
    expectThereAndBack(duration, fc.integer({ min: 1, max: 1e12 }));
    expectThereAndBack(enumeration("e", ["a", "b"]), fc.constantFrom("a" as const, "b" as const));
  });

  test.each([
    [int, ["", "1.0", "2147483648", "-2147483649", "0x1", "1e3", " 1"]],
    [long, ["9007199254740993", "99999999999999999999"]],
    [boolean, ["TRUE", "yes", ""]],
    [dateTime, ["2024-01-01", "2024-13-01T00:00:00Z", "now", "2024-01-01T00:00:00+1"]],
    [duration, ["P", "PT", "PT0S", "P1Y", "P1M", "-P1D", "1D"]],
    [enumeration("e", ["a"]), ["A", ""]],
    [hexBinary, ["0"]],
  ] as readonly (readonly [Scalar<unknown>, readonly string[]])[])(
    "refuse what is none: $0.name",
    (scalar, texts) => {
      for (const text of texts) expect([text, scalar.parse(text)]).toEqual([text, undefined]);
    },
  );

  test("moments and durations of other writers", () => {
    expect(dateTime.parse("2024-05-01T12:00:00")).toBe(Date.UTC(2024, 4, 1, 12));
    expect(dateTime.parse("2024-05-01T12:00:00.123456+02:00")).toBe(Date.UTC(2024, 4, 1, 10, 0, 0, 123));
    expect(duration.parse("P1DT2H3M4.5S")).toBe(93_784_500);
    expect(duration.print(86_400_000)).toBe("P1D");
  });

  test("meanings are for people only", () => {
    const code = withMeaning(int, (value) => (value === 200 ? "OK" : undefined));
    expect([code.meaning?.(200), code.meaning?.(1), code.parse("200")]).toEqual(["OK", undefined, 200]);
  });
});
