import { concatBytes, equalBytes, toBase64, toHex, utf8 } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import { encodeTrigger, type Trigger } from "./package0.ts";

const COLON = utf8(":");

/** The default nonce `0x00000000`: four zero octets. */
const zeroNonce: Uint8Array = new Uint8Array(4);
/** The default nonce as some clients take it: its ten characters. */
const zeroNonceText: Uint8Array = utf8("0x00000000");

/** Nonce with which a digest fitted. */
export type MatchedNonce = "stored" | "default" | "default-text";

export type DigestVerdict =
  | { readonly accepted: true; readonly nonce: MatchedNonce; readonly nonceOctets: Uint8Array }
  | {
      readonly accepted: false;
      /** Hexadecimal digests that would have been right, by nonce, and the one received; for the record's reader. */
      readonly received: string;
      readonly expected: Readonly<Partial<Record<MatchedNonce, string>>>;
    };

/** What the device keeps of the server for notifications. */
export interface ServerSecret {
  /** `B64(H(server-identifier:password))`. */
  readonly secret: string;
  /** Current server nonce, decoded; absent before the first Chal. */
  readonly nonce?: Uint8Array | undefined;
}

/**
 * `B64(H(server-identifier:password))`: the secret part of a notification's digest. The same text as the secret of a
 * Cred whose user name is the server identifier.
 */
export function serverSecret(crypto: Crypto, serverId: string, password: string): string {
  return toBase64(crypto.md5(utf8(`${serverId}:${password}`)));
}

/** Digest of a trigger: `H(secret:nonce:B64(H(trigger)))`, 16 octets (DM Notification 1.2, 6.1; DM Security 1.2, 5.4). */
export function notificationDigest(
  crypto: Crypto,
  secret: string,
  nonce: Uint8Array,
  trigger: Uint8Array,
): Uint8Array {
  return crypto.md5(concatBytes(utf8(secret), COLON, nonce, COLON, utf8(toBase64(crypto.md5(trigger)))));
}

/** Octets of a whole notification with its digest. Throws `binary/out-of-range` for wrong values. */
export function encodeNotification(
  crypto: Crypto,
  trigger: Trigger,
  secret: string,
  nonce: Uint8Array,
): Uint8Array {
  const octets = encodeTrigger(trigger);
  return concatBytes(notificationDigest(crypto, secret, nonce, octets), octets);
}

/**
 * Checks a digest with the stored nonce and, when that fails, with the default nonce in both readings (DM Security 1.2,
 * 5.3.3). `trigger` and `digest` come from `decodeNotification`.
 */
export function verifyDigest(
  crypto: Crypto,
  digest: Uint8Array,
  trigger: Uint8Array,
  server: ServerSecret,
): DigestVerdict {
  const candidates: [MatchedNonce, Uint8Array][] = [
    ["default", zeroNonce],
    ["default-text", zeroNonceText],
  ];
  if (server.nonce) candidates.unshift(["stored", server.nonce]);
  const expected: Partial<Record<MatchedNonce, string>> = {};
  for (const [nonce, nonceOctets] of candidates) {
    const right = notificationDigest(crypto, server.secret, nonceOctets, trigger);
    if (equalBytes(right, digest)) return { accepted: true, nonce, nonceOctets };
    expected[nonce] = toHex(right);
  }
  return { accepted: false, received: toHex(digest), expected };
}
