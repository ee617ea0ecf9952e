import { setup } from "xstate";
import { spec } from "../../core/spec-ref.ts";

const ref = spec("wsi-contract", "2 Asynchrony");

/** What happens to an operation, as its External System sees it. */
export type OperationEvent =
  | { readonly type: "operation.acknowledged" }
  | { readonly type: "operation.faulted" }
  | { readonly type: "result.succeeded" }
  | { readonly type: "result.failed" };

const results = { "result.succeeded": "succeeded", "result.failed": "failed" } as const;

/** An operation from its request to its OperationResult. */
export const operationMachine = setup({ types: { events: {} as OperationEvent } }).createMachine({
  id: "operation",
  initial: "requesting",
  states: {
    requesting: {
      description: "The request is on its way.",
      meta: { spec: ref },
      on: { "operation.acknowledged": "awaitingResult", "operation.faulted": "refused", ...results },
    },
    awaitingResult: {
      description: "Acknowledged; the OperationResult is awaited.",
      meta: { spec: ref },
      on: results,
    },
    succeeded: { type: "final", description: "Every command succeeded.", meta: { spec: ref } },
    failed: {
      type: "final",
      description: "The operation failed, expired or was cancelled.",
      meta: { spec: ref },
    },
    refused: { type: "final", description: "The DM server answered with a fault.", meta: { spec: ref } },
  },
});
