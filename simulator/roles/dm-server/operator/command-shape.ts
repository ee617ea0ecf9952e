import type { DeviceCommandInput } from "../ports.ts";
import { isLegalText } from "../json-value.ts";

/** Kinds of commands that a server sends, and whether their Items need an address. */
const kinds: Readonly<Record<string, "target" | "none">> = {
  Add: "target",
  Replace: "target",
  Delete: "target",
  Get: "target",
  Copy: "target",
  Exec: "target",
  Alert: "none",
};
/** Alerts that a person at the device answers (DM Protocol 1.2, 8.7). */
const FIRST_UI_ALERT = 1100;
const LAST_UI_ALERT = 1104;
/** Containers in containers that are looked into. */
const DEEPEST = 8;

/**
 * What keeps commands of a caller from being sent, in one sentence, or undefined: the shape that the encoder needs and
 * no more. No commands at all are a session with nothing to do. What the protocol forbids (a Get inside an Atomic, two Items of an Exec) goes out all the same, since a
 * tester wants to see what the device makes of it.
 */
export function commandsFault(commands: readonly DeviceCommandInput[]): string | undefined {
  const list: unknown = commands;
  if (!Array.isArray(list)) return "there are no commands";
  for (const command of commands) {
    const fault = shapeFault(command, 0);
    if (fault !== undefined) return fault;
    if (!isLegal(command)) return `${command.kind} has characters that XML cannot hold; octets can be given`;
  }
  return undefined;
}

function shapeFault(command: DeviceCommandInput, depth: number): string | undefined {
  const value: unknown = command;
  if (!isRecord(value) || typeof value.kind !== "string") return "a command is no object with a kind";
  const { kind } = value;
  if (kind === "Atomic" || kind === "Sequence") {
    if (depth >= DEEPEST) return `${kind} is nested too deeply`;
    if (!Array.isArray(value.commands) || value.commands.length === 0) return `${kind} has no commands`;
    for (const member of value.commands as readonly DeviceCommandInput[]) {
      const fault = shapeFault(member, depth + 1);
      if (fault !== undefined) return `${kind}: ${fault}`;
    }
    return undefined;
  }
  const needs = kinds[kind];
  if (needs === undefined) return `${kind} is no command of a DM server`;
  if (kind === "Alert") return alertFault(value);
  if (!Array.isArray(value.Item) || value.Item.length === 0) return `${kind} has no Item`;
  for (const item of value.Item as readonly unknown[]) {
    const fault = itemFault(item);
    if (fault !== undefined) return `${kind}: ${fault}`;
    if (!isAddressed(item, "Target")) return `${kind} has an Item without Target`;
    if (kind === "Copy" && !isAddressed(item, "Source")) return "Copy has an Item without Source";
  }
  return undefined;
}

function alertFault(alert: Readonly<Record<string, unknown>>): string | undefined {
  const { Data, Item } = alert;
  if (typeof Data !== "number" || Data < FIRST_UI_ALERT || Data > LAST_UI_ALERT)
    return `a DM server asks with Alert ${FIRST_UI_ALERT} to ${LAST_UI_ALERT}, not ${String(Data)}`;
  if (Item === undefined) return undefined;
  if (!Array.isArray(Item)) return "Alert has Items that are no list";
  for (const item of Item as readonly unknown[]) {
    const fault = itemFault(item);
    if (fault !== undefined) return `Alert: ${fault}`;
  }
  return undefined;
}

function itemFault(item: unknown): string | undefined {
  if (!isRecord(item)) return "an Item is no object";
  const { Data, Meta } = item;
  const isMarkup = isRecord(Data) && typeof Data.xml === "string";
  if (Data !== undefined && typeof Data !== "string" && !(Data instanceof Uint8Array) && !isMarkup)
    return "the Data of an Item is neither text nor octets";
  if (Meta !== undefined && !isRecord(Meta)) return "the Meta of an Item is no object";
  if (item.MoreData !== undefined) return "an Item has MoreData; large objects are given whole";
  return undefined;
}

function isAddressed(item: unknown, place: "Target" | "Source"): boolean {
  const address = isRecord(item) ? item[place] : undefined;
  return isRecord(address) && typeof address.LocURI === "string" && address.LocURI !== "";
}

/** True when every text of a value can stand in a message in either encoding. */
function isLegal(value: unknown): boolean {
  if (typeof value === "string") return isLegalText(value);
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return true;
  return Object.values(value).every(isLegal);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
