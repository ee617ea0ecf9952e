import fc from "fast-check";
import { expect, test } from "vitest";
import { createStore } from "../../../simulator/roles/dm-server/store.ts";

const empty = { entries: () => [] };

test("opens with what was committed and tells the listener", () => {
  const seen: unknown[] = [];
  const store = createStore({ entries: (name) => (name === "a" ? [["k", 1]] : []) });
  const a = store.collection<number>("a", (before, after) => seen.push([before, after]));
  expect(a.get("k")).toBe(1);
  expect(seen).toEqual([[undefined, 1]]);
  expect(store.take()).toEqual([]);
});

test("one write per key, the last one; a removed value has none", () => {
  const store = createStore(empty);
  const a = store.collection<number>("a");
  a.put("k", 1);
  a.put("k", 2);
  a.put("l", 3);
  a.remove("l");
  a.remove("never");
  expect(store.take()).toEqual([
    { collection: "a", key: "k", value: 2 },
    { collection: "a", key: "l" },
  ]);
  expect(store.take()).toEqual([]);
});

test("undo gives back what was there when the event began, whatever was done", () => {
  const change = fc.record({
    key: fc.constantFrom("a", "b", "c"),
    value: fc.option(fc.nat(9), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(change), fc.array(change), (before, during) => {
      const store = createStore(empty);
      let sum = 0;
      const values = store.collection<number>("v", (old, now) => {
        sum += (now ?? 0) - (old ?? 0);
      });
      const apply = (changes: typeof before): void => {
        for (const { key, value } of changes)
          if (value === undefined) values.remove(key);
          else values.put(key, value);
      };
      apply(before);
      const then = new Map(values.entries());
      const sumThen = sum;
      store.begin();
      let undone = 0;
      store.onUndo(() => undone++);
      apply(during);
      store.take();
      store.undo();
      expect(new Map(values.entries())).toEqual(then);
      expect(sum).toBe(sumThen);
      expect(undone).toBe(1);
      expect(store.take()).toEqual([]);
    }),
  );
});
