import { deriveStepTable } from "../../../core/step-table.ts";
import type { SteppableMachine } from "../../../wire/role.ts";
import type { ObjectHost } from "./management-object.ts";
import { setValues } from "./node-values.ts";

/** A state machine whose state is a number in a leaf (State, Status). */
export interface LeafMachine<EventName extends string> {
  readonly id: string;
  readonly initial: string;
  /** The number of a state, as the leaf has it; "" for the end of a node that is removed. */
  valueOf(state: string): string;
  /** The state of a number; the initial state for a text that is none of its numbers. */
  stateOf(value: string): string;
  /** The state after an event, or undefined when the state does not know it. */
  next(state: string, event: EventName): string | undefined;
}

/**
 * A machine whose states name their number in `meta.value`. Numbers without a state of their own (a vendor's spelling)
 * are given by `further`.
 */
export function leafMachine<EventName extends string>(
  machine: SteppableMachine,
  further: Readonly<Record<string, string>> = {},
): LeafMachine<EventName> {
  const config: {
    readonly states?: Readonly<Record<string, { readonly meta?: { readonly value?: unknown } }>>;
  } = machine.config;
  const table = deriveStepTable(machine.config);
  const values = new Map<string, string>();
  const states = new Map<string, string>(Object.entries(further));
  for (const [state, { meta }] of Object.entries(config.states ?? {})) {
    if (typeof meta?.value !== "string") continue;
    values.set(state, meta.value);
    states.set(meta.value, state);
  }
  return {
    id: machine.id,
    initial: table.initial,
    valueOf: (state) => values.get(state) ?? "",
    stateOf: (value) => states.get(value.trim()) ?? table.initial,
    next: (state, event) => table.step(state, event)?.state,
  };
}

/**
 * Takes a step and puts the number into the leaf. Returns the new state, or undefined when the state does not know the
 * event, which then changes nothing. The lane of the device shows each step.
 */
export function step<EventName extends string>(
  machine: LeafMachine<EventName>,
  from: string,
  event: EventName,
  at: { readonly object: string; readonly leaf: readonly string[] },
  host: ObjectHost,
): string | undefined {
  const state = machine.next(from, event);
  if (state === undefined) return undefined;
  setValues(host, [{ segments: at.leaf, value: machine.valueOf(state) }]);
  const conversation = `object:${host.deviceId}/${at.object}`;
  host.effect({ type: "state", machine: machine.id, conversation, event, from, state });
  return state;
}
