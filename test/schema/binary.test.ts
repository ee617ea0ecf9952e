import { describe, expect, test } from "vitest";
import {
  binaryText,
  bits,
  decodeBinary,
  encodeBinary,
  lengthOf,
  octets,
  reserved,
} from "../../simulator/schema/binary.ts";

const layout = {
  kind: bits(3, { label: "kind", meaning: (value) => (value < 4 ? `kind ${value}` : undefined) }),
  future: reserved(4, { label: "future" }),
  flag: bits(1, { label: "flag" }),
  nameLength: lengthOf("name", 8, { label: "length" }),
  name: binaryText({ label: "name" }),
  check: octets(2, { label: "check" }),
  rest: octets("rest", { label: "rest" }),
} as const;
const value = { kind: 2, flag: 1, name: "né", check: Uint8Array.of(7, 8), rest: Uint8Array.of(9) };

describe("bit layouts", () => {
  test("encode most significant bit first, lengths computed", () => {
    expect([...encodeBinary(layout, value)]).toEqual([0b0100_0001, 3, 0x6e, 0xc3, 0xa9, 7, 8, 9]);
  });

  test("decode gives the value, with bit ranges and meanings", () => {
    const {
      complete,
      value: read,
      findings,
      tree,
    } = decodeBinary("Test", layout, encodeBinary(layout, value));
    expect(complete).toBe(true);
    expect(read).toEqual(value);
    expect(findings).toEqual([]);
    expect(tree.children.map(({ name, range }) => [name, range.start, range.end])).toEqual([
      ["kind", 0, 3],
      ["future", 3, 7],
      ["flag", 7, 8],
      ["nameLength", 8, 16],
      ["name", 16, 40],
      ["check", 40, 56],
      ["rest", 56, 64],
    ]);
    expect(tree.children[0]).toMatchObject({ value: "2", meaning: "kind 2", label: "kind" });
  });

  test("what is missing is found, what was there is given", () => {
    const { complete, value: read, findings } = decodeBinary("Test", layout, Uint8Array.of(0x40, 1, 0x6e, 7));
    expect(complete).toBe(false);
    expect(read).toEqual({ kind: 2, flag: 0, name: "n" });
    expect(findings).toMatchObject([
      { code: "binary/truncated", range: { unit: "bit", start: 24, end: 32 } },
    ]);
  });

  test("unknown values, reserved bits and octets after the end are warnings", () => {
    const { rest: _rest, ...closed } = layout;
    const { findings } = decodeBinary("Test", closed, Uint8Array.of(0b1010_0010, 0, 7, 8, 9));
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "warning binary/unknown-value",
      "warning binary/reserved",
      "warning binary/surplus",
    ]);
  });

  test.each([
    [{ ...value, kind: 8 }, "binary/out-of-range"],
    [{ ...value, kind: -1 }, "binary/out-of-range"],
    [{ ...value, kind: 0.5 }, "binary/out-of-range"],
    [{ ...value, name: "x".repeat(256) }, "binary/out-of-range"],
    [{ ...value, check: Uint8Array.of(1) }, "binary/out-of-range"],
  ])("encoding refuses what does not fit: %#", (wrong, code) => {
    expect(() => encodeBinary(layout, wrong)).toThrow(expect.objectContaining({ code }) as unknown);
  });

  test("a layout that is not aligned is our fault", () => {
    expect(() =>
      encodeBinary(
        { a: bits(3, { label: "a" }), b: octets(1, { label: "b" }) },
        { a: 1, b: Uint8Array.of(1) },
      ),
    ).toThrow(expect.objectContaining({ code: "binary/not-aligned" }) as unknown);
  });
});
