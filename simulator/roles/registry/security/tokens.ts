import { randomUuid } from "../../../core/ids.ts";
import type { Random } from "../../../core/random.ts";

/** Idle time after which a token expires, in milliseconds. */
const IDLE = 30 * 60_000;
/** Tokens at once, expired ones included, so that they are told so; the one that was idle longest makes room. */
const MOST = 1000;

/** Tokens of publishers who are logged in. */
export interface Tokens {
  /** `evicted` is the token that had to make room. */
  issue(userId: string, now: number): { readonly token: string; readonly evicted: string | undefined };
  /** The publisher, or why there is none. */
  userOf(
    token: string,
    now: number,
  ): { readonly userId: string } | { readonly refused: "unknown" | "expired" };
  discard(token: string): void;
}

/** Creates an empty set of tokens. */
export function createTokens(random: Random): Tokens {
  const tokens = new Map<string, { readonly userId: string; used: number }>();
  return {
    issue: (userId, now) => {
      const evicted = tokens.size >= MOST ? tokens.keys().next().value : undefined;
      if (evicted !== undefined) tokens.delete(evicted);
      const token = `authToken:${randomUuid(random)}`;
      tokens.set(token, { userId, used: now });
      return { token, evicted };
    },
    userOf: (token, now) => {
      const known = tokens.get(token);
      if (!known) return { refused: "unknown" };
      if (now - known.used > IDLE) return { refused: "expired" };
      tokens.delete(token);
      tokens.set(token, { userId: known.userId, used: now }); // most recently used last
      return { userId: known.userId };
    },
    discard: (token) => {
      tokens.delete(token);
    },
  };
}
