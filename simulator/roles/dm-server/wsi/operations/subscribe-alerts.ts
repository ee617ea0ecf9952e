import type { SubscribeAlerts, SubscribeAlertsResponseInput } from "../../../../protocols/wsi/index.ts";
import { checkOutstanding, endOf, replyOf, type Answer, type Call } from "../call.ts";
import { startTimer } from "../deferred.ts";
import { ackOf } from "../operation-log.ts";
import { serviceRefusal } from "../refusal.ts";
import { grantRequest, targetOf, verdictOf } from "../subscriptions/granting.ts";
import { recipientOf } from "../subscriptions/recipient.ts";
import { setUpOf } from "../subscriptions/set-up.ts";
import type { SubscriptionRecord } from "../subscriptions/subscription-record.ts";

/** F3.1: subscribes to Generic Alerts; what is granted comes as SubscriptionStatus, then the devices are set up. */
export function subscribeAlerts(request: SubscribeAlerts, call: Call): Answer<SubscribeAlertsResponseInput> {
  const { room, turn, owner, registration } = call;
  if (registration?.endpoint === undefined)
    throw serviceRefusal(
      "SVC0002",
      ["callbackEndpoint"],
      "a subscription needs a registration with a callback endpoint",
    );
  const target = targetOf(request.target, call);
  const recipient = recipientOf(request.deliverTo, call);
  const granted = grantRequest(request, call);
  const setUp = setUpOf(request, call);
  const { date } = turn.moment;
  const expiresAt = request.expires === undefined ? undefined : endOf(request.expires, date);
  checkOutstanding(call);

  const verdict = verdictOf(granted);
  const work = verdict !== "rejected" && setUp.deviceIds.length > 0 ? setUp : undefined;
  const subscriptionId = room.subscriptions.nextId();
  const operation = room.log.accept(
    {
      operation: "SubscribeAlerts",
      owner,
      targeted: work?.deviceIds.length ?? 0,
      reply: replyOf(call.addressing, registration.endpoint),
      subscriptionId,
      via: call.via,
      ...(work
        ? {
            deviceIds: work.deviceIds,
            work: { kind: "set-up", subscriptionId, commands: work.commands },
            expiresAt: expiresAt ?? endOf(room.settings.operationLifetime, date),
          }
        : {}),
    },
    turn,
  );
  const { operationId, conversation } = operation;
  const subscription: SubscriptionRecord = {
    subscriptionId,
    operationId,
    conversation,
    owner,
    ...(call.caller.originator === undefined ? {} : { originator: call.caller.originator }),
    recipient,
    state: "requested",
    ...granted,
    target,
    setUpCommands: request.setUp.length,
    createdAt: date,
    ...(expiresAt === undefined ? {} : { lifetime: request.expires, expiresAt }),
  };
  room.subscriptions.begin(subscription);
  if (work) turn.emit({ type: "timer.arm", timer: startTimer(operationId), due: turn.moment.now });
  else if (verdict === "rejected")
    room.log.step(operationId, "outcome.failed", turn, { reason: "nothing of it is granted" });
  else room.log.step(operationId, "outcome.succeeded", turn);
  room.subscriptions.step(subscriptionId, `request.${verdict}`, turn);
  if (verdict !== "rejected" && expiresAt !== undefined) room.subscriptions.arm(subscription, turn);
  return { response: { ack: { ...ackOf(operation), expiresAt }, subscriptionId }, conversation };
}
