import type { Random } from "../../core/random.ts";

/** Octets of a nonce that we hand out; DM Security 1.2 recommends at least 16. */
export const NONCE_LENGTH = 16;

/** The nonce `0x00000000` of the resynchronisation: four zero octets (DM Security 1.2, 5.3.3). */
export const defaultNonce: Uint8Array = new Uint8Array(4);

/** A fresh nonce for a Chal. */
export function newNonce(random: Random): Uint8Array {
  return random.bytes(NONCE_LENGTH);
}
