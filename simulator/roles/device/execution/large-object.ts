import type { SimpleCommand } from "../../../protocols/syncml/index.ts";
import { dataLength, dataOf, joinData } from "../encoding.ts";
import { chunkManner, unsupportedChunk } from "../manners/answers.ts";
import type { Session } from "../session/session.ts";

type Chunked = Extract<SimpleCommand, { readonly kind: "Add" | "Replace" | "Exec" }>;

/** An object that arrives in chunks. */
export interface LargeObject {
  readonly kind: "Add" | "Replace" | "Exec";
  readonly uri: string;
  readonly format: string | undefined;
  readonly type: string | undefined;
  /** Announced octets, and those that have come. */
  readonly size: number;
  received: number;
  readonly chunks: (string | Uint8Array)[];
}

/** What a command is in the reception of large objects (DM Protocol 1.2, 8.9). */
export type ChunkOutcome =
  /** No part of a large object: execute it. */
  | { readonly kind: "ordinary" }
  /** A chunk, or an object that cannot be taken: answer with this code. */
  | { readonly kind: "answered"; readonly code: number; readonly uri: string }
  /** The object is whole: execute this command, which carries it. */
  | { readonly kind: "complete"; readonly command: Chunked; readonly uri: string };

/**
 * Takes a command's chunk, when it is one. `maxObjSize` in octets, 0 = unlimited. Codes: 213 kept, 400 not alone in its
 * command, 406 large objects are not supported, 411 no Size, 416 larger than MaxObjSize, 424 another length than Size.
 */
export function takeChunk(session: Session, command: SimpleCommand, maxObjSize: number): ChunkOutcome {
  if (command.kind !== "Add" && command.kind !== "Replace" && command.kind !== "Exec")
    return { kind: "ordinary" };
  const item = command.Item[command.Item.length - 1];
  const uri = item?.Target?.LocURI ?? session.largeObject?.uri ?? "";
  const pending = session.largeObject;
  const continues = pending !== undefined && pending.kind === command.kind && pending.uri === uri;
  if (!item || (!continues && !item.MoreData)) return { kind: "ordinary" };
  const manner = chunkManner(session.manners);
  if (manner === "value") return { kind: "complete", command: withoutMoreData(command), uri };
  if (manner === "refuse" || !session.largeObjects) return { kind: "answered", code: unsupportedChunk, uri };
  if (command.Item.length > 1) return { kind: "answered", code: 400, uri };
  const data = dataOf(item.Data) ?? "";
  if (!continues) return begin(session, command, uri, data, maxObjSize);
  pending.chunks.push(data);
  pending.received += dataLength(data);
  const tooLong = pending.received > pending.size;
  if (item.MoreData && !tooLong) return { kind: "answered", code: 213, uri };
  session.largeObject = undefined;
  if (pending.received !== pending.size) return { kind: "answered", code: 424, uri };
  return { kind: "complete", command: whole(command, pending), uri };
}

/** True when the command is the next chunk of the object that is arriving. */
export function continuesObject(session: Session, command: { readonly kind: string }): boolean {
  const pending = session.largeObject;
  if (!pending || command.kind !== pending.kind || !("Item" in command)) return false;
  const items = (command as Chunked).Item;
  return items.length === 1 && (items[0]?.Target?.LocURI ?? pending.uri) === pending.uri;
}

function begin(
  session: Session,
  command: Chunked,
  uri: string,
  data: string | Uint8Array,
  maxObjSize: number,
): ChunkOutcome {
  const item = command.Item[0];
  const size = item?.Meta?.Size ?? command.Meta?.Size;
  if (size === undefined) return { kind: "answered", code: 411, uri };
  if (size < 0 || (maxObjSize > 0 && size > maxObjSize)) return { kind: "answered", code: 416, uri };
  const received = dataLength(data);
  if (received > size) return { kind: "answered", code: 424, uri };
  session.largeObject = {
    kind: command.kind,
    uri,
    format: item?.Meta?.Format ?? command.Meta?.Format,
    type: item?.Meta?.Type ?? command.Meta?.Type,
    size,
    received,
    chunks: [data],
  };
  return { kind: "answered", code: 213, uri };
}

function whole(command: Chunked, { format, type, uri, chunks }: LargeObject): Chunked {
  const Meta = {
    ...(format === undefined ? {} : { Format: format }),
    ...(type === undefined ? {} : { Type: type }),
    EMI: [],
  };
  return { ...command, Item: [{ Target: { LocURI: uri }, Meta, Data: joinData(chunks, format) }] };
}

function withoutMoreData(command: Chunked): Chunked {
  return { ...command, Item: command.Item.map((item) => ({ ...item, MoreData: undefined })) };
}
