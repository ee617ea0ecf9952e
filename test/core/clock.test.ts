import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createScaledClock, type WallTime } from "../../simulator/core/scaled-clock.ts";
import { TimerHeap, type HeapTimer } from "../../simulator/core/timer-heap.ts";
import { createVirtualClock } from "../../simulator/core/virtual-clock.ts";

describe("timer heap", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("add" as const), due: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ kind: fc.constant("remove" as const), which: fc.nat() }),
    fc.record({ kind: fc.constant("take" as const) }),
  );

  test("gives timers by due time, equal ones in the order of arming, cancelled ones never", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = new TimerHeap();
        const armed: HeapTimer[] = [];
        let left: HeapTimer[] = [];
        const earliest = (): HeapTimer | undefined =>
          left.toSorted((a, b) => a.due - b.due || a.order - b.order)[0];
        for (const one of steps) {
          if (one.kind === "add") {
            const timer = heap.add(one.due, () => undefined);
            armed.push(timer);
            left.push(timer);
          } else {
            // one that was taken or removed before may be removed once more
            const gone = one.kind === "take" ? earliest() : armed[one.which % armed.length];
            if (one.kind === "take") expect(heap.take()).toBe(gone);
            else if (gone) heap.remove(gone);
            left = left.filter((timer) => timer !== gone);
          }
          expect(heap.peek()).toBe(earliest());
        }
        for (let timer = heap.take(); timer; timer = heap.take()) {
          expect(timer).toBe(earliest());
          left = left.filter((other) => other !== timer);
        }
        expect(left).toEqual([]);
      }),
    );
  });
});

describe("virtual clock", () => {
  test("fires each timer at its own time, also those armed on the way", () => {
    const clock = createVirtualClock(1000);
    const seen: (readonly [string, number])[] = [];
    clock.at(30, () => seen.push(["late", clock.now()]));
    clock.at(10, () => {
      seen.push(["early", clock.now()]);
      clock.at(20, () => seen.push(["nested", clock.now()]));
    });
    clock.advance(25);
    expect(seen).toEqual([
      ["early", 10],
      ["nested", 20],
    ]);
    expect(clock.now()).toBe(25);
    expect(clock.date()).toBe(1025);
    expect(clock.nextDue()).toBe(30);
  });

  test("jumps to the next timer and fires all that are due then", () => {
    const clock = createVirtualClock(0);
    const seen: string[] = [];
    clock.at(5, () => seen.push("a"));
    const cancel = clock.at(5, () => seen.push("cancelled"));
    clock.at(5, () => seen.push("b"));
    cancel();
    cancel();
    expect(clock.advanceToNext()).toBe(true);
    expect(seen).toEqual(["a", "b"]);
    expect(clock.advanceToNext()).toBe(false);
    expect(clock.now()).toBe(5);
  });

  test("never goes back for a timer that was armed for the past", () => {
    const clock = createVirtualClock(0);
    clock.advance(100);
    let at = -1;
    clock.at(50, () => (at = clock.now()));
    expect(clock.advanceToNext()).toBe(true);
    expect(at).toBe(100);
  });
});

/** A wall whose time and one alarm the test moves by hand. */
function handWall() {
  let time = 5000;
  let alarm: { due: number; action: () => void } | undefined;
  const wall: WallTime = {
    now: () => time,
    after: (milliseconds, action) => {
      const mine = { due: time + milliseconds, action };
      alarm = mine;
      return () => {
        if (alarm === mine) alarm = undefined;
      };
    },
  };
  const pass = (milliseconds: number): void => {
    const target = time + milliseconds;
    while (alarm && alarm.due <= target) {
      const { due, action } = alarm;
      alarm = undefined;
      time = Math.max(time, due);
      action();
    }
    time = target;
  };
  return { wall, pass, alarmDue: () => alarm?.due };
}

describe("scaled clock", () => {
  test("runs at the wall's pace from 0 and states the wall's date", () => {
    const { wall, pass } = handWall();
    const clock = createScaledClock(wall);
    pass(250);
    expect(clock.now()).toBe(250);
    expect(clock.date()).toBe(5250);
  });

  test("changes speed without a jump", () => {
    const { wall, pass } = handWall();
    const clock = createScaledClock(wall, 2);
    pass(100);
    expect(clock.now()).toBe(200);
    clock.setSpeed(10);
    expect(clock.now()).toBe(200);
    expect(clock.speed).toBe(10);
    let fired = -1;
    clock.at(1200, () => (fired = clock.now()));
    pass(99);
    expect(fired).toBe(-1);
    pass(1);
    expect(fired).toBe(1200);
  });

  test("stands still while paused, fires after resuming", () => {
    const { wall, pass, alarmDue } = handWall();
    const clock = createScaledClock(wall);
    const seen: number[] = [];
    clock.at(50, () => seen.push(clock.now()));
    pass(20);
    clock.pause();
    expect(alarmDue()).toBeUndefined();
    pass(1000);
    expect(clock.now()).toBe(20);
    expect(clock.paused).toBe(true);
    expect(seen).toEqual([]);
    clock.resume();
    clock.resume();
    pass(30);
    expect(seen).toEqual([50]);
  });

  test("skips forward and fires what falls due on the way at its own time, also while paused", () => {
    const { wall, pass } = handWall();
    const clock = createScaledClock(wall);
    const seen: (readonly [string, number])[] = [];
    clock.at(2000, () => seen.push(["second", clock.now()]));
    clock.at(1000, () => {
      seen.push(["first", clock.now()]);
      clock.at(1500, () => seen.push(["nested", clock.now()]));
    });
    clock.at(4000, () => seen.push(["later", clock.now()]));
    clock.pause();
    clock.skip(3000);
    expect(seen).toEqual([
      ["first", 1000],
      ["nested", 1500],
      ["second", 2000],
    ]);
    expect(clock.now()).toBe(3000);
    pass(5000);
    expect(clock.now()).toBe(3000);
    clock.resume();
    pass(1000);
    expect(seen.at(-1)).toEqual(["later", 4000]);
  });

  test("a timer that pauses the clock keeps the next one waiting", () => {
    const { wall, pass } = handWall();
    const clock = createScaledClock(wall);
    const seen: string[] = [];
    clock.at(10, () => {
      seen.push("a");
      clock.pause();
    });
    clock.at(10, () => seen.push("b"));
    pass(10);
    expect(seen).toEqual(["a"]);
    clock.resume();
    pass(0);
    expect(seen).toEqual(["a", "b"]);
  });

  test("goes on after an action that fails", () => {
    const { wall, pass } = handWall();
    const clock = createScaledClock(wall);
    let fired = false;
    clock.at(10, () => {
      throw new Error("a fault of the action");
    });
    clock.at(20, () => (fired = true));
    expect(() => pass(10)).toThrow("a fault of the action");
    pass(10);
    expect(fired).toBe(true);
  });

  test("takes an alarm beyond the longest in steps, and none after it is disposed of", () => {
    const { wall, pass, alarmDue } = handWall();
    const clock = createScaledClock(wall);
    let fired = false;
    clock.at(0x7fff_ffff + 1000, () => (fired = true));
    pass(0x7fff_ffff);
    expect(fired).toBe(false);
    pass(1000);
    expect(fired).toBe(true);
    clock.at(clock.now() + 10, () => (fired = false));
    expect(clock.nextDue()).toBeDefined();
    clock.dispose();
    expect(alarmDue()).toBeUndefined();
  });
});
