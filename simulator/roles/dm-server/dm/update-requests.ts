import type { Alert } from "../../../protocols/syncml/index.ts";
import type { DeviceCommandInput } from "../ports.ts";
import { isContainer } from "../device-command.ts";
import type { DeviceSession } from "./device-session.ts";
import type { SessionScope } from "./session-scope.ts";

/** Alert types by which a device, or the user at it, asks for new firmware (FUMO 1.0). */
const requests = /\bfirmwareupdate\.(?:user|device)request$/i;

/** True for a Generic Alert that asks for new firmware. */
export function asksForUpdate({ Item }: Alert): boolean {
  return Item.some(({ Meta }) => requests.test((Meta?.Type ?? "").trim()));
}

/**
 * Whether commands wait for the device that run what an update request is about: an Exec at or below the Source of the
 * alert, any Exec where it names none.
 */
export function updateWaits(scope: SessionScope, session: DeviceSession, { Item }: Alert): boolean {
  const roots = Item.flatMap(({ Source }) => (Source ? [Source.LocURI] : []));
  const runs = (command: DeviceCommandInput): boolean => {
    if (isContainer(command)) return command.commands.some(runs);
    return command.kind === "Exec" && command.Item.some(({ Target }) => isAtOrBelow(Target?.LocURI, roots));
  };
  const { queue } = scope.table.lane(session.deviceId);
  return queue.some((work) => work.pending.some(({ command }) => runs(command)));
}

function isAtOrBelow(uri: string | undefined, roots: readonly string[]): boolean {
  if (uri === undefined) return false;
  return roots.length === 0 || roots.some((root) => uri === root || uri.startsWith(`${root}/`));
}
