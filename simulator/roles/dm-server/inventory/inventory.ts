import type { Crypto } from "../../../core/crypto.ts";
import { ownText } from "../../../core/bytes.ts";
import { WorkbenchError } from "../../../core/error.ts";
import type { StoreSnapshot, StoreWrite } from "../../../wire/role.ts";
import type { EffectSink, Inventory, InventoryCopies } from "../ports.ts";
import { createCopyIndex } from "./copy-index.ts";
import { mergeAccount, recordOfAccount, recordOfStranger, type DeviceAccount } from "./device-account.ts";
import type { DeviceRecord } from "./device-record.ts";
import { DEVICES, readStoredRecord, sealPassword, storedRecord } from "./stored-record.ts";

export interface InventoryOptions {
  readonly snapshot: StoreSnapshot;
  readonly accounts: readonly DeviceAccount[];
  /** What happens to a device that has no account. */
  readonly unknownDevices: "refuse" | "accept";
  readonly crypto: Crypto;
  /** Devices without an account that are remembered; those that never proved themselves go first. */
  readonly strangers?: number | undefined;
}

/** Devices without an account that are remembered where nothing else is configured. */
const STRANGERS = 10_000;
/** Sealed passwords that are remembered. */
const MOST_SEALED = 1024;

/** The inventory with what only the DM side asks of it. */
export interface DeviceInventory extends Inventory {
  /**
   * The record behind a Package 1: by the device id of its Source, else by the user name. A device without an account
   * gets a record where such devices are accepted.
   */
  identify(source: string, username: string | undefined, sink: EffectSink): DeviceRecord | undefined;
  readonly copies: InventoryCopies;
}

/** Creates the inventory from the configured accounts and what was committed before. */
export function createInventory(options: InventoryOptions): DeviceInventory {
  const { snapshot, accounts, unknownDevices, crypto, strangers: mostStrangers = STRANGERS } = options;
  const records = new Map<string, DeviceRecord>();
  /** Devices without an account, those heard of last at the end. */
  const strangers = new Set<string>();
  const byUsername = new Map<string, string>();
  /** Passwords that were sealed lately; the server has one for most of its devices. */
  let sealed = new Map<string, string>();

  for (const [, value] of snapshot.entries(DEVICES)) {
    const record = readStoredRecord(value, crypto);
    if (record) records.set(record.deviceId, record);
  }
  for (const account of accounts) {
    const configured = recordOfAccount(account, crypto);
    const stored = records.get(account.deviceId);
    // an account of our own wins over what an upstream said of the device
    const isOurs = stored && stored.managedBy === undefined;
    records.set(account.deviceId, isOurs ? mergeAccount(stored, configured) : configured);
    const { username } = account.client;
    // a user name that several devices share says nothing about which of them it is
    if (username !== "") byUsername.set(username, byUsername.has(username) ? "" : account.deviceId);
  }

  const configured = new Set(accounts.map(({ deviceId }) => deviceId));
  const index = createCopyIndex();
  for (const { deviceId, account, managedBy } of records.values())
    if (managedBy !== undefined) index.add(deviceId, managedBy);
    else if (!configured.has(deviceId) && account.client.auth === "none") strangers.add(deviceId);

  const sealedPassword = (record: DeviceRecord): string => {
    const { password } = record.account.server;
    const known = sealed.get(password);
    if (known !== undefined) return known;
    const text = sealPassword(crypto, password);
    if (sealed.size >= MOST_SEALED) sealed = new Map();
    sealed.set(password, text);
    return text;
  };

  const keep = (record: DeviceRecord, sink: EffectSink): void => {
    records.set(record.deviceId, record);
    const value = storedRecord(record, sealedPassword(record));
    sink({ type: "commit", writes: [{ collection: DEVICES, key: record.deviceId, value }] });
  };

  /** Makes room for one more: a stranger that only knocked goes before one that was served. */
  const forgetStranger = (sink: EffectSink): void => {
    if (strangers.size < mostStrangers) return;
    let oldest: string | undefined;
    for (const deviceId of strangers) {
      oldest ??= deviceId;
      if (records.get(deviceId)?.lastSeen !== undefined) continue;
      oldest = deviceId;
      break;
    }
    if (oldest === undefined) return;
    strangers.delete(oldest);
    records.delete(oldest);
    sink({ type: "commit", writes: [{ collection: DEVICES, key: oldest }] });
  };

  const copies: InventoryCopies = {
    keep: (kept, sink) => {
      const writes: StoreWrite[] = [];
      let standing = 0;
      for (const record of kept) {
        const { deviceId, managedBy } = record;
        const before = records.get(deviceId);
        if (managedBy === undefined || (before && before.managedBy !== managedBy)) continue;
        standing++;
        if (before === record) continue;
        records.set(deviceId, record);
        index.add(deviceId, managedBy);
        writes.push({
          collection: DEVICES,
          key: deviceId,
          value: storedRecord(record, sealedPassword(record)),
        });
      }
      if (writes.length > 0) sink({ type: "commit", writes });
      return standing;
    },
    forget: (deviceIds, sink) => {
      const writes: StoreWrite[] = [];
      for (const deviceId of deviceIds) {
        const { managedBy } = records.get(deviceId) ?? {};
        if (managedBy === undefined) continue;
        index.remove(deviceId, managedBy);
        records.delete(deviceId);
        writes.push({ collection: DEVICES, key: deviceId });
      }
      if (writes.length > 0) sink({ type: "commit", writes });
    },
    of: index.of,
    upstreams: index.upstreams,
    count: index.count,
  };

  return {
    copies,
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
      // a device of an upstream is served there, and nowhere else
      if (known?.managedBy !== undefined) return undefined;
      if (known || unknownDevices === "refuse" || source === "") return known;
      forgetStranger(sink);
      const record = recordOfStranger(ownText(source));
      strangers.add(record.deviceId);
      keep(record, sink);
      return record;
    },
  };
}
