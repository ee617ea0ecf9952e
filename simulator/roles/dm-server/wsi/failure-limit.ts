/** Counts failed authentications in windows of a minute and says when a source has had enough. */
export interface FailureLimit {
  /** True when nothing more is checked for this address, or this user at it, until the minute is over. */
  exceeded(address: string, user: string, date: number): boolean;
  failed(address: string, user: string, date: number): void;
}

const MINUTE = 60_000;
/** Sources that are counted at the same time; past it the oldest window is forgotten. */
const SOURCES = 10_000;
/** One address may stand for many users (a gateway), so it may fail more often than one of them. */
const USERS_PER_ADDRESS = 5;

/** Creates the limit. `perMinute` failures are allowed for a user at an address, five times as many for an address. */
export function createFailureLimit(perMinute: number): FailureLimit {
  const windows = new Map<string, { readonly since: number; count: number }>();

  const countOf = (key: string, date: number): number => {
    const window = windows.get(key);
    return window && date - window.since < MINUTE ? window.count : 0;
  };
  const add = (key: string, date: number): void => {
    const window = windows.get(key);
    if (window && date - window.since < MINUTE) {
      window.count += 1;
      return;
    }
    windows.delete(key);
    const oldest = windows.size >= SOURCES ? windows.keys().next().value : undefined;
    if (oldest !== undefined) windows.delete(oldest);
    windows.set(key, { since: date, count: 1 });
  };

  return {
    exceeded: (address, user, date) =>
      countOf(address, date) >= perMinute * USERS_PER_ADDRESS ||
      countOf(`${address}\n${user}`, date) >= perMinute,
    failed: (address, user, date) => {
      add(address, date);
      add(`${address}\n${user}`, date);
    },
  };
}
