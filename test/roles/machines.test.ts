import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initialTransition, transition, type AnyStateMachine } from "xstate";
import { deriveStepTable } from "../../simulator/core/step-table.ts";
import { dmServerMachines } from "../../simulator/roles/dm-server/machines.ts";
import { dmClientSession } from "../../simulator/roles/device/index.ts";
import {
  operationMachine,
  registrationMachine,
  tunnelMachine,
} from "../../simulator/roles/external-system/index.ts";
import { inquiryMachine, publicationMachine } from "../../simulator/roles/registry/index.ts";
import { engineMachine } from "../../simulator/scenario/engine-machine.ts";
import { actorSteppers } from "../../simulator/workbench/actor-steppers.ts";
import { tableSteppers } from "../../simulator/workbench/table-steppers.ts";

const machines: readonly (readonly [string, AnyStateMachine])[] = [
  ...dmServerMachines.map((machine) => [`DM server ${machine.id}`, machine as AnyStateMachine] as const),
  ["device", dmClientSession as AnyStateMachine],
  ["External System registration", registrationMachine as AnyStateMachine],
  ["External System tunnel", tunnelMachine as AnyStateMachine],
  ["External System operation", operationMachine as AnyStateMachine],
  ["registry publication", publicationMachine as AnyStateMachine],
  ["registry inquiry", inquiryMachine as AnyStateMachine],
  ["scenario engine", engineMachine as AnyStateMachine],
];

describe.each(machines)("the machine of the %s", (_name, machine) => {
  const table = deriveStepTable(machine.config);

  it("steps by its table exactly as XState does, and a live actor agrees", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...table.events), { maxLength: 30 }), (events) => {
        let [snapshot] = initialTransition(machine);
        const stepper = tableSteppers(machine);
        const actor = actorSteppers(machine);
        for (const type of events) {
          const before = String(snapshot.value);
          const known = snapshot.status === "active" && snapshot.can({ type });
          const [next, actions] = transition(machine, snapshot, { type });
          snapshot = next;
          const stepped = stepper.send(type);
          const acted = actor.send(type);
          if (!known) {
            expect(stepped).toBeUndefined();
            expect(acted).toBeUndefined();
            continue;
          }
          const expected = {
            from: before,
            state: String(next.value),
            actions: actions.map((action) => action.type),
          };
          expect(stepped).toEqual(expected);
          expect(acted).toEqual(expected);
          expect(stepper.done).toBe(next.status === "done");
          expect(actor.done).toBe(stepper.done);
        }
        actor.stop();
      }),
      { numRuns: 60 },
    );
  });

  it("describes every state, and reaches it", () => {
    const config = machine.config as {
      readonly states: Readonly<Record<string, { readonly description?: string }>>;
    };
    for (const state of table.states) expect(config.states[state]?.description, state).toMatch(/\w/);
    const reached = new Set([table.initial]);
    for (const state of reached)
      for (const event of table.events) {
        const step = table.step(state, event);
        if (step) reached.add(step.state);
      }
    expect([...reached].toSorted()).toEqual(table.states.toSorted());
  });

  it("can be resumed in any state", () => {
    for (const state of table.states) {
      expect(tableSteppers(machine, state).state).toBe(state);
      const actor = actorSteppers(machine, state);
      expect(actor.state).toBe(state);
      actor.stop();
    }
  });
});
