import { many, optional, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { update } from "../types/library.ts";
import { maxResults, nextIndex, startIndex } from "../types/paging.ts";

export const ListUpdates = el.struct("ListUpdates", {
  startIndex: optional(startIndex),
  maxResults: optional(maxResults),
});
export type ListUpdates = Infer<typeof ListUpdates>;
export type ListUpdatesInput = Input<typeof ListUpdates>;

export const ListUpdatesResponse = el.struct("ListUpdatesResponse", {
  update: many(update),
  nextIndex: optional(nextIndex),
});
export type ListUpdatesResponse = Infer<typeof ListUpdatesResponse>;
export type ListUpdatesResponseInput = Input<typeof ListUpdatesResponse>;

/** The stored updates. */
export const listUpdates = operation("ListUpdates", {
  request: ListUpdates,
  response: ListUpdatesResponse,
  hasAck: false,
  doc: "Lists the stored updates, page by page.",
});
