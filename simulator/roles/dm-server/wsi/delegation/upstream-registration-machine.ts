import { setup } from "xstate";
import { spec } from "../../../../core/spec-ref.ts";

const ref = spec("wsi-contract", "10 Delegation");

/** What happens to our registration at an upstream. */
export type UpstreamRegistrationEvent =
  | { readonly type: "registration.sent" }
  | { readonly type: "registration.acknowledged" }
  | { readonly type: "registration.faulted" }
  | { readonly type: "upstream.unreachable" }
  | { readonly type: "confirmation.accepted" }
  | { readonly type: "confirmation.rejected" }
  | { readonly type: "confirmation.ended" }
  | { readonly type: "registration.unknown" };

/**
 * The registration of this DM System with an upstream, whose External System it is. `copyInventory` follows when the
 * upstream can be worked with; `retry` arms the next attempt.
 */
export const upstreamRegistrationMachine = setup({
  types: { events: {} as UpstreamRegistrationEvent },
  actions: { copyInventory: () => {}, retry: () => {} },
}).createMachine({
  id: "upstream-registration",
  initial: "unregistered",
  states: {
    unregistered: {
      description: "Not registered with the upstream.",
      meta: { spec: ref },
      on: { "registration.sent": "registering" },
    },
    registering: {
      description: "RegisterExternalSystem is on its way.",
      meta: { spec: ref },
      on: {
        "registration.sent": "registering",
        "registration.acknowledged": { target: "awaitingConfirmation", actions: "copyInventory" },
        "registration.faulted": { target: "refused", actions: "retry" },
        "upstream.unreachable": { target: "unreachable", actions: "retry" },
      },
    },
    awaitingConfirmation: {
      description: "Acknowledged; the RegistrationConfirmation is awaited.",
      meta: { spec: ref },
      on: {
        "registration.sent": "registering",
        "confirmation.accepted": "registered",
        "confirmation.rejected": { target: "refused", actions: "retry" },
        "confirmation.ended": { target: "unregistered", actions: "retry" },
        "registration.unknown": { target: "unregistered", actions: "retry" },
      },
    },
    registered: {
      description: "The upstream delivers outcomes to this DM System.",
      meta: { spec: ref },
      on: {
        "registration.sent": "registering",
        "confirmation.accepted": "registered",
        "confirmation.rejected": { target: "refused", actions: "retry" },
        "confirmation.ended": { target: "unregistered", actions: "retry" },
        "registration.unknown": { target: "unregistered", actions: "retry" },
      },
    },
    refused: {
      description: "The upstream refused the registration or our credentials.",
      meta: { spec: ref },
      on: { "registration.sent": "registering" },
    },
    unreachable: {
      description: "The upstream did not answer the registration.",
      meta: { spec: ref },
      on: { "registration.sent": "registering" },
    },
  },
});
