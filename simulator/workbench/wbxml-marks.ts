import type { LayerView } from "../api/index.ts";
import { numberAt } from "../schema/wbxml/number.ts";
import {
  END,
  ENTITY,
  LITERAL,
  OPAQUE,
  STR_I,
  STR_T,
  SWITCH_PAGE,
  WITH_ATTRIBUTES,
  WITH_CONTENT,
} from "../schema/wbxml/tokens.ts";

/** What an octet view marks in WBXML beside the fields. */
export type ByteMark = NonNullable<LayerView["marks"]>[number];

/** Tokens that are looked at: a page cannot show more. */
const MOST_TOKENS = 20_000;

const literals: ReadonlySet<number> = new Set([
  LITERAL,
  LITERAL | WITH_CONTENT,
  LITERAL | WITH_ATTRIBUTES,
  LITERAL | WITH_ATTRIBUTES | WITH_CONTENT,
]);

/**
 * The string table, the references to it and the switches of code pages (WBXML 1.3, 5.8). Stops where the octets are no
 * WBXML, or where attributes begin, which SyncML does not have; what was found until then is given.
 */
export function wbxmlMarks(bytes: Uint8Array): ByteMark[] {
  const marks: ByteMark[] = [];
  let at = 1;
  const number = (): number | undefined => {
    const read = numberAt(bytes, at);
    at = read?.end ?? bytes.length;
    return read?.value;
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
    if (token === SWITCH_PAGE) {
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
      if (number() === undefined || (token & WITH_ATTRIBUTES) !== 0) break;
    } else if (token !== END && (token & WITH_ATTRIBUTES) !== 0) break;
  }
  return marks;
}
