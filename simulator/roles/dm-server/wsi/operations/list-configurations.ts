import type { ListConfigurations, ListConfigurationsResponseInput } from "../../../../protocols/wsi/index.ts";
import { pageOf, type Answer, type Call } from "../call.ts";

/** The caller's configurations, oldest first. */
export function listConfigurations(
  { startIndex, maxResults }: ListConfigurations,
  { room, owner }: Call,
): Answer<ListConfigurationsResponseInput> {
  const { page, nextIndex } = pageOf(room.library.configurations(owner), startIndex, maxResults);
  const configuration = page.map(({ configurationId, name, version, contentType, size }) => ({
    configurationId,
    name,
    version,
    contentType,
    size,
  }));
  return { response: { configuration, nextIndex } };
}
