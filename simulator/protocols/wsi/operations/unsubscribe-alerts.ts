import { one, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { subscriptionId } from "../types/identifiers.ts";

export const UnsubscribeAlerts = el.struct("UnsubscribeAlerts", { subscriptionId: one(subscriptionId) });
export type UnsubscribeAlerts = Infer<typeof UnsubscribeAlerts>;
export type UnsubscribeAlertsInput = Input<typeof UnsubscribeAlerts>;

export const UnsubscribeAlertsResponse = el.struct("UnsubscribeAlertsResponse", { ack: one(ack) });
export type UnsubscribeAlertsResponse = Infer<typeof UnsubscribeAlertsResponse>;
export type UnsubscribeAlertsResponseInput = Input<typeof UnsubscribeAlertsResponse>;

/** F3.13: ends a subscription. */
export const unsubscribeAlerts = operation("UnsubscribeAlerts", {
  request: UnsubscribeAlerts,
  response: UnsubscribeAlertsResponse,
  outcomes: ["SubscriptionStatus"],
  doc: "Ends a subscription.",
});
