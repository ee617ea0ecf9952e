import { concatBytes, fromBase64, ownText, utf8 } from "../../../core/bytes.ts";
import type { BodyCommand, Item, SyncML } from "../../../protocols/syncml/index.ts";
import { carriedSize } from "../encoding.ts";
import type { DueStatus } from "./device-session.ts";

type Carrier = Extract<BodyCommand, { kind: "Results" | "Alert" | "Replace" }>;
type Data = Item["Data"];

/** A large object that a device sends in chunks (DM Protocol 1.2, 7.2). */
export interface InboundObject {
  readonly kind: Carrier["kind"];
  /** Address of the object, from Source or Target; empty where the device names none. */
  readonly uri: string;
  /** MsgRef and CmdRef of the Results, that is, the Get that they answer. */
  readonly answers: string;
  /** Octets of the whole as announced. */
  readonly size: number | undefined;
  readonly format: string | undefined;
  readonly chunks: (string | Uint8Array)[];
  /** Octets so far. */
  readonly received: number;
  /** Item of the first chunk, whose Meta and address count for all. */
  readonly first: Item;
}

/** Why an object from the device was dropped. */
export interface DroppedObject {
  readonly kind: Carrier["kind"];
  readonly uri: string;
  readonly answers: string;
  /** Status that says so; undefined where Alert 1225 does. */
  readonly status: number | undefined;
  readonly reason: string;
}

/** A message in which chunks were taken out and the last chunk of an object stands for the whole. */
export interface Assembled {
  readonly message: SyncML;
  readonly inbound: InboundObject | undefined;
  /** Statuses of the chunks: 213, or the error. */
  readonly statuses: readonly DueStatus[];
  readonly dropped: readonly DroppedObject[];
}

const CHUNK_ACCEPTED = 213;
const SIZE_REQUIRED = 411;
const TOO_LARGE = 413;
const SIZE_MISMATCH = 424;

/**
 * Puts the chunks of large objects together. All but the last chunk are answered with 213 and leave the message; a size
 * that does not come true (424), that is missing (411) or over `maxObjSize` (413) drops the object, as does anything
 * else that comes before its end, which Alert 1225 tells the device.
 */
export function assemble(message: SyncML, current: InboundObject | undefined, maxObjSize: number): Assembled {
  if (!current && !message.SyncBody.commands.some((command) => isCarrier(command) && isChunked(command)))
    return { message, inbound: undefined, statuses: [], dropped: [] };
  const assembly = new Assembly(message.SyncHdr.MsgID, current, maxObjSize);
  const commands = message.SyncBody.commands.flatMap((command) =>
    isCarrier(command) ? assembly.command(command) : [command],
  );
  if (message.SyncBody.Final === true) assembly.interrupt("the device ended its package before the object");
  const { inbound, statuses, dropped } = assembly;
  return { message: { ...message, SyncBody: { ...message.SyncBody, commands } }, inbound, statuses, dropped };
}

class Assembly {
  readonly statuses: DueStatus[] = [];
  readonly dropped: DroppedObject[] = [];
  inbound: InboundObject | undefined;
  readonly #msgId: string;
  readonly #maxObjSize: number;
  /** Objects whose rest is passed over because they were dropped in this message. */
  #refused = "";

  constructor(msgId: string, inbound: InboundObject | undefined, maxObjSize: number) {
    this.#msgId = msgId;
    this.inbound = inbound;
    this.#maxObjSize = maxObjSize;
  }

  command(command: Carrier): BodyCommand[] {
    const items: Item[] = [];
    for (const item of command.Item) {
      const whole = this.#item(command, item);
      if (whole) items.push(whole);
    }
    if (items.length === command.Item.length && items.every((item, index) => item === command.Item[index]))
      return [command];
    return items.length === 0 ? [] : [{ ...command, Item: items }];
  }

  /** The Item, the whole object in its place, or undefined for a chunk that is not the last. */
  #item(command: Carrier, item: Item): Item | undefined {
    const { inbound } = this;
    if (inbound && !continues(inbound, command, item)) {
      if (
        command.kind === "Alert" &&
        item.MoreData !== true &&
        command.Data !== 1224 &&
        command.Data !== 1226
      )
        return item;
      this.interrupt("another object came before its end");
    }
    if (this.inbound) return this.#next(this.inbound, command, item);
    if (item.MoreData !== true) return item;
    this.#begin(command, item);
    return undefined;
  }

  #begin(command: Carrier, item: Item): void {
    const meta = "Meta" in command ? command.Meta : undefined;
    const uri = addressOf(item);
    const size = item.Meta?.Size ?? meta?.Size;
    const answers = command.kind === "Results" ? answered(command) : "";
    const object: InboundObject = {
      kind: command.kind,
      uri,
      answers,
      size,
      format: item.Meta?.Format ?? meta?.Format,
      chunks: [],
      received: 0,
      first: item,
    };
    if (this.#refused === keyOf(object)) return;
    if (size === undefined) this.#drop(object, command, SIZE_REQUIRED, "its first chunk states no Size");
    else if (size > this.#maxObjSize)
      this.#drop(object, command, TOO_LARGE, `its Size of ${size} octets is over ${this.#maxObjSize}`);
    else this.#keep(object, command, item);
  }

  #next(object: InboundObject, command: Carrier, item: Item): Item | undefined {
    if (item.MoreData === true) {
      this.#keep(object, command, item);
      return undefined;
    }
    const Data = joined([...object.chunks, textOf(item.Data)]);
    this.inbound = undefined;
    if (object.size !== undefined && !sizeHolds(object, Data)) {
      const reason = `its Size was ${object.size} octets and ${carriedSize(Data)} came`;
      this.#drop(object, command, SIZE_MISMATCH, reason);
      return undefined;
    }
    const { MoreData: _more, ...first } = object.first;
    return { ...first, Meta: first.Meta ?? item.Meta, Data };
  }

  #keep(object: InboundObject, command: Carrier, item: Item): void {
    const chunk = textOf(item.Data);
    const received = object.received + carriedSize(chunk);
    // twice, as some clients count the octets behind the base64; the end decides
    if (received > Math.min(2 * (object.size ?? Infinity), this.#maxObjSize)) {
      this.#drop(object, command, SIZE_MISMATCH, `more than its ${object.size ?? 0} octets came`);
      return;
    }
    object.chunks.push(typeof chunk === "string" ? ownText(chunk) : chunk);
    this.inbound = { ...object, received };
    this.statuses.push(this.#statusOf(command, CHUNK_ACCEPTED));
  }

  #drop(object: InboundObject, command: Carrier, status: number, reason: string): void {
    const { kind, uri, answers } = object;
    this.inbound = undefined;
    this.#refused = keyOf(object);
    this.dropped.push({ kind, uri, answers, status, reason });
    this.statuses.push(this.#statusOf(command, status));
  }

  /** Drops the object of which no more is to be expected. */
  interrupt(reason: string): void {
    if (!this.inbound) return;
    const { kind, uri, answers } = this.inbound;
    this.inbound = undefined;
    this.dropped.push({ kind, uri, answers, status: undefined, reason });
  }

  #statusOf(command: Carrier, Data: number): DueStatus {
    return { MsgRef: this.#msgId, CmdRef: command.CmdID, Cmd: command.kind, Data };
  }
}

function isCarrier(command: BodyCommand): command is Carrier {
  return command.kind === "Results" || command.kind === "Alert" || command.kind === "Replace";
}

function isChunked(command: Carrier): boolean {
  return command.Item.some((item) => item.MoreData === true);
}

/** A later chunk is of the same command; address and Meta should be repeated in it, but need not. */
function continues(object: InboundObject, command: Carrier, item: Item): boolean {
  if (command.kind !== object.kind) return false;
  const uri = addressOf(item);
  if (uri !== "" && object.uri !== "" && uri !== object.uri) return false;
  return command.kind !== "Results" || uri === object.uri || answered(command) === object.answers;
}

function answered({
  MsgRef,
  CmdRef,
}: {
  readonly MsgRef?: string | undefined;
  readonly CmdRef: string;
}): string {
  return `${MsgRef ?? "1"}/${CmdRef}`;
}

function addressOf({ Source, Target }: Item): string {
  return Source?.LocURI ?? Target?.LocURI ?? "";
}

function keyOf({ kind, uri, answers }: InboundObject): string {
  return `${kind} ${uri} ${answers}`;
}

function textOf(Data: Data): string | Uint8Array {
  if (Data === undefined || typeof Data === "string" || Data instanceof Uint8Array) return Data ?? "";
  return Data.xml;
}

function joined(chunks: readonly (string | Uint8Array)[]): string | Uint8Array {
  if (chunks.every((chunk) => typeof chunk === "string")) return chunks.join("");
  return concatBytes(...chunks.map((chunk) => (typeof chunk === "string" ? utf8(chunk) : chunk)));
}

/** Size counts what is carried; some clients count the octets behind the base64. */
function sizeHolds({ size, format }: InboundObject, Data: string | Uint8Array): boolean {
  if (carriedSize(Data) === size) return true;
  return format === "b64" && typeof Data === "string" && fromBase64(Data)?.length === size;
}
