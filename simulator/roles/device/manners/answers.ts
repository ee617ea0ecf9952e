import type { SyncML } from "../../../protocols/syncml/index.ts";
import type { DeviceManners } from "./manners.ts";

/** Commands that do something to the tree: what `success` speaks of. What a Get has read is there to be seen. */
const actions: ReadonlySet<string> = new Set(["Add", "Copy", "Delete", "Exec", "Replace"]);

/** NEXT MESSAGE (DM Protocol 1.2, 8.7). */
const NEXT_MESSAGE = 1222;

/**
 * The status code that the device says for a command of the server, where `code` is the right one. `command` is the
 * command as read. The header's Status, and every other code than 200, stay right.
 */
export function answerCode(
  command: { readonly kind: string; readonly Data?: unknown },
  code: number,
  manners: DeviceManners,
): number {
  if (code !== 200) return code;
  if (command.kind === "Alert" && command.Data === NEXT_MESSAGE) return manners.nextMessage;
  return actions.has(command.kind) ? manners.success : code;
}

/**
 * What becomes of a command with MoreData: `join` the chunks, `refuse` it with `unsupportedChunk`, or take each chunk for
 * the whole `value`.
 */
export function chunkManner(manners: DeviceManners): "join" | "refuse" | "value" {
  if (manners.moreData === "unsupported") return "refuse";
  return manners.moreData === "chunk-is-value" ? "value" : "join";
}

/** Status of a chunk at a device without large objects: optional feature not supported (DM Representation 1.2, 10). */
export const unsupportedChunk = 406;

/** What a response brought, for `closesOn`. */
export interface Brought {
  readonly body: Uint8Array;
  /** The body as read. */
  readonly message?: SyncML | undefined;
}

/**
 * True when the device ends the session without a word, where another goes on: at an empty body, or at a message with
 * nothing but statuses. A challenge is answered even so.
 */
export function closesOn(brought: Brought, manners: DeviceManners): boolean {
  if (manners.closes === "empty-response") return brought.body.length === 0;
  if (manners.closes !== "status-only" || !brought.message) return false;
  return brought.message.SyncBody.commands.every(
    (command) => command.kind === "Status" && command.Data !== 401 && command.Data !== 407,
  );
}

/** True when the device drops a message of the server for its length, without an answer. `limit` in octets, its MaxMsgSize. */
export function dropsMessage(length: number, limit: number, manners: DeviceManners): boolean {
  return manners.oversize === "dropped" && limit > 0 && length > limit;
}
