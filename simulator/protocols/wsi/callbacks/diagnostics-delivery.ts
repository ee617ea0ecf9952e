import { many, optional, type Infer, type Input } from "../../../schema/element.ts";
import { callback } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { alert } from "../types/alert.ts";
import { deviceId } from "../types/identifiers.ts";
import { nextIndex } from "../types/paging.ts";
import { item } from "../types/result.ts";
import { outcomeFields } from "./outcome.ts";

export const DiagnosticsDelivery = el.struct("DiagnosticsDelivery", {
  ...outcomeFields,
  deviceId: optional(deviceId),
  alert: many(alert),
  item: many(item),
  nextIndex: optional(nextIndex),
});
export type DiagnosticsDelivery = Infer<typeof DiagnosticsDelivery>;
export type DiagnosticsDeliveryInput = Input<typeof DiagnosticsDelivery>;
export const DiagnosticsDeliveryResponse = el.struct("DiagnosticsDeliveryResponse", {});

/** F3.12: diagnostics data, stored or fresh. */
export const diagnosticsDelivery = callback(
  "DiagnosticsDelivery",
  DiagnosticsDelivery,
  DiagnosticsDeliveryResponse,
  "Delivers diagnostics data: stored alerts or values freshly read from a device.",
);
