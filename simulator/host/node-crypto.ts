import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  randomBytes,
  scryptSync,
  timingSafeEqual,
} from "node:crypto";
import type { Crypto } from "../core/crypto.ts";

/** Cost of scrypt: about 50 ms and 16 MiB, as recommended for interactive log-in. */
const SCRYPT = { N: 16_384, r: 8, p: 1 } as const;

/** Hashes and ciphers of Node. `key` (32 octets) seals what must be reversible. */
export function createNodeCrypto(key: Uint8Array = randomBytes(32)): Crypto {
  return {
    md5: (bytes) => digestOf("md5", bytes),
    sha1: (bytes) => digestOf("sha1", bytes),
    sha256: (bytes) => digestOf("sha256", bytes),
    hmacSha1: (key, bytes) => new Uint8Array(createHmac("sha1", key).update(bytes).digest()),
    hashPassword: (password) => {
      const salt = randomBytes(16);
      return `scrypt$${salt.toString("base64")}$${scryptSync(password, salt, 32, SCRYPT).toString("base64")}`;
    },
    verifyPassword: (password, stored) => {
      const [scheme, salt, expected] = stored.split("$");
      if (scheme !== "scrypt" || !salt || !expected) return false;
      const actual = scryptSync(password, Buffer.from(salt, "base64"), 32, SCRYPT);
      const wanted = Buffer.from(expected, "base64");
      return wanted.length === actual.length && timingSafeEqual(wanted, actual);
    },
    seal: (plain) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64");
    },
    open: (sealed) => {
      const all = Buffer.from(sealed, "base64");
      if (all.length < 28) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key, all.subarray(0, 12));
      decipher.setAuthTag(all.subarray(12, 28));
      try {
        return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]);
      } catch {
        return undefined; // the tag does not fit: sealed by another key or changed, which is what undefined says
      }
    },
  };
}

/** Octets of a hash. They come as text, because a Buffer made by the hash takes several times as long as all the rest. */
function digestOf(algorithm: "md5" | "sha1" | "sha256", bytes: Uint8Array): Uint8Array {
  const text = hash(algorithm, bytes, "binary");
  const octets = new Uint8Array(text.length);
  for (let index = 0; index < octets.length; index++) octets[index] = text.charCodeAt(index);
  return octets;
}
