import { isContainer } from "../device-command.ts";
import type { PendingCommand, Room } from "./composer.ts";
import { carriedItem, carriedSize } from "../encoding.ts";
import type { DeviceCommandInput } from "../ports.ts";

/** A command whose one Item carries a value that goes to the device in chunks. */
type Carrier = Extract<DeviceCommandInput, { kind: "Add" | "Replace" | "Exec" }>;
type Whole = string | Uint8Array;

/** A large object on its way to the device (DM Protocol 1.2, 7.2). */
export interface OutboundObject {
  readonly pending: PendingCommand;
  /** As the encoding of the session carries it, with its whole value. */
  readonly carrier: Carrier;
  readonly value: Whole;
  /** Octets of the whole as carried: what Size says. */
  readonly size: number;
  /** Characters or octets that were sent, without and with the last message. */
  readonly before: number;
  readonly sent: number;
  /** How often it was begun anew because the device missed its end (Alert 1225). */
  readonly restarts: number;
}

/** Fewer octets of a value in a message are not worth sending. */
const SHORTEST_CHUNK = 64;
/** Room for CmdIDs with more digits than were measured, and for longer lengths in WBXML. */
const SLACK = 16;

/** Parts of a command with several Items, one Item each: their order and their number of statuses stay the same. */
export function splitItems(pending: PendingCommand): readonly PendingCommand[] | undefined {
  const { command } = pending;
  if (isContainer(command) || command.kind === "Alert" || command.kind === "Exec") return undefined;
  const { Item } = command;
  if (Item.length < 2) return undefined;
  return Item.map((item, index) => ({
    ...pending,
    command: { ...command, Item: [item] },
    ...(index > 0 ? { continues: true as const } : {}),
  }));
}

/**
 * The object of a command that does not fit in a message, or undefined for a command that cannot be chunked: only the
 * value of a single Item can be, and never inside an Atomic or a Sequence, which have to fit in one message.
 */
export function outboundObject(pending: PendingCommand, room: Room): OutboundObject | undefined {
  const { command } = pending;
  if (command.kind !== "Add" && command.kind !== "Replace" && command.kind !== "Exec") return undefined;
  const [given, ...more] = command.Item;
  if (!given || more.length > 0) return undefined;
  const item = carriedItem(given, command.Meta, room.encoding);
  const value = typeof item.Data === "object" && "xml" in item.Data ? item.Data.xml : item.Data;
  if (value === undefined || value.length === 0) return undefined;
  const object: OutboundObject = {
    pending,
    carrier: { ...command, Item: [{ ...item, Data: value }] },
    value,
    size: carriedSize(value),
    before: 0,
    sent: 0,
    restarts: 0,
  };
  const length = chunkLength(object, room, room.measureLean);
  return length >= Math.min(SHORTEST_CHUNK, value.length) ? object : undefined;
}

/** The next chunk as a command of its own, and the object after it. `undefined` when none fits beside the statuses. */
export function nextChunk(
  object: OutboundObject,
  room: Room,
): { readonly chunk: PendingCommand; readonly object: OutboundObject; readonly last: boolean } | undefined {
  const { pending, value, sent } = object;
  const length = chunkLength(object, room, room.measure);
  if (length < Math.min(SHORTEST_CHUNK, value.length - sent)) return undefined;
  const last = sent + length >= value.length;
  const chunk: PendingCommand = {
    ...pending,
    command: chunkCommand(object, length, last),
    ...(sent > 0 || pending.continues ? { continues: true as const } : {}),
  };
  return { chunk, object: { ...object, before: sent, sent: sent + length }, last };
}

/** True when the last chunk has gone out. */
export function isSentWhole({ sent, value }: OutboundObject): boolean {
  return sent >= value.length;
}

/** True when a value of the command, members of containers included, is larger than `most` octets as carried. */
export function holdsLarger(
  command: DeviceCommandInput,
  most: number,
  room: Pick<Room, "encoding">,
): boolean {
  if (isContainer(command)) return command.commands.some((member) => holdsLarger(member, most, room));
  return (command.Item ?? []).some((item) => {
    // three octets of UTF-8 for a character, four of base64 for three octets: short values need no writing
    const { Data } = item;
    const counted = typeof Data === "string" || Data instanceof Uint8Array;
    if (Data === undefined || (counted && 3 * Data.length <= most)) return false;
    const meta = command.kind === "Alert" ? undefined : command.Meta;
    return carriedSize(carriedItem(item, meta, room.encoding).Data) > most;
  });
}

/** How much of the rest goes into a message, in characters or octets. */
function chunkLength(object: OutboundObject, room: Room, measure: Room["measure"]): number {
  const rest = object.value.length - object.sent;
  const { maxMsgSize } = room;
  if (maxMsgSize === undefined) return rest;
  const sizeOf = (length: number): number => {
    const characters = withoutHalfCharacter(object.value, object.sent, length);
    return measure([{ ...chunkCommand(object, characters, false), CmdID: "1000" }]) + SLACK;
  };
  let fits = 0;
  let tooMany = rest + 1;
  // the most that may fit when every character takes one octet, then halves in between
  let next = Math.min(rest, Math.max(0, maxMsgSize - sizeOf(0)));
  while (next > fits && next < tooMany) {
    if (sizeOf(next) <= maxMsgSize) fits = next;
    else tooMany = next;
    next = Math.floor((fits + tooMany) / 2);
    if (tooMany - fits <= 8) break;
  }
  return fits === rest ? rest : withoutHalfCharacter(object.value, object.sent, fits);
}

/** A chunk ends between characters: a surrogate pair is not torn. */
function withoutHalfCharacter(value: Whole, start: number, length: number): number {
  if (typeof value !== "string" || length === 0) return length;
  const code = value.charCodeAt(start + length - 1);
  return code >= 0xd800 && code <= 0xdbff ? length - 1 : length;
}

/** Size in the first chunk only; address, Format and Type in each. */
function chunkCommand(
  { carrier, value, size, sent }: OutboundObject,
  length: number,
  last: boolean,
): Carrier {
  const [item] = carrier.Item;
  const { Size: _size, ...meta } = item?.Meta ?? {};
  const Meta = sent === 0 ? { ...meta, Size: size } : item?.Meta && meta;
  const Data =
    value instanceof Uint8Array ? value.subarray(sent, sent + length) : value.slice(sent, sent + length);
  return {
    ...carrier,
    Item: [{ ...item, Meta, Data, ...(last ? {} : { MoreData: true as const }) }],
  };
}
