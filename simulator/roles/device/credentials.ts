import type { Crypto } from "../../core/crypto.ts";
import type { Random } from "../../core/random.ts";
import {
  basicCredential,
  challenge,
  md5Credential,
  newNonce,
  readChallenge,
  secretDigest,
  verifyCredential,
  type ChalValue,
  type CredentialVerdict,
  type CredValue,
} from "../../protocols/dm-auth/index.ts";
import type { DeviceBehaviour, DmAccount } from "./options.ts";
import type { ClientCredentials, ServerCredentials, Session } from "./session.ts";

/** The device's credentials at the start of a session. `nonce` is the stored one, or that of a resynchronisation. */
export function clientCredentials(
  crypto: Crypto,
  account: DmAccount,
  behaviour: DeviceBehaviour,
  nonce: Uint8Array | undefined,
): ClientCredentials {
  const password = behaviour.clientPassword ?? account.password;
  return {
    scheme: account.auth,
    secret: secretDigest(crypto, account.username, password),
    password,
    nonce,
    // an md5 credential needs a nonce; without one the server's challenge brings the first
    sending:
      account.authPref === "unasked" &&
      (account.auth === "basic" || (account.auth === "md5" && nonce !== undefined)),
    answeredChallenge: false,
    authenticated: false,
    unconfirmedNonce: undefined,
  };
}

/** The server's credentials as the device expects them. The server's user name is its identifier. */
export function serverCredentials(
  crypto: Crypto,
  account: DmAccount,
  behaviour: DeviceBehaviour,
  nonce: Uint8Array | undefined,
): ServerCredentials {
  return {
    secret: secretDigest(crypto, account.serverId, behaviour.serverPassword ?? account.serverPassword),
    nonce,
    authenticated: account.serverAuth === "none",
    challenged: false,
  };
}

/** The Cred of the next message, or undefined when none is needed. */
export function nextCredential(crypto: Crypto, account: DmAccount, session: Session): CredValue | undefined {
  const { client } = session;
  if (!client.sending || client.authenticated) return undefined;
  if (client.scheme === "basic") return basicCredential(account.username, client.password);
  if (client.scheme === "md5") return md5Credential(crypto, client.secret, client.nonce ?? new Uint8Array(0));
  return undefined;
}

/** What a header Status of 401 or 407 makes of the credentials; a text says why it cannot be answered. */
export function takeChallenge(
  account: DmAccount,
  session: Session,
  chal: ChalValue | undefined,
): string | undefined {
  const { client } = session;
  if (account.auth === "none") return "the server asks for credentials and the device has none";
  if (!chal) return "the server does not accept the credentials and gives no challenge";
  if (client.answeredChallenge) return "the credentials made from the server's challenge are not accepted";
  const { scheme, type, nextNonce } = readChallenge(chal);
  if (scheme !== "basic" && scheme !== "md5")
    return `the server asks for credentials of the type ${type || "(none)"}`;
  if (scheme === "md5" && !nextNonce && !client.nonce) return "the server's challenge has no nonce";
  client.scheme = scheme;
  client.sending = true;
  client.answeredChallenge = true;
  client.authenticated = false;
  if (nextNonce) {
    client.nonce = nextNonce;
    client.unconfirmedNonce = nextNonce;
  }
  return undefined;
}

/** A header Status of 200 or 212: whether credentials are needed further, and the nonce for the next ones. */
export function takeAcceptance(session: Session, code: number, chal: ChalValue | undefined): void {
  const { client } = session;
  if (client.sending) client.answeredChallenge = false;
  if (code === 212) client.authenticated = true;
  const nextNonce = chal && readChallenge(chal).nextNonce;
  if (!nextNonce) return;
  client.nonce = nextNonce;
  client.unconfirmedNonce = nextNonce;
}

/** Checks the Cred of a server that is not authenticated yet. */
export function verifyServer(
  crypto: Crypto,
  account: DmAccount,
  session: Session,
  cred: CredValue | undefined,
): CredentialVerdict {
  const { secret, nonce } = session.server;
  const accept = account.serverAuth === "basic" ? (["basic", "md5"] as const) : (["md5"] as const);
  return verifyCredential(crypto, cred, { username: account.serverId, secret, nonce, accept });
}

/**
 * The Chal of the device's next Status for the header: in a challenge the nonce for the server's next Cred, after
 * success the one for the next session. Basic credentials need none after success.
 */
export function serverChallenge(random: Random, account: DmAccount, session: Session): ChalValue {
  const scheme = account.serverAuth === "basic" ? "basic" : "md5";
  if (scheme === "basic") return challenge("basic");
  session.server.nonce = newNonce(random);
  return challenge("md5", session.server.nonce);
}
