import { expect, it } from "vitest";
import { createVirtualClock } from "../../simulator/core/virtual-clock.ts";
import { createLoop } from "../../simulator/wire/loop.ts";
import { clockOnLoop } from "../../simulator/workbench/looped-wire.ts";

it("fires timers in the loop, and not one that is cancelled while it waits there", async () => {
  const clock = createVirtualClock(1000);
  const looped = clockOnLoop(
    clock,
    createLoop((action) => setImmediate(action)),
  );
  const fired: string[] = [];
  const cancel = looped.at(10, () => fired.push("cancelled"));
  looped.at(10, () => fired.push("kept"));
  clock.advance(10);
  cancel();
  expect(fired).toEqual([]);
  await Promise.resolve();
  expect(fired).toEqual(["kept"]);
  expect([looped.now(), looped.date()]).toEqual([10, 1010]);
});
