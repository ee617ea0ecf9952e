import type { DeviceRecord } from "../../inventory/device-record.ts";
import type { OperationName } from "../../../../protocols/wsi/index.ts";
import type { Call } from "../call.ts";
import { policyRefusal, serviceRefusal } from "../refusal.ts";
import type { ConfigurationRecord, UpdateRecord } from "./records.ts";

/** The caller's configuration. Somebody else's, and a removed one, is as unknown as one that never was (SVC0207). */
export function ownConfiguration(configurationId: string, { room, owner }: Call): ConfigurationRecord {
  const record = room.library.configuration(configurationId);
  if (record?.owner !== owner || record.removed) throw serviceRefusal("SVC0207", [configurationId]);
  return record;
}

/** The caller's update, likewise (SVC0207). */
export function ownUpdate(updateId: string, { room, owner }: Call): UpdateRecord {
  const record = room.library.update(updateId);
  if (record?.owner !== owner || record.removed) throw serviceRefusal("SVC0207", [updateId]);
  return record;
}

/** Refuses with POL0203 what would be more than the caller may store. `bytes` is what comes to lie here. */
export function checkRoom(
  kind: "configurations" | "updates",
  bytes: number,
  { room: { library, settings }, owner }: Call,
): void {
  const { items, configurationBytes, updateBytes, totalBytes } = settings.library;
  if (library[kind](owner).length >= items) throw policyRefusal("POL0203", [kind]);
  if (bytes > (kind === "configurations" ? configurationBytes : updateBytes))
    throw policyRefusal("POL0203", [kind === "configurations" ? "configurationBytes" : "updateBytes"]);
  if (library.storedBytes(owner) + bytes > totalBytes) throw policyRefusal("POL0203", ["storedBytes"]);
}

/** Work with stored items is not delegated (contract, section 10): refuses devices of an upstream with SVC0208. */
export function checkManagedHere(devices: readonly DeviceRecord[], operation: OperationName): void {
  for (const { deviceId, managedBy } of devices)
    if (managedBy !== undefined) throw serviceRefusal("SVC0208", [operation, deviceId]);
}
