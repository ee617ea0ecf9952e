import type { Crypto } from "../../../core/crypto.ts";
import { WorkbenchError } from "../../../core/error.ts";
import type { StoreSnapshot } from "../../../wire/role.ts";
import type { EffectSink, Inventory } from "../ports.ts";
import { mergeAccount, recordOfAccount, recordOfStranger, type DeviceAccount } from "./device-account.ts";
import type { DeviceRecord } from "./device-record.ts";
import { DEVICES, readStoredRecord, sealPassword, storedRecord } from "./stored-record.ts";

export interface InventoryOptions {
  readonly snapshot: StoreSnapshot;
  readonly accounts: readonly DeviceAccount[];
  /** What happens to a device that has no account. */
  readonly unknownDevices: "refuse" | "accept";
  readonly crypto: Crypto;
}

/** The inventory with what only the DM side asks of it. */
export interface DeviceInventory extends Inventory {
  /**
   * The record behind a Package 1: by the device id of its Source, else by the user name. A device without an account
   * gets a record where such devices are accepted.
   */
  identify(source: string, username: string | undefined, sink: EffectSink): DeviceRecord | undefined;
}

/** Creates the inventory from the configured accounts and what was committed before. */
export function createInventory(options: InventoryOptions): DeviceInventory {
  const { snapshot, accounts, unknownDevices, crypto } = options;
  const records = new Map<string, DeviceRecord>();
  const byUsername = new Map<string, string>();
  const sealed = new Map<string, { readonly password: string; readonly text: string }>();

  for (const [, value] of snapshot.entries(DEVICES)) {
    const record = readStoredRecord(value, crypto);
    if (record) records.set(record.deviceId, record);
  }
  for (const account of accounts) {
    const configured = recordOfAccount(account, crypto);
    const stored = records.get(account.deviceId);
    records.set(account.deviceId, stored ? mergeAccount(stored, configured) : configured);
    const { username } = account.client;
    // a user name that several devices share says nothing about which of them it is
    if (username !== "") byUsername.set(username, byUsername.has(username) ? "" : account.deviceId);
  }

  const sealedPassword = (record: DeviceRecord): string => {
    const { password } = record.account.server;
    const known = sealed.get(record.deviceId);
    if (known?.password === password) return known.text;
    const text = sealPassword(crypto, password);
    sealed.set(record.deviceId, { password, text });
    return text;
  };

  const keep = (record: DeviceRecord, sink: EffectSink): void => {
    records.set(record.deviceId, record);
    const value = storedRecord(record, sealedPassword(record));
    sink({ type: "commit", writes: [{ collection: DEVICES, key: record.deviceId, value }] });
  };

  return {
    device: (deviceId) => records.get(deviceId),
    devices: () => records.values(),
    update: (deviceId, change, sink) => {
      const record = records.get(deviceId);
      if (!record)
        throw new WorkbenchError("inventory/unknown-device", `There is no record of ${deviceId}`, {
          deviceId,
        });
      keep({ ...record, ...change, deviceId }, sink);
    },
    identify: (source, username, sink) => {
      const known = records.get(source) ?? records.get(byUsername.get(username ?? "") ?? "");
      if (known || unknownDevices === "refuse" || source === "") return known;
      const record = recordOfStranger(source);
      keep(record, sink);
      return record;
    },
  };
}
