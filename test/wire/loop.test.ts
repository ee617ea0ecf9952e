import { describe, expect, it } from "vitest";
import { createLoop } from "../../simulator/wire/loop.ts";

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the world's loop", () => {
  it("runs tasks in order and never inside each other", async () => {
    const loop = createLoop((action) => setImmediate(action));
    const log: string[] = [];
    loop.post(() => {
      log.push("a begins");
      loop.post(() => log.push("b"));
      log.push("a ends");
    });
    await settle();
    expect(log).toEqual(["a begins", "a ends", "b"]);
  });

  it("tells when the last task has run, once for a burst", async () => {
    const loop = createLoop((action) => setImmediate(action));
    let quiet = 0;
    loop.onQuiet(() => quiet++);
    for (let index = 0; index < 5; index++) loop.post(() => undefined);
    expect(loop.pending).toBe(5);
    await settle();
    expect(quiet).toBe(1);
    expect(loop.pending).toBe(0);
  });

  it("lets the host breathe in a long burst", async () => {
    let deferred = 0;
    const loop = createLoop((action) => {
      deferred++;
      setImmediate(action);
    });
    let left = 1000;
    const task = (): void => {
      if (--left > 0) loop.post(task);
    };
    loop.post(task);
    while (left > 0) await settle();
    expect(deferred).toBeGreaterThan(1);
  });

  it("gives way to the host when its turn is over", async () => {
    let now = 0;
    const deferred: (() => void)[] = [];
    const loop = createLoop((action) => void deferred.push(action), undefined, {
      length: 10,
      now: () => now,
    });
    const log: number[] = [];
    for (let task = 0; task < 5; task++)
      loop.post(() => {
        log.push(task);
        now += 5;
      });
    await settle();
    expect(log).toEqual([]);
    expect(deferred).toHaveLength(1);
    deferred.shift()?.();
    expect(log).toEqual([0, 1]);
    deferred.shift()?.();
    deferred.shift()?.();
    expect(log).toEqual([0, 1, 2, 3, 4]);
    expect(loop.pending).toBe(0);
    expect(deferred).toEqual([]);
  });

  it("goes on after a task that throws, and tells whom it concerns", async () => {
    const failures: unknown[] = [];
    const loop = createLoop(
      (action) => setImmediate(action),
      (error) => failures.push(error),
    );
    const log: string[] = [];
    loop.post(() => {
      throw new Error("broken");
    });
    loop.post(() => log.push("next"));
    await settle();
    expect(log).toEqual(["next"]);
    expect(failures).toEqual([new Error("broken")]);
    expect(loop.pending).toBe(0);
  });
});
