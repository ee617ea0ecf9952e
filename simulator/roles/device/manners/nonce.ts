import { toBase64, utf8 } from "../../../core/bytes.ts";
import type { Random } from "../../../core/random.ts";
import { defaultNonce, newNonce } from "../../../protocols/dm-auth/index.ts";
import type { DeviceManners } from "./manners.ts";

/** Nonces of the server that a device knows. */
export interface KnownNonces {
  /** The newest. */
  readonly announced: Uint8Array | undefined;
  /** The one before it. */
  readonly previous: Uint8Array | undefined;
}

/**
 * The nonce that the device makes its md5 or MAC credentials with. Undefined when it knows none and does not invent one.
 * A stale nonce of a device that knows only one is `0x00000000`.
 */
export function nonceFor(
  manners: DeviceManners,
  { announced, previous }: KnownNonces,
  random: Random,
): Uint8Array | undefined {
  if (manners.nonce === "invented") return newNonce(random);
  if (!announced) return undefined;
  switch (manners.nonce) {
    case "right":
      return announced;
    case "stale":
      return previous ?? defaultNonce;
    case "undecoded":
      return utf8(toBase64(announced));
    case "misread-padding":
      return announced.length % 3 === 2 ? announced.subarray(0, announced.length - 2) : announced;
  }
}
