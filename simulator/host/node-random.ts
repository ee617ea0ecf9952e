import { randomBytes, randomInt } from "node:crypto";
import type { Random } from "../core/random.ts";

/** Randomness that nobody can foresee, for a host that serves others. */
export const nodeRandom: Random = {
  next: () => randomInt(0, 2 ** 47) / 2 ** 47,
  below: (limit) => (limit <= 1 ? 0 : randomInt(0, limit)),
  bytes: (length) => new Uint8Array(randomBytes(length)),
  fork: () => nodeRandom,
};
