import type { Random } from "./random.ts";
import { toHex } from "./bytes.ts";

/** A random identifier that is safe in a URL and in XML: the prefix and 128 bits in hexadecimal. */
export function randomId(random: Random, prefix: string): string {
  return `${prefix}${toHex(random.bytes(16))}`;
}

/** A version 4 UUID in lower case. */
export function randomUuid(random: Random): string {
  const bytes = random.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Identifiers that count up, for readable conversations in a run: `S-1`, `S-2`, … */
export function countingIds(prefix: string, first = 1): () => string {
  let next = first;
  return () => `${prefix}${next++}`;
}
