import type { StepperFactory, SteppableMachine, Stepper } from "../../../wire/role.ts";
import type { Store } from "../store.ts";
import type { Turn } from "./turn.ts";

/** Steps the machines of conversations; the state itself is kept in the conversation's record. */
export interface MachineRunner {
  /**
   * Sends an event to the machine of a conversation that is in `state`. Emits the change and returns the new state with
   * the actions to carry out; undefined when the state does not know the event.
   */
  step(
    machine: SteppableMachine,
    conversation: string,
    key: string,
    state: string,
    event: string,
    turn: Turn,
  ): { readonly state: string; readonly actions: readonly string[] } | undefined;
}

/** Creates the runner. Steppers live from a conversation's first event to its final state. */
export function createMachineRunner(steppers: StepperFactory, store: Store): MachineRunner {
  const live = new Map<string, Stepper>();

  const forget = (name: string): void => {
    live.get(name)?.stop();
    live.delete(name);
  };

  return {
    step: (machine, conversation, key, state, event, turn) => {
      const name = `${machine.id}\n${key}`;
      let stepper = live.get(name);
      if (stepper && stepper.state !== state) {
        forget(name);
        stepper = undefined;
      }
      if (!stepper) {
        stepper = steppers(machine, state);
        live.set(name, stepper);
      }
      const step = stepper.send(event);
      if (!step) return undefined;
      // a stepper cannot go back; the next event makes one in the state that the record then has
      store.onUndo(() => forget(name));
      if (step.state !== step.from)
        turn.emit({
          type: "state",
          machine: machine.id,
          conversation,
          event,
          from: step.from,
          state: step.state,
        });
      if (stepper.done) forget(name);
      return { state: step.state, actions: step.actions };
    },
  };
}
