import fc from "fast-check";
import { expect, test } from "vitest";
import { createArrivalLine } from "../../../../simulator/roles/dm-server/alerts/arrival-line.ts";

test("a line of arrivals is as a plain list, whatever comes and goes", () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ add: fc.nat() }) },
    { weight: 4, arbitrary: fc.record({ front: fc.integer({ min: 1, max: 40 }) }) },
    fc.record({ at: fc.nat() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), fc.nat(50), fc.nat(50), (steps, skip, limit) => {
      const line = createArrivalLine<{ readonly number: number }>();
      const plain: { readonly number: number }[] = [];
      const leave = (entry: { readonly number: number } | undefined): void => {
        if (!entry) return;
        line.remove(entry);
        plain.splice(plain.indexOf(entry), 1);
      };
      for (const each of steps)
        if ("add" in each) {
          for (let count = 0; count < 30; count++) {
            const entry = { number: each.add };
            line.add(entry);
            plain.push(entry);
          }
        } else if ("front" in each) for (let count = 0; count < each.front; count++) leave(plain[0]);
        else leave(plain[each.at % Math.max(1, plain.length)]);
      expect(line.size).toBe(plain.length);
      expect([...line.values()]).toEqual(plain);
      expect(line.newest(skip, limit)).toEqual(plain.toReversed().slice(skip, skip + limit));
    }),
  );
});

test("a walk does not see what arrives or leaves meanwhile", () => {
  const line = createArrivalLine<{ readonly number: number }>();
  const entries = [1, 2, 3].map((number) => ({ number }));
  for (const entry of entries) line.add(entry);
  const seen: number[] = [];
  for (const entry of line.values()) {
    seen.push(entry.number);
    line.add({ number: 9 });
  }
  expect(seen).toEqual([1, 2, 3]);
});
