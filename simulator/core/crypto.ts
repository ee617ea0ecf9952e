/**
 * Hashes and ciphers, handed in by the host so that the core runs on any platform. All results are raw octets;
 * nothing here is asynchronous because sessions are stepped synchronously.
 */
export interface Crypto {
  md5(bytes: Uint8Array): Uint8Array;
  sha1(bytes: Uint8Array): Uint8Array;
  sha256(bytes: Uint8Array): Uint8Array;
  /** HMAC with SHA-1 (RFC 2104), 20 octets. */
  hmacSha1(key: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** Password hash with its own random salt, as one printable string. */
  hashPassword(password: string): string;
  /** True when the password is the one that was hashed. */
  verifyPassword(password: string, hash: string): boolean;
  /** Authenticated encryption under the workbench's key file; the result is printable. */
  seal(plain: Uint8Array): string;
  /** The plain octets, or undefined when the text was not sealed by this key. */
  open(sealed: string): Uint8Array | undefined;
}
