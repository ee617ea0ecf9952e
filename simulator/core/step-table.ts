/*
 * Stepping a state machine by a table that is derived from its definition. The machine's definition is plain data in
 * XState's form (states, on, target, actions as names, entry, exit, type "final"); guards, context, `after` and `invoke`
 * are not used by our machines, so that the table says all there is.
 */
import { WorkbenchError } from "./error.ts";

/** What one event does in one state. */
export interface Step {
  readonly state: string;
  /** Names of actions in the order in which XState runs them: exit of the old state, transition, entry of the new. */
  readonly actions: readonly string[];
}

export interface StepTable {
  readonly initial: string;
  readonly initialActions: readonly string[];
  readonly final: ReadonlySet<string>;
  readonly states: readonly string[];
  readonly events: readonly string[];
  step(state: string, event: string): Step | undefined;
}

type Named = string | { readonly type: string };
type Transition = string | { readonly target?: string; readonly actions?: Named | readonly Named[] };
interface StateConfig {
  readonly type?: string;
  readonly on?: Readonly<Record<string, Transition>>;
  readonly entry?: Named | readonly Named[];
  readonly exit?: Named | readonly Named[];
}
interface MachineConfig {
  readonly id?: string;
  readonly initial?: string;
  readonly states?: Readonly<Record<string, StateConfig>>;
  readonly on?: Readonly<Record<string, Transition>>;
}

/** Derives the table of a flat machine. Throws `machine/not-steppable` for what a table cannot say. */
export function deriveStepTable(config: object): StepTable {
  const machine = config as MachineConfig;
  const states = Object.entries(machine.states ?? {});
  const initial = machine.initial;
  if (!initial || !machine.states?.[initial])
    throw new WorkbenchError("machine/not-steppable", `Machine ${machine.id ?? ""} has no initial state`);
  const rows = new Map<string, Map<string, Step>>();
  for (const [name, state] of states) rows.set(name, rowOf(machine, name, state));
  const events = new Set<string>();
  for (const row of rows.values()) for (const event of row.keys()) events.add(event);
  return {
    initial,
    initialActions: namesOf(machine.states[initial]?.entry),
    final: new Set(states.filter(([, state]) => state.type === "final").map(([name]) => name)),
    states: states.map(([name]) => name),
    events: [...events],
    step: (state, event) => rows.get(state)?.get(event),
  };
}

function rowOf(machine: MachineConfig, name: string, state: StateConfig): Map<string, Step> {
  const row = new Map<string, Step>();
  if (state.type === "final") return row;
  for (const key of ["after", "invoke", "always", "states"])
    if (key in state)
      throw new WorkbenchError("machine/not-steppable", `State ${name} of ${machine.id ?? ""} uses ${key}`);
  for (const [event, transition] of Object.entries({ ...machine.on, ...state.on })) {
    if (event.includes("*"))
      throw new WorkbenchError(
        "machine/not-steppable",
        `State ${name} of ${machine.id ?? ""} has a wildcard event`,
      );
    row.set(event, stepOf(machine, name, state, transition));
  }
  return row;
}

function stepOf(machine: MachineConfig, name: string, state: StateConfig, transition: Transition): Step {
  const { target, actions } =
    typeof transition === "string" ? { target: transition, actions: [] } : transition;
  if (typeof transition === "object" && ("guard" in transition || Array.isArray(transition)))
    throw new WorkbenchError("machine/not-steppable", `State ${name} of ${machine.id ?? ""} uses a guard`);
  if (target === undefined || target === name) return { state: name, actions: namesOf(actions) };
  const next = target.replace(/^[.#]/, "");
  const nextState = machine.states?.[next];
  if (!nextState)
    throw new WorkbenchError(
      "machine/not-steppable",
      `State ${name} of ${machine.id ?? ""} leads to unknown ${target}`,
    );
  return { state: next, actions: [...namesOf(state.exit), ...namesOf(actions), ...namesOf(nextState.entry)] };
}

function namesOf(actions: Named | readonly Named[] | undefined): string[] {
  if (actions === undefined) return [];
  const list: readonly Named[] = Array.isArray(actions) ? actions : [actions as Named];
  return list.map((action) => {
    const name: unknown = typeof action === "string" ? action : action.type;
    if (typeof name !== "string") throw new WorkbenchError("machine/not-steppable", "An action has no name");
    return name;
  });
}
