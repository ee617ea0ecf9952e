import { randomFillSync, randomInt } from "node:crypto";
import type { Random } from "../core/random.ts";

/** Octets fetched from the system at once: a call costs as much as the parsing of a header. */
const STOCK = 2048;
const stock = new Uint8Array(STOCK);
let used = STOCK;

/** Octets that were never given before. They are wiped from the stock, which is no place to read them again. */
function freshBytes(length: number): Uint8Array {
  if (length > STOCK) return randomFillSync(new Uint8Array(length));
  if (used + length > STOCK) {
    randomFillSync(stock);
    used = 0;
  }
  const bytes = stock.slice(used, used + length);
  stock.fill(0, used, used + length);
  used += length;
  return bytes;
}

/** Randomness that nobody can foresee, for a host that serves others. */
export const nodeRandom: Random = {
  next: () => randomInt(0, 2 ** 47) / 2 ** 47,
  below: (limit) => (limit <= 1 ? 0 : randomInt(0, limit)),
  bytes: freshBytes,
  fork: () => nodeRandom,
};
