import type { UnsubscribeAlerts, UnsubscribeAlertsResponseInput } from "../../../../protocols/wsi/index.ts";
import type { Answer, Call } from "../call.ts";
import { ackOfSubscription, ownedSubscription, tooLate } from "../subscriptions/owned.ts";

/** F3.13: ends a subscription; alerts that were queued before are delivered, then its SubscriptionStatus. */
export function unsubscribeAlerts(
  { subscriptionId }: UnsubscribeAlerts,
  call: Call,
): Answer<UnsubscribeAlertsResponseInput> {
  const { room, turn } = call;
  const before = ownedSubscription(subscriptionId, call);
  const reason = "unsubscribed";
  const ended = room.subscriptions.step(subscriptionId, "unsubscribe.requested", turn, { reason });
  if (!ended) return tooLate(before, call);
  return { response: { ack: ackOfSubscription(ended, call) }, conversation: ended.conversation };
}
