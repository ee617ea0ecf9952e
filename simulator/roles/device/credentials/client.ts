import type { Crypto } from "../../../core/crypto.ts";
import type { Random } from "../../../core/random.ts";
import {
  basicCredential,
  macHeader,
  md5Credential,
  readChallenge,
  secretDigest,
  type ChalValue,
  type CredValue,
} from "../../../protocols/dm-auth/index.ts";
import type { DeviceManners } from "../manners/manners.ts";
import { nonceFor } from "../manners/nonce.ts";
import type { DeviceBehaviour, DmAccount } from "../options.ts";

/** State of the device's own credentials in a session. */
export interface ClientCredentials {
  readonly username: string;
  /** Scheme in use; the server's challenge may change it. */
  scheme: "basic" | "md5" | "mac" | "none";
  /** `B64(H(username:password))`. */
  readonly secret: string;
  readonly password: string;
  nonce: Uint8Array | undefined;
  /** The nonce before it. */
  previousNonce: Uint8Array | undefined;
  /** Credentials go into the next message. */
  sending: boolean;
  /** The last message had credentials made from a challenge of this session. */
  answeredChallenge: boolean;
  /** Challenges that were answered. */
  challenges: number;
  /** Status 212 was received: no more credentials are needed. Never with MAC, which goes with each message. */
  authenticated: boolean;
  /** Nonce of a server that is not authenticated yet; it is kept once the server is. */
  unconfirmedNonce: Uint8Array | undefined;
}

/** Challenges of one session that the device answers. */
const MOST_CHALLENGES = 8;
const noNonce = new Uint8Array(0);

/** The device's credentials at the start of a session. `nonce` is the stored one, or that of a resynchronisation. */
export function clientCredentials(
  crypto: Crypto,
  account: DmAccount,
  behaviour: DeviceBehaviour,
  nonce: Uint8Array | undefined,
): ClientCredentials {
  const password = behaviour.clientPassword ?? account.password;
  const { auth, username } = account;
  return {
    username,
    scheme: auth,
    secret: secretDigest(crypto, username, password),
    password,
    nonce,
    previousNonce: undefined,
    // a digest needs a nonce; without one the server's challenge brings the first
    sending: account.authPref === "unasked" && (auth === "basic" || (auth !== "none" && nonce !== undefined)),
    answeredChallenge: false,
    challenges: 0,
    authenticated: false,
    unconfirmedNonce: undefined,
  };
}

/** Whether the next message says who the device is. */
export function sendsCredentials(client: ClientCredentials): boolean {
  return client.sending && !client.authenticated && client.scheme !== "none";
}

/** The Cred of the next message, or undefined when none is needed. */
export function nextCredential(
  crypto: Crypto,
  random: Random,
  client: ClientCredentials,
  manners: DeviceManners,
): CredValue | undefined {
  if (!sendsCredentials(client)) return undefined;
  if (client.scheme === "basic") return basicCredential(client.username, client.password);
  if (client.scheme !== "md5") return undefined;
  return md5Credential(crypto, client.secret, digestNonce(client, manners, random));
}

/** Value of the header `x-syncml-hmac` for a message that is sent exactly so; undefined when it has none. */
export function nextMac(
  crypto: Crypto,
  random: Random,
  client: ClientCredentials,
  manners: DeviceManners,
  octets: Uint8Array,
): string | undefined {
  if (!sendsCredentials(client) || client.scheme !== "mac") return undefined;
  return macHeader(crypto, client.username, client.secret, digestNonce(client, manners, random), octets);
}

function digestNonce(client: ClientCredentials, manners: DeviceManners, random: Random): Uint8Array {
  return nonceFor(manners, { announced: client.nonce, previous: client.previousNonce }, random) ?? noNonce;
}

/** What a header Status of 401 or 407 makes of the credentials; a text says why it cannot be answered. */
export function takeChallenge(
  account: DmAccount,
  client: ClientCredentials,
  chal: ChalValue | undefined,
): string | undefined {
  if (account.auth === "none") return "the server asks for credentials and the device has none";
  if (!chal) return "the server does not accept the credentials and gives no challenge";
  if (client.answeredChallenge) return "the credentials made from the server's challenge are not accepted";
  if (client.challenges >= MOST_CHALLENGES) return `the server has challenged ${MOST_CHALLENGES} times`;
  const { scheme, type, nextNonce } = readChallenge(chal);
  if (!scheme) return `the server asks for credentials of the type ${type || "(none)"}`;
  if (scheme !== "basic" && !nextNonce && !client.nonce) return "the server's challenge has no nonce";
  client.scheme = scheme;
  client.sending = true;
  client.answeredChallenge = true;
  client.challenges++;
  client.authenticated = false;
  if (nextNonce) takeNonce(client, nextNonce);
  return undefined;
}

/** A header Status of 200 or 212: whether credentials are needed further, and the nonce for the next ones. */
export function takeAcceptance(client: ClientCredentials, code: number, chal: ChalValue | undefined): void {
  if (client.sending) client.answeredChallenge = false;
  if (code === 212 && client.scheme !== "mac") client.authenticated = true;
  const nextNonce = chal && readChallenge(chal).nextNonce;
  if (nextNonce) takeNonce(client, nextNonce);
}

function takeNonce(client: ClientCredentials, nonce: Uint8Array): void {
  client.previousNonce = client.nonce;
  client.nonce = nonce;
  client.unconfirmedNonce = nonce;
}
