import { concatBytes } from "../../core/bytes.ts";
import { numberAt } from "../../schema/wbxml/number.ts";

/** Reads octets one after the other. Nothing throws: what is missing is undefined. */
export interface OctetCursor {
  /** Offset of the next octet. */
  at: number;
  readonly end: number;
  u8(): number | undefined;
  /** A number in groups of seven bits, at most five octets (WBXML 5.1 mb_u_int32, WSP 8.1.2 uintvar). */
  uintvar(): number | undefined;
  /** So many octets. */
  take(length: number): Uint8Array | undefined;
  /** Octets up to a NUL, which is skipped. */
  untilNul(): Uint8Array | undefined;
}

/** Creates a cursor over a part of a message. */
export function octetCursor(bytes: Uint8Array, from = 0, end: number = bytes.length): OctetCursor {
  const cursor: OctetCursor = {
    at: from,
    end,
    u8: () => (cursor.at < end ? bytes[cursor.at++] : undefined),
    uintvar: () => {
      const number = numberAt(bytes, cursor.at);
      if (!number || number.end > end) return undefined;
      cursor.at = number.end;
      return number.value;
    },
    take: (length) => {
      if (length > end - cursor.at) return undefined;
      cursor.at += length;
      return bytes.subarray(cursor.at - length, cursor.at);
    },
    untilNul: () => {
      const nul = bytes.indexOf(0, cursor.at);
      if (nul < 0 || nul >= end) return undefined;
      const part = bytes.subarray(cursor.at, nul);
      cursor.at = nul + 1;
      return part;
    },
  };
  return cursor;
}

/** Octets of a number of up to 32 bits in groups of seven bits. */
export function uintvar(value: number): Uint8Array {
  const groups = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    groups.unshift((rest & 0x7f) | 0x80);
  return Uint8Array.from(groups);
}

/** A text with the NUL that ends it. */
export function nulTerminated(text: Uint8Array): Uint8Array {
  return concatBytes(text, Uint8Array.of(0));
}
