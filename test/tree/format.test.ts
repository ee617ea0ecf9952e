import { describe, expect, test } from "vitest";
import { valueForFormat } from "../../simulator/tree/index.ts";
import type { LeafFormat } from "../../simulator/tree/format.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("formats of leaves", () => {
  test.each([
    [
      "int",
      ["0", "-2147483648", "4294967295", "+5", " 7 ", ""],
      ["-2147483649", "4294967296", "1.5", "x", "9".repeat(30)],
    ],
    ["bool", ["true", "false"], ["True", "1", "yes"]],
    [
      "float",
      ["1", "-1.5e10", ".5", "1.", "3.4028234663852886e38"],
      ["1e39", "NaN", "e5", "Infinity", "1,5"],
    ],
    [
      "date",
      ["2024-02-29", "20240229", "1999-12-31"],
      ["2023-02-29", "2024-13-01", "2024-0229", "24-01-01", "2024-04-31"],
    ],
    [
      "time",
      ["00:00:00", "235959Z", "24:00:00", "12:30", "12:30:15.25+02:00"],
      ["25:00:00", "12:60", "12:00:61", "noon"],
    ],
    ["null", [""], ["x"]],
    ["b64", ["AAEC", "AA EC"], ["?"]],
    [
      "xml",
      ["<a/>", "<a b='c'>&lt;</a>"],
      ["<a>", "text", "<a/><b/>", "<a>&</a>", "<!DOCTYPE a><a/>", "</a>"],
    ],
    ["chr", ["", "anything \n at all"], []],
  ] as [LeafFormat, string[], string[]][])("%s", (format, good, bad) => {
    for (const text of good) {
      expect(valueForFormat(format, text), text).toBe(text);
      expect(valueForFormat(format, utf8(text)), `octets of ${text}`).toBe(text);
    }
    for (const text of bad) expect(valueForFormat(format, text), text).toBeUndefined();
  });

  test("bin keeps octets, and reads text as base64", () => {
    expect(valueForFormat("bin", "AAEC")).toEqual(Uint8Array.of(0, 1, 2));
    expect(valueForFormat("bin", Uint8Array.of(0xff))).toEqual(Uint8Array.of(0xff));
    expect(valueForFormat("bin", "?")).toBeUndefined();
  });

  test("octets that are no text fit no format of text", () => {
    expect(valueForFormat("chr", Uint8Array.of(0xff))).toBeUndefined();
  });
});
