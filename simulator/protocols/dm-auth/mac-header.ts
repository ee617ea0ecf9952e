import { equalBytes, fromBase64, toBase64 } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import { macDigest } from "./digest.ts";

/** Name of the HTTP header that carries the credentials of syncml:auth-MAC. */
export const MAC_HEADER = "x-syncml-hmac";

/** The fields of the header. */
export interface MacHeader {
  readonly algorithm: string;
  readonly username: string;
  /** The digest as base64, as written. */
  readonly mac: string;
}

/** Builds the header's value for a body that is sent exactly as given. */
export function macHeader(
  crypto: Crypto,
  username: string,
  secret: string,
  nonce: Uint8Array,
  body: Uint8Array,
): string {
  const mac = toBase64(macDigest(crypto, secret, nonce, body));
  return `algorithm=MD5, username="${username.replace(/["\\]/g, "\\$&")}", mac=${mac}`;
}

/** Reads the header: parts in any order, blanks around commas, `mac` quoted or without padding. */
export function readMacHeader(value: string): MacHeader | undefined {
  const parts = new Map<string, string>();
  const pattern = /\s*([A-Za-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^,\s"]+))\s*(?:,|$)/y;
  while (pattern.lastIndex < value.length) {
    const match = pattern.exec(value);
    if (!match) return undefined;
    parts.set((match[1] ?? "").toLowerCase(), match[3] ?? (match[2] ?? "").replace(/\\(.)/g, "$1"));
  }
  const username = parts.get("username");
  const mac = parts.get("mac");
  if (username === undefined || mac === undefined) return undefined;
  return { algorithm: parts.get("algorithm") ?? "MD5", username, mac };
}

/** True when the header's digest is right for the body, the stored secret and the nonce. */
export function verifyMac(
  crypto: Crypto,
  header: MacHeader,
  secret: string,
  nonce: Uint8Array,
  body: Uint8Array,
): boolean {
  if (header.algorithm.toUpperCase() !== "MD5") return false;
  const digest = fromBase64(header.mac);
  return digest !== undefined && equalBytes(digest, macDigest(crypto, secret, nonce, body));
}
