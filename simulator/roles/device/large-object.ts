import type { SimpleCommand } from "../../protocols/syncml/index.ts";
import { dataLength, dataOf, joinData } from "./encoding.ts";
import type { Session, LargeObject } from "./session.ts";

type Chunked = Extract<SimpleCommand, { readonly kind: "Add" | "Replace" | "Exec" }>;

/** What a command is in the reception of large objects (DM Protocol 1.2, 8.9). */
export type ChunkOutcome =
  /** No part of a large object: execute it. */
  | { readonly kind: "ordinary" }
  /** A chunk, or an object that cannot be taken: answer with this code. */
  | { readonly kind: "answered"; readonly code: number; readonly uri: string }
  /** The object is whole: execute this command, which carries it. */
  | { readonly kind: "complete"; readonly command: Chunked; readonly uri: string };

/** Takes a command's chunk, when it is one. `maxObjSize` in octets, 0 = unlimited. */
export function takeChunk(session: Session, command: SimpleCommand, maxObjSize: number): ChunkOutcome {
  if (command.kind !== "Add" && command.kind !== "Replace" && command.kind !== "Exec")
    return { kind: "ordinary" };
  const item = command.Item[command.Item.length - 1];
  const uri = item?.Target?.LocURI ?? session.largeObject?.uri ?? "";
  const pending = session.largeObject;
  const continues = pending !== undefined && pending.kind === command.kind && pending.uri === uri;
  if (!item || (!continues && !item.MoreData)) return { kind: "ordinary" };
  if (command.Item.length > 1) return { kind: "answered", code: 400, uri };
  const data = dataOf(item.Data) ?? "";
  if (!continues) return begin(session, command, uri, data, maxObjSize);
  pending.data = joinData(pending.data, data);
  if (dataLength(pending.data) > pending.size) {
    session.largeObject = undefined;
    return { kind: "answered", code: 424, uri };
  }
  if (item.MoreData) return { kind: "answered", code: 213, uri };
  session.largeObject = undefined;
  if (dataLength(pending.data) !== pending.size) return { kind: "answered", code: 424, uri };
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
  if (dataLength(data) > size) return { kind: "answered", code: 424, uri };
  session.largeObject = {
    kind: command.kind,
    uri,
    format: item?.Meta?.Format ?? command.Meta?.Format,
    type: item?.Meta?.Type ?? command.Meta?.Type,
    size,
    data,
  };
  return { kind: "answered", code: 213, uri };
}

function whole(command: Chunked, object: LargeObject): Chunked {
  const { format, type, data, uri } = object;
  const Meta = {
    ...(format === undefined ? {} : { Format: format }),
    ...(type === undefined ? {} : { Type: type }),
    EMI: [],
  };
  return { ...command, Item: [{ Target: { LocURI: uri }, Meta, Data: data }] };
}
