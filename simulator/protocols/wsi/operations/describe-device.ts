import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { boolean } from "../../../schema/scalar.ts";
import { deliveryName } from "../enumerations.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { device } from "../types/device.ts";
import { deviceId } from "../types/identifiers.ts";

const refresh = el.scalar("refresh", boolean, {
  label: "read from the device",
  doc: "Whether DevInfo and DevDetail are read from the device; false when absent.",
});
const delivery = el.scalar("delivery", deliveryName, {
  label: "delivery",
  doc: "Where the answer goes: in the response (also when absent) or to the callback endpoint.",
});

export const DescribeDevice = el.struct("DescribeDevice", {
  deviceId: one(deviceId),
  refresh: optional(refresh),
  delivery: optional(delivery),
});
export type DescribeDevice = Infer<typeof DescribeDevice>;
export type DescribeDeviceInput = Input<typeof DescribeDevice>;

export const DescribeDeviceResponse = el.struct("DescribeDeviceResponse", {
  ack: one(ack),
  device: optional(device),
});
export type DescribeDeviceResponse = Infer<typeof DescribeDeviceResponse>;
export type DescribeDeviceResponseInput = Input<typeof DescribeDeviceResponse>;

/** What one device is and can. */
export const describeDevice = operation("DescribeDevice", {
  request: DescribeDevice,
  response: DescribeDeviceResponse,
  outcomes: ["OperationResult", "DiscoveryResult"],
  doc: "Describes one device with its capabilities, from the inventory or freshly read from the device.",
});
