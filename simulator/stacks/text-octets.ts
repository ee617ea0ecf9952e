import { utf8, utf8Text, utf8TextLenient } from "../core/bytes.ts";
import type { Range } from "../core/finding.ts";

/** Octets of a body: start included, end not. */
export interface OctetRange {
  readonly start: number;
  readonly end: number;
}

/** The text of a body as decoders count its characters: UTF-16 where a byte order mark says so, else UTF-8, no mark. */
export function bodyText(body: Uint8Array): string {
  const label = utf16Of(body);
  const text = label
    ? new TextDecoder(label, { ignoreBOM: true }).decode(body)
    : (utf8Text(body) ?? utf8TextLenient(body));
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * Octets of a body that are taken by ranges of its text, in the same order. Ranges of octets stay as they are. The text
 * is decoded anew: the one that a view shows is masked, and a mask takes other octets than what it covers.
 */
export function octetRanges(body: Uint8Array, ranges: readonly Range[]): OctetRange[] {
  const inText = ranges.some(({ unit }) => unit === "char");
  const places = inText ? octetPlaces(body, bodyText(body)) : undefined;
  return ranges.map(({ unit, start, end }) => {
    if (unit === "bit") return { start: start >> 3, end: (end + 7) >> 3 };
    return unit === "char" && places
      ? { start: places(start, "start"), end: places(end, "end") }
      : { start, end };
  });
}

/** Maps a place in the text to a place in the octets. Places are asked for in any order. */
type Places = (place: number, edge: "start" | "end") => number;

function octetPlaces(body: Uint8Array, text: string): Places {
  if (utf16Of(body)) return (place) => Math.min(body.length, 2 + place * 2);
  const mark = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  // text that is ASCII throughout, which is nearly all of it, needs no counting
  if (body.length === mark + text.length) return (place) => mark + place;
  if (utf8Text(body) === undefined) return illFormedPlaces(body, mark);
  return (place) => mark + utf8(text.slice(0, place)).length;
}

/**
 * Places in octets that are no well-formed UTF-8: a decoder is fed octet by octet, because only it knows how many octets
 * became one U+FFFD. Where that cannot be told, a range is rather too wide.
 */
function illFormedPlaces(body: Uint8Array, mark: number): Places {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const lastOctets: number[] = [];
  let text = "";
  for (let octet = mark; octet < body.length; octet++) {
    const more = decoder.decode(body.subarray(octet, octet + 1), { stream: true });
    text += more;
    for (let index = 0; index < more.length; index++) lastOctets.push(octet);
  }
  return (place, edge) => {
    const last = lastOctets[place];
    if (last === undefined) return body.length;
    const character = String.fromCodePoint(text.codePointAt(place) ?? 0);
    const length = character === "\ufffd" && edge === "end" ? 1 : utf8(character).length;
    return Math.max(mark, last - length + 1);
  };
}

function utf16Of([first, second]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}
