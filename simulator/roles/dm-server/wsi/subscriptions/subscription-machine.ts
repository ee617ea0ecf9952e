import { setup } from "xstate";
import { spec } from "../../../../core/spec-ref.ts";

const granting = spec("wsi-contract", "4 SubscribeAlerts");
const ending = spec("wsi-contract", "9 Subscriptions");

/**
 * A subscription from its request to its end (Figure 3). `tell` orders the SubscriptionStatus of the new state, `drain`
 * asks whether alerts still wait for another recipient than the one that is told the end.
 */
export const subscriptionMachine = setup({
  types: {
    events: {} as {
      type:
        | "request.accepted"
        | "request.partly-accepted"
        | "request.rejected"
        | "lifetime.renewed"
        | "lifetime.over"
        | "unsubscribe.requested"
        | "alerts.delivered"
        | "recipient.lost"
        | "registration.over";
    },
  },
  actions: {
    tell: () => {},
    drain: () => {},
  },
}).createMachine({
  id: "subscription",
  initial: "requested",
  states: {
    requested: {
      description: "Stored; what of it is granted is being decided.",
      meta: { spec: granting },
      on: {
        "request.accepted": { target: "accepted", actions: "tell" },
        "request.partly-accepted": { target: "partly-accepted", actions: "tell" },
        "request.rejected": { target: "rejected", actions: "tell" },
      },
    },
    accepted: {
      description: "All that was asked is granted; alerts are forwarded.",
      meta: { spec: granting },
      on: {
        "lifetime.renewed": { actions: "tell" },
        "lifetime.over": { target: "expiring", actions: "drain" },
        "unsubscribe.requested": { target: "ending", actions: "drain" },
        "recipient.lost": { target: "ended", actions: "tell" },
        "registration.over": "ended",
      },
    },
    "partly-accepted": {
      description: "Some alert types or parameters are granted; alerts are forwarded as far as they are.",
      meta: { spec: granting },
      on: {
        "lifetime.renewed": { actions: "tell" },
        "lifetime.over": { target: "expiring", actions: "drain" },
        "unsubscribe.requested": { target: "ending", actions: "drain" },
        "recipient.lost": { target: "ended", actions: "tell" },
        "registration.over": "ended",
      },
    },
    rejected: { description: "Nothing that was asked is granted.", meta: { spec: granting }, type: "final" },
    expiring: {
      description: "Its time is over; alerts that were queued before are still delivered.",
      meta: { spec: ending },
      on: {
        "alerts.delivered": { target: "expired", actions: "tell" },
        "recipient.lost": { target: "expired", actions: "tell" },
        "registration.over": "ended",
      },
    },
    ending: {
      description: "Unsubscribed; alerts that were queued before are still delivered.",
      meta: { spec: ending },
      on: {
        "alerts.delivered": { target: "ended", actions: "tell" },
        "recipient.lost": { target: "ended", actions: "tell" },
        "registration.over": "ended",
      },
    },
    expired: { description: "Its time is over.", meta: { spec: ending }, type: "final" },
    ended: {
      description: "Unsubscribed, or one of its External Systems is no longer registered.",
      meta: { spec: ending },
      type: "final",
    },
  },
});
