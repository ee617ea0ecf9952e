import fc from "fast-check";
import { expect, test } from "vitest";
import { createDeque } from "../../../../simulator/roles/dm-server/wsi/deque.ts";

test("it behaves as a list that is used at both ends", () => {
  const step = fc.constantFrom("push", "pop", "shift", "unshift");
  fc.assert(
    fc.property(fc.array(step, { maxLength: 2000, minLength: 1 }), fc.nat(600), (steps, filled) => {
      const deque = createDeque<number>();
      const list: number[] = [];
      for (let index = 0; index < filled; index++) {
        deque.push(-index);
        list.push(-index);
      }
      for (const [index, what] of steps.entries()) {
        if (what === "push" || what === "unshift") {
          deque[what](index);
          list[what](index);
        } else expect(deque[what]()).toBe(list[what]());
        expect(deque.size).toBe(list.length);
        expect(deque.first()).toBe(list[0]);
      }
      expect([...deque.values()]).toEqual(list);
    }),
    { numRuns: 50 },
  );
});
