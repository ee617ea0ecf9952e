import { fromBase64, utf8 } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import { verifyCredential, type CredentialVerdict } from "../../../protocols/dm-auth/index.ts";
import type { SyncHdr } from "../../../protocols/syncml/index.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";
import type { DeviceSession } from "./device-session.ts";
import type { SessionSettings } from "./session-settings.ts";

/** What the header of a message from a device that is not yet authenticated comes to. */
export type Admission =
  /** `sessionWide`: credentials were shown, so the Status is 212 and holds for the session. */
  | { readonly kind: "authenticated"; readonly sessionWide: boolean }
  | { readonly kind: "challenged"; readonly code: 401 | 407; readonly reason: string }
  | {
      readonly kind: "refused";
      readonly code: 401 | 407 | 505 | 513;
      readonly reason: string;
      /** The version that is served, for the Item of a 505 or 513. */
      readonly supported?: string | undefined;
    };

/** What an admission goes by besides account and session. */
export interface AdmissionTerms {
  readonly settings: SessionSettings;
  /** Nonce of an earlier challenge to the device that it has not answered yet, base64. */
  readonly announced: string | undefined;
}

/**
 * Judges version and credentials (DM Security 1.2, 5.1 to 5.3). Missing credentials are challenged with 407, wrong ones
 * with 401, both with a fresh nonce; what fails after that is refused.
 */
export function admit(
  session: DeviceSession,
  header: SyncHdr,
  record: DeviceRecord | undefined,
  { settings, announced }: AdmissionTerms,
  crypto: Crypto,
): Admission {
  const version = versionRefusal(header, settings.acceptVersion11);
  if (version) return version;
  if (!record) return { kind: "refused", code: 401, reason: "the device has no account" };
  const { client } = record.account;
  if (client.auth === "none") return { kind: "authenticated", sessionWide: header.Cred !== undefined };
  const due = session.challengeNonce ?? client.nonce;
  const first = verify(header, client, due, crypto);
  const verdict =
    first.accepted || client.auth !== "md5" || announced === undefined || announced === due
      ? first
      : verify(header, client, announced, crypto);
  if (verdict.accepted) return { kind: "authenticated", sessionWide: true };
  const missing = verdict.reason === "missing";
  const code = missing ? 407 : 401;
  if (!session.challenged) return { kind: "challenged", code, reason: verdict.text };
  const reason = missing
    ? "the device was challenged and sent no credentials"
    : `the device's credentials failed after a fresh challenge: ${verdict.text}`;
  return { kind: "refused", code, reason };
}

function verify(
  header: SyncHdr,
  client: DeviceRecord["account"]["client"],
  nonce: string,
  crypto: Crypto,
): CredentialVerdict {
  const expected = { username: client.username, secret: client.digestBase };
  if (client.auth !== "md5") return verifyCredential(crypto, header.Cred, { ...expected, accept: ["basic"] });
  const octets = nonce === "" ? undefined : fromBase64(nonce);
  const verdict = verifyCredential(crypto, header.Cred, { ...expected, nonce: octets, accept: ["md5"] });
  if (verdict.accepted || verdict.reason !== "digest" || !octets) return verdict;
  for (const text of undecoded(nonce)) {
    const tolerated = verifyCredential(crypto, header.Cred, {
      ...expected,
      nonce: utf8(text),
      accept: ["md5"],
    });
    if (tolerated.accepted) return tolerated;
  }
  return verdict;
}

/** Nonces of clients that digest the base64 text itself, one of them with a single sign of padding. */
function undecoded(nonce: string): readonly string[] {
  return nonce.endsWith("==") ? [nonce, nonce.slice(0, -1)] : [nonce];
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
