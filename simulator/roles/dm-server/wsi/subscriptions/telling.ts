import type { StoredAlert } from "../../alerts/alert-store.ts";
import type { AlertReportItem } from "../../ports.ts";
import { toJson } from "../../json-value.ts";
import { alertMessage, markOf } from "../alerts/alert-message.ts";
import type { CallbackRecord } from "../records.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";
import { grantedItems } from "./subscription-filter.ts";
import type { SubscriptionRecord, SubscriptionState } from "./subscription-record.ts";

/** States as the contract tells them. */
const toldStates: Readonly<Partial<Record<SubscriptionState, string>>> = {
  accepted: "accepted",
  "partly-accepted": "partly-accepted",
  rejected: "rejected",
  expired: "expired",
  ended: "ended",
};

/** F3.3, F3.13: queues the SubscriptionStatus for whoever subscribed. */
export function tellStatus(subscription: SubscriptionRecord, room: Room, turn: Turn): void {
  const content = {
    subscriptionId: subscription.subscriptionId,
    state: toldStates[subscription.state],
    acceptedAlertType: subscription.acceptedAlertTypes,
    rejectedAlertType: subscription.rejectedAlertTypes,
    acceptedParameter: subscription.acceptedParameters,
    rejectedParameter: subscription.rejectedParameters,
  };
  tell(subscription, subscription.owner, "SubscriptionStatus", content, room, turn);
}

/** F3.10: queues the AlertNotification, behind what was told of the subscription before. */
export function tellAlert(
  subscription: SubscriptionRecord,
  alert: StoredAlert,
  items: readonly AlertReportItem[],
  room: Room,
  turn: Turn,
): void {
  const content = { subscriptionId: subscription.subscriptionId, alert: alertMessage(alert, items) };
  tell(subscription, subscription.recipient, "AlertNotification", content, room, turn);
}

/** Content of an AlertNotification that waits, as JSON; `tellAlert` has put it. */
interface WaitingContent {
  readonly subscriptionId: string;
  readonly alert: Readonly<Record<string, unknown>> & {
    readonly deviceId: string;
    readonly alertType: string;
    readonly item: readonly {
      readonly source?: string;
      readonly target?: string;
      readonly mark?: string;
    }[];
  };
}

/**
 * A callback as it may be sent now: what was revoked since an alert was queued is left out of it. Undefined when nothing
 * of it is left.
 */
export function stillGranted(
  callback: CallbackRecord,
  subscriptionOf: (subscriptionId: string) => SubscriptionRecord | undefined,
  room: Room,
): CallbackRecord | undefined {
  if (callback.name !== "AlertNotification") return callback;
  const content = callback.content as WaitingContent; // see there
  const { deviceId, alertType, item } = content.alert;
  const subscription = subscriptionOf(content.subscriptionId);
  const items = subscription && grantedItems(subscription, { deviceId, alertType, items: item }, room);
  if (!items) return undefined;
  if (items.length === item.length) return callback;
  const alert = { ...content.alert, mark: markOf(items), item: items };
  return { ...callback, content: toJson({ ...content, alert }) };
}

function tell(
  { subscriptionId, operationId, owner }: SubscriptionRecord,
  recipient: string,
  name: "SubscriptionStatus" | "AlertNotification",
  content: Readonly<Record<string, unknown>>,
  room: Room,
  turn: Turn,
): void {
  const operation = room.log.get(operationId);
  const registrationId = room.registrations.active(recipient)?.registrationId;
  if (!operation || registrationId === undefined) return;
  // the request's ReplyTo is the address of whoever subscribed, not of another who receives
  const reply = recipient === owner ? operation.reply : undefined;
  if (reply?.none) return;
  const sequence = operation.sequence + 1;
  room.log.put({ ...operation, sequence });
  // what a subscription has queued outlives the subscription
  const { expiresAt: _lifetime, ...lasting } = operation;
  const stream = subscriptionId;
  room.queue.add({ operation: lasting, registrationId, stream, name, content, sequence, reply }, turn);
}
