import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { boolean } from "../../../schema/scalar.ts";
import { deliveryName } from "../enumerations.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { device, deviceFilter } from "../types/device.ts";
import { maxResults, nextIndex, startIndex, totalMatches } from "../types/paging.ts";

const includeCapabilities = el.scalar("includeCapabilities", boolean, {
  label: "with capabilities",
  doc: "Whether the management objects of each device are listed; false when absent.",
});
const delivery = el.scalar("delivery", deliveryName, {
  label: "delivery",
  doc: "Where the answer goes: in the response (also when absent) or to the callback endpoint.",
});

export const DiscoverDevices = el.struct("DiscoverDevices", {
  filter: optional(deviceFilter),
  startIndex: optional(startIndex),
  maxResults: optional(maxResults),
  includeCapabilities: optional(includeCapabilities),
  delivery: optional(delivery),
});
export type DiscoverDevices = Infer<typeof DiscoverDevices>;
export type DiscoverDevicesInput = Input<typeof DiscoverDevices>;

export const DiscoverDevicesResponse = el.struct("DiscoverDevicesResponse", {
  ack: one(ack),
  totalMatches: optional(totalMatches),
  device: many(device),
  nextIndex: optional(nextIndex),
});
export type DiscoverDevicesResponse = Infer<typeof DiscoverDevicesResponse>;
export type DiscoverDevicesResponseInput = Input<typeof DiscoverDevicesResponse>;

/** D1: which devices are there. */
export const discoverDevices = operation("DiscoverDevices", {
  request: DiscoverDevices,
  response: DiscoverDevicesResponse,
  outcomes: ["DiscoveryResult"],
  doc: "Finds devices by a filter, page by page, in the response or by callback.",
});
