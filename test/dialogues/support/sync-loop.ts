import type { WorldLoop } from "../../../simulator/wire/loop.ts";

/** A world's loop that runs when the test says so, on the test's own stack. */
export interface SyncLoop extends WorldLoop {
  /** Runs tasks until none is left. */
  drain(): void;
}

/** Far more tasks than any dialogue has: two sides that never stop talking are a failure. */
const MOST_TASKS = 20_000;

/** Creates a loop with nothing to do. */
export function createSyncLoop(): SyncLoop {
  const tasks: (() => void)[] = [];
  return {
    post: (task) => void tasks.push(task),
    get pending() {
      return tasks.length;
    },
    onQuiet: () => {
      // nobody waits for quiet here: `drain` returns when it is quiet
    },
    drain: () => {
      for (let left = MOST_TASKS; ; left--) {
        const task = tasks.shift();
        if (!task) return;
        if (left === 0) throw new Error("the dialogue does not come to an end");
        task();
      }
    },
  };
}
