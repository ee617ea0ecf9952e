import { equalBytes, fromBase64, utf8 } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import {
  defaultNonce,
  readCredential,
  readMacHeader,
  verifyCredential,
  verifyMac,
  type AuthScheme,
} from "../../../protocols/dm-auth/index.ts";
import type { SyncHdr } from "../../../protocols/syncml/index.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";
import type { DeviceSession } from "./device-session.ts";
import type { ReceivedMessage } from "./dm-request.ts";
import type { SessionSettings } from "./session-settings.ts";

/** What the credentials of a message come to. */
export type Admission =
  | {
      readonly kind: "authenticated";
      /** Absent where the account asks for no credentials. */
      readonly scheme: AuthScheme | undefined;
      /** Nonce with which the digest fitted; absent for basic. */
      readonly nonce?: MatchedNonce | undefined;
    }
  | {
      readonly kind: "challenged";
      readonly code: 401 | 407;
      readonly scheme: AuthScheme;
      readonly reason: string;
    }
  | {
      readonly kind: "refused";
      readonly code: 401 | 407 | 505 | 513;
      readonly reason: string;
      /** The version that is served, for the Item of a 505 or 513. */
      readonly supported?: string | undefined;
    };

/** `current` was announced last, `default` is that of the nonce resynchronisation; either may be taken undecoded. */
export interface MatchedNonce {
  readonly which: "current" | "default";
  readonly undecoded: boolean;
}

/** What an admission goes by besides account and session. */
export interface AdmissionTerms {
  readonly settings: SessionSettings;
  /** Nonce of an earlier challenge to the device that it has not answered yet, base64. */
  readonly announced: string | undefined;
}

type Proof =
  | { readonly accepted: true; readonly scheme: AuthScheme; readonly nonce?: MatchedNonce | undefined }
  | {
      readonly accepted: false;
      readonly missing: boolean;
      readonly wrongType: boolean;
      readonly text: string;
    };

/**
 * Judges version and credentials (DM Security 1.2, 5.1 to 5.3). Missing credentials are challenged with 407, wrong ones
 * with 401, both with a fresh nonce; what fails after that is refused. A device that does not answer the challenge in the
 * type asked for is asked for the account's further types, each once.
 */
export function admit(
  session: DeviceSession,
  received: ReceivedMessage,
  record: DeviceRecord | undefined,
  { settings, announced }: AdmissionTerms,
  crypto: Crypto,
): Admission {
  const header = received.message.SyncHdr;
  const version = versionRefusal(header, settings.acceptVersion11);
  if (version) return version;
  if (!record) return { kind: "refused", code: 401, reason: "the device has no account" };
  const { client } = record.account;
  if (client.auth === "none")
    return { kind: "authenticated", scheme: header.Cred === undefined ? undefined : "basic" };
  const schemes = [client.auth, ...(client.fallback ?? []).filter((scheme) => scheme !== client.auth)];
  const nonces = [session.challengeNonce ?? client.nonce, ...(announced === undefined ? [] : [announced])];
  const proof = prove(received, client, schemes, { nonces, resynchronised: session.resynchronised }, crypto);
  if (proof.accepted) return { kind: "authenticated", scheme: proof.scheme, nonce: proof.nonce };
  const demanded = session.demanded.at(-1);
  const code = proof.missing && demanded !== "mac" ? 407 : 401;
  if (demanded === undefined) {
    const known = record.capabilities?.scheme;
    const scheme = known !== undefined && schemes.includes(known) ? known : client.auth;
    return { kind: "challenged", code, scheme, reason: proof.text };
  }
  const next = schemes.find((scheme) => !session.demanded.includes(scheme));
  if (next && (proof.missing || proof.wrongType))
    return { kind: "challenged", code, scheme: next, reason: proof.text };
  const reason = proof.missing
    ? "the device was challenged and sent no credentials"
    : `the device's credentials failed after a fresh challenge: ${proof.text}`;
  return { kind: "refused", code, reason };
}

/** Judges the MAC of a later message of a session that uses it: each message has its own (DM Security 1.2, 5.4). */
export function admitAgain(
  session: DeviceSession,
  received: ReceivedMessage,
  record: DeviceRecord | undefined,
  crypto: Crypto,
): Admission {
  if (!record) return { kind: "refused", code: 401, reason: "the device has no account" };
  const nonces = [session.challengeNonce ?? ""];
  const proof = prove(received, record.account.client, ["mac"], { nonces, resynchronised: false }, crypto);
  if (proof.accepted) return { kind: "authenticated", scheme: "mac", nonce: proof.nonce };
  if (session.macFailures === 0) return { kind: "challenged", code: 401, scheme: "mac", reason: proof.text };
  const reason = `the device's credentials failed after a fresh challenge: ${proof.text}`;
  return { kind: "refused", code: 401, reason };
}

interface Nonces {
  readonly nonces: readonly string[];
  /** Package 0 went out with the default nonce, so the device may use it (DM Security 1.2, 5.3.3). */
  readonly resynchronised: boolean;
}

function prove(
  { message, body, mac }: ReceivedMessage,
  client: DeviceRecord["account"]["client"],
  schemes: readonly AuthScheme[],
  { nonces, resynchronised }: Nonces,
  crypto: Crypto,
): Proof {
  const { Cred } = message.SyncHdr;
  const failed = (text: string, wrongType = false): Proof => ({
    accepted: false,
    missing: false,
    wrongType,
    text,
  });
  const candidates = nonceCandidates(nonces, resynchronised);
  if (mac !== undefined && schemes.includes("mac")) {
    const header = readMacHeader(mac);
    if (!header) return failed("x-syncml-hmac cannot be read.");
    if (header.username !== client.username) return failed(`The user name is not ${client.username}.`);
    for (const { octets, matched } of candidates)
      if (verifyMac(crypto, header, client.digestBase, octets, body))
        return { accepted: true, scheme: "mac", nonce: matched };
    return failed("The MAC does not fit the stored secret, the current nonce and the body.");
  }
  if (!Cred) return { accepted: false, missing: true, wrongType: false, text: "There are no credentials." };
  const accept = schemes.filter((scheme) => scheme !== "mac");
  const expected = { username: client.username, secret: client.digestBase, accept };
  if (readCredential(Cred).scheme !== "md5") {
    const verdict = verifyCredential(crypto, Cred, expected);
    return verdict.accepted
      ? { accepted: true, scheme: "basic" }
      : failed(verdict.text, verdict.reason === "type");
  }
  let first = failed("No nonce was given to the device, so its digest cannot be right.");
  for (const { octets, matched } of candidates) {
    const verdict = verifyCredential(crypto, Cred, { ...expected, nonce: octets });
    if (verdict.accepted) return { accepted: true, scheme: "md5", nonce: matched };
    first = failed(verdict.text, verdict.reason === "type");
    if (verdict.reason !== "digest") break;
  }
  return first;
}

interface NonceCandidate {
  readonly octets: Uint8Array;
  readonly matched: MatchedNonce;
}

/**
 * Nonces that may have been used, the right one first. After each its base64 text, whole and with a single sign of
 * padding: some clients digest that instead of the octets.
 */
function nonceCandidates(nonces: readonly string[], resynchronised: boolean): readonly NonceCandidate[] {
  const candidates: NonceCandidate[] = [];
  for (const nonce of new Set(nonces)) {
    const octets = nonce === "" ? undefined : fromBase64(nonce);
    if (!octets) continue;
    candidates.push({ octets, matched: { which: "current", undecoded: false } });
    const texts = nonce.endsWith("==") ? [nonce, nonce.slice(0, -1)] : [nonce];
    for (const text of texts)
      candidates.push({ octets: utf8(text), matched: { which: "current", undecoded: true } });
  }
  if (resynchronised)
    for (const octets of [defaultNonce, utf8("0x00000000")])
      candidates.push({
        octets,
        matched: { which: "default", undecoded: !equalBytes(octets, defaultNonce) },
      });
  return candidates;
}

function versionRefusal(header: SyncHdr, acceptVersion11: boolean): Admission | undefined {
  const older = acceptVersion11 ? "1.1" : undefined;
  if (header.VerDTD !== "1.2" && header.VerDTD !== older)
    return {
      kind: "refused",
      code: 505,
      reason: `VerDTD ${header.VerDTD} is not supported`,
      supported: "1.2",
    };
  if (header.VerProto !== "DM/1.2" && header.VerProto !== `DM/${older}`)
    return {
      kind: "refused",
      code: 513,
      reason: `VerProto ${header.VerProto} is not supported`,
      supported: "DM/1.2",
    };
  return undefined;
}
