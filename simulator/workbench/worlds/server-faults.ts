import {
  dmEncodingOf,
  readDmMessage,
  writeDmMessage,
  type SyncML,
  type SyncMLInput,
} from "../../protocols/syncml/index.ts";
import { mediaType, type HttpResponse } from "../../wire/http.ts";
import type { Effect, Role } from "../../wire/role.ts";

/** What a DM server gets wrong, so that a scenario shows what the device makes of it. */
export const serverFaults = ["none", "wrong-size", "broken-off"] as const;
export type ServerFault = (typeof serverFaults)[number];

/**
 * The same DM server with a fault in its large objects: it announces one octet more than it sends (`wrong-size`), or
 * sends a Get where the last chunk belongs (`broken-off`). Right messages of the role are changed on their way out.
 */
export function withServerFault<Command>(role: Role<Command>, fault: ServerFault): Role<Command> {
  if (fault === "none") return role;
  let chunked = false;
  const change = (message: SyncML): SyncMLInput | undefined => {
    const carrier = message.SyncBody.commands.findIndex(
      (command) => command.kind === "Replace" || command.kind === "Add",
    );
    const command = message.SyncBody.commands[carrier];
    if (command?.kind !== "Replace" && command?.kind !== "Add") return undefined;
    const item = command.Item.at(-1);
    const first = item?.Meta?.Size !== undefined && item.MoreData === true;
    const last = chunked && item?.MoreData !== true;
    chunked = item?.MoreData === true;
    const size = item?.Meta?.Size;
    const target = item?.Target;
    const replaced: SyncML["SyncBody"]["commands"][number] | undefined =
      fault === "wrong-size" && first && size !== undefined
        ? { ...command, Item: [{ ...item, Meta: { ...item.Meta, Size: size + 1 } }] }
        : fault === "broken-off" && last && target
          ? { kind: "Get", CmdID: command.CmdID, Item: [{ Target: { LocURI: "./DevInfo/Man" } }] }
          : undefined;
    if (!replaced) return undefined;
    const commands = message.SyncBody.commands.map((each, index) => (index === carrier ? replaced : each));
    return { ...message, SyncBody: { ...message.SyncBody, commands } };
  };
  return {
    handle: (event, moment) =>
      role
        .handle(event, moment)
        .map((effect): Effect =>
          effect.type === "respond" ? { ...effect, http: rewritten(effect.http, change) } : effect,
        ),
  };
}

function rewritten(http: HttpResponse, change: (message: SyncML) => SyncMLInput | undefined): HttpResponse {
  const encoding = dmEncodingOf(mediaType(http.headers));
  const message = encoding && readDmMessage(encoding, http.body).value;
  const changed = message && change(message);
  if (!encoding || !changed) return http;
  const body = writeDmMessage(encoding, changed);
  return { ...http, headers: { ...http.headers, "content-length": String(body.length) }, body };
}
