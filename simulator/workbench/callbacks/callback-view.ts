import type { CallbackView } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import { prettyXml } from "../../schema/xml/index.ts";
import { decodeLayers } from "../../stacks/decode-crossing.ts";
import type { CallbackRecord } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";
import { serverOfCallback } from "./place.ts";
import { lineOf, nextOf, waitingState } from "./queue-view.ts";
import { type PlacedRecipient, placedRecipients } from "./recipients.ts";
import { tryView } from "./words.ts";

/** Callbacks behind it that are named. */
const BEHIND = 20;

/** Everything there is to see of a callback. Throws `callback/unknown`. */
export function callbackView(roles: WorldRoles, id: string, date: number): CallbackView {
  const server = serverOfCallback(roles, id);
  const { queue } = server.view;
  const queued = queue.get(id);
  const delivered = queue.deliveries.get(id);
  const callback: CallbackRecord | undefined =
    queued ?? (delivered && { ...delivered.callback, content: undefined });
  const recipient =
    callback &&
    placedRecipients(roles).find((placed) => placed.standing.registrationId === callback.registrationId);
  if (!callback || !recipient)
    throw new WorkbenchError(
      "callback/unknown",
      "The recipient of this callback is not registered any more",
      {
        id,
      },
    );
  const seqs = roles.trail.attempts(id);
  const tries = [...(callback.tries ?? []), ...(queued || !delivered ? [] : [delivered])];
  const next = queued && nextOf(queued, recipient);
  const behind = queued?.dead === undefined ? behindOf(server, callback) : [];
  return {
    ...lineOf(callback, recipient),
    server: server.id,
    state: stateOf(queued, recipient, date),
    ...optionally("reason", callback.dead),
    attempts: tries.map((tried, index) => tryView(tried, seqs.at(index - tries.length))),
    messageId: callback.messageId,
    ...optionally("relatesTo", callback.reply?.relatesTo),
    ...optionally("address", callback.reply?.address ?? recipient.registration.endpoint),
    expiresIn: Math.max(0, callback.expiresAt - date),
    ...optionally("nextIn", next !== undefined && next > date ? next - date : undefined),
    ...contentOf(server, id, date),
    behind: behind.slice(0, BEHIND).map((other) => {
      const record = queue.get(other);
      return { id: other, sequence: record?.sequence ?? 0, name: record?.name ?? "" };
    }),
    behindCount: behind.length,
  };
}

function stateOf(
  queued: CallbackRecord | undefined,
  recipient: PlacedRecipient,
  date: number,
): CallbackView["state"] {
  if (!queued) return "delivered";
  return queued.dead === undefined ? waitingState(queued, recipient, date) : "dead";
}

/** Ids of what waits behind a callback in its stream. */
function behindOf(
  { view }: PlacedDmServer,
  { id, registrationId, stream }: CallbackRecord,
): readonly string[] {
  const ids = [...view.queue.behind(registrationId, stream)];
  const at = ids.indexOf(id);
  return at === -1 ? [] : ids.slice(at + 1);
}

/** The request as XML with its secrets covered. */
function contentOf({ view }: PlacedDmServer, id: string, date: number): Pick<CallbackView, "xml" | "masked"> {
  const request = view.queue.request(id, date);
  const layer = request && decodeLayers(request.headers, request.body)[0];
  const text = layer?.view.text;
  return {
    ...optionally("xml", text === undefined ? undefined : prettyXml(text)),
    masked: layer?.secrets.length ?? 0,
  };
}
