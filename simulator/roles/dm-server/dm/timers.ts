import type { DeviceSession, Work } from "./device-session.ts";

/** Timers of the DM side: `dm/<kind>/<name>`; the name is a session's token, a work or a device id. */
export type TimerKind = "notify" | "hold" | "silence" | "expire" | "retry";

/** Prefix of every timer of the DM side. */
export const TIMER_PREFIX = "dm/";

/** Due when the held response must go out. */
export function holdTimer(session: DeviceSession): string {
  return timer("hold", session.token);
}

/** Due when Package 0 is sent again or given up. */
export function notifyTimer(session: DeviceSession): string {
  return timer("notify", session.token);
}

/** Due when the device may have gone silent. */
export function silenceTimer(session: DeviceSession): string {
  return timer("silence", session.token);
}

/** Due when work is given up. */
export function expireTimer(work: Work): string {
  return timer("expire", work.request.work);
}

/** Due when an offline device is notified anew. */
export function retryTimer(deviceId: string): string {
  return timer("retry", deviceId);
}

/** Kind and name of a timer, or undefined when it is not one of the DM side. */
export function readTimer(name: string): { readonly kind: TimerKind; readonly name: string } | undefined {
  if (!name.startsWith(TIMER_PREFIX)) return undefined;
  const slash = name.indexOf("/", TIMER_PREFIX.length);
  const kind = name.slice(TIMER_PREFIX.length, slash);
  if (!isTimerKind(kind)) return undefined;
  return { kind, name: name.slice(slash + 1) };
}

function timer(kind: TimerKind, name: string): string {
  return `${TIMER_PREFIX}${kind}/${name}`;
}

function isTimerKind(text: string): text is TimerKind {
  return ["notify", "hold", "silence", "expire", "retry"].includes(text);
}
