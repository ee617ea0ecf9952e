import { concatBytes, equalBytes, fromBase64, toBase64, utf8 } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import type { Random } from "../../core/random.ts";

const PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
/** Type of a password in clear; also when no Type is given. */
export const PASSWORD_TEXT = `${PROFILE}#PasswordText`;
/** Type of a digest: Base64(SHA-1(nonce + created + password)). */
export const PASSWORD_DIGEST = `${PROFILE}#PasswordDigest`;
/** EncodingType of nonces. */
export const BASE64_BINARY =
  "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/** A UsernameToken as received (UsernameToken Profile 1.0, section 3). */
export interface UsernameToken {
  readonly username: string;
  readonly passwordType: "text" | "digest";
  readonly password: string;
  /** Decoded octets. */
  readonly nonce?: Uint8Array | undefined;
  /** Literal text, as the digest covers it. */
  readonly created?: string | undefined;
  /** The same as milliseconds since 1970. */
  readonly createdAt?: number | undefined;
}

/** The digest as it stands in the Password element. */
export function passwordDigest(crypto: Crypto, nonce: Uint8Array, created: string, password: string): string {
  return toBase64(crypto.sha1(concatBytes(nonce, utf8(created), utf8(password))));
}

/** True when a digest token was made with this password. A missing nonce or Created counts as empty. */
export function verifyPasswordDigest(crypto: Crypto, token: UsernameToken, password: string): boolean {
  const sent = fromBase64(token.password);
  if (token.passwordType !== "digest" || !sent) return false;
  const nonce = token.nonce ?? new Uint8Array(0);
  return equalBytes(sent, crypto.sha1(concatBytes(nonce, utf8(token.created ?? ""), utf8(password))));
}

/** A fresh digest token: 16 octets of nonce, Created from `date` (milliseconds since 1970). */
export function createDigestToken(
  username: string,
  password: string,
  tools: { readonly crypto: Crypto; readonly random: Random; readonly date: number },
): UsernameToken & { readonly nonce: Uint8Array; readonly created: string } {
  const nonce = tools.random.bytes(16);
  const created = new Date(tools.date).toISOString();
  return {
    username,
    passwordType: "digest",
    password: passwordDigest(tools.crypto, nonce, created, password),
    nonce,
    created,
    createdAt: tools.date,
  };
}
