import { setup } from "xstate";
import { spec } from "../../../core/spec-ref.ts";

const clause = spec("wsi-contract", "3 Security and policy");

/**
 * A registration of an External System at the DM server (F2.6, F2.7). With a callback endpoint it is accepted only after
 * the RegistrationConfirmation was answered; a recipient that refuses our credentials pauses it.
 */
export const registrationMachine = setup({
  types: {
    events: {} as {
      type:
        | "approval.needed"
        | "approval.denied"
        | "confirmation.queued"
        | "confirmation.acknowledged"
        | "confirmation.unneeded"
        | "credentials.refused"
        | "recipient.resumed"
        | "registration.refused"
        | "registration.repeated"
        | "registration.expired"
        | "deregistration.requested";
    },
  },
  actions: {
    activate: () => {},
    confirm: () => {},
    pause: () => {},
    retire: () => {},
  },
}).createMachine({
  id: "registration",
  initial: "requested",
  states: {
    requested: {
      description: "Received; whether it is accepted is being decided.",
      meta: { spec: clause },
      on: {
        "approval.needed": "awaiting-approval",
        "confirmation.queued": { target: "confirming", actions: "confirm" },
        "confirmation.unneeded": "accepted",
        "registration.refused": "rejected",
      },
    },
    "awaiting-approval": {
      description: "A self-registration that a person has to approve; without rights until then.",
      meta: { spec: clause },
      on: {
        "confirmation.queued": { target: "confirming", actions: "confirm" },
        "confirmation.unneeded": "accepted",
        "approval.denied": "rejected",
        "registration.repeated": "requested",
        "registration.expired": "expired",
      },
    },
    confirming: {
      description:
        "The RegistrationConfirmation is on its way; nothing else is sent to the endpoint until it is answered.",
      meta: { spec: spec("wsi-arch", "5.3.1 confirmation of registration") },
      on: {
        "confirmation.acknowledged": "accepted",
        "credentials.refused": { target: "paused", actions: "pause" },
        "registration.repeated": "requested",
        "registration.expired": "expired",
        "deregistration.requested": "deregistered",
      },
    },
    paused: {
      description: "The callback endpoint refused our credentials; the registration stays pending.",
      meta: { spec: clause },
      on: {
        "recipient.resumed": "confirming",
        "registration.repeated": "requested",
        "registration.expired": "expired",
        "deregistration.requested": "deregistered",
      },
    },
    accepted: {
      description: "Confirmed; outcomes go to the endpoint.",
      meta: { spec: clause },
      entry: "activate",
      on: {
        "registration.repeated": "requested",
        "registration.expired": "expired",
        "deregistration.requested": "deregistered",
      },
    },
    rejected: {
      description: "Authenticated but refused.",
      meta: { spec: clause },
      type: "final",
      entry: "retire",
    },
    deregistered: {
      description: "Ended on request.",
      meta: { spec: clause },
      type: "final",
      entry: "retire",
    },
    expired: { description: "Its lifetime is over.", meta: { spec: clause }, type: "final", entry: "retire" },
  },
});
