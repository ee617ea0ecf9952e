import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64, indentedPositions, octetMap } from "../../../../renderer/shared/format/positions.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

test("positions in a text are offsets in its octets", () => {
  const text = "a é € 😀 z";
  const map = octetMap(text, utf8(text));
  expect(map?.toOctets({ from: 2, to: 3 })).toEqual({ from: 2, to: 4 });
  expect(map?.toOctets({ from: 4, to: 5 })).toEqual({ from: 5, to: 8 });
  expect(map?.toOctets({ from: 6, to: 8 })).toEqual({ from: 9, to: 13 });
  expect(map?.toPosition(6)).toBe(4);
});

test("every position of any text finds its octets and comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const map = octetMap(text, utf8(text));
      for (let at = 0; at < text.length; at += 1) {
        const isMiddleOfPair = /[\uDC00-\uDFFF]/.test(text[at] ?? "");
        if (isMiddleOfPair) continue;
        const { from } = map?.toOctets({ from: at, to: at }) ?? { from: -1 };
        expect(from).toBe(utf8(text.slice(0, at)).length);
        expect(map?.toPosition(from)).toBeLessThanOrEqual(at + 1);
      }
    }),
  );
});

test("a covered secret is as wide in the text as in the octets", () => {
  const map = octetMap("<p>•••</p>", utf8("<p>***</p>"));
  expect(map?.toOctets({ from: 3, to: 6 })).toEqual({ from: 3, to: 6 });
  expect(map?.toOctets({ from: 6, to: 10 })).toEqual({ from: 6, to: 10 });
});

test("a byte order mark stands in the octets only", () => {
  expect(
    octetMap("<a/>", Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8("<a/>")))?.toOctets({ from: 0, to: 4 }),
  ).toEqual({
    from: 3,
    to: 7,
  });
});

test("octets that are not this text cannot be mapped", () => {
  expect(octetMap("abc", utf8("abd"))).toBeUndefined();
  expect(octetMap("abc", utf8("abcd"))).toBeUndefined();
  expect(octetMap("é", Uint8Array.of(0xe9))).toBeUndefined();
});

test("an indented copy keeps every position", () => {
  const original = "<a><b>1</b></a>";
  const indented = "<a>\n  <b>1</b>\n</a>";
  const positions = indentedPositions(original, indented);
  expect(positions?.[original.indexOf("1")]).toBe(indented.indexOf("1"));
  expect(positions?.[original.indexOf("</a>")]).toBe(indented.indexOf("</a>"));
});

test("a copy that differs in more than white space has no positions", () => {
  expect(indentedPositions("<a>1</a>", "<a>2</a>")).toBeUndefined();
});

test("base64 is read as octets", () => {
  expect([...decodeBase64("AP+A")]).toEqual([0, 255, 128]);
});
