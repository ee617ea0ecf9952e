import { setup } from "xstate";
import { spec } from "../../core/spec-ref.ts";

const ref = spec("wsi-contract", "4 RegisterExternalSystem");

/** What happens to a registration, as its External System sees it. */
export type RegistrationEvent =
  | { readonly type: "registration.sent" }
  | { readonly type: "registration.acknowledged" }
  | { readonly type: "registration.faulted" }
  | { readonly type: "registration.lost" }
  | { readonly type: "deregistration.sent" }
  | { readonly type: "deregistration.faulted" }
  | { readonly type: "confirmation.accepted" }
  | { readonly type: "confirmation.rejected" }
  | { readonly type: "confirmation.ended" };

/** The registration with a DM server (F2.6, F2.7). */
export const registrationMachine = setup({ types: { events: {} as RegistrationEvent } }).createMachine({
  id: "registration",
  initial: "unregistered",
  states: {
    unregistered: {
      description: "Not known to the DM server.",
      meta: { spec: ref },
      on: { "registration.sent": "registering" },
    },
    registering: {
      description: "RegisterExternalSystem is on its way.",
      meta: { spec: ref },
      on: {
        "registration.acknowledged": "awaitingConfirmation",
        "registration.faulted": "refused",
        // the callback may overtake the acknowledgement
        "confirmation.accepted": "registered",
        "confirmation.rejected": "refused",
      },
    },
    awaitingConfirmation: {
      description: "Acknowledged; the RegistrationConfirmation is awaited.",
      meta: { spec: ref },
      on: {
        "registration.sent": "registering",
        "registration.lost": "unregistered",
        "confirmation.accepted": "registered",
        "confirmation.rejected": "refused",
        "confirmation.ended": "unregistered",
      },
    },
    updating: {
      description: "Registered; a changed RegisterExternalSystem is on its way.",
      meta: { spec: ref },
      on: {
        "registration.acknowledged": "awaitingConfirmation",
        "registration.faulted": "registered",
        "registration.lost": "unregistered",
        "confirmation.accepted": "registered",
        "confirmation.rejected": "refused",
        "confirmation.ended": "unregistered",
      },
    },
    deregistering: {
      description: "The end of the registration is awaited.",
      meta: { spec: spec("wsi-contract", "4 DeregisterExternalSystem") },
      on: {
        "deregistration.faulted": "registered",
        "registration.sent": "updating",
        "registration.lost": "unregistered",
        "confirmation.ended": "unregistered",
      },
    },
    registered: {
      description: "The DM server accepts operations.",
      meta: { spec: ref },
      on: {
        "registration.sent": "updating",
        "registration.lost": "unregistered",
        "deregistration.sent": "deregistering",
        "confirmation.accepted": "registered",
        "confirmation.rejected": "refused",
        "confirmation.ended": "unregistered",
      },
    },
    refused: {
      description: "The DM server refused the registration.",
      meta: { spec: ref },
      on: { "registration.sent": "registering" },
    },
  },
});
