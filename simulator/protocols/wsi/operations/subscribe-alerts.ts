import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { string } from "../../../schema/scalar.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { setUp } from "../types/command.ts";
import { target } from "../types/device.ts";
import { clientReference, subscriptionId } from "../types/identifiers.ts";
import { alertType, expires, parameter } from "../types/shared.ts";

const deliverTo = el.scalar("deliverTo", string, {
  label: "deliver to",
  doc: "Registration name of another External System whose policy accepts the alerts; the caller when absent.",
});

export const SubscribeAlerts = el.struct("SubscribeAlerts", {
  clientReference: optional(clientReference),
  alertType: many(alertType),
  parameter: many(parameter),
  target: optional(target),
  deliverTo: optional(deliverTo),
  setUp: many(setUp),
  expires: optional(expires),
});
export type SubscribeAlerts = Infer<typeof SubscribeAlerts>;
export type SubscribeAlertsInput = Input<typeof SubscribeAlerts>;

export const SubscribeAlertsResponse = el.struct("SubscribeAlertsResponse", {
  ack: one(ack),
  subscriptionId: one(subscriptionId),
});
export type SubscribeAlertsResponse = Infer<typeof SubscribeAlertsResponse>;
export type SubscribeAlertsResponseInput = Input<typeof SubscribeAlertsResponse>;

/** F3.1: registers for diagnostics alerts. */
export const subscribeAlerts = operation("SubscribeAlerts", {
  request: SubscribeAlerts,
  response: SubscribeAlertsResponse,
  submitting: true,
  outcomes: ["SubscriptionStatus", "AlertNotification"],
  doc: "Subscribes to Generic Alerts of devices; what is granted comes as SubscriptionStatus.",
});
