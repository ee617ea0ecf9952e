import fc from "fast-check";
import { expect, test } from "vitest";
import { initialTransition, transition } from "xstate";
import { upstreamRegistrationMachine } from "../../../../../simulator/roles/dm-server/wsi/delegation/upstream-registration-machine.ts";
import { tableSteppers } from "../../../../support/table-steppers.ts";

const events = [
  "registration.sent",
  "registration.acknowledged",
  "registration.faulted",
  "upstream.unreachable",
  "confirmation.accepted",
  "confirmation.rejected",
  "confirmation.ended",
  "registration.unknown",
] as const;

test("table and XState agree on the states and actions of every walk", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (walk) => {
      const stepper = tableSteppers(upstreamRegistrationMachine);
      let [snapshot] = initialTransition(upstreamRegistrationMachine);
      for (const type of walk) {
        const [next, actions] = transition(upstreamRegistrationMachine, snapshot, { type });
        const step = stepper.send(type);
        expect(stepper.state).toBe(next.value);
        expect(step?.actions ?? []).toEqual(actions.map((action) => action.type));
        snapshot = next;
      }
    }),
  );
});

test("every state but the first is left again: nothing ends a registration for good", () => {
  for (const state of ["refused", "unreachable", "unregistered"]) {
    const stepper = tableSteppers(upstreamRegistrationMachine, state);
    expect(stepper.send("registration.sent")?.state).toBe("registering");
  }
});
