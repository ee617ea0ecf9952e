import { utf8Text } from "../../core/bytes.ts";
import type { DataValue } from "../../schema/element.ts";
import { isReadable } from "../../schema/wbxml/index.ts";
import type { NestedCommand } from "./commands.ts";
import type { DataSyncCommand } from "./data-sync.ts";
import type { BodyCommand, SyncML } from "./message.ts";

/** An Item while its message is being made. */
interface SettlingItem {
  readonly Meta?: { readonly Format?: string | undefined } | undefined;
  Data?: DataValue | undefined;
}

/**
 * Turns opaque Data of a message that was just read into text, where its Format (the Item's, else the command's) is not
 * `bin` and the octets are text. Some encoders send every Data opaque.
 */
export function settleData({ SyncBody }: SyncML): void {
  for (const command of SyncBody.commands) settleCommand(command);
  for (const command of SyncBody.dataSync) settleCommand(command);
}

type SyncChange = Extract<DataSyncCommand, { kind: "Sync" }>["commands"][number];

function settleCommand(command: BodyCommand | NestedCommand | DataSyncCommand | SyncChange): void {
  if ("commands" in command) {
    for (const inner of command.commands) settleCommand(inner);
    return;
  }
  if (command.kind === "Search" || command.kind === "Map") {
    if (command.kind === "Search") settleItem(command, undefined);
    return;
  }
  const format = "Meta" in command ? command.Meta?.Format : undefined;
  for (const item of command.Item) settleItem(item, format);
}

function settleItem(item: SettlingItem, format: string | undefined): void {
  if (item.Data instanceof Uint8Array) item.Data = settled(item.Data, item.Meta?.Format ?? format);
}

/** Opaque Data of a Format as text, or as the octets it is. */
export function settled(octets: Uint8Array, format: string | undefined): string | Uint8Array {
  if (format === "bin") return octets;
  const text = utf8Text(octets);
  return isReadable(text) ? text : octets;
}
