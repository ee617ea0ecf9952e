import type { Dispose } from "../core/emitter.ts";
import { createWakeUp } from "./watch.ts";
import type { WorkbenchService } from "./service.ts";

/** How something is watched that is read anew each time. */
export interface DistinctWatch<T> {
  readonly read: () => T;
  /** True when the value that is read next is the last one. */
  readonly ended: () => boolean;
  /** Least milliseconds between two values. */
  readonly interval: number;
  /** Milliseconds after which it is read again although nothing was told; never when absent. */
  readonly tick?: number;
  /** What makes a value another one; all of it when absent. */
  readonly distinct?: (value: T) => unknown;
  readonly signal: AbortSignal | undefined;
}

/** The value now and after every change that makes it another one. What it costs to read is waited for ten times over. */
export async function* watchDistinct<T>(
  service: WorkbenchService,
  run: string,
  { read, ended, interval, tick, distinct = (value) => value, signal }: DistinctWatch<T>,
): AsyncGenerator<T> {
  const { wall } = service.ports;
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => void wall.after(milliseconds, resolve));
  const wakeUp = createWakeUp((listener) => changesOf(service, run, listener), signal);
  let told: string | undefined;
  try {
    while (!signal?.aborted) {
      const last = ended();
      const began = wall.now();
      const value = read();
      const text = JSON.stringify(distinct(value));
      const cost = wall.now() - began;
      if (text !== told) yield value;
      told = text;
      if (last) return;
      await pause(Math.max(interval, cost * 10));
      await (tick === undefined ? wakeUp.wait() : Promise.race([wakeUp.wait(), pause(tick)]));
    }
  } finally {
    wakeUp.stop();
  }
}

/** Whatever may change what the DM servers of a run show: records and reports. */
function changesOf(service: WorkbenchService, run: string, listener: () => void): Dispose {
  const { changed } = service.watched(run);
  const stops = [changed.subscribe(listener), service.roles(run).reported.subscribe(listener)];
  return () => {
    for (const stop of stops) stop();
  };
}
