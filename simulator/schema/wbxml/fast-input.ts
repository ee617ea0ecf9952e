import { fromBase64, utf8Text } from "../../core/bytes.ts";
import { WorkbenchError } from "../../core/error.ts";
import { int, long } from "../scalar.ts";
import { END, OPAQUE, STR_I, UTF_8, WITH_ATTRIBUTES } from "./tokens.ts";

/*
 * What generated decoders read with: the plain shape of a document only (a registered document type, UTF-8, no string
 * table, one inline string or one opaque piece for each text, children in order). Anything else throws `unusual`, upon
 * which the interpreting reader takes the document from its first octet. One document is read at a time, from a copy in
 * one buffer, so that the code that reads it always sees the same kind of array.
 */

/** Longest document that is read here; with fewer octets than the least limit on elements no limit can be passed. */
const LONGEST = 64 * 1024;
/** Behind the document: ends a string, then is no tag. */
const TAIL = [0x00, 0xff, 0xff, 0xff] as const;
const SPACE = 0x20;
const ZERO = 0x30;

/** Thrown where a document is not of the plain shape. It never leaves a decoder. */
export const unusual = new WorkbenchError("wbxml/unusual", "The document is not of the plain shape");

const octets = new Uint8Array(LONGEST + TAIL.length);
const words = new Uint32Array(octets.buffer, 0, octets.length >> 2);
const ascii = new Uint8Array(octets.length);
const asciiWords = new Uint32Array(ascii.buffer, 0, words.length);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

let length = 0;
let at = 0;
let page = 0;
/** The document with the high bit of each octet cleared: strings without a high bit are slices of it. */
let characters = "";
let opaque = false;

/** Begins a document. Returns the number of its type; undefined for a head that is not plain. */
export function begin(document: Uint8Array): number | undefined {
  length = document.length;
  if (length > LONGEST || length < 8) return undefined;
  octets.set(document);
  octets.set(TAIL, length);
  const version = octets[0] ?? 0;
  const high = octets[1] ?? 0;
  const low = octets[2] ?? 0;
  if (version === 0 || version > 3 || high < 0x80 || low >= 0x80 || octets[3] !== UTF_8 || octets[4] !== 0)
    return undefined;
  const used = (length + 3) >> 2;
  for (let index = 0; index < used; index++) asciiWords[index] = (words[index] ?? 0) & 0x7f7f7f7f;
  characters = decoder.decode(ascii.subarray(0, length));
  at = 5;
  page = 0;
  opaque = false;
  return (high & 0x7f) * 128 + low;
}

/** True when the document was read to its last octet. */
export function ended(): boolean {
  characters = "";
  return at === length;
}

/** True when some data came opaque. */
export function sawOpaque(): boolean {
  return opaque;
}

/** The next tag octet with its code page in the bits above, or END. */
export function next(): number {
  let octet = octets[at++] ?? 0;
  while (octet === 0 && at <= length) {
    page = (octets[at] ?? 0) << 8;
    octet = octets[at + 1] ?? 0;
    at += 2;
  }
  return octet === END ? END : page | octet;
}

/** An inline string and the end of its element. */
function inline(): string {
  const start = at + 1;
  let place = start;
  let high = 0;
  for (let octet = octets[place] ?? 0; octet !== 0; octet = octets[++place] ?? 0) high |= octet;
  if (octets[place + 1] !== END) throw unusual;
  at = place + 2;
  if (high < WITH_ATTRIBUTES) return characters.slice(start, place);
  const text = utf8Text(octets.subarray(start, place));
  if (text === undefined) throw unusual;
  return text;
}

/** Text of an element whose white space at both ends does not count; it has none here. */
export function text(): string {
  if (octets[at] !== STR_I) throw unusual;
  const first = octets[at + 1] ?? 0;
  const value = inline();
  if (value !== "" && (first <= SPACE || (octets[at - 3] ?? 0) <= SPACE)) throw unusual;
  return value;
}

/** Content of a data element: a text, or octets where it came opaque. */
export function data(): string | Uint8Array {
  const token = octets[at];
  if (token === STR_I) return inline();
  if (token !== OPAQUE) throw unusual;
  let size = 0;
  let place = at + 1;
  let octet = octets[place++] ?? 0;
  for (; octet >= 0x80 && size < LONGEST; octet = octets[place++] ?? 0) size = size * 128 + (octet & 0x7f);
  size = size * 128 + octet;
  const end = place + size;
  if (end >= length || octets[end] !== END) throw unusual;
  at = end + 1;
  opaque = true;
  return octets.slice(place, end);
}

/** A whole number of at most nine digits and no sign; longer ones as the scalar reads them. */
export function number(isLong: boolean): number {
  if (octets[at] !== STR_I) throw unusual;
  let value = 0;
  let place = at + 1;
  let digit = (octets[place] ?? 0) - ZERO;
  for (; digit >= 0 && digit <= 9; digit = (octets[++place] ?? 0) - ZERO) value = value * 10 + digit;
  const digits = place - at - 1;
  if (digit === -ZERO && octets[place + 1] === END && digits > 0 && digits < 10) {
    at = place + 2;
    return value;
  }
  const parsed = (isLong ? long : int).parse(text());
  if (parsed === undefined) throw unusual;
  return parsed;
}

/** Octets that are sent as their base64 text. */
export function base64(): Uint8Array {
  const value = fromBase64(text());
  if (value === undefined) throw unusual;
  return value;
}
