import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { dateTime, string } from "../../../schema/scalar.ts";
import { el } from "../namespaces.ts";
import { deviceId } from "./identifiers.ts";
import { item } from "./result.ts";
import { alertType, correlator, locUri, mark, reason } from "./shared.ts";

const alertId = el.scalar("alertId", string, { label: "alert", doc: "Identifier of the stored alert." });
const receivedAt = el.scalar("receivedAt", dateTime, { label: "received", doc: "When the device sent it." });

/** A Generic Alert of a device: one for each distinct item type of an Alert 1226. */
export const alert = el.struct(
  "alert",
  {
    alertId: one(alertId),
    deviceId: one(deviceId),
    alertType: one(alertType),
    mark: optional(mark),
    correlator: optional(correlator),
    receivedAt: one(receivedAt),
    item: many(item),
  },
  { typeName: "Alert", label: "alert", doc: "A Generic Alert that a device sent." },
);
export type Alert = Infer<typeof alert>;
export type AlertInput = Input<typeof alert>;

const from = el.scalar("from", dateTime, {
  label: "from",
  doc: "Only alerts received at or after this moment.",
});
const to = el.scalar("to", dateTime, { label: "to", doc: "Only alerts received before this moment." });

/** Which stored alerts. */
export const alertFilter = el.struct(
  "filter",
  { deviceId: optional(deviceId), alertType: many(alertType), from: optional(from), to: optional(to) },
  {
    typeName: "AlertFilter",
    label: "which alerts",
    doc: "Which stored alerts; fields are joined by AND, repeats by OR.",
  },
);
export type AlertFilter = Infer<typeof alertFilter>;
export type AlertFilterInput = Input<typeof alertFilter>;

const rejectedType = el.scalar("type", string, {
  label: "alert type",
  doc: "The alert type that was refused.",
});
/** An alert type that a subscription did not get. */
export const rejectedAlertType = el.struct(
  "rejectedAlertType",
  { type: one(rejectedType), reason: one(reason) },
  {
    typeName: "RejectedAlertType",
    label: "refused alert type",
    doc: "An alert type that was refused, and why.",
  },
);
/** A parameter that a subscription did not get. */
export const rejectedParameter = el.struct(
  "rejectedParameter",
  { locUri: one(locUri), reason: one(reason) },
  {
    typeName: "RejectedParameter",
    label: "refused parameter",
    doc: "A parameter that was refused, and why.",
  },
);
