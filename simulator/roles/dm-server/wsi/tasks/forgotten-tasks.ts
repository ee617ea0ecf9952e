import type { Store } from "../../store.ts";
import type { Turn } from "../turn.ts";
import type { TaskBook } from "./task-book.ts";

/** Timer, due at once, after which further tasks of forgotten operations go. */
export const SWEEP_TIMER = "wsi/sweep";

const SWEPT_PER_EVENT = 500;

/** Tasks of operations that are forgotten go a few at a time: thousands of writes must not delay an acknowledgement. */
export interface ForgottenTasks {
  add(operationId: string, deviceIds: readonly string[], turn: Turn): void;
  sweep(turn: Turn): void;
}

/** Creates the list of what is to be forgotten. */
export function createForgottenTasks(book: TaskBook, store: Store): ForgottenTasks {
  const gone = new Map<string, string[]>();
  const arm = (turn: Turn): void =>
    turn.emit({ type: "timer.arm", timer: SWEEP_TIMER, due: turn.moment.now });
  return {
    add: (operationId, deviceIds, turn) => {
      if (deviceIds.length <= 1) {
        for (const deviceId of deviceIds) book.reset(operationId, deviceId);
        return;
      }
      gone.set(operationId, [...deviceIds]);
      store.onUndo(() => gone.delete(operationId));
      arm(turn);
    },
    sweep: (turn) => {
      let left = SWEPT_PER_EVENT;
      for (const [operationId, deviceIds] of gone) {
        for (const deviceId of deviceIds.splice(0, left)) {
          book.reset(operationId, deviceId);
          left--;
        }
        if (deviceIds.length > 0) break;
        gone.delete(operationId);
      }
      if (gone.size > 0) arm(turn);
    },
  };
}
