import type { BodyCommand } from "../../../protocols/syncml/index.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";

/** Most leaves of DevInfo that are kept, and most characters of a value: a device must not fill the store. */
const MOST_LEAVES = 64;
const LONGEST_VALUE = 1024;

/** Fields of the inventory that DevInfo and DevDetail leaves fill. */
const fields: Readonly<Record<string, "manufacturer" | "model" | "firmwareVersion">> = {
  Man: "manufacturer",
  Mod: "model",
  "./DevDetail/FwV": "firmwareVersion",
};

/** What the Replace commands of a client say about the device; leaves of DevInfo by their name below it. */
export function readDevInfo(commands: readonly BodyCommand[]): Partial<DeviceRecord> {
  const leaves = new Map<string, string>();
  for (const command of commands) {
    if (command.kind !== "Replace") continue;
    for (const item of command.Item) {
      const name = leafName(item.Source?.LocURI ?? item.Target?.LocURI);
      const value = item.Data;
      if (name !== undefined && typeof value === "string" && leaves.size < MOST_LEAVES)
        leaves.set(name, value.slice(0, LONGEST_VALUE));
    }
  }
  if (leaves.size === 0) return {};
  const known: Partial<Record<"manufacturer" | "model" | "firmwareVersion", string>> = {};
  for (const [leaf, field] of Object.entries(fields)) {
    const value = leaves.get(leaf);
    if (value !== undefined) known[field] = value;
  }
  return { ...known, devInfo: Object.fromEntries(leaves) };
}

/** `Man` for `./DevInfo/Man`; vendor leaves keep their path below DevInfo; other nodes their whole address. */
function leafName(uri: string | undefined): string | undefined {
  if (uri === undefined || uri === "") return undefined;
  const path = uri.startsWith("./") ? uri : `./${uri}`;
  return path.startsWith("./DevInfo/") ? path.slice("./DevInfo/".length) : path;
}
