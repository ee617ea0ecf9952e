import { createActor, type AnyStateMachine } from "xstate";
import type { SteppableMachine, StepperFactory } from "../wire/role.ts";

/**
 * Steppers that are live XState actors: for sessions that somebody watches. The machine's actions only report their
 * names; what they mean is the role's.
 */
export const actorSteppers: StepperFactory = (machine, initialState) => {
  const executed: string[] = [];
  const blueprint = asMachine(machine);
  const reporting = blueprint.provide({
    actions: Object.fromEntries(
      Object.keys(blueprint.implementations.actions).map((name) => [name, () => executed.push(name)]),
    ),
  });
  const actor = createActor(
    reporting,
    initialState === undefined
      ? {}
      : { snapshot: reporting.resolveState({ value: initialState, context: {} }) },
  );
  actor.start();
  executed.length = 0;
  const stateOf = (): string => String(actor.getSnapshot().value);
  return {
    get state() {
      return stateOf();
    },
    get done() {
      return actor.getSnapshot().status === "done";
    },
    send: (event) => {
      const before = actor.getSnapshot();
      if (before.status !== "active" || !before.can({ type: event })) return undefined;
      executed.length = 0;
      actor.send({ type: event });
      return { from: String(before.value), state: stateOf(), actions: [...executed] };
    },
    stop: () => {
      actor.stop();
    },
  };
};

function asMachine(machine: SteppableMachine): AnyStateMachine {
  if (!("provide" in machine)) throw new TypeError(`${machine.id} is not an XState machine`);
  return machine as AnyStateMachine;
}
