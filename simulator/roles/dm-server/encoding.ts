import { fromBase64, toBase64, utf8, utf8Text } from "../../core/bytes.ts";
import type { DmEncoding, ItemInput, NestedCommandInput } from "../../protocols/syncml/index.ts";

import { isLegalText } from "./json-value.ts";

/*
 * Octets in a message: raw with Format bin in WBXML, base64 with Format b64 in XML (DM Representation 1.2, 6.6). Both
 * stand for a node whose Format property is bin.
 */

interface FormatAndType {
  readonly Format?: string | undefined;
  readonly Type?: string | undefined;
}

type Data = ItemInput["Data"];

/** A value as it is known apart from any encoding. */
export interface ReadValue {
  readonly data: string | undefined;
  readonly binaryData: Uint8Array | undefined;
  /** Format of the node; `bin` for octets, however they were carried. */
  readonly format: string | undefined;
}

/** The command as a message in this encoding carries it; the same object where nothing is to be changed. */
export function carriedCommand<Command extends NestedCommandInput>(
  command: Command,
  encoding: DmEncoding,
): Command;
export function carriedCommand(command: NestedCommandInput, encoding: DmEncoding): NestedCommandInput {
  if ("commands" in command) {
    const commands = command.commands.map((member) => carriedCommand(member, encoding));
    return commands.every((member, index) => member === command.commands[index])
      ? command
      : { ...command, commands };
  }
  const { Item } = command;
  if (!Item?.some(({ Data }) => Data instanceof Uint8Array)) return command;
  const meta = command.kind === "Alert" ? undefined : command.Meta;
  return { ...command, Item: Item.map((item) => carriedItem(item, meta, encoding)) };
}

/** The Item as a message in this encoding carries it; `meta` is the command's, the default of its Items. */
export function carriedItem(
  item: ItemInput,
  meta: FormatAndType | undefined,
  encoding: DmEncoding,
): ItemInput {
  const { Data, Meta } = item;
  if (!(Data instanceof Uint8Array)) return item;
  const format = Meta?.Format ?? meta?.Format;
  const text = isText(format, Meta?.Type ?? meta?.Type) ? utf8Text(Data) : undefined;
  if (text !== undefined && (encoding === "wbxml" || isLegalText(text))) return { ...item, Data: text };
  if (encoding === "wbxml") return format === "bin" ? item : { ...item, Meta: { ...Meta, Format: "bin" } };
  return { ...item, Meta: { ...Meta, Format: "b64" }, Data: toBase64(Data) };
}

/** A document or a value that XML can hold as it is; octets without a Format are taken for octets. */
function isText(format: string | undefined, type: string | undefined): boolean {
  const media = (type ?? "").trim();
  if (format === "bin" || format === "b64" || media.endsWith("+wbxml")) return false;
  return format !== undefined || media.endsWith("+xml");
}

/** A value out of a message, whatever it was carried in; base64 that cannot be read stays text. */
export function readValue(Data: Data, format: string | undefined): ReadValue {
  if (Data instanceof Uint8Array) return { data: undefined, binaryData: Data, format };
  const data = typeof Data === "object" ? Data.xml : Data;
  const octets = format?.trim() === "b64" && data !== undefined ? fromBase64(data) : undefined;
  if (octets) return { data: undefined, binaryData: octets, format: "bin" };
  return { data, binaryData: undefined, format };
}

/** Octets of a value as a message carries it: what Size counts (DM Protocol 1.2, 7.2). */
export function carriedSize(Data: Data): number {
  if (Data === undefined) return 0;
  if (Data instanceof Uint8Array) return Data.length;
  return utf8(typeof Data === "string" ? Data : Data.xml).length;
}
