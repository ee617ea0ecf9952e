import type { ItemInput } from "../../../protocols/syncml/index.ts";
import { cutData, dataLength, dataOf } from "../encoding.ts";
import type { Outgoing, OutgoingAlert, OutgoingResults } from "./outgoing.ts";

/** What a message of the device can hold. */
export interface Room {
  fits(commands: readonly Outgoing[]): boolean;
  /** Octets that are left beside these commands. */
  room(commands: readonly Outgoing[]): number;
  /** The device sends large objects (`./DevDetail/LrgObj`). */
  readonly largeObjects: boolean;
  /** The rest of a command of which an earlier message had a chunk: the first of the commands after the statuses. */
  readonly begun: Outgoing | undefined;
}

/** What goes into this message, and what is left for further ones. */
export interface Packed {
  readonly sent: readonly Outgoing[];
  readonly left: readonly Outgoing[];
  /** The first of `left` is the rest of a command of which this message has a chunk. */
  readonly unfinished: boolean;
}

/** Commands that can be sent in parts. */
type Divisible = OutgoingResults | OutgoingAlert;

/** Octets for which it is worth to begin an object at the end of a message. */
const SMALLEST_CHUNK = 64;

/**
 * Fills a message with commands in their order (DM Protocol 1.2, 8.9). Results and alerts that do not fit are split
 * between items, a value that fits no message goes out in chunks: with Size in the first, MoreData in all but the last, as the last item
 * of its message.
 */
export function pack(outbox: readonly Outgoing[], room: Room): Packed {
  const count = most(outbox.length, (length) => room.fits(outbox.slice(0, length)));
  const sent = outbox.slice(0, count);
  const next = outbox[count];
  const after = outbox.slice(count + 1);
  if (!next) return { sent, left: [], unfinished: false };
  const alone = { sent: [...sent, next], left: after, unfinished: false };
  if (!isDivisible(next)) return count > 0 ? { sent, left: [next, ...after], unfinished: false } : alone;
  const length = itemsOf(next).length;
  const items = most(length, (each) => room.fits([...sent, partOf(next, 0, each)]));
  const filled = items > 0 ? [...sent, partOf(next, 0, items)] : sent;
  const begun = items === 0 && next === room.begun;
  // an item that fits a message of its own waits for the next one
  if (items === length) return { sent: filled, left: after, unfinished: false };
  const single = partOf(next, items, items + 1);
  const further: readonly Outgoing[] =
    items + 1 < length ? [partOf(next, items + 1, length), ...after] : after;
  const waits = filled.length > 0 && !begun && room.fits([single]);
  if (waits || (!room.largeObjects && filled.length > 0))
    return { sent: filled, left: [single, ...further], unfinished: false };
  if (!room.largeObjects) return { sent: [...filled, single], left: further, unfinished: false };
  const cut = chunk(filled, single, begun, room);
  if (cut) return { sent: [...filled, cut.sent], left: [cut.left, ...further], unfinished: true };
  return filled.length > 0
    ? { sent: filled, left: [single, ...further], unfinished: begun }
    : { sent: [single], left: further, unfinished: false };
}

/** As much of a value as fits, and the rest of it; undefined when too little would. */
function chunk(
  before: readonly Outgoing[],
  single: Divisible,
  begun: boolean,
  room: Room,
): { readonly sent: Divisible; readonly left: Divisible } | undefined {
  const [item] = itemsOf(single);
  const data = dataOf(item?.Data);
  if (!item || data === undefined || data.length < 2) return undefined;
  const Meta = begun ? item.Meta : { ...item.Meta, Size: dataLength(data) };
  const withData = (part: string | Uint8Array): Divisible => ({
    ...single,
    Item: [{ ...item, ...(Meta ? { Meta } : {}), Data: part, MoreData: true }],
  });
  const free = room.room([...before, withData("")]);
  if (free < (before.length > 0 ? SMALLEST_CHUNK : 1)) return undefined;
  const length = most(Math.min(free, data.length - 1), (each) =>
    room.fits([...before, withData(cutData(data, each)[0])]),
  );
  const [part, left] = cutData(data, Math.max(1, length));
  if (part.length === 0 || (length === 0 && before.length > 0)) return undefined;
  return { sent: withData(part), left: { ...single, Item: [{ ...item, Data: left }] } };
}

function isDivisible(command: Outgoing): command is Divisible {
  return command.kind === "Results" || (command.kind === "Alert" && itemsOf(command).length > 0);
}

function itemsOf({ Item }: Divisible): readonly ItemInput[] {
  return Item ?? [];
}

/** A command with some of its items, and of an alert the reports that they are. */
function partOf(command: Divisible, from: number, to: number): Divisible {
  const Item = itemsOf(command).slice(from, to);
  if (command.kind === "Results") return { ...command, Item };
  return { ...command, Item, reports: command.reports?.slice(from, to) };
}

/** The largest number up to `limit` that still fits; what fits with n fits with less. */
function most(limit: number, fits: (count: number) => boolean): number {
  if (limit === 0 || fits(limit)) return limit;
  let good = 0;
  let bad = limit;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
