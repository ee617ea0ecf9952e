import type { Crypto } from "../../../core/crypto.ts";
import type { Random } from "../../../core/random.ts";
import {
  challenge,
  MAC_HEADER,
  newNonce,
  readMacHeader,
  secretDigest,
  verifyCredential,
  verifyMac,
  type ChalValue,
  type CredValue,
} from "../../../protocols/dm-auth/index.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { DeviceBehaviour, DmAccount } from "../options.ts";

/** State of the server's credentials in a session, as the device expects them. */
export interface ServerCredentials {
  /** The server's user name is its identifier. */
  readonly username: string;
  readonly scheme: DmAccount["serverAuth"];
  readonly secret: string;
  /** Nonce that the server has to use now. */
  nonce: Uint8Array | undefined;
  /** For basic and md5: the session is authenticated. For MAC: the last message was. */
  authenticated: boolean;
  /** The device has challenged the server, and it has not yet answered well. */
  challenged: boolean;
}

/** Whether a message of the server proves who it is. */
export interface ServerCheck {
  /** The message proved it. */
  readonly accepted: boolean;
  /** Status of the header. */
  readonly code: 200 | 212 | 401 | 407;
  /** Why the commands are not executed. */
  readonly refusal?: string | undefined;
}

/** What a message brings to prove it: its Cred, and the HTTP response with header and octets. */
export interface ServerProof {
  readonly cred: CredValue | undefined;
  readonly response: HttpResponse;
}

/** The server's credentials at the start of a session. */
export function serverCredentials(
  crypto: Crypto,
  account: DmAccount,
  behaviour: DeviceBehaviour,
  nonce: Uint8Array | undefined,
): ServerCredentials {
  return {
    username: account.serverId,
    scheme: account.serverAuth,
    secret: secretDigest(crypto, account.serverId, behaviour.serverPassword ?? account.serverPassword),
    nonce,
    authenticated: account.serverAuth === "none",
    challenged: false,
  };
}

/**
 * Checks a message of the server (DM Security 1.2, 5.3). Basic and md5 prove the session once, MAC each message.
 * `onlyDeclines`: the message has nothing to execute; a server that declines to go on is not challenged.
 */
export function checkServer(
  crypto: Crypto,
  server: ServerCredentials,
  proof: ServerProof,
  onlyDeclines: boolean,
): ServerCheck {
  if (server.scheme === "none") return { accepted: false, code: 200 };
  if (server.scheme !== "mac" && server.authenticated) return { accepted: false, code: 200 };
  const verdict =
    server.scheme === "mac" ? macVerdict(crypto, server, proof) : credVerdict(crypto, server, proof);
  if (verdict.accepted) {
    server.authenticated = true;
    server.challenged = false;
    return { accepted: true, code: server.scheme === "mac" ? 200 : 212 };
  }
  // a digest that was there before and is left out is wrong, not missing
  const missing = verdict.missing && !server.authenticated;
  server.authenticated = false;
  if (onlyDeclines) return { accepted: false, code: 200 };
  return { accepted: false, code: missing ? 407 : 401, refusal: verdict.text };
}

/**
 * The Chal of the device's next Status for the header: in a challenge the nonce for the server's next credentials, after
 * success the one for the next session or, with MAC, for the next message. Basic credentials need none.
 */
export function serverChallenge(random: Random, server: ServerCredentials): ChalValue {
  const scheme = server.scheme === "none" ? "md5" : server.scheme;
  if (scheme === "basic") return challenge("basic");
  server.nonce = newNonce(random);
  return challenge(scheme, server.nonce);
}

type Verdict =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly missing: boolean; readonly text: string };

function credVerdict(crypto: Crypto, server: ServerCredentials, { cred }: ServerProof): Verdict {
  const accept = server.scheme === "basic" ? (["basic", "md5"] as const) : (["md5"] as const);
  const { username, secret, nonce } = server;
  const verdict = verifyCredential(crypto, cred, { username, secret, nonce, accept });
  return verdict.accepted
    ? verdict
    : { accepted: false, missing: verdict.reason === "missing", text: verdict.text };
}

function macVerdict(crypto: Crypto, server: ServerCredentials, { response }: ServerProof): Verdict {
  const value = response.headers[MAC_HEADER];
  const wrong = (text: string): Verdict => ({ accepted: false, missing: false, text });
  if (value === undefined)
    return { accepted: false, missing: true, text: `The message has no header ${MAC_HEADER}.` };
  const header = readMacHeader(value);
  if (!header) return wrong(`The header ${MAC_HEADER} cannot be read.`);
  if (header.username !== server.username) return wrong(`The user name is not ${server.username}.`);
  if (!server.nonce) return wrong("No nonce was given to the server, so its digest cannot be right.");
  return verifyMac(crypto, header, server.secret, server.nonce, response.body)
    ? { accepted: true }
    : wrong("The digest does not fit the message, the stored secret and the current nonce.");
}
