import { setup } from "xstate";

/** What happens to a scenario that runs. */
export type EngineEvent =
  | { readonly type: "scenario.started" }
  | { readonly type: "step.completed" }
  | { readonly type: "steps.exhausted" }
  | { readonly type: "patience.ended" }
  | { readonly type: "flow.refused" }
  | { readonly type: "run.aborted" };

/** A scenario on its way: one step after the other, until the last, a refusal, the end of patience or an abort. */
export const engineMachine = setup({
  types: { events: {} as EngineEvent },
  actions: { beginStep: () => undefined, conclude: () => undefined },
}).createMachine({
  id: "scenario",
  initial: "ready",
  states: {
    ready: {
      description: "The world stands; nothing has been asked of a role.",
      on: {
        "scenario.started": { target: "awaiting", actions: "beginStep" },
        "run.aborted": { target: "aborted", actions: "conclude" },
      },
    },
    awaiting: {
      description: "A step has begun; its completing message is awaited.",
      on: {
        "step.completed": { target: "awaiting", actions: "beginStep" },
        "steps.exhausted": { target: "completed", actions: "conclude" },
        "patience.ended": { target: "stalled", actions: "conclude" },
        "flow.refused": { target: "refused", actions: "conclude" },
        "run.aborted": { target: "aborted", actions: "conclude" },
      },
    },
    completed: { type: "final", description: "Every step that applies is complete." },
    stalled: { type: "final", description: "The message that the step waits for did not come." },
    refused: { type: "final", description: "A party refused, and the flow ended there." },
    aborted: { type: "final", description: "Stopped by the user." },
  },
});
