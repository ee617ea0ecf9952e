import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { initialTransition, setup, transition } from "xstate";
import { deriveStepTable } from "../../simulator/core/step-table.ts";

const machine = setup({
  types: {
    events: {} as { type: "package1.received" | "package3.received" | "abort" | "lost" | "note" | "reset" },
  },
  actions: {
    enterIdle: () => undefined,
    leaveIdle: () => undefined,
    answer: () => undefined,
    enterOpen: () => undefined,
    leaveOpen: () => undefined,
    count: () => undefined,
    close: () => undefined,
    log: () => undefined,
  },
}).createMachine({
  id: "sample",
  initial: "idle",
  on: { note: { actions: "log" }, reset: { target: ".idle", actions: "log" } },
  states: {
    idle: {
      entry: "enterIdle",
      exit: ["leaveIdle"],
      on: { "package1.received": { target: "open", actions: ["answer", "count"] }, abort: "closed" },
    },
    open: {
      entry: ["enterOpen"],
      exit: "leaveOpen",
      on: {
        "package3.received": { actions: "count" },
        "package1.received": { target: "open", actions: "answer" },
        abort: { target: "closed", actions: { type: "close" } },
        lost: "idle",
        note: { actions: ["count", "log"] },
      },
    },
    closed: { type: "final", entry: "close" },
  },
});

const events = ["package1.received", "package3.received", "abort", "lost", "note", "reset"] as const;

function names(actions: readonly { readonly type: string }[]): string[] {
  return actions.map(({ type }) => type);
}

describe("step table", () => {
  const table = deriveStepTable(machine.config);

  test("knows the states, events, the initial one and the final ones", () => {
    expect(table.initial).toBe("idle");
    expect(table.initialActions).toEqual(["enterIdle"]);
    expect(table.states).toEqual(["idle", "open", "closed"]);
    expect([...table.final]).toEqual(["closed"]);
    expect(table.events.toSorted()).toEqual(events.toSorted());
  });

  test("agrees with XState on states and actions along every walk", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 12 }), (walk) => {
        let [snapshot] = initialTransition(machine);
        let state = table.initial;
        for (const type of walk) {
          const [next, actions] = transition(machine, snapshot, { type });
          const step = table.step(state, type);
          expect(next.value).toBe(step?.state ?? state);
          expect(names(actions)).toEqual(step?.actions ?? []);
          expect(next.status === "done").toBe(table.final.has(step?.state ?? state));
          snapshot = next;
          state = step?.state ?? state;
          if (next.status === "done") break; // an actor takes no more events then
        }
      }),
    );
  });

  test.each([
    ["no initial state", { states: { a: {} } }],
    ["an unknown target", { initial: "a", states: { a: { on: { go: "b" } } } }],
    ["a guard", { initial: "a", states: { a: { on: { go: { guard: "may", target: "a" } } } } }],
    ["several candidates", { initial: "a", states: { a: { on: { go: [{ target: "a" }] } } } }],
    ["a delay", { initial: "a", states: { a: { after: { 10: "a" } } } }],
    ["an eventless transition", { initial: "a", states: { a: { always: "a" } } }],
    ["a nested state", { initial: "a", states: { a: { states: {} } } }],
    ["a wildcard event", { initial: "a", states: { a: { on: { "*": "a" } } } }],
    ["an action without a name", { initial: "a", states: { a: { entry: () => undefined } } }],
  ])("refuses a machine with %s", (_, config) => {
    expect(() => deriveStepTable(config)).toThrow(expect.objectContaining({ code: "machine/not-steppable" }));
  });
});
