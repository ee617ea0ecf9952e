import { toBase64 } from "../../../core/bytes.ts";
import type { UsernameToken } from "../../../protocols/soap/username-token.ts";
import type { BasicCredentials, WsiFault } from "../../../stacks/wsi-types.ts";
import type { Moment, Peer } from "../../../wire/role.ts";
import type { WsiSettings } from "../options.ts";
import type { Store } from "../store.ts";
import type { PasswordScheme } from "./external-system-record.ts";
import type { ExternalSystems } from "./external-systems.ts";
import { createFailureLimit } from "./failure-limit.ts";
import { createNonceCache } from "./nonce-cache.ts";

/** What a request says about its sender. */
export interface Claims {
  readonly basic?: BasicCredentials | undefined;
  readonly security?: UsernameToken | undefined;
  readonly peer: Peer;
}

export type Authenticated =
  | {
      readonly kind: "known";
      readonly externalSystem: string;
      /** What must not be used again, of a digest. */
      readonly nonce?: string | undefined;
    }
  /** Credentials that nobody has: may register itself where the settings allow it. */
  | {
      readonly kind: "unknown";
      readonly scheme: PasswordScheme;
      readonly username: string;
      readonly password: string;
      readonly refusal: AuthenticationRefusal;
    }
  | AuthenticationRefusal;

/** Refused; `reason` is for the workbench, the peer learns no more than `answer` says. */
export interface AuthenticationRefusal {
  readonly kind: "refused";
  /** 401 with a challenge, a fault of WS-Security, or 429. */
  readonly answer:
    | { readonly kind: "challenge" }
    | { readonly kind: "fault"; readonly fault: WsiFault }
    | { readonly kind: "too-many" };
  readonly user: string;
  readonly reason: string;
}

export interface Authentication {
  check(claims: Claims, moment: Moment): Authenticated;
  /** Counts a failure that was found later: a self-registration under a name that somebody else waits with. */
  failed(peer: Peer, user: string, moment: Moment): void;
  /** Remembers a nonce again after the changes of its request were undone: a refused message is not taken twice either. */
  keep(nonce: string, moment: Moment): void;
  /** Begins to remember nonces at a date, unless the store says that it began before. */
  start(date: number): void;
}

/** How far a token's Created may be from our time. */
const FRESH = 5 * 60_000;

/**
 * Authenticates callers (contract, section 3): HTTP Basic, UsernameToken as text or digest, subject of a TLS client
 * certificate. What is present must all be right and name the same External System. A digest token that was created
 * before nonces began to be remembered could be a repeated one and is refused; a store that outlives the process
 * remembers on.
 */
export function createAuthentication(
  systems: ExternalSystems,
  settings: WsiSettings,
  store: Store,
): Authentication {
  const failures = createFailureLimit(settings.failuresPerMinute);
  const nonces = createNonceCache(settings.nonces, store);
  const began = store.collection<number>("nonce-memory");
  let startedAt = 0;

  const remember = (nonce: string, date: number): boolean => {
    if (!nonces.add(nonce, date)) return false;
    if (began.get(SINCE) === undefined) began.put(SINCE, startedAt);
    return true;
  };

  return {
    check: (claims, moment) => {
      const user =
        claims.security?.username ?? claims.basic?.username ?? claims.peer.certificateSubject ?? "";
      if (failures.exceeded(claims.peer.address, user, moment.date))
        return {
          kind: "refused",
          answer: { kind: "too-many" },
          user,
          reason: "too many failed authentications",
        };
      const verdict = decide(claims, moment, user);
      // a name that nobody has is a guess as well; a slow hash is made for whoever registers with one
      if (verdict.kind !== "known" && user !== "") failures.failed(claims.peer.address, user, moment.date);
      return verdict;
    },
    failed: (peer, user, moment) => failures.failed(peer.address, user, moment.date),
    keep: (nonce, moment) => {
      remember(nonce, moment.date);
    },
    start: (date) => {
      startedAt = date;
    },
  };

  function decide(claims: Claims, moment: Moment, user: string): Authenticated {
    const { basic, security, peer } = claims;
    const found = new Set<string>();
    let nonce: string | undefined;
    const bySubject =
      peer.certificateSubject === undefined ? undefined : systems.bySubject(peer.certificateSubject);
    if (bySubject !== undefined) found.add(bySubject);
    if (basic) {
      if (!passwordsAllowed(peer))
        return challenge(user, "a password came over plain HTTP from another machine");
      const id = systems.byPassword("basic", basic.username, basic.password);
      if (id === undefined)
        return unlessUnknown(
          "basic",
          basic,
          found,
          challenge(user, "wrong user name or password (HTTP Basic)"),
        );
      found.add(id);
    }
    if (security) {
      const id = security.passwordType === "text" ? byText(security, peer) : byDigest(security, moment.date);
      if (typeof id !== "string") {
        const refusal = failedToken(user, id.reason);
        return security.passwordType === "text" && !basic && id.unknown
          ? unlessUnknown("username-token-text", security, found, refusal)
          : refusal;
      }
      found.add(id);
      if (security.passwordType === "digest") nonce = nonceKey(security);
    }
    const [externalSystem, other] = found;
    if (other !== undefined)
      return security
        ? failedToken(user, "the credentials name different External Systems")
        : challenge(user, "the credentials name different External Systems");
    return externalSystem === undefined
      ? challenge(user, "no credentials")
      : { kind: "known", externalSystem, nonce };
  }

  function unlessUnknown(
    scheme: PasswordScheme,
    { username, password }: BasicCredentials,
    found: ReadonlySet<string>,
    refusal: AuthenticationRefusal,
  ): Authenticated {
    if (settings.selfRegistration === "off" || found.size > 0 || !systems.isUnknown(scheme, username))
      return refusal;
    return { kind: "unknown", scheme, username, password, refusal };
  }

  function passwordsAllowed(peer: Peer): boolean {
    return peer.secure || settings.plainPasswords || isLoopback(peer.address);
  }

  function byText(
    token: UsernameToken,
    peer: Peer,
  ): string | { readonly reason: string; readonly unknown: boolean } {
    if (!passwordsAllowed(peer))
      return { reason: "a password came over plain HTTP from another machine", unknown: false };
    return (
      systems.byPassword("username-token-text", token.username, token.password) ?? {
        reason: "wrong user name or password (UsernameToken)",
        unknown: true,
      }
    );
  }

  function byDigest(
    token: UsernameToken,
    date: number,
  ): string | { readonly reason: string; readonly unknown: boolean } {
    const { nonce, createdAt } = token;
    const failed = (reason: string): { readonly reason: string; readonly unknown: boolean } => ({
      reason,
      unknown: false,
    });
    if (!nonce || nonce.length === 0 || createdAt === undefined)
      return failed("a digest without Nonce or Created");
    if (Math.abs(date - createdAt) > FRESH) return failed("Created is more than five minutes away from now");
    // many toolkits write whole seconds
    if (createdAt < Math.floor((began.get(SINCE) ?? startedAt) / 1000) * 1000)
      return failed("Created lies before the start of this DM server");
    const key = nonceKey(token);
    if (nonces.has(key, date)) return failed("the nonce was used before");
    const id = systems.byDigest(token);
    if (id === undefined) return failed("wrong user name or password (UsernameToken digest)");
    return remember(key, date) ? id : failed("no room to remember the nonce");
  }
}

/** Key of the date from which on nonces are remembered. */
const SINCE = "since";

function nonceKey({ username, nonce }: UsernameToken): string {
  return `${username}\n${nonce ? toBase64(nonce) : ""}`;
}

function challenge(user: string, reason: string): AuthenticationRefusal {
  return { kind: "refused", answer: { kind: "challenge" }, user, reason };
}

function failedToken(user: string, reason: string): AuthenticationRefusal {
  const fault: WsiFault = { kind: "security", code: "FailedAuthentication" };
  return { kind: "refused", answer: { kind: "fault", fault }, user, reason };
}

function isLoopback(address: string): boolean {
  return address === "memory" || address === "::1" || /^(::ffff:)?127\./.test(address);
}
