import { many, optional, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { configuration } from "../types/library.ts";
import { maxResults, nextIndex, startIndex } from "../types/paging.ts";

export const ListConfigurations = el.struct("ListConfigurations", {
  startIndex: optional(startIndex),
  maxResults: optional(maxResults),
});
export type ListConfigurations = Infer<typeof ListConfigurations>;
export type ListConfigurationsInput = Input<typeof ListConfigurations>;

export const ListConfigurationsResponse = el.struct("ListConfigurationsResponse", {
  configuration: many(configuration),
  nextIndex: optional(nextIndex),
});
export type ListConfigurationsResponse = Infer<typeof ListConfigurationsResponse>;
export type ListConfigurationsResponseInput = Input<typeof ListConfigurationsResponse>;

/** The stored configurations. */
export const listConfigurations = operation("ListConfigurations", {
  request: ListConfigurations,
  response: ListConfigurationsResponse,
  hasAck: false,
  doc: "Lists the stored configurations, page by page.",
});
