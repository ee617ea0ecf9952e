import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes, utf8 } from "../../simulator/core/bytes.ts";
import { bodyText, octetRanges } from "../../simulator/stacks/text-octets.ts";

const utf16 = (text: string, little: boolean): Uint8Array => {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, little);
  for (let index = 0; index < text.length; index++)
    view.setUint16(2 + index * 2, text.charCodeAt(index), little);
  return bytes;
};
const encodings: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ["UTF-8", utf8],
  ["UTF-8 with a mark", (text) => concatBytes(new Uint8Array([0xef, 0xbb, 0xbf]), utf8(text))],
  ["UTF-16 little-endian", (text) => utf16(text, true)],
  ["UTF-16 big-endian", (text) => utf16(text, false)],
];

describe.each(encodings)("octets of a text in %s", (name, encode) => {
  it("are those of the secret, whatever stands around it", () => {
    const part = fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !text.startsWith("\ufeff"));
    fc.assert(
      fc.property(
        part,
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
        part,
        (before, secret, after) => {
          fc.pre(!before.startsWith("\ufeff") && !(before === "" && secret.startsWith("\ufeff")));
          const text = `${before}${secret}${after}`;
          const body = encode(text);
          expect(bodyText(body)).toBe(text);
          const range = { unit: "char", start: before.length, end: before.length + secret.length } as const;
          const [octets] = octetRanges(body, [range]);
          const own = body.subarray(octets?.start, octets?.end);
          expect([...own]).toEqual([
            ...(name.startsWith("UTF-16")
              ? utf16(secret, name.includes("little")).subarray(2)
              : utf8(secret)),
          ]);
        },
      ),
    );
  });
});

describe("octets of a text that is no UTF-8", () => {
  it("cover the secret behind ill-formed octets whole", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (junk) => {
        fc.pre(!(junk[0] === 0xff && junk[1] === 0xfe) && !(junk[0] === 0xfe && junk[1] === 0xff));
        const body = concatBytes(junk, utf8("<p>secret</p>"), new Uint8Array([0xff]));
        const text = bodyText(body);
        const start = text.indexOf("secret");
        const [octets] = octetRanges(body, [{ unit: "char", start, end: start + 6 }]);
        const first = junk.length + 3;
        expect(octets).toEqual({ start: first, end: first + 6 });
      }),
    );
  });

  it("are counted in octets where the ranges are", () => {
    const body = new Uint8Array(10);
    expect(
      octetRanges(body, [
        { unit: "byte", start: 2, end: 4 },
        { unit: "bit", start: 9, end: 17 },
      ]),
    ).toEqual([
      { start: 2, end: 4 },
      { start: 1, end: 3 },
    ]);
    expect(octetRanges(body, [])).toEqual([]);
  });
});
