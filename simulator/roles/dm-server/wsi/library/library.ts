import { fromBase64, toBase64, toHex } from "../../../../core/bytes.ts";
import { randomId } from "../../../../core/ids.ts";
import type { ProvisioningDocument } from "../../../../protocols/provisioning/index.ts";
import type { RoleContext } from "../../../../wire/role.ts";
import type { DeviceRecord } from "../../inventory/device-record.ts";
import type { DmServerOptions, WsiLimits } from "../../options.ts";
import type { PushProvisioning } from "../../ports.ts";
import type { Store } from "../../store.ts";
import type { Turn } from "../turn.ts";
import { understandConfiguration, type Configuration } from "./content.ts";
import { packageAddress } from "./package-address.ts";
import type {
  ConfigurationContent,
  ConfigurationRecord,
  UpdateContent,
  UpdateProgress,
  UpdateRecord,
} from "./records.ts";

/** What an External System brings. */
type New<Record> = Omit<Record, "configurationId" | "updateId" | "storedAt" | "removed">;

/**
 * The configurations and updates of all External Systems. An item that is removed while work needs it stays until the last
 * of that work is done, but nobody can list it or use it for more.
 */
export interface Library {
  /** Of an External System or, without one, of all; oldest first. Removed ones are left out. */
  configurations(owner?: string): readonly ConfigurationRecord[];
  updates(owner?: string): readonly UpdateRecord[];
  /** Also one that is removed and still needed. */
  configuration(configurationId: string): ConfigurationRecord | undefined;
  update(updateId: string): UpdateRecord | undefined;
  /** The content of a configuration as it was understood; undefined when it is gone. */
  understood(configurationId: string): Configuration | undefined;
  /** Where a device fetches the package of an update; undefined when it is gone. */
  addressOf(update: UpdateRecord, device: DeviceRecord): string | undefined;
  /** The package behind the last segment of such an address at this DM server. */
  packageOf(token: string): { readonly update: UpdateRecord; readonly octets: Uint8Array } | undefined;
  /** Octets that an External System has stored. */
  storedBytes(owner: string): number;
  addConfiguration(
    item: New<ConfigurationRecord>,
    content: Uint8Array,
    understood: Configuration,
    date: number,
  ): ConfigurationRecord;
  /** Without octets devices fetch the package at its `packageUri`. */
  addUpdate(item: New<UpdateRecord>, octets: Uint8Array | undefined, date: number): UpdateRecord;
  /** Forgets an item; with `needed` its content stays until `release`. */
  removeConfiguration(record: ConfigurationRecord, needed: boolean): void;
  removeUpdate(record: UpdateRecord, needed: boolean): void;
  /** Work that needed an item is done: a removed one goes. */
  release(id: string): void;
  /** The device has the package of this operation's update. */
  setDownloaded(operationId: string, deviceId: string): void;
  isDownloaded(operationId: string, deviceId: string): boolean;
  clearDownloaded(operationId: string, deviceId: string): void;
  /** The same for all devices of an operation, which is over. */
  clearProgress(operationId: string): void;
  /** Pushes a provisioning document to a device; returns why it could not be done, or undefined. */
  sendDocument(deviceId: string, document: ProvisioningDocument, turn: Turn): string | undefined;
}

export interface LibraryParts {
  readonly store: Store;
  readonly context: RoleContext;
  readonly limits: WsiLimits;
  readonly dms: DmServerOptions["dms"];
  readonly pushProvisioning: PushProvisioning;
}

/** Creates the library on the store. */
export function createLibrary({ store, context, limits, dms, pushProvisioning }: LibraryParts): Library {
  const { random, crypto } = context;
  const bytes = new Map<string, number>();
  const byToken = new Map<string, string>();
  const count = (record: { readonly owner: string; readonly size: number } | undefined, by: number): void => {
    if (record) bytes.set(record.owner, (bytes.get(record.owner) ?? 0) + by * record.size);
  };
  const configurations = store.collection<ConfigurationRecord>("configurations", (before, after) => {
    count(before, -1);
    count(after, 1);
  });
  const contents = store.collection<ConfigurationContent>("configurationContents");
  const updates = store.collection<UpdateRecord>("updates", (before, after) => {
    // a package that lies elsewhere takes no room
    count(before?.packageUri === undefined ? before : undefined, -1);
    count(after?.packageUri === undefined ? after : undefined, 1);
  });
  const packages = store.collection<UpdateContent>("updateContents");
  for (const [updateId, { token }] of packages.entries()) byToken.set(token, updateId);
  const progress = store.collection<UpdateProgress>("updateProgress");

  /** What contents mean; one that is not used any more goes with its record. */
  const meanings = new WeakMap<ConfigurationContent, Configuration>();
  /** The octets of the package that was fetched last: the devices of a job fetch the same one. */
  let fetched: { readonly content: UpdateContent; readonly octets: Uint8Array } | undefined;

  const understood = (configurationId: string): Configuration | undefined => {
    const content = contents.get(configurationId);
    const record = configurations.get(configurationId);
    if (!content || !record) return undefined;
    const known = meanings.get(content);
    if (known) return known;
    const octets = crypto.open(content.sealed);
    if (!octets) return undefined; // sealed under the key of another installation
    const meaning = understandConfiguration(record.contentType, octets, limits);
    if ("problem" in meaning) return undefined; // stored under other limits
    meanings.set(content, meaning);
    return meaning;
  };

  const forgetUpdate = (updateId: string): void => {
    const token = packages.get(updateId)?.token;
    if (token !== undefined) {
      byToken.delete(token);
      store.onUndo(() => byToken.set(token, updateId));
    }
    if (fetched && fetched.content === packages.get(updateId)) fetched = undefined;
    packages.remove(updateId);
    updates.remove(updateId);
  };
  const forgetConfiguration = (configurationId: string): void => {
    contents.remove(configurationId);
    configurations.remove(configurationId);
  };

  return {
    configurations: (owner) => shown(configurations.values(), owner),
    updates: (owner) => shown(updates.values(), owner),
    configuration: (configurationId) => configurations.get(configurationId),
    update: (updateId) => updates.get(updateId),
    understood,
    addressOf: (update, device) => packageAddress(update, device, dms, packages.get(update.updateId)?.token),
    packageOf: (token) => {
      const updateId = byToken.get(token);
      const content = packages.get(updateId ?? "");
      const update = updates.get(updateId ?? "");
      if (!content || !update) return undefined;
      if (fetched?.content !== content)
        fetched = { content, octets: fromBase64(content.octets) ?? new Uint8Array(0) };
      return { update, octets: fetched.octets };
    },
    storedBytes: (owner) => bytes.get(owner) ?? 0,
    addConfiguration: (item, octets, meaning, date) => {
      const configurationId = randomId(random, "cfg-");
      const record: ConfigurationRecord = { ...item, configurationId, storedAt: date };
      const content: ConfigurationContent = { sealed: crypto.seal(octets) };
      meanings.set(content, meaning);
      contents.put(configurationId, content);
      configurations.put(configurationId, record);
      return record;
    },
    addUpdate: (item, octets, date) => {
      const updateId = randomId(random, "upd-");
      const record: UpdateRecord = { ...item, updateId, storedAt: date };
      if (octets) {
        const token = toHex(random.bytes(16));
        byToken.set(token, updateId);
        store.onUndo(() => byToken.delete(token));
        packages.put(updateId, { token, octets: toBase64(octets) });
      }
      updates.put(updateId, record);
      return record;
    },
    removeConfiguration: (record, needed) => {
      if (needed) configurations.put(record.configurationId, { ...record, removed: true });
      else forgetConfiguration(record.configurationId);
    },
    removeUpdate: (record, needed) => {
      if (needed) updates.put(record.updateId, { ...record, removed: true });
      else forgetUpdate(record.updateId);
    },
    release: (id) => {
      if (configurations.get(id)?.removed) forgetConfiguration(id);
      if (updates.get(id)?.removed) forgetUpdate(id);
    },
    setDownloaded: (operationId, deviceId) =>
      progress.put(`${operationId}/${deviceId}`, { downloaded: true }),
    isDownloaded: (operationId, deviceId) => progress.get(`${operationId}/${deviceId}`) !== undefined,
    clearDownloaded: (operationId, deviceId) => progress.remove(`${operationId}/${deviceId}`),
    clearProgress: (operationId) => {
      for (const key of [...progress.entries()].map(([each]) => each))
        if (key.startsWith(`${operationId}/`)) progress.remove(key);
    },
    sendDocument: (deviceId, document, turn) => pushProvisioning(deviceId, document, turn.emit),
  };
}

function shown<R extends { readonly owner: string; readonly removed?: true }>(
  records: Iterable<R>,
  owner: string | undefined,
): readonly R[] {
  const found: R[] = [];
  for (const record of records)
    if (!record.removed && (owner === undefined || record.owner === owner)) found.push(record);
  return found;
}
