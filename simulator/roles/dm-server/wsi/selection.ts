import type { DeviceFilter, DeviceSelector } from "../../../protocols/wsi/index.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";
import type { Call } from "./call.ts";
import { policyRefusal, serviceRefusal } from "./refusal.ts";
import { textPatterns } from "./text-patterns.ts";

/** Devices of the caller's policy that match a filter, in the order of the inventory. */
export function matchingDevices(
  filter: DeviceFilter | undefined,
  { room, caller }: Call,
): readonly DeviceRecord[] {
  const test = filterTest(filter);
  const found: DeviceRecord[] = [];
  // ids that are named whole need no walk through the inventory
  const named = filter?.deviceId.every((id) => !id.endsWith("*")) === true && filter.deviceId.length > 0;
  const candidates = named
    ? [...new Set(filter.deviceId)].flatMap((id) => room.inventory.device(id) ?? [])
    : room.inventory.devices();
  for (const device of candidates)
    if (test(device) && room.policy.seesDevice(caller, device)) found.push(device);
  return found;
}

/**
 * The devices that a selector means: the union of its parts, each once. A device that is named must exist (SVC0004) and
 * lie in the policy (POL0201); groups, filter and `all` mean those of the policy. Nothing selected is SVC0002 naming
 * `part`; more than the quota allows is POL0003.
 */
export function selectDevices(selector: DeviceSelector, part: string, call: Call): readonly DeviceRecord[] {
  const { room, caller, owner } = call;
  if (selector.deviceId.length === 0 && selector.group.length === 0 && !selector.filter && !selector.all)
    throw serviceRefusal("SVC0002", [part], "no device is selected");
  const found = new Map<string, DeviceRecord>();
  for (const deviceId of selector.deviceId) {
    const device = room.inventory.device(deviceId);
    if (!device) throw serviceRefusal("SVC0004", [`${part}.deviceId`], `there is no device ${deviceId}`);
    const refusal = room.policy.device(caller, device);
    if (refusal) throw refusal;
    found.set(deviceId, device);
  }
  const groups = new Set(selector.group);
  const filter = selector.filter && filterTest(selector.filter);
  if (groups.size > 0 || filter || selector.all)
    for (const device of room.inventory.devices()) {
      const meant =
        selector.all === true ||
        device.groups.some((group) => groups.has(group)) ||
        filter?.(device) === true;
      if (meant && room.policy.seesDevice(caller, device)) found.set(device.deviceId, device);
    }
  const most = room.systems.policy(owner)?.quota.devicesPerBulk ?? 0;
  if (found.size > most)
    throw policyRefusal("POL0003", [String(most)], `${found.size} devices are more than ${most}`);
  return [...found.values()];
}

/** Fields are joined by AND, repeats by OR, a trailing `*` is a prefix (contract, section 5). */
export function filterTest(filter: DeviceFilter | undefined): (device: DeviceRecord) => boolean {
  if (!filter) return () => true;
  const isNamed = filter.deviceId.length === 0 ? undefined : textPatterns(filter.deviceId);
  const { manufacturer, model, firmwareVersion, group, managementDomain, seenAfter } = filter;
  return (device) =>
    (isNamed === undefined || isNamed(device.deviceId)) &&
    (manufacturer === undefined || fits(manufacturer, device.manufacturer)) &&
    (model === undefined || fits(model, device.model)) &&
    (firmwareVersion === undefined || fits(firmwareVersion, device.firmwareVersion)) &&
    (group === undefined || device.groups.some((name) => fits(group, name))) &&
    (managementDomain === undefined || device.managementDomain === managementDomain) &&
    (seenAfter === undefined || (device.lastSeen !== undefined && device.lastSeen > seenAfter));
}

function fits(pattern: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
