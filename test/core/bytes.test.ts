import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  concatBytes,
  equalBytes,
  fromBase64,
  fromHex,
  toBase64,
  toHex,
  utf8,
  utf8Text,
  utf8TextLenient,
} from "../../simulator/core/bytes.ts";

const octets = fc.uint8Array({ maxLength: 300 });

describe("octets", () => {
  test("base64 and hexadecimal there and back", () => {
    fc.assert(
      fc.property(octets, (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });

  test("base64 of more octets than fit one call", () => {
    const bytes = new Uint8Array(100_000).map((_, index) => index);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });

  test.each([
    ["T2hCZWhhdmU=", "OhBehave"],
    ["T2hC\r\n ZWhh\tdmU=", "OhBehave"],
    ["T2hCZWhhdmU", "OhBehave"],
    ["", ""],
  ])("base64 %j is read although it is wrapped or not padded", (text, plain) => {
    expect(fromBase64(text)).toEqual(utf8(plain));
  });

  test.each(["A", "AAAAA", "a-b_", "ü", "=AA="])("base64 %j is none", (text) => {
    expect(fromBase64(text)).toBeUndefined();
  });

  test.each(["0", "0g", "zz"])("hexadecimal %j is none", (text) => {
    expect(fromHex(text)).toBeUndefined();
  });

  test("text there and back, ill-formed text not", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(utf8Text(utf8(text))).toBe(text);
      }),
    );
    const broken = new Uint8Array([0x41, 0xff, 0x42]);
    expect(utf8Text(broken)).toBeUndefined();
    expect(utf8TextLenient(broken)).toBe("A\ufffdB");
  });

  test("comparison and concatenation", () => {
    fc.assert(
      fc.property(octets, octets, (a, b) => {
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
        expect(equalBytes(a, a.slice())).toBe(true);
        expect(concatBytes(a, b)).toEqual(Uint8Array.from([...a, ...b]));
      }),
    );
  });
});
