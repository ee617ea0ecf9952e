import type { DeviceRecord } from "../../inventory/device-record.ts";
import type { CommandOutcome, ReferencedCommand } from "../../ports.ts";
import { legalText } from "../../json-value.ts";
import { isSuccess } from "../results.ts";
import { resultOf } from "./plan-commands.ts";
import type { DevicePlan, Planner } from "./task-contract.ts";

/*
 * DescribeDevice with `refresh`: DevInfo and DevDetail (DM Standardized Objects 1.2), then the management objects, which a
 * tree tells by the Type of their root nodes; these lie at the top or one below it.
 */

/** Leaves that are read, by the field of the inventory that they fill. */
const fields = {
  "./DevInfo/Man": "manufacturer",
  "./DevInfo/Mod": "model",
  "./DevDetail/FwV": "firmwareVersion",
} as const;
const leaves = [
  "./DevInfo/DevId",
  "./DevInfo/Man",
  "./DevInfo/Mod",
  "./DevInfo/DmV",
  "./DevInfo/Lang",
  "./DevDetail/DevTyp",
  "./DevDetail/OEM",
  "./DevDetail/FwV",
  "./DevDetail/SwV",
  "./DevDetail/HwV",
  "./DevDetail/LrgObj",
];
const ROOT = ".";
const TYPE = "?prop=Type";
/** Nodes that are asked for their Type at once, and characters of a value that are kept: a device must not fill the store. */
const MOST_NODES = 64;
const LONGEST_VALUE = 1024;

/** What the device told, by the address that was asked. */
type Told = ReadonlyMap<string, string>;

/** Reads DevInfo, DevDetail and where the management objects lie; the policy of an External System has no say in it. */
export const describePlanner: Planner<"describe"> = {
  accesses: () => [],
  plan: (_work, { deviceId }, _operation, room): DevicePlan => {
    const asked: string[] = [];
    const ask = (uris: readonly string[]): readonly ReferencedCommand[] =>
      uris.map((uri) => ({
        reference: String(asked.push(uri)),
        command: { kind: "Get", CmdID: "", Item: [{ Target: { LocURI: uri } }] },
      }));
    return {
      next: (answered, turn) => {
        const told = read(answered, asked);
        if (asked.length === 0) return { kind: "send", commands: ask([...leaves, ROOT]) };
        const more = unasked(told, asked);
        if (more.length > 0) return { kind: "send", commands: ask(more) };
        const device = room.inventory.device(deviceId);
        if (device && told.size > 0) room.inventory.update(deviceId, learnt(device, told), turn.emit);
        const basic = answered.filter(({ reference }) => Number(reference) <= leaves.length);
        const { commandResult } = resultOf(basic);
        return told.size > 0
          ? { kind: "done", result: { state: "succeeded", commandResult, reason: undefined } }
          : {
              kind: "done",
              result: { state: "failed", commandResult, reason: "the device told nothing of itself" },
            };
      },
    };
  },
  repeatable: () => true,
};

function read(answered: readonly CommandOutcome[], asked: readonly string[]): Told {
  const told = new Map<string, string>();
  for (const { reference, status, items } of answered) {
    const uri = asked[Number(reference) - 1];
    const value = items[0]?.data;
    if (uri !== undefined && value !== undefined && isSuccess(status))
      told.set(uri, legalText(value.slice(0, LONGEST_VALUE * 4)));
  }
  return told;
}

/** Nodes whose Type and children are still to be read: those at the top, then those below the ones that are no objects. */
function unasked(told: Told, asked: readonly string[]): readonly string[] {
  const known = new Set(asked);
  const tops = childrenOf(told, ROOT, "./");
  const wanted = tops.flatMap((node) => [`${node}${TYPE}`, node]);
  if (tops.every((node) => known.has(node)))
    for (const node of tops)
      if (!isObject(told.get(`${node}${TYPE}`)))
        wanted.push(...childrenOf(told, node, `${node}/`).map((child) => `${child}${TYPE}`));
  return wanted.filter((uri) => !known.has(uri)).slice(0, MOST_NODES);
}

/** The children that an interior node told: its value is their names, parted by slashes. */
function childrenOf(told: Told, node: string, prefix: string): readonly string[] {
  return (told.get(node) ?? "")
    .split("/")
    .filter((name) => name !== "")
    .slice(0, MOST_NODES)
    .map((name) => `${prefix}${name}`);
}

/** True for the Type of the root of a management object: an identifier, where other nodes have a media type or nothing. */
function isObject(type: string | undefined): type is string {
  return type !== undefined && /^[\w.-]+:/.test(type);
}

function learnt(device: DeviceRecord, told: Told): Partial<DeviceRecord> {
  const devInfo: Record<string, string> = { ...device.devInfo };
  for (const uri of leaves) {
    const value = told.get(uri)?.slice(0, LONGEST_VALUE);
    if (value !== undefined) devInfo[uri.replace("./DevInfo/", "")] = value;
  }
  const change: { -readonly [Field in (typeof fields)[keyof typeof fields]]?: string } = {};
  for (const [uri, field] of Object.entries(fields)) {
    const value = told.get(uri)?.slice(0, LONGEST_VALUE);
    if (value !== undefined) change[field] = value;
  }
  const objects = [...told].flatMap(([uri, mo]) =>
    uri.endsWith(TYPE) && isObject(mo) ? [{ mo, root: uri.slice(0, -TYPE.length) }] : [],
  );
  return { ...change, devInfo, ...(objects.length > 0 ? { managementObjects: objects } : {}) };
}
