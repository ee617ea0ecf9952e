import type { Dispose } from "./emitter.ts";

/**
 * The one clock of a run. `now` is milliseconds since the start of the run, `date` the moment that a message may state
 * (milliseconds since 1970). Implementations: real, scaled (with pause) and virtual, in the files beside this one.
 */
export interface Clock {
  now(): number;
  date(): number;
  /** Calls `action` when `now() >= due`, never synchronously. Timers with the same due time fire in order of arming. */
  at(due: number, action: () => void): Dispose;
}
