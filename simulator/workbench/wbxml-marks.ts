import type { LayerView } from "../api/index.ts";

/** What an octet view marks in WBXML beside the fields. */
export type ByteMark = NonNullable<LayerView["marks"]>[number];

/** Tokens that are looked at: a page cannot show more. */
const MOST_TOKENS = 20_000;

const END = 0x01;
const ENTITY = 0x02;
const STR_I = 0x03;
const STR_T = 0x83;
const OPAQUE = 0xc3;
const HAS_ATTRIBUTES = 0x80;
const literals: ReadonlySet<number> = new Set([0x04, 0x44, 0x84, 0xc4]);

/**
 * The string table, the references to it and the switches of code pages (WBXML 1.3, 5.8). Stops where the octets are no
 * WBXML, or where attributes begin, which SyncML does not have; what was found until then is given.
 */
export function wbxmlMarks(bytes: Uint8Array): ByteMark[] {
  const marks: ByteMark[] = [];
  let at = 1;
  const number = (): number | undefined => {
    let value = 0;
    for (let count = 0; count < 5; count++) {
      const octet = bytes[at++];
      if (octet === undefined) return undefined;
      value = value * 128 + (octet & 0x7f);
      if (octet < 0x80) return value;
    }
    return undefined;
  };
  const mark = (kind: ByteMark["kind"], start: number, text: string): void => {
    marks.push({ kind, start, end: at, text });
  };

  if (number() === 0) number(); // a public identifier in the string table
  number(); // character set
  const length = number();
  if (length === undefined || at + length > bytes.length) return marks;
  if (length > 0) {
    const start = at;
    at += length;
    mark("string-table", start, "string table");
  }
  for (let tokens = 0; tokens < MOST_TOKENS && at < bytes.length; tokens++) {
    const start = at;
    const token = bytes[at++] ?? END;
    if (token === 0) {
      const page = bytes[at++];
      if (page === undefined) break;
      mark("page-switch", start, `page ${page}`);
    } else if (token === STR_I) {
      const end = bytes.indexOf(0, at);
      if (end < 0) break;
      at = end + 1;
    } else if (token === STR_T) {
      const index = number();
      if (index === undefined) break;
      mark("string-reference", start, `STR_T ${index}`);
    } else if (token === OPAQUE) {
      const size = number();
      if (size === undefined) break;
      at += size;
    } else if (token === ENTITY || literals.has(token)) {
      if (number() === undefined || (token & HAS_ATTRIBUTES) !== 0) break;
    } else if (token !== END && (token & HAS_ATTRIBUTES) !== 0) break;
  }
  return marks;
}
