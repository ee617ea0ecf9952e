import { describe, expect, it } from "vitest";
import { createEmitter } from "../../simulator/core/emitter.ts";
import { createWakeUp, watchValue } from "../../simulator/workbench/watch.ts";

const noPause = (): Promise<void> => Promise.resolve();

/** An emitter that counts its listeners, and a signal that counts its own. */
function counted() {
  const emitter = createEmitter<undefined>();
  let listeners = 0;
  return {
    changed: {
      emit: emitter.emit,
      subscribe: (listener: (value: undefined) => void) => {
        listeners++;
        const stop = emitter.subscribe(listener);
        return () => {
          listeners--;
          stop();
        };
      },
    },
    listeners: () => listeners,
  };
}

describe("a watched value", () => {
  it("comes at once, after changes, once more at the end, and leaves no listener behind", async () => {
    const { changed, listeners } = counted();
    let value = 1;
    let over = false;
    const seen: number[] = [];
    const following = (async () => {
      for await (const item of watchValue({
        changed,
        read: () => value,
        ended: () => over,
        interval: 1,
        pause: noPause,
        signal: undefined,
      }))
        seen.push(item);
    })();
    await expect.poll(() => seen).toEqual([1]);
    value = 2;
    changed.emit(undefined);
    await expect.poll(() => seen).toEqual([1, 2]);
    value = 3;
    over = true;
    changed.emit(undefined);
    await following;
    expect(seen).toEqual([1, 2, 3]);
    expect(listeners()).toBe(0);
  });

  it("ends when the signal is aborted while nothing happens", async () => {
    const { changed, listeners } = counted();
    const controller = new AbortController();
    const iterator = watchValue({
      changed,
      read: () => 1,
      ended: () => false,
      interval: 1,
      pause: noPause,
      signal: controller.signal,
    });
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    const next = iterator.next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(listeners()).toBe(0);
  });

  it("remembers a change that came before anybody waited", async () => {
    const { changed } = counted();
    const wakeUp = createWakeUp((listener) => changed.subscribe(listener), undefined);
    changed.emit(undefined);
    await expect(wakeUp.wait()).resolves.toBeUndefined();
    wakeUp.stop();
  });
});
