import { utf8 } from "../core/bytes.ts";
import type { Range } from "../core/finding.ts";

/** Octets of a body that are taken by ranges of its text, in the same order. Ranges of octets stay as they are. */
export function octetRanges(
  body: Uint8Array,
  text: string | undefined,
  ranges: readonly Range[],
): { readonly start: number; readonly end: number }[] {
  if (ranges.length === 0) return [];
  const toOctet = text === undefined ? (place: number) => place : octetPlaces(body, text);
  return ranges.map(({ unit, start, end }) =>
    unit === "char"
      ? { start: toOctet(start), end: toOctet(end) }
      : unit === "byte"
        ? { start, end }
        : { start: start >> 3, end: (end + 7) >> 3 },
  );
}

/** Maps a place in the text (without its byte order mark) to a place in the octets. Places are asked for in any order. */
function octetPlaces(body: Uint8Array, text: string): (place: number) => number {
  const [first, second, third] = body;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return (place) => 2 + place * 2;
  const mark = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
  // text that is ASCII throughout, which is nearly all of it, needs no counting
  if (body.length === mark + text.length) return (place) => mark + place;
  return (place) => mark + utf8(text.slice(0, place)).length;
}
