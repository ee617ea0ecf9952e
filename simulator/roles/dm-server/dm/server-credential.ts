import { fromBase64, toBase64 } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import {
  basicCredential,
  md5Credential,
  readChallenge,
  secretDigest,
  type CredValue,
} from "../../../protocols/dm-auth/index.ts";
import type { SyncML } from "../../../protocols/syncml/index.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";
import { headerStatusOf } from "./collector.ts";
import type { ServerCredentialState } from "./device-session.ts";

/** How the device took our header. */
export type HeaderVerdict =
  /** Nothing was said, or nothing that concerns credentials. */
  | { readonly kind: "accepted"; readonly sessionWide: boolean; readonly nextNonce?: string | undefined }
  | { readonly kind: "challenged"; readonly nextNonce: string | undefined; readonly scheme: "basic" | "md5" }
  | { readonly kind: "refused"; readonly reason: string };

type ServerAccount = DeviceRecord["account"]["server"];

/** Credentials that the next message carries, or undefined once the device needs none any more. */
export function nextCredential(
  state: ServerCredentialState,
  account: ServerAccount | undefined,
  crypto: Crypto,
): CredValue | undefined {
  if (state.accepted || !account) return undefined;
  const { username, password } = account;
  switch (state.scheme) {
    case "none":
      return undefined;
    case "basic":
      return basicCredential(username, password);
    case "md5":
      return md5Credential(
        crypto,
        secretDigest(crypto, username, password),
        fromBase64(state.nonce) ?? new Uint8Array(0),
      );
  }
}

/** Reads the Status of our header out of a device's message; undefined when there is none. */
export function readHeaderVerdict(
  message: SyncML,
  state: ServerCredentialState,
  account: ServerAccount | undefined,
): HeaderVerdict | undefined {
  const status = headerStatusOf(message);
  if (!status) return undefined;
  const challenge = status.Chal && readChallenge(status.Chal);
  const nextNonce = challenge?.nextNonce && toBase64(challenge.nextNonce);
  if (status.Data !== 401 && status.Data !== 407)
    return { kind: "accepted", sessionWide: status.Data === 212, nextNonce };
  const refused = (reason: string): HeaderVerdict => ({ kind: "refused", reason });
  if (state.failures > 0)
    return refused("the device refused the server's credentials after a fresh challenge");
  if (!challenge) return refused(`the device answered ${status.Data} and gave no challenge`);
  if (challenge.scheme !== "basic" && challenge.scheme !== "md5")
    return refused(`the device asks for ${challenge.type || "no type"}, which is not supported`);
  if (!account || (state.scheme === "none" && account.password === ""))
    return refused("the device asks for credentials, and the account has none");
  return { kind: "challenged", nextNonce, scheme: challenge.scheme };
}
