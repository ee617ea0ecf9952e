import { one, type Infer, type Input } from "../../../schema/element.ts";
import { callback } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { alert } from "../types/alert.ts";
import { subscriptionId } from "../types/identifiers.ts";
import { outcomeFields } from "./outcome.ts";

export const AlertNotification = el.struct("AlertNotification", {
  ...outcomeFields,
  subscriptionId: one(subscriptionId),
  alert: one(alert),
});
export type AlertNotification = Infer<typeof AlertNotification>;
export type AlertNotificationInput = Input<typeof AlertNotification>;
export const AlertNotificationResponse = el.struct("AlertNotificationResponse", {});

/** F3.10: a device reported. */
export const alertNotification = callback(
  "AlertNotification",
  AlertNotification,
  AlertNotificationResponse,
  "Delivers a Generic Alert that a subscription asked for.",
);
