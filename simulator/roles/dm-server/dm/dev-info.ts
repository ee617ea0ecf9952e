import { ownText } from "../../../core/bytes.ts";
import type { BodyCommand } from "../../../protocols/syncml/index.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";

/** Most leaves of DevInfo that are kept, and most characters of a value: a device must not fill the store. */
const MOST_LEAVES = 64;
const LONGEST_VALUE = 1024;
/** Longest name of a leaf that is kept, and most leaves of all sessions together. */
const LONGEST_NAME = 255;
const MOST_KEPT = 256;

/** Fields of the inventory that DevInfo and DevDetail leaves fill. */
const fields: Readonly<Record<string, "manufacturer" | "model" | "firmwareVersion">> = {
  Man: "manufacturer",
  Mod: "model",
  "./DevDetail/FwV": "firmwareVersion",
};

/** What is new in what the Replace commands of a client say about the device; leaves of DevInfo by their name below it. */
export function readDevInfo(
  commands: readonly BodyCommand[],
  known: DeviceRecord["devInfo"] = {},
): Partial<DeviceRecord> {
  let leaves: Map<string, string> | undefined;
  for (const command of commands) {
    if (command.kind !== "Replace") continue;
    for (const item of command.Item) {
      // some clients tell interior nodes with the names below them as well
      if ((item.Meta?.Format ?? command.Meta?.Format) === "node") continue;
      const name = leafName(item.Source?.LocURI ?? item.Target?.LocURI);
      const value = item.Data;
      if (name === undefined || typeof value !== "string" || (leaves === undefined && known[name] === value))
        continue;
      leaves ??= new Map();
      if (leaves.size < MOST_LEAVES) leaves.set(ownText(name), ownText(value.slice(0, LONGEST_VALUE)));
    }
  }
  if (leaves === undefined) return {};
  const told: Partial<Record<"manufacturer" | "model" | "firmwareVersion", string>> = {};
  for (const [leaf, field] of Object.entries(fields)) {
    const value = leaves.get(leaf);
    if (value !== undefined) told[field] = value;
  }
  return { ...told, devInfo: Object.fromEntries(leaves) };
}

/** Leaves that were known with those that were told now; the oldest go where there are too many. */
export function mergeDevInfo(
  known: DeviceRecord["devInfo"],
  told: DeviceRecord["devInfo"] | undefined,
): DeviceRecord["devInfo"] {
  if (told === undefined) return known;
  const merged = { ...known, ...told };
  const entries = Object.entries(merged);
  return entries.length <= MOST_KEPT ? merged : Object.fromEntries(entries.slice(-MOST_KEPT));
}

/** `Man` for `./DevInfo/Man`; vendor leaves keep their path below DevInfo; other nodes their whole address. */
function leafName(uri: string | undefined): string | undefined {
  if (uri === undefined || uri === "" || uri.length > LONGEST_NAME) return undefined;
  const path = uri.startsWith("./") ? uri : `./${uri}`;
  return path.startsWith("./DevInfo/") ? path.slice("./DevInfo/".length) : path;
}
