import { fromHex } from "../../../../core/bytes.ts";
import type { ListUpdates, ListUpdatesResponseInput } from "../../../../protocols/wsi/index.ts";
import { pageOf, type Answer, type Call } from "../call.ts";

/** The caller's updates, oldest first. */
export function listUpdates(
  { startIndex, maxResults }: ListUpdates,
  { room, owner }: Call,
): Answer<ListUpdatesResponseInput> {
  const { page, nextIndex } = pageOf(room.library.updates(owner), startIndex, maxResults);
  const update = page.map(({ updateId, name, version, kind, size, sha256 }) => ({
    updateId,
    name,
    version,
    kind,
    size,
    sha256: fromHex(sha256) ?? new Uint8Array(0),
  }));
  return { response: { update, nextIndex } };
}
