import type { Answer, Call } from "../call.ts";
import type { AckInput } from "../../../../protocols/wsi/index.ts";
import { ackOf } from "../operation-log.ts";
import { serviceRefusal } from "../refusal.ts";
import type { SubscriptionRecord } from "./subscription-record.ts";

/** The caller's subscription; somebody else's is as unknown (SVC0203) as one that never was. */
export function ownedSubscription(subscriptionId: string, { room, owner }: Call): SubscriptionRecord {
  const subscription = room.subscriptions.get(subscriptionId);
  if (subscription?.owner !== owner) throw serviceRefusal("SVC0203", [subscriptionId]);
  return subscription;
}

/** The acknowledgement of a request about a subscription: that of its SubscribeAlerts (contract, section 2). */
export function ackOfSubscription(subscription: SubscriptionRecord, call: Call): AckInput {
  const operation = call.room.log.get(subscription.operationId);
  if (!operation) throw serviceRefusal("SVC0203", [subscription.subscriptionId]);
  return { ...ackOf(operation), expiresAt: subscription.expiresAt };
}

/** The answer about a subscription that is not in force any more. */
export function tooLate(subscription: SubscriptionRecord, call: Call): Answer<{ readonly ack: AckInput }> {
  const { state, conversation } = subscription;
  const reason = `the subscription is ${state}`;
  return {
    response: { ack: { ...ackOfSubscription(subscription, call), state: "rejected", reason } },
    conversation,
  };
}
