import fc from "fast-check";
import { expect, test } from "vitest";
import { initialTransition, transition } from "xstate";
import { deriveStepTable } from "../../../../simulator/core/step-table.ts";
import { sessionActions } from "../../../../simulator/roles/dm-server/dm/session-actions.ts";
import {
  sessionMachine,
  type SessionEvent,
} from "../../../../simulator/roles/dm-server/dm/session-machine.ts";

const table = deriveStepTable(sessionMachine.config);

test("the derived table and XState agree on states and actions over any walk of events", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...table.events), { maxLength: 30 }), (events) => {
      let [snapshot] = initialTransition(sessionMachine);
      let state = table.initial;
      for (const type of events) {
        const [next, actions] = transition(sessionMachine, snapshot, { type } as SessionEvent);
        const step = table.step(state, type);
        state = step?.state ?? state;
        expect(next.value).toBe(state);
        expect(actions.map((action) => action.type)).toEqual(step?.actions ?? []);
        snapshot = next;
      }
    }),
  );
});

test("every action that the machine orders is carried out, and there are at most twelve states", () => {
  const ordered = new Set(
    table.states.flatMap((state) => table.events.flatMap((event) => table.step(state, event)?.actions ?? [])),
  );
  expect([...ordered].toSorted()).toEqual(Object.keys(sessionActions).toSorted());
  expect(table.states.length).toBeLessThanOrEqual(12);
});
