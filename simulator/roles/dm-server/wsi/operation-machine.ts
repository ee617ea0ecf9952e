import { setup } from "xstate";
import { spec } from "../../../core/spec-ref.ts";

const clause = spec("wsi-contract", "5 OperationStatus");

/**
 * An operation from its acknowledgement to its terminal state, in the words of OperationStatus. `finish` orders the
 * outcome that the contract promises for the operation.
 */
export const operationMachine = setup({
  types: {
    events: {} as {
      type:
        | "execution.begun"
        | "execution.interrupted"
        | "outcome.succeeded"
        | "outcome.partly"
        | "outcome.failed"
        | "cancel.requested"
        | "cancel.done"
        | "operation.expired";
    },
  },
  actions: {
    finish: () => {},
  },
}).createMachine({
  id: "operation",
  initial: "pending",
  states: {
    pending: {
      description: "Stored and acknowledged; not yet carried out.",
      meta: { spec: clause },
      on: {
        "execution.begun": "running",
        "outcome.succeeded": "succeeded",
        "outcome.partly": "partly-succeeded",
        "outcome.failed": "failed",
        "cancel.requested": "cancelled",
        "operation.expired": "expired",
      },
    },
    running: {
      description: "Under way; at least one device is in session.",
      meta: { spec: clause },
      on: {
        "execution.interrupted": "pending",
        "outcome.succeeded": "succeeded",
        "outcome.partly": "partly-succeeded",
        "outcome.failed": "failed",
        "cancel.requested": "cancelling",
        "operation.expired": "expired",
      },
    },
    cancelling: {
      description: "Cancelled; what is in a package that was sent is waited for.",
      meta: { spec: spec("wsi-contract", "9 Work queue, bulk, cancel") },
      on: {
        "outcome.succeeded": "succeeded",
        "outcome.partly": "partly-succeeded",
        "outcome.failed": "failed",
        "cancel.done": "cancelled",
        "operation.expired": "expired",
      },
    },
    succeeded: {
      description: "All that was asked was done.",
      meta: { spec: clause },
      type: "final",
      entry: "finish",
    },
    "partly-succeeded": {
      description: "Some devices succeeded, some did not.",
      meta: { spec: clause },
      type: "final",
      entry: "finish",
    },
    failed: { description: "Not done.", meta: { spec: clause }, type: "final", entry: "finish" },
    cancelled: {
      description: "Stopped before it was done.",
      meta: { spec: clause },
      type: "final",
      entry: "finish",
    },
    expired: { description: "Not done in time.", meta: { spec: clause }, type: "final", entry: "finish" },
  },
});
