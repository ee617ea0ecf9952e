/** Most octets of a number that are read: 5 × 7 bits hold 32. */
const LONGEST = 5;

/** A multi-byte number of a document; `end` is behind it. */
export interface MultiByteNumber {
  readonly value: number;
  readonly end: number;
}

/** Reads a multi-byte number (WBXML 1.3, 5.1); undefined where the octets end inside it or it does not fit 32 bits. */
export function numberAt(bytes: Uint8Array, start: number): MultiByteNumber | undefined {
  let value = 0;
  for (let index = start; index < bytes.length && index < start + LONGEST; index++) {
    const byte = bytes[index] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return value > 0xffff_ffff ? undefined : { value, end: index + 1 };
  }
  return undefined;
}
