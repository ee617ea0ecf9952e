import { deriveStepTable, type StepTable } from "../core/step-table.ts";
import type { SteppableMachine, StepperFactory } from "../wire/role.ts";

const tables = new WeakMap<object, StepTable>();

/** Steppers that run on the table derived from the machine's definition: for fleets and served hosts. */
export const tableSteppers: StepperFactory = (machine, initialState) => {
  const table = tableOf(machine);
  let state = initialState ?? table.initial;
  return {
    get state() {
      return state;
    },
    get done() {
      return table.final.has(state);
    },
    send: (event) => {
      const step = table.step(state, event);
      if (!step) return undefined;
      const from = state;
      state = step.state;
      return { from, state, actions: step.actions };
    },
    stop: () => {
      // a table holds nothing that has to be released
    },
  };
};

function tableOf(machine: SteppableMachine): StepTable {
  let table = tables.get(machine);
  if (!table) {
    table = deriveStepTable(machine.config);
    tables.set(machine, table);
  }
  return table;
}
