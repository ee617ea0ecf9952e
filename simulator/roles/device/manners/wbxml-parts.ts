import { concatBytes } from "../../../core/bytes.ts";
import { numberAt } from "../../../schema/wbxml/number.ts";
import {
  END,
  OPAQUE,
  STR_I,
  STR_T,
  SWITCH_PAGE,
  TAG_BITS,
  WITH_ATTRIBUTES,
  WITH_CONTENT,
} from "../../../schema/wbxml/tokens.ts";

/*
 * The WBXML of our own writer as a tree of raw parts, to write it again with other manners. No reader of WBXML: attributes,
 * entities and extensions, which our writer never writes, are refused, and the message then stays as it is.
 */

/** Elements within elements: far more than any message has. */
const DEEPEST = 64;

/** Text or octets as they stand in the document, token first. */
export type Piece = Uint8Array;

export interface WbxmlPart {
  readonly page: number;
  /** Tag without its flags. */
  readonly tag: number;
  readonly children: readonly WbxmlPart[];
  /** Content of an element without children. */
  readonly pieces: readonly Piece[];
}

export interface WbxmlParts {
  /** Version, public identifier, charset and string table, as they stand. */
  readonly header: Uint8Array;
  readonly root: WbxmlPart;
}

/** The parts of a document, or undefined when it is none of our writer's. */
export function readWbxmlParts(octets: Uint8Array): WbxmlParts | undefined {
  const cursor: Cursor = { octets, at: 1, page: 0 };
  if (number(cursor) === 0) number(cursor); // public identifier, by number or by place in the string table
  number(cursor); // charset
  const table = number(cursor);
  cursor.at += table;
  const header = octets.subarray(0, cursor.at);
  const root = element(cursor, 0);
  return root && cursor.at === octets.length ? { header, root } : undefined;
}

/** The octets of parts. `redundant` switches the code page before every tag. */
export function writeWbxmlParts({ header, root }: WbxmlParts, redundant: boolean): Uint8Array {
  const out: Uint8Array[] = [header];
  let page = 0;
  const write = (part: WbxmlPart): void => {
    if (redundant || part.page !== page) out.push(Uint8Array.of(SWITCH_PAGE, part.page));
    page = part.page;
    const empty = part.children.length === 0 && part.pieces.length === 0;
    out.push(Uint8Array.of(empty ? part.tag : part.tag | WITH_CONTENT), ...part.pieces);
    part.children.forEach(write);
    if (!empty) out.push(Uint8Array.of(END));
  };
  write(root);
  return concatBytes(...out);
}

/** The piece with other text around its text, when it is an inline string; otherwise as it is. */
export function surrounded(piece: Piece, before: Uint8Array, after: Uint8Array): Piece {
  if (piece[0] !== STR_I) return piece;
  return concatBytes(
    piece.subarray(0, 1),
    before,
    piece.subarray(1, piece.length - 1),
    after,
    Uint8Array.of(0),
  );
}

interface Cursor {
  readonly octets: Uint8Array;
  at: number;
  page: number;
}

/** mb_u_int32; far beyond the document when there is none, so that what follows fails. */
function number(cursor: Cursor): number {
  const read = numberAt(cursor.octets, cursor.at);
  cursor.at = read?.end ?? cursor.octets.length;
  return read?.value ?? Number.MAX_SAFE_INTEGER;
}

function takePage(cursor: Cursor): void {
  while (cursor.octets[cursor.at] === SWITCH_PAGE) {
    cursor.page = cursor.octets[cursor.at + 1] ?? cursor.page;
    cursor.at += 2;
  }
}

function element(cursor: Cursor, depth: number): WbxmlPart | undefined {
  takePage(cursor);
  const token = cursor.octets[cursor.at++];
  if (token === undefined || depth > DEEPEST || (token & WITH_ATTRIBUTES) !== 0 || (token & TAG_BITS) < 5)
    return undefined;
  const { page } = cursor;
  const tag = token & TAG_BITS;
  if ((token & WITH_CONTENT) === 0) return { page, tag, children: [], pieces: [] };
  const children: WbxmlPart[] = [];
  const pieces: Piece[] = [];
  for (;;) {
    takePage(cursor);
    const next = cursor.octets[cursor.at];
    if (next === END) break;
    if (next === STR_I || next === STR_T || next === OPAQUE) {
      const piece = pieceAt(cursor, next);
      if (!piece) return undefined;
      pieces.push(piece);
    } else {
      const child = element(cursor, depth + 1);
      if (!child) return undefined;
      children.push(child);
    }
  }
  cursor.at += 1;
  return children.length > 0 && pieces.length > 0 ? undefined : { page, tag, children, pieces };
}

function pieceAt(cursor: Cursor, token: number): Piece | undefined {
  const start = cursor.at++;
  if (token === STR_I) {
    const end = cursor.octets.indexOf(0, cursor.at);
    if (end < 0) return undefined;
    cursor.at = end + 1;
  } else {
    const value = number(cursor);
    if (token === OPAQUE) cursor.at += value;
  }
  return cursor.at <= cursor.octets.length ? cursor.octets.subarray(start, cursor.at) : undefined;
}
