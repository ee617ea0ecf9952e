import type { Clock } from "./clock.ts";
import { TimerHeap } from "./timer-heap.ts";

/** A clock that stands still until it is told to advance. */
export interface VirtualClock extends Clock {
  /** Due time of the next timer, or undefined when none is armed. */
  nextDue(): number | undefined;
  /** Moves to the next timer and fires it and all others due at the same time. False when none is armed. */
  advanceToNext(): boolean;
  /** Moves forward by this many milliseconds, firing what falls due on the way, each at its own time. */
  advance(milliseconds: number): void;
}

/** Creates a virtual clock; `epoch` is the date (milliseconds since 1970) at run time 0. */
export function createVirtualClock(epoch: number): VirtualClock {
  const heap = new TimerHeap();
  let now = 0;

  const fireDue = (): void => {
    for (let timer = heap.peek(); timer && timer.due <= now; timer = heap.peek()) {
      heap.take();
      timer.action();
    }
  };

  return {
    now: () => now,
    date: () => epoch + now,
    at: (due, action) => {
      const timer = heap.add(due, action);
      return () => {
        heap.remove(timer);
      };
    },
    nextDue: () => heap.peek()?.due,
    advanceToNext: () => {
      const timer = heap.peek();
      if (!timer) return false;
      now = Math.max(now, timer.due);
      fireDue();
      return true;
    },
    advance: (milliseconds) => {
      const target = now + milliseconds;
      for (let timer = heap.peek(); timer && timer.due <= target; timer = heap.peek()) {
        now = Math.max(now, timer.due);
        fireDue();
      }
      now = target;
    },
  };
}
