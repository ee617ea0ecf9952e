import type { WallTime } from "../core/scaled-clock.ts";
import type { LoopTurns } from "../wire/loop.ts";

/** Time of this computer. An alarm of no delay comes after pending input and output. */
export const hostWall: WallTime = {
  now: Date.now,
  after: (milliseconds, action) => {
    if (milliseconds <= 0) {
      const soon = setImmediate(action);
      return () => {
        clearImmediate(soon);
      };
    }
    const alarm = setTimeout(action, milliseconds);
    return () => {
      clearTimeout(alarm);
    };
  },
};

/** Turns of a served world: short enough that a person at the page does not feel them. */
export const hostTurns: LoopTurns = { length: 10, now: () => performance.now() };
