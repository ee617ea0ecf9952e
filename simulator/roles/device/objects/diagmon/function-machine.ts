import { setup } from "xstate";
import { spec } from "../../../../core/spec-ref.ts";

/** Events of a diagnostics function. */
export type FunctionEvent =
  | { type: "function.started" }
  /** Its duration or its number of samples is over. */
  | { type: "function.completed" }
  /** Exec of Stop. */
  | { type: "function.stopped" }
  | { type: "function.failed" };

const states = spec("dm-diagmon", "Status");
const atRest = { "function.started": "running" } as const;

/** A diagnostics function. Its state lies in the Status leaf; see firmware-update for why no actor holds it. */
export const diagnosticsFunction = setup({ types: { events: {} as FunctionEvent } }).createMachine({
  id: "diagnostics-function",
  initial: "idle",
  states: {
    idle: {
      description: "It does not run; the data is that of the last run.",
      meta: { spec: states, value: "10" },
      on: atRest,
    },
    running: {
      description: "It collects data.",
      meta: { spec: states, value: "20" },
      on: { "function.completed": "idle", "function.stopped": "stopped", "function.failed": "failed" },
    },
    stopped: {
      description: "A server has stopped it.",
      meta: { spec: states, value: "30" },
      on: atRest,
    },
    failed: {
      description: "The last run did not succeed.",
      meta: { spec: states, value: "40" },
      on: atRest,
    },
  },
});
