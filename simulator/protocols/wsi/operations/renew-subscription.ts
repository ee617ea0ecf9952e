import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { subscriptionId } from "../types/identifiers.ts";
import { expires } from "../types/shared.ts";

export const RenewSubscription = el.struct("RenewSubscription", {
  subscriptionId: one(subscriptionId),
  expires: optional(expires),
});
export type RenewSubscription = Infer<typeof RenewSubscription>;
export type RenewSubscriptionInput = Input<typeof RenewSubscription>;

export const RenewSubscriptionResponse = el.struct("RenewSubscriptionResponse", { ack: one(ack) });
export type RenewSubscriptionResponse = Infer<typeof RenewSubscriptionResponse>;
export type RenewSubscriptionResponseInput = Input<typeof RenewSubscriptionResponse>;

/** Gives a subscription a new lifetime. */
export const renewSubscription = operation("RenewSubscription", {
  request: RenewSubscription,
  response: RenewSubscriptionResponse,
  outcomes: ["SubscriptionStatus"],
  doc: "Gives a subscription a new lifetime.",
});
