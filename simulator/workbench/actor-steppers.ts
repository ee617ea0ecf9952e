import { createActor, type AnyStateMachine } from "xstate";
import type { SteppableMachine, Stepper, StepperFactory } from "../wire/role.ts";

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

/** Steppers of one world, which can be stopped all together when the world ends. */
export interface StepperPool {
  readonly steppers: StepperFactory;
  /** Steppers that have not been stopped. */
  readonly live: number;
  stopAll(): void;
}

/** Remembers the steppers that a factory makes, until each is stopped. */
export function poolSteppers(factory: StepperFactory): StepperPool {
  const running = new Set<Stepper>();
  return {
    steppers: (machine, initialState) => {
      const stepper = factory(machine, initialState);
      const pooled: Stepper = {
        get state() {
          return stepper.state;
        },
        get done() {
          return stepper.done;
        },
        send: (event) => stepper.send(event),
        stop: () => {
          running.delete(pooled);
          stepper.stop();
        },
      };
      running.add(pooled);
      return pooled;
    },
    get live() {
      return running.size;
    },
    stopAll: () => {
      for (const stepper of running) stepper.stop();
    },
  };
}

function asMachine(machine: SteppableMachine): AnyStateMachine {
  if (!("provide" in machine)) throw new TypeError(`${machine.id} is not an XState machine`);
  return machine as AnyStateMachine;
}
