import type { Clock } from "./clock.ts";
import type { Dispose } from "./emitter.ts";
import { TimerHeap } from "./timer-heap.ts";

/** What the host lends a clock: the wall time in milliseconds since 1970 and one alarm. */
export interface WallTime {
  now(): number;
  after(milliseconds: number, action: () => void): Dispose;
}

/** A clock that follows the wall at a speed that can be changed, and can stand still. Speed 1 is the real clock. */
export interface ScaledClock extends Clock {
  readonly speed: number;
  readonly paused: boolean;
  setSpeed(speed: number): void;
  pause(): void;
  resume(): void;
  /** Moves forward by this many milliseconds at once, paused or not; what falls due fires, each at its own time. */
  skip(milliseconds: number): void;
  /** Due time of the next timer, or undefined. */
  nextDue(): number | undefined;
  /** Stops the alarm for good; armed timers never fire. */
  dispose(): void;
}

/** Longest single alarm of a host (a 32-bit signed count of milliseconds). */
const LONGEST_ALARM = 0x7fff_ffff;

/** Creates a clock on the wall's time. `epoch` is the date at run time 0; by default the wall's now. */
export function createScaledClock(wall: WallTime, speed = 1, epoch = wall.now()): ScaledClock {
  const heap = new TimerHeap();
  let rate = speed;
  let paused = false;
  let anchorWall = wall.now();
  let anchorNow = 0;
  let disposed = false;
  let alarm: Dispose | undefined;
  /** Time of the wall at which the alarm goes off. */
  let alarmAt = 0;

  const now = (): number => (paused ? anchorNow : anchorNow + (wall.now() - anchorWall) * rate);

  const anchor = (): void => {
    anchorNow = now();
    anchorWall = wall.now();
  };

  const arm = (): void => {
    alarm?.();
    alarm = undefined;
    const next = heap.peek();
    if (!next || paused || disposed) return;
    const wait = Math.min(LONGEST_ALARM, Math.max(0, Math.ceil((next.due - now()) / rate)));
    alarmAt = wall.now() + wait;
    alarm = wall.after(wait, fire);
  };

  /** Arms for a timer that is due first now. An alarm that goes off before it is kept: it looks again. */
  const armFor = (due: number): void => {
    if (alarm !== undefined && alarmAt - wall.now() <= (due - now()) / rate) return;
    arm();
  };

  const fire = (): void => {
    alarm = undefined;
    const time = now();
    try {
      for (let timer = heap.peek(); timer && timer.due <= time && !paused && !disposed; timer = heap.peek()) {
        heap.take();
        timer.action();
      }
    } finally {
      arm(); // also when an action fails: the other timers still have to fire
    }
  };

  return {
    now,
    date: () => epoch + now(),
    at: (due, action) => {
      const timer = heap.add(due, action);
      if (heap.peek() === timer) armFor(due);
      return () => {
        heap.remove(timer);
      };
    },
    get speed() {
      return rate;
    },
    get paused() {
      return paused;
    },
    setSpeed: (next) => {
      anchor();
      rate = next;
      arm();
    },
    pause: () => {
      anchor();
      paused = true;
      arm();
    },
    resume: () => {
      if (!paused) return;
      anchorWall = wall.now();
      paused = false;
      arm();
    },
    skip: (milliseconds) => {
      const target = now() + milliseconds;
      for (let timer = heap.peek(); timer && timer.due <= target && !disposed; timer = heap.peek()) {
        heap.take();
        anchorNow = Math.max(anchorNow, timer.due);
        anchorWall = wall.now();
        timer.action();
      }
      anchorNow = Math.max(target, anchorNow);
      anchorWall = wall.now();
      arm();
    },
    nextDue: () => heap.peek()?.due,
    dispose: () => {
      disposed = true;
      alarm?.();
    },
  };
}
