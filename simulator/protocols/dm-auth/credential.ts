import { equalBytes, fromBase64, toBase64, utf8, utf8Text } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import type { Finding } from "../../core/finding.ts";
import { authClause, authSchemeOf, authTypes } from "./auth-type.ts";
import { md5Digest, secretDigest } from "./digest.ts";

/** A SyncHdr Cred as messages carry it. */
export interface CredValue {
  readonly Meta?: { readonly Format?: string | undefined; readonly Type?: string | undefined } | undefined;
  readonly Data: string;
}

/** What a Cred says, before anything is checked. */
export type ReadCredential =
  | {
      readonly scheme: "basic";
      readonly username: string;
      readonly password: string;
      readonly findings: readonly Finding[];
    }
  | { readonly scheme: "md5"; readonly digest: Uint8Array; readonly findings: readonly Finding[] }
  | { readonly scheme: "unknown"; readonly type: string; readonly findings: readonly Finding[] }
  | { readonly scheme: "unreadable"; readonly findings: readonly Finding[] };

/** What the verifier keeps of the peer. */
export interface ExpectedCredential {
  readonly username: string;
  /** `B64(H(username:password))`, see `secretDigest`. */
  readonly secret: string;
  /** The nonce that the peer should have used; without one an md5 credential cannot fit. */
  readonly nonce?: Uint8Array | undefined;
  /** Schemes that may be used. */
  readonly accept: readonly ("basic" | "md5")[];
}

/** Why credentials were not accepted, in words that name what was compared. */
export type CredentialRefusal = "missing" | "type" | "unreadable" | "username" | "password" | "digest";

export type CredentialVerdict =
  | { readonly accepted: true; readonly scheme: "basic" | "md5"; readonly findings: readonly Finding[] }
  | {
      readonly accepted: false;
      readonly reason: CredentialRefusal;
      /** One sentence without secrets. */
      readonly text: string;
      readonly findings: readonly Finding[];
    };

/** Cred of syncml:auth-basic: `B64(username:password)`. */
export function basicCredential(username: string, password: string): CredValue {
  return { Meta: { Format: "b64", Type: authTypes.basic }, Data: toBase64(utf8(`${username}:${password}`)) };
}

/** Cred of syncml:auth-md5: `B64(H(secret:nonce))`, where `secret` is `B64(H(username:password))`. */
export function md5Credential(crypto: Crypto, secret: string, nonce: Uint8Array): CredValue {
  return { Meta: { Format: "b64", Type: authTypes.md5 }, Data: toBase64(md5Digest(crypto, secret, nonce)) };
}

/** Reads a Cred: its scheme, and user and password or the digest. Never throws. */
export function readCredential(cred: CredValue): ReadCredential {
  const findings: Finding[] = [];
  const type = cred.Meta?.Type;
  const format = cred.Meta?.Format;
  if (type === undefined)
    findings.push(
      finding("warning", "dm-auth/type-missing", "The Cred names no Type; syncml:auth-basic is assumed."),
    );
  if (format !== undefined && format !== "b64")
    findings.push(finding("warning", "dm-auth/format", `The Format of a Cred is b64, not ${format}.`));
  const scheme = type === undefined ? "basic" : authSchemeOf(type);
  if (scheme !== "basic" && scheme !== "md5") return { scheme: "unknown", type: type ?? "", findings };
  const octets = fromBase64(cred.Data);
  if (!octets) return unreadable(findings, "dm-auth/not-base64", "The Data of the Cred is not base64.");
  if (scheme === "md5") {
    if (octets.length !== 16)
      return unreadable(
        findings,
        "dm-auth/digest-length",
        `An md5 digest has 16 octets, not ${octets.length}.`,
      );
    return { scheme, digest: octets, findings };
  }
  const text = utf8Text(octets);
  const colon = text?.indexOf(":") ?? -1;
  if (text === undefined || colon < 0)
    return unreadable(findings, "dm-auth/no-colon", "The Data of a basic Cred is not username:password.");
  return { scheme, username: text.slice(0, colon), password: text.slice(colon + 1), findings };
}

/** Checks a Cred against what is kept of the peer. Digests are compared as octets, in constant time. */
export function verifyCredential(
  crypto: Crypto,
  cred: CredValue | undefined,
  expected: ExpectedCredential,
): CredentialVerdict {
  if (!cred) return refused("missing", "The message has no Cred.", []);
  const read = readCredential(cred);
  const { findings } = read;
  if (read.scheme === "unreadable") return refused("unreadable", "The Cred cannot be read.", findings);
  if (read.scheme === "unknown") return refused("type", `The type ${read.type} is not supported.`, findings);
  if (!expected.accept.includes(read.scheme))
    return refused(
      "type",
      `The Cred is ${authTypes[read.scheme]}; expected is ${expected.accept.map((scheme) => authTypes[scheme]).join(" or ")}.`,
      findings,
    );
  if (read.scheme === "basic") {
    if (read.username !== expected.username)
      return refused("username", `The user name is not ${expected.username}.`, findings);
    const actual = utf8(secretDigest(crypto, read.username, read.password));
    return equalBytes(actual, utf8(expected.secret))
      ? { accepted: true, scheme: "basic", findings }
      : refused("password", "The password is not the one that is stored.", findings);
  }
  if (!expected.nonce)
    return refused("digest", "No nonce was given to the peer, so its digest cannot be right.", findings);
  return equalBytes(md5Digest(crypto, expected.secret, expected.nonce), read.digest)
    ? { accepted: true, scheme: "md5", findings }
    : refused("digest", "The digest does not fit the stored secret and the current nonce.", findings);
}

function refused(reason: CredentialRefusal, text: string, findings: readonly Finding[]): CredentialVerdict {
  return { accepted: false, reason, text, findings };
}

function unreadable(findings: readonly Finding[], code: string, text: string): ReadCredential {
  return { scheme: "unreadable", findings: [...findings, finding("error", code, text)] };
}

function finding(severity: Finding["severity"], code: string, text: string): Finding {
  return { severity, code, text, path: "SyncML/SyncHdr/Cred", spec: authClause };
}
