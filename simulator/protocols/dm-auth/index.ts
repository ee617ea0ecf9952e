export { authTypes, authSchemeOf, type AuthScheme } from "./auth-type.ts";
export { secretDigest, md5Digest, macDigest } from "./digest.ts";
export { NONCE_LENGTH, defaultNonce, newNonce } from "./nonce.ts";
export {
  basicCredential,
  md5Credential,
  readCredential,
  verifyCredential,
  type CredValue,
  type CredentialRefusal,
  type CredentialVerdict,
  type ExpectedCredential,
  type ReadCredential,
} from "./credential.ts";
export { challenge, readChallenge, type ChalValue, type ReadChallenge } from "./challenge.ts";
export { MAC_HEADER, macHeader, readMacHeader, verifyMac, type MacHeader } from "./mac-header.ts";
