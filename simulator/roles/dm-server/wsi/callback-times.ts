import type { WsiSettings } from "../options.ts";
import type { OperationRecord } from "./records.ts";

/** The operation's expiry, else a day; the final words of a session or an expired operation get the day too. */
export function expiryOf(operation: OperationRecord, date: number, settings: WsiSettings): number {
  const fallback = date + settings.callbackLifetime;
  if (operation.expiresAt === undefined || operation.finishedAt !== undefined) return fallback;
  return operation.expiresAt > date ? operation.expiresAt : fallback;
}

/** Exponential backoff with jitter between half of the pause and all of it. */
export function pauseAfter(attempts: number, { retry }: WsiSettings, jitter: number): number {
  const pause = Math.min(retry.longest, retry.first * 2 ** Math.min(attempts - 1, 30));
  return Math.round(pause * (0.5 + jitter / 2));
}
