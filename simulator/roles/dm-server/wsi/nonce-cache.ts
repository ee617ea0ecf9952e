import type { Store } from "../store.ts";

/** Nonces of UsernameTokens that were used, so that a recorded message cannot be sent again. */
export interface NonceCache {
  has(nonce: string, date: number): boolean;
  /** Remembers a nonce of a verified digest. False when there is no room: the message is then refused. */
  add(nonce: string, date: number): boolean;
}

/** How long a nonce is remembered: twice the ±5 minutes in which its Created is accepted. */
const KEPT = 10 * 60_000;
/** Forgotten places at the head of the queue after which they are given back. */
const SLACK = 1024;

/** Creates a cache for so many nonces, each stored with the date of its use. */
export function createNonceCache(capacity: number, store: Store): NonceCache {
  const seen = store.collection<number>("nonces");
  let queue = [...seen.entries()].sort(([, a], [, b]) => a - b);
  /** Place of the oldest nonce that is remembered. */
  let head = 0;

  const forgetOld = (date: number): void => {
    if (head > SLACK && head * 2 > queue.length) {
      queue = queue.slice(head);
      head = 0;
    }
    const before = head;
    for (; head < queue.length; head++) {
      const [nonce, since] = queue[head] ?? ["", date];
      if (date - since <= KEPT) break; // in order of time: the rest is younger
      if (seen.get(nonce) === since) seen.remove(nonce);
    }
    // what is forgotten in an event that is undone comes back
    if (head !== before) store.onUndo(() => (head = before));
  };

  return {
    has: (nonce, date) => {
      forgetOld(date);
      return seen.get(nonce) !== undefined;
    },
    add: (nonce, date) => {
      forgetOld(date);
      if (seen.get(nonce) !== undefined) return true;
      if (seen.size >= capacity) return false;
      seen.put(nonce, date);
      queue.push([nonce, date]);
      return true;
    },
  };
}
