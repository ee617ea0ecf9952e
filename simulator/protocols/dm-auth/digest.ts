import { concatBytes, toBase64, utf8 } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";

/**
 * `B64(H(username:password))`: what a server may keep instead of the password, and the first step of every digest of
 * DM Security 1.2, 5.3. H is MD5, text is UTF-8.
 */
export function secretDigest(crypto: Crypto, username: string, password: string): string {
  return toBase64(crypto.md5(utf8(`${username}:${password}`)));
}

/** Digest octets of syncml:auth-md5: `H(secret:nonce)`, where `secret` is `B64(H(username:password))`. */
export function md5Digest(crypto: Crypto, secret: string, nonce: Uint8Array): Uint8Array {
  return crypto.md5(concatBytes(utf8(`${secret}:`), nonce));
}

/**
 * Digest octets of syncml:auth-MAC: `H(secret:nonce:B64(H(body)))`. `body` is the HTTP entity exactly as transmitted.
 * In spite of the header's name this is not the HMAC of RFC 2104.
 */
export function macDigest(crypto: Crypto, secret: string, nonce: Uint8Array, body: Uint8Array): Uint8Array {
  return crypto.md5(concatBytes(utf8(`${secret}:`), nonce, utf8(`:${toBase64(crypto.md5(body))}`)));
}
