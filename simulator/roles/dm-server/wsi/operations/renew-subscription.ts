import type { RenewSubscription, RenewSubscriptionResponseInput } from "../../../../protocols/wsi/index.ts";
import { endOf, type Answer, type Call } from "../call.ts";
import { ackOfSubscription, ownedSubscription, tooLate } from "../subscriptions/owned.ts";

/** Gives a subscription a new lifetime from now on; the one that it was made with when the request names none. */
export function renewSubscription(
  request: RenewSubscription,
  call: Call,
): Answer<RenewSubscriptionResponseInput> {
  const { room, turn } = call;
  const before = ownedSubscription(request.subscriptionId, call);
  const lifetime = request.expires ?? before.lifetime;
  const expiresAt = lifetime === undefined ? undefined : endOf(lifetime, turn.moment.date);
  const renewed = room.subscriptions.step(before.subscriptionId, "lifetime.renewed", turn, {
    lifetime,
    expiresAt,
  });
  if (!renewed) return tooLate(before, call);
  room.subscriptions.arm(renewed, turn);
  if (expiresAt !== undefined) room.log.extend(renewed.operationId, expiresAt, turn);
  return { response: { ack: ackOfSubscription(renewed, call) }, conversation: renewed.conversation };
}
