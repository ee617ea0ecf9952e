import type { Effect, SteppableMachine, Stepper, StepperFactory } from "../../wire/role.ts";

/** A machine of one conversation whose changes are told to the journal. */
export interface ConversationStepper {
  readonly machine: string;
  readonly state: string;
  readonly done: boolean;
  /** Conversation to which changes from now on belong (an operationId is known only after its acknowledgement). */
  name(conversation: string): void;
  send(event: string, sink: (effect: Effect) => void): void;
  stop(): void;
}

/** Starts the machine of a conversation, or goes on with it in a state that was stored. */
export function startConversation(
  steppers: StepperFactory,
  machine: SteppableMachine,
  conversation: string,
  initialState?: string,
): ConversationStepper {
  const stepper: Stepper = steppers(machine, initialState);
  let as = conversation;
  return {
    machine: machine.id,
    get state() {
      return stepper.state;
    },
    get done() {
      return stepper.done;
    },
    name: (next) => {
      as = next;
    },
    send: (event, sink) => {
      const moved = stepper.send(event);
      if (moved && moved.from !== moved.state)
        sink({
          type: "state",
          machine: machine.id,
          conversation: as,
          event,
          from: moved.from,
          state: moved.state,
        });
      if (stepper.done) stepper.stop();
    },
    stop: () => stepper.stop(),
  };
}
