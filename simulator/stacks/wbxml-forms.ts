import { fromBase64, toBase64, utf8, utf8Text } from "../core/bytes.ts";
import { hasError, type Finding } from "../core/finding.ts";
import { spec } from "../core/spec-ref.ts";
import {
  readMgmtTree,
  tndsMediaTypes,
  ddfMediaTypes,
  writeMgmtTree,
  type MgmtNode,
  type MgmtNodeInput,
  type MgmtTree,
  type MgmtTreeEncoding,
  type MgmtTreeInput,
} from "../protocols/dmddf/index.ts";
import {
  readDevInf,
  readDevInfWbxml,
  writeDevInf,
  writeDevInfWbxml,
  type ItemInput,
  type SyncMLInput,
} from "../protocols/syncml/index.ts";
import { isReadable } from "../schema/wbxml/index.ts";
import { looksLikeWbxml, wbxmlDocument, type WbxmlFamily } from "./wbxml-document.ts";

/*
 * What one message has to say in the other encoding (DM Representation 1.2, 6.5; SyncML Meta-Information): octets are
 * `bin` and opaque in WBXML, `b64` and base64 in XML; a TNDS document travels in the encoding of the message, under its
 * media type; Size counts the octets of the value as it is carried.
 */

const clause = spec("syncml-meta", "5 Elements");

export interface AdaptedMessage {
  readonly message: SyncMLInput;
  /** One for each value that is written otherwise than it was read. */
  readonly findings: readonly Finding[];
}

/** A message with its values in the forms of an encoding. Chunks of large objects stay as they are. */
export function adaptTo(encoding: "xml" | "wbxml", message: SyncMLInput): AdaptedMessage {
  const findings: Finding[] = [];
  const { SyncBody } = message;
  const commands = SyncBody.commands?.map((command) => adaptCommand(command, encoding, findings));
  const dataSync = SyncBody.dataSync?.map((command) => adaptCommand(command, encoding, findings));
  return { message: { ...message, SyncBody: { ...SyncBody, commands, dataSync } }, findings };
}

interface Bearer {
  readonly Item?: readonly ItemInput[] | undefined;
  readonly Meta?: ItemInput["Meta"];
  readonly commands?: readonly Bearer[] | undefined;
}

function adaptCommand<C extends Bearer>(command: C, encoding: MgmtTreeEncoding, findings: Finding[]): C {
  const { Item, Meta, commands } = command;
  const items = Item?.map((item) => adaptItem(item, Meta, encoding, findings));
  const [only] = items ?? [];
  // what the command says of its only item is still said by the command
  const moved =
    items?.length === 1 && Meta && only?.Meta ? movedUp(Item?.[0]?.Meta, Meta, only.Meta) : undefined;
  return {
    ...command,
    ...(items ? { Item: items } : {}),
    ...(moved && only ? { Meta: moved.Meta, Item: [{ ...only, Meta: moved.own }] } : {}),
    ...(commands ? { commands: commands.map((inner) => adaptCommand(inner, encoding, findings)) } : {}),
  };
}

type MetaParts = NonNullable<ItemInput["Meta"]>;

/** Format and Type of an item that its command had said, in the command again. */
function movedUp(
  before: ItemInput["Meta"],
  commandMeta: MetaParts,
  { Format, Type, ...rest }: MetaParts,
): { readonly Meta: MetaParts; readonly own: ItemInput["Meta"] } {
  const format = before?.Format === undefined && commandMeta.Format !== undefined && Format !== undefined;
  const type = before?.Type === undefined && commandMeta.Type !== undefined && Type !== undefined;
  const own: MetaParts = {
    ...rest,
    ...(format || Format === undefined ? {} : { Format }),
    ...(type || Type === undefined ? {} : { Type }),
  };
  return {
    Meta: { ...commandMeta, ...(format ? { Format } : {}), ...(type ? { Type } : {}) },
    own: before === undefined && Object.keys(own).length === 0 ? undefined : own,
  };
}

interface Value {
  readonly data: NonNullable<ItemInput["Data"]>;
  readonly format?: string | undefined;
  readonly type?: string | undefined;
}

function adaptItem(
  item: ItemInput,
  commandMeta: ItemInput["Meta"],
  encoding: MgmtTreeEncoding,
  findings: Finding[],
): ItemInput {
  const { Data } = item;
  if (Data === undefined || item.MoreData === true) return item;
  const format = (item.Meta?.Format ?? commandMeta?.Format)?.trim();
  const type = (item.Meta?.Type ?? commandMeta?.Type)?.trim();
  const value = { data: Data, format, type };
  const adapted = encoding === "wbxml" ? forWbxml(value) : forXml(value);
  if (!adapted) return item;
  const said = [
    adapted.format === format ? undefined : `Format ${format ?? "none"} became ${adapted.format ?? "none"}`,
    adapted.type === type ? undefined : `Type ${type ?? "none"} became ${adapted.type ?? "none"}`,
  ].filter((part) => part !== undefined);
  const address = item.Target?.LocURI ?? item.Source?.LocURI ?? "an item";
  findings.push({
    severity: "info",
    code: "encode/adapted",
    text: `${address.slice(0, 80)}: ${said.length === 0 ? "the value is written in the form of the encoding" : said.join(", ")}.`,
    spec: clause,
  });
  return { ...item, Meta: adaptMeta(item.Meta, Data, adapted), Data: adapted.data };
}

function adaptMeta(meta: ItemInput["Meta"], before: Value["data"], after: Value): ItemInput["Meta"] {
  const isWhole = meta?.Size !== undefined && meta.Size === lengthOf(before);
  return {
    ...meta,
    ...(after.format === undefined ? {} : { Format: after.format }),
    ...(after.type === undefined ? {} : { Type: after.type }),
    ...(isWhole ? { Size: lengthOf(after.data) } : {}),
  };
}

function lengthOf(data: Value["data"]): number {
  if (data instanceof Uint8Array) return data.length;
  return utf8(typeof data === "string" ? data : data.xml).length;
}

/** The value as WBXML carries it; undefined where it stays. */
function forWbxml({ data, format, type }: Value): Value | undefined {
  if (data instanceof Uint8Array) return undefined;
  const text = typeof data === "string" ? data : data.xml;
  const document = inOther("wbxml", utf8(text), type);
  if (document) return { data: document, format, type: retyped(type, "wbxml") };
  if (format !== "b64" || typeof data !== "string") return undefined;
  const octets = fromBase64(data.replaceAll(/\s+/g, ""));
  return octets && { data: octets, format: "bin", type };
}

/** The value as XML carries it; undefined where it stays. */
function forXml({ data, format, type }: Value): Value | undefined {
  if (!(data instanceof Uint8Array)) return undefined;
  const document = inOther("xml", data, type);
  if (document) {
    const form = format === "bin" || format === "b64" ? "xml" : format;
    return { data: utf8Text(document) ?? "", format: form, type: retyped(type, "xml") };
  }
  const text = utf8Text(data);
  if (format !== "bin" && isReadable(text)) return { data: text, format, type };
  return { data: toBase64(data), format: "b64", type };
}

/** A TNDS or DDF document or device information in the other encoding; undefined for what is none. */
function inOther(to: MgmtTreeEncoding, octets: Uint8Array, type: string | undefined): Uint8Array | undefined {
  const from = to === "xml" ? "wbxml" : "xml";
  const family =
    from === "wbxml" && looksLikeWbxml(octets) ? wbxmlDocument(octets).family : familyOf(type, from);
  const document = from === "wbxml" ? withoutTrailer(octets) : octets;
  if (family === "mgmt-tree") {
    const { value, findings } = readMgmtTree(document, from);
    if (value === undefined || hasError(findings)) return undefined;
    return writeMgmtTree(treeTo(to, treeInput(value)), to);
  }
  if (family !== "devinf") return undefined;
  const { value } = from === "xml" ? readDevInf(document) : readDevInfWbxml(document);
  return value && (to === "xml" ? writeDevInf(value) : writeDevInfWbxml(value));
}

function familyOf(type: string | undefined, encoding: MgmtTreeEncoding): WbxmlFamily | undefined {
  const name = type?.toLowerCase();
  if (name === tndsMediaTypes[encoding] || name === ddfMediaTypes[encoding]) return "mgmt-tree";
  return name === `application/vnd.syncml-devinf+${encoding}` ? "devinf" : undefined;
}

/** Some encoders append the blanks that stood behind the document in XML. A document ends with an octet of its own. */
function withoutTrailer(octets: Uint8Array): Uint8Array {
  let end = octets.length;
  while (end > 0 && blanks.has(octets[end - 1] ?? 0)) end--;
  return octets.subarray(0, end);
}

const blanks: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20]);

/** A tree that was read, to be written: without elements of other vocabularies, which not every encoding can carry. */
export function treeInput(tree: MgmtTree): MgmtTreeInput {
  return { ...tree, extensions: undefined, Node: tree.Node.map(nodeInput) };
}

function nodeInput(node: MgmtNode): MgmtNodeInput {
  const { RTProperties, DFProperties, Node } = node;
  return {
    ...node,
    extensions: undefined,
    RTProperties: RTProperties && { ...RTProperties, extensions: undefined },
    DFProperties: DFProperties && { ...DFProperties, extensions: undefined },
    Node: Node.map(nodeInput),
  };
}

function retyped(type: string | undefined, encoding: MgmtTreeEncoding): string | undefined {
  return type?.replace(/\+(?:xml|wbxml)$/i, `+${encoding}`);
}

/**
 * A message from plain JSON, in which octets are base64: those of Format `bin` and of documents in WBXML are octets again.
 */
export function withOctetsOf(message: SyncMLInput): SyncMLInput {
  const { SyncBody } = message;
  const commands = SyncBody.commands?.map(commandWithOctets);
  const dataSync = SyncBody.dataSync?.map(commandWithOctets);
  return { ...message, SyncBody: { ...SyncBody, commands, dataSync } };
}

function commandWithOctets<C extends Bearer>(command: C): C {
  const { Item, Meta, commands } = command;
  return {
    ...command,
    ...(Item ? { Item: Item.map((item) => itemWithOctets(item, Meta)) } : {}),
    ...(commands ? { commands: commands.map(commandWithOctets) } : {}),
  };
}

function itemWithOctets(item: ItemInput, commandMeta: ItemInput["Meta"]): ItemInput {
  if (typeof item.Data !== "string") return item;
  const format = (item.Meta?.Format ?? commandMeta?.Format)?.trim();
  const type = (item.Meta?.Type ?? commandMeta?.Type)?.trim();
  if (format !== "bin" && !/\+wbxml$/i.test(type ?? "")) return item;
  const octets = fromBase64(item.Data);
  return octets ? { ...item, Data: octets } : item;
}

/** A tree with the values of `bin` nodes as the encoding carries them: octets in WBXML, base64 in XML. */
export function treeTo(encoding: MgmtTreeEncoding, tree: MgmtTreeInput): MgmtTreeInput {
  return encoding === "xml" ? tree : { ...tree, Node: tree.Node.map(withOctets) };
}

function withOctets(node: MgmtNodeInput): MgmtNodeInput {
  const { Value, RTProperties, Node = [] } = node;
  const octets =
    RTProperties?.Format?.kind === "bin" && typeof Value === "string"
      ? fromBase64(Value.replaceAll(/\s+/g, ""))
      : undefined;
  return { ...node, Node: Node.map(withOctets), ...(octets ? { Value: octets } : {}) };
}
