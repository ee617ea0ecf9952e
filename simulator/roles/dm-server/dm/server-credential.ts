import { fromBase64, toBase64 } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import {
  basicCredential,
  macHeader,
  md5Credential,
  readChallenge,
  secretDigest,
  type AuthScheme,
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
  | { readonly kind: "challenged"; readonly nextNonce: string | undefined; readonly scheme: AuthScheme }
  | { readonly kind: "refused"; readonly reason: string };

type ServerAccount = DeviceRecord["account"]["server"];

/** Credentials that the next message carries in its header, or undefined once the device needs none any more. */
export function nextCredential(
  state: ServerCredentialState,
  account: ServerAccount | undefined,
  crypto: Crypto,
): CredValue | undefined {
  if (state.accepted || !account) return undefined;
  const { username, password } = account;
  switch (state.scheme) {
    case "none":
    case "mac": // its credentials travel in a header of HTTP, see `nextMac`
      return undefined;
    case "basic":
      return basicCredential(username, password);
    case "md5":
      return md5Credential(crypto, secretDigest(crypto, username, password), nonceOf(state));
  }
}

/** Value of `x-syncml-hmac` for a response with exactly these octets; undefined where the device gets no MAC. */
export function nextMac(
  state: ServerCredentialState,
  account: ServerAccount | undefined,
  body: Uint8Array,
  crypto: Crypto,
): string | undefined {
  if (state.scheme !== "mac" || !account) return undefined;
  const { username, password } = account;
  return macHeader(crypto, username, secretDigest(crypto, username, password), nonceOf(state), body);
}

function nonceOf(state: ServerCredentialState): Uint8Array {
  return fromBase64(state.nonce) ?? new Uint8Array(0);
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
    return {
      kind: "accepted",
      // a MAC is never accepted for the session: each message has its own
      sessionWide: status.Data === 212 && state.scheme !== "mac",
      nextNonce,
    };
  const refused = (reason: string): HeaderVerdict => ({ kind: "refused", reason });
  if (state.failures > 0)
    return refused("the device refused the server's credentials after a fresh challenge");
  if (!challenge) return refused(`the device answered ${status.Data} and gave no challenge`);
  if (challenge.scheme === undefined)
    return refused(`the device asks for ${challenge.type || "no type"}, which is not supported`);
  if (!account || (state.scheme === "none" && account.password === ""))
    return refused("the device asks for credentials, and the account has none");
  return { kind: "challenged", nextNonce, scheme: challenge.scheme };
}
