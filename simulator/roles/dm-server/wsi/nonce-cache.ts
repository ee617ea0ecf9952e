/** Nonces of UsernameTokens that were used, so that a recorded message cannot be sent again. */
export interface NonceCache {
  has(nonce: string, date: number): boolean;
  /** Remembers a nonce of a verified digest. False when there is no room: the message is then refused. */
  add(nonce: string, date: number): boolean;
}

/** How long a nonce is remembered: twice the ±5 minutes in which its Created is accepted. */
const KEPT = 10 * 60_000;

/** Creates a cache for so many nonces. */
export function createNonceCache(capacity: number): NonceCache {
  const seen = new Map<string, number>();

  const forgetOld = (date: number): void => {
    for (const [nonce, since] of seen) {
      if (date - since <= KEPT) return; // in order of time: the rest is younger
      seen.delete(nonce);
    }
  };

  return {
    has: (nonce, date) => {
      forgetOld(date);
      return seen.has(nonce);
    },
    add: (nonce, date) => {
      forgetOld(date);
      if (seen.size >= capacity) return false;
      seen.set(nonce, date);
      return true;
    },
  };
}
