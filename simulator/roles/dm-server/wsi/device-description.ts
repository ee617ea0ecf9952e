import type { DeviceDescriptionInput } from "../../../protocols/wsi/index.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";
import type { Room } from "./room.ts";

/** Management objects that every DM 1.2 device has (DM Standardized Objects), with their fixed roots. */
const standardObjects: readonly { readonly mo: string; readonly root: string }[] = [
  { mo: "urn:oma:mo:oma-dm-devinfo:1.0", root: "./DevInfo" },
  { mo: "urn:oma:mo:oma-dm-devdetail:1.0", root: "./DevDetail" },
];

/** What is known of a device, as the contract tells it. */
export function describeRecord(
  device: DeviceRecord,
  room: Room,
  withCapabilities: boolean,
): DeviceDescriptionInput {
  const { deviceId, manufacturer, model, firmwareVersion, groups, lastSeen, managementObjects = [] } = device;
  const known = new Set(managementObjects.map(({ root }) => root));
  const capability = [...standardObjects.filter(({ root }) => !known.has(root)), ...managementObjects];
  return {
    deviceId,
    manufacturer,
    model,
    firmwareVersion,
    group: groups,
    managedBy: device.manager ?? device.managedBy ?? room.dms.id,
    lastSeen,
    capability: withCapabilities ? capability : [],
  };
}
