import type { Dispose, Emitter } from "../core/emitter.ts";

/** Waits for the next thing to happen. */
interface WakeUp {
  /** Resolves at the next call of `subscribe`'s listener, or at once when one came since the last wait or on abort. */
  wait(): Promise<void>;
  /** Takes every listener away. */
  stop(): void;
}

/** Listens to a source and to an abort; `stop` leaves no listener behind at either. */
export function createWakeUp(
  subscribe: (listener: () => void) => Dispose,
  signal: AbortSignal | undefined,
): WakeUp {
  let rung = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    rung = true;
    wake?.();
  };
  const unsubscribe = subscribe(ring);
  signal?.addEventListener("abort", ring);
  return {
    wait: async () => {
      if (!rung && !signal?.aborted) await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
      rung = false;
    },
    stop: () => {
      unsubscribe();
      signal?.removeEventListener("abort", ring);
      wake?.();
    },
  };
}

/** How a value is watched. */
export interface ValueWatch<T> {
  readonly changed: Emitter<undefined>;
  readonly read: () => T;
  /** True when the value that is read next is the last one. */
  readonly ended: () => boolean;
  /** Least milliseconds between two values. */
  readonly interval: number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

/** The value now and after every change, until `ended` says that nothing more will change or the signal is aborted. */
export async function* watchValue<T>(watch: ValueWatch<T>): AsyncGenerator<T> {
  const { changed, read, ended, interval, pause, signal } = watch;
  const wakeUp = createWakeUp((listener) => changed.subscribe(listener), signal);
  try {
    while (!signal?.aborted) {
      const last = ended();
      yield read();
      if (last) return;
      await pause(interval);
      await wakeUp.wait();
    }
  } finally {
    wakeUp.stop();
  }
}
