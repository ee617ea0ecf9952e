import { WorkbenchError } from "../../core/error.ts";
import type { DataValue } from "../element.ts";
import { END, OPAQUE, STR_I, SWITCH_PAGE, WITH_CONTENT } from "./tokens.ts";

/*
 * What generated encoders write with: one buffer that is copied once. Anything but the usual form of a document throws
 * `unusual`, upon which the interpreting writer takes the value and writes it, or says what is wrong with it.
 */

/** Thrown where a value has to be written by the interpreting writer. It never leaves an encoder. */
export const unusual = new WorkbenchError("wbxml/unusual", "The value is not of the usual shape");

const encoder = new TextEncoder();
/** Up to this length a text is written character by character. */
const SHORT = 200;
const FIRST_SIZE = 4096;

let octets = new Uint8Array(FIRST_SIZE);
let used = 0;
let page = 0;

/** Begins a document by its head: version, number of the type, character set, no string table. */
export function begin(head: readonly number[]): void {
  used = 0;
  page = 0;
  for (const octet of head) octets[used++] = octet;
}

/** The document, as a copy. */
export function finish(): Uint8Array {
  return octets.slice(0, used);
}

/** A tag octet with the switch of the code page where one is needed. Returns where it stands. */
export function tag(onPage: number, octet: number): number {
  if (used + 4 > octets.length) grow(4);
  if (onPage !== page) {
    octets[used++] = SWITCH_PAGE;
    octets[used++] = page = onPage;
  }
  octets[used] = octet;
  return used++;
}

/** Ends an element that began at a place; one that holds nothing becomes an empty tag. */
export function end(place: number): void {
  if (used === place + 1) {
    octets[place] = (octets[place] ?? 0) & ~WITH_CONTENT;
    return;
  }
  if (used >= octets.length) grow(1);
  octets[used++] = END;
}

/** An element that holds a text; `octet` is its tag without the content bit. */
export function text(onPage: number, octet: number, value: string): void {
  const { length } = value;
  if (length === 0) {
    tag(onPage, octet);
    return;
  }
  if (used + length * 3 + 6 > octets.length) grow(length * 3 + 6);
  if (onPage !== page) {
    octets[used++] = SWITCH_PAGE;
    octets[used++] = page = onPage;
  }
  octets[used++] = octet | WITH_CONTENT;
  octets[used++] = STR_I;
  used = length > SHORT ? encoded(value) : characters(value);
  octets[used++] = 0;
  octets[used++] = END;
}

/** An element that holds a whole number. */
export function number(onPage: number, octet: number, value: number): void {
  text(onPage, octet, String(value));
}

/** Writes a short text. Returns the place behind it. */
function characters(value: string): number {
  const start = used;
  const { length } = value;
  for (let index = 0; index < length; index++) {
    const code = value.charCodeAt(index);
    if (code > 0x7f) return encoded(value);
    if (code === 0) throw unusual;
    octets[start + index] = code;
  }
  return start + length;
}

function encoded(value: string): number {
  if (value.includes("\0")) throw unusual;
  return used + encoder.encodeInto(value, octets.subarray(used)).written;
}

/** An element that holds data: a text, markup as text, or octets. */
export function data(onPage: number, octet: number, value: DataValue): void {
  if (typeof value === "string") text(onPage, octet, value);
  else if (value instanceof Uint8Array) opaque(onPage, octet, value);
  else text(onPage, octet, value.xml);
}

function opaque(onPage: number, octet: number, value: Uint8Array): void {
  const { length } = value;
  if (length > 0x1f_ffff) throw unusual;
  if (used + length + 9 > octets.length) grow(length + 9);
  tag(onPage, octet | WITH_CONTENT);
  octets[used++] = OPAQUE;
  if (length > 0x3fff) octets[used++] = 0x80 | (length >> 14);
  if (length > 0x7f) octets[used++] = 0x80 | ((length >> 7) & 0x7f);
  octets[used++] = length & 0x7f;
  octets.set(value, used);
  used += length;
  octets[used++] = END;
}

function grow(more: number): void {
  const larger = new Uint8Array(Math.max(octets.length * 2, used + more));
  larger.set(octets.subarray(0, used));
  octets = larger;
}
