import { setup } from "xstate";
import { spec } from "../../core/spec-ref.ts";

const ref = spec("wsi-contract", "2 Asynchrony");

/** What happens to an operation, as its External System sees it. */
export type OperationEvent =
  | { readonly type: "operation.acknowledged" }
  | { readonly type: "operation.faulted" }
  | { readonly type: "progress.received" }
  | { readonly type: "cancel.acknowledged" }
  | { readonly type: "subscription.granted" }
  | { readonly type: "subscription.ended" }
  | { readonly type: "result.succeeded" }
  | { readonly type: "result.partly" }
  | { readonly type: "result.failed" }
  | { readonly type: "result.cancelled" }
  | { readonly type: "result.expired" };

const results = {
  "result.succeeded": "succeeded",
  "result.partly": "partlySucceeded",
  "result.failed": "failed",
  "result.cancelled": "cancelled",
  "result.expired": "expired",
} as const;

/** An operation from its request to its last outcome: an OperationResult, or what the contract has in its place. */
export const operationMachine = setup({ types: { events: {} as OperationEvent } }).createMachine({
  id: "operation",
  initial: "requesting",
  states: {
    requesting: {
      description: "The request is on its way.",
      meta: { spec: ref },
      on: { "operation.acknowledged": "awaitingResult", "operation.faulted": "refused" },
    },
    awaitingResult: {
      description: "Acknowledged; the outcome is awaited.",
      meta: { spec: ref },
      on: {
        "progress.received": "progressing",
        "cancel.acknowledged": "cancelling",
        "subscription.granted": "subscribed",
        ...results,
      },
    },
    progressing: {
      description: "Some devices are done; the others are awaited.",
      meta: { spec: spec("wsi-contract", "6 OperationProgress") },
      on: { "progress.received": "progressing", "cancel.acknowledged": "cancelling", ...results },
    },
    cancelling: {
      description: "The cancellation was acknowledged; what was under way is awaited.",
      meta: { spec: spec("wsi-contract", "9 Work queue, bulk, cancel") },
      on: { "progress.received": "cancelling", ...results },
    },
    subscribed: {
      description: "The subscription stands; alerts are delivered.",
      meta: { spec: spec("wsi-contract", "6 SubscriptionStatus") },
      on: {
        "subscription.granted": "subscribed",
        "subscription.ended": "ended",
        "result.failed": "failed",
        "result.expired": "expired",
      },
    },
    succeeded: { type: "final", description: "All that was asked was done.", meta: { spec: ref } },
    partlySucceeded: {
      type: "final",
      description: "Some devices succeeded, some did not.",
      meta: { spec: ref },
    },
    failed: { type: "final", description: "Not done.", meta: { spec: ref } },
    cancelled: { type: "final", description: "Stopped before it was done.", meta: { spec: ref } },
    expired: { type: "final", description: "Its time was over.", meta: { spec: ref } },
    ended: { type: "final", description: "The subscription was given up.", meta: { spec: ref } },
    refused: { type: "final", description: "The DM server did not take the request.", meta: { spec: ref } },
  },
});
