import { many, one, type Infer, type Input } from "../../../schema/element.ts";
import { string } from "../../../schema/scalar.ts";
import { subscriptionState } from "../enumerations.ts";
import { callback } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { rejectedAlertType, rejectedParameter } from "../types/alert.ts";
import { subscriptionId } from "../types/identifiers.ts";
import { outcomeFields } from "./outcome.ts";

const state = el.scalar("state", subscriptionState, { label: "state", doc: "State of the subscription." });
const acceptedAlertType = el.scalar("acceptedAlertType", string, {
  label: "accepted alert type",
  doc: "Alert type that is delivered.",
});
const acceptedParameter = el.scalar("acceptedParameter", string, {
  label: "accepted parameter",
  doc: "LocURI whose data is delivered.",
});

export const SubscriptionStatus = el.struct("SubscriptionStatus", {
  ...outcomeFields,
  subscriptionId: one(subscriptionId),
  state: one(state),
  acceptedAlertType: many(acceptedAlertType),
  rejectedAlertType: many(rejectedAlertType),
  acceptedParameter: many(acceptedParameter),
  rejectedParameter: many(rejectedParameter),
});
export type SubscriptionStatus = Infer<typeof SubscriptionStatus>;
export type SubscriptionStatusInput = Input<typeof SubscriptionStatus>;
export const SubscriptionStatusResponse = el.struct("SubscriptionStatusResponse", {});

/** F3.3: what of a subscription is granted. */
export const subscriptionStatus = callback(
  "SubscriptionStatus",
  SubscriptionStatus,
  SubscriptionStatusResponse,
  "Tells the state of a subscription, what was accepted and what was refused.",
);
