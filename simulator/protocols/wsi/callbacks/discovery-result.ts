import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { callback } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { device } from "../types/device.ts";
import { nextIndex, totalMatches } from "../types/paging.ts";
import { outcomeFields } from "./outcome.ts";

export const DiscoveryResult = el.struct("DiscoveryResult", {
  ...outcomeFields,
  totalMatches: one(totalMatches),
  device: many(device),
  nextIndex: optional(nextIndex),
});
export type DiscoveryResult = Infer<typeof DiscoveryResult>;
export type DiscoveryResultInput = Input<typeof DiscoveryResult>;
export const DiscoveryResultResponse = el.struct("DiscoveryResultResponse", {});

/** D1: devices found, delivered by callback. */
export const discoveryResult = callback(
  "DiscoveryResult",
  DiscoveryResult,
  DiscoveryResultResponse,
  "Delivers the devices that a discovery found.",
);
