import fc from "fast-check";
import { expect, test } from "vitest";
import { initialTransition, transition, type AnyStateMachine } from "xstate";
import { deriveStepTable } from "../../../../../simulator/core/step-table.ts";
import { subscriptionMachine } from "../../../../../simulator/roles/dm-server/wsi/subscriptions/subscription-machine.ts";

const machine: AnyStateMachine = subscriptionMachine;
const table = deriveStepTable(machine.config);

test("machine subscription: the derived table and XState agree on every walk", () => {
  expect(machine.id).toBe("subscription");
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...table.events, "unheard.of"), { maxLength: 12 }), (events) => {
      let [snapshot] = initialTransition(machine);
      let state = table.initial;
      for (const type of events) {
        const [next, actions] = transition(machine, snapshot, { type });
        const step = table.step(state, type);
        expect(next.value).toBe(step?.state ?? state);
        expect(actions.map((action) => action.type)).toEqual(step?.actions ?? []);
        snapshot = next;
        state = step?.state ?? state;
      }
    }),
  );
});

test("machine subscription: every state has a description and a clause and can be reached", () => {
  const reached = new Set([table.initial]);
  for (const state of reached)
    for (const event of table.events) {
      const next = table.step(state, event);
      if (next) reached.add(next.state);
    }
  expect([...reached].sort()).toEqual([...table.states].sort());
  for (const state of Object.values(machine.config.states ?? {})) {
    expect(state.description).toBeTruthy();
    expect(state.meta).toHaveProperty("spec");
  }
});
