import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "../../../simulator/core/bytes.ts";
import { isWorkbenchError } from "../../../simulator/core/error.ts";
import { namespace } from "../../../simulator/schema/element.ts";
import { string } from "../../../simulator/schema/scalar.ts";
import {
  createWbxmlReader,
  createWbxmlWriter,
  type WbxmlWriteOptions,
} from "../../../simulator/schema/wbxml/index.ts";
import { arbitraryOf } from "../../support/arbitrary.ts";
import { hex } from "../../support/hex.ts";
import { FullShelf, Shelf, vocabulary } from "./declarations.ts";

const write = createWbxmlWriter(Shelf, vocabulary);
const read = createWbxmlReader(Shelf, vocabulary);
const octets = (value: Parameters<typeof write>[0], options?: WbxmlWriteOptions) =>
  toHex(write(value, options));
const spaced = (text: string) => toHex(hex(text));
const one = { things: [{ kind: "Book", Title: "a", Pages: 7, Note: "n" }] } as const;

describe("forms of a document", () => {
  test("plain: number of the type, pages where needed, inline texts", () => {
    expect(octets(one)).toBe(
      spaced("03 c645 6a 00 45 4a 46 036100 01 0001 45 033700 01 0000 48 036e00 01 01 01"),
    );
  });

  test("redundant switches of the page", () => {
    expect(octets(one, { pageSwitches: "redundant", version: 1 })).toBe(
      spaced("01 c645 6a 00 000045 00004a 000046 036100 01 000145 033700 01 000048 036e00 01 01 01"),
    );
  });

  test("the type's name and data in the string table", () => {
    const name = Buffer.from("-//TEST//DTD Shelf 1.0//EN\0").toString("hex");
    const [, publicId] = vocabulary.publicIds as readonly [unknown, (typeof vocabulary.publicIds)[0]];
    expect(
      octets({ things: [{ kind: "Book", Title: "a", Note: "n" }] }, { publicId, data: "string-table" }),
    ).toBe(spaced(`03 00 02 6a 1d 6e00 ${name} 45 4a 46 036100 01 48 8300 01 01 01`));
  });

  test("unknown type, opaque data", () => {
    expect(
      octets({ things: [{ kind: "Book", Title: "", Note: "n" }] }, { publicIdAs: "unknown", data: "opaque" }),
    ).toBe(spaced("03 01 6a 00 45 4a 06 48 c3016e 01 01 01"));
  });

  test("octets and texts with NUL are opaque, empty elements are bare tags", () => {
    expect(octets({ Lent: true, things: [{ kind: "Disc", value: "a\0b" }] })).toBe(
      spaced("03 c645 6a 00 45 4b c303610062 01 07 01"),
    );
    expect(octets({ things: [{ kind: "Book", Title: "x", Note: hex("00ff") }] })).toContain("48c30200ff01");
    expect(octets({})).toBe(spaced("03 c645 6a 00 05"));
  });
});

test("every value is read as it was written, in every form", () => {
  const form: fc.Arbitrary<WbxmlWriteOptions> = fc.record({
    publicIdAs: fc.constantFrom("number", "string-table", "unknown"),
    pageSwitches: fc.constantFrom("needed", "redundant"),
    data: fc.constantFrom("inline", "string-table"),
    version: fc.constantFrom(1, 2, 3),
  });
  fc.assert(
    fc.property(arbitraryOf(Shelf), form, (value, options) => {
      const { value: back, findings } = read(write(value, options));
      expect(findings.filter(({ code }) => code !== "wbxml/public-id")).toEqual([]);
      expect(write(back ?? {}, options)).toEqual(write(value, options));
      expect(back?.things).toEqual(
        (value.things ?? []).map((thing) =>
          thing.kind === "Book" ? { ...thing, Verse: thing.Verse ?? [] } : thing,
        ),
      );
    }),
    { numRuns: 200 },
  );
});

test("what has no WBXML is refused", () => {
  const code = (attempt: () => unknown): boolean | string => {
    try {
      attempt();
      return "written";
    } catch (error) {
      return isWorkbenchError(error) ? error.code : String(error);
    }
  };
  const full = createWbxmlWriter(FullShelf, vocabulary);
  expect(code(() => full({ Book: [] } as never))).toBe("wbxml/missing");
  expect(code(() => write({ things: [{ kind: "Map" } as never] }))).toBe("wbxml/unknown-alternative");
  const bare = createWbxmlWriter(namespace("").scalar("Bare", string), vocabulary);
  expect(code(() => bare("x"))).toBe("wbxml/no-token");
});
