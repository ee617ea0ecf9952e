import type { Emitter } from "../core/emitter.ts";

/**
 * The value now and after every change, at most once in `interval` milliseconds, until `done` says that nothing more will
 * change or the signal is aborted.
 */
export async function* watchValue<T>(
  changed: Emitter<undefined>,
  read: () => T,
  done: () => boolean,
  interval: number,
  pause: (milliseconds: number) => Promise<void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  let dirty = true;
  let wake: (() => void) | undefined;
  const mark = (): void => {
    dirty = true;
    wake?.();
  };
  const stop = changed.subscribe(mark);
  signal?.addEventListener("abort", mark, { once: true });
  try {
    while (!signal?.aborted) {
      if (!dirty) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
        continue;
      }
      dirty = false;
      const ended = done();
      yield read();
      if (ended) return;
      await pause(interval);
    }
  } finally {
    stop();
  }
}
