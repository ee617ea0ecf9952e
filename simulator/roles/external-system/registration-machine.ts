import { setup } from "xstate";
import { spec } from "../../core/spec-ref.ts";

const ref = spec("wsi-contract", "4 RegisterExternalSystem");

/** What happens to a registration, as its External System sees it. */
export type RegistrationEvent =
  | { readonly type: "registration.sent" }
  | { readonly type: "registration.acknowledged" }
  | { readonly type: "registration.faulted" }
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
        "confirmation.accepted": "registered",
        "confirmation.rejected": "refused",
        "confirmation.ended": "unregistered",
      },
    },
    registered: {
      description: "The DM server accepts operations.",
      meta: { spec: ref },
      on: {
        "registration.sent": "registering",
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
