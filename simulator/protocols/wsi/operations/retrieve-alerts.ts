import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { alertFilter } from "../types/alert.ts";
import { subscriptionId } from "../types/identifiers.ts";
import { maxResults, startIndex } from "../types/paging.ts";

export const RetrieveAlerts = el.struct("RetrieveAlerts", {
  subscriptionId: optional(subscriptionId),
  filter: optional(alertFilter),
  startIndex: optional(startIndex),
  maxResults: optional(maxResults),
});
export type RetrieveAlerts = Infer<typeof RetrieveAlerts>;
export type RetrieveAlertsInput = Input<typeof RetrieveAlerts>;

export const RetrieveAlertsResponse = el.struct("RetrieveAlertsResponse", { ack: one(ack) });
export type RetrieveAlertsResponse = Infer<typeof RetrieveAlertsResponse>;
export type RetrieveAlertsResponseInput = Input<typeof RetrieveAlertsResponse>;

/** F3.11: asks for stored alerts. */
export const retrieveAlerts = operation("RetrieveAlerts", {
  request: RetrieveAlerts,
  response: RetrieveAlertsResponse,
  outcomes: ["DiagnosticsDelivery"],
  doc: "Asks for stored alerts, by subscription or by filter (exactly one of the two).",
});
