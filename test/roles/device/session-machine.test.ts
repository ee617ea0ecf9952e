import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { initialTransition, transition } from "xstate";
import { deriveStepTable } from "../../../simulator/core/step-table.ts";
import { dmClientSession } from "../../../simulator/roles/device/session/session-machine.ts";

const table = deriveStepTable(dmClientSession.config);

describe("dm-client-session", () => {
  test("the derived table and XState agree on states and actions for any walk of events", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...table.events), { maxLength: 30 }), (walk) => {
        let [snapshot] = initialTransition(dmClientSession);
        let state = table.initial;
        expect(snapshot.value).toBe(state);
        for (const type of walk) {
          const [next, actions] = transition(dmClientSession, snapshot, { type } as Parameters<
            typeof transition<typeof dmClientSession>
          >[2]);
          const step = table.step(state, type);
          expect(next.value).toBe(step?.state ?? state);
          expect(actions.map((action) => action.type)).toEqual(step?.actions ?? []);
          snapshot = next;
          state = step?.state ?? state;
        }
      }),
    );
  });

  test("every state says what it is and where the specification has it, and every state is reached", () => {
    const reached = new Set([table.initial]);
    for (const state of reached)
      for (const event of table.events) {
        const step = table.step(state, event);
        if (step) reached.add(step.state);
      }
    expect([...reached].toSorted()).toEqual([...table.states].toSorted());
    for (const [name, state] of Object.entries(dmClientSession.config.states ?? {}))
      expect(state, name).toMatchObject({
        description: expect.any(String) as unknown,
        meta: { spec: { clause: expect.any(String) as unknown } },
      });
  });
});
