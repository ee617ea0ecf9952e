import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { AskInput, DeviceCommandInput, NodeView } from "../../simulator/api/index.ts";
import { announce } from "./announcer.ts";
import { chooseNode, closeDialog, type DevicePlace } from "./device-ui.ts";
import { host } from "./host-client.ts";
import { problem } from "./problem.ts";

/**
 * Has a device do something and says that it was done, with Undo where it can be taken back.
 *
 * @returns why it was not done, as a sentence; undefined when it was
 */
export async function askDevice(
  place: DevicePlace,
  command: DeviceCommandInput,
  done: string,
): Promise<string | undefined> {
  try {
    const { undo } = await host.devices.command({ ...place, command });
    problem.set(undefined);
    announce(done);
    showDone(place, done, undo);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** The same where no form shows the reason: it then stands above the screen. */
export async function tellDevice(
  place: DevicePlace,
  command: DeviceCommandInput,
  done: string,
): Promise<boolean> {
  const reason = await askDevice(place, command, done);
  if (reason !== undefined) problem.set(reason);
  return reason === undefined;
}

/** Has the device begin a session of its own (Alert 1201), with the server of its first account or the named one. */
export function startSession(place: DevicePlace, serverId?: string): Promise<boolean> {
  return tellDevice(
    place,
    { name: "startSession", ...(serverId === undefined ? {} : { serverId }) },
    serverId === undefined ? "The device starts a session." : `The device starts a session with ${serverId}.`,
  );
}

/** Deletes a node and what is below it, and goes to its parent. */
export async function deleteNode(
  place: DevicePlace,
  { uri, name, children }: Pick<NodeView, "uri" | "name" | "children">,
): Promise<void> {
  const done = children > 0 ? `${name} and what was below it were deleted.` : `${name} was deleted.`;
  const isDone = await tellDevice(place, { name: "deleteNode", uri }, done);
  closeDialog(place);
  if (!isDone) return;
  const parent = uri.slice(0, uri.lastIndexOf("/"));
  chooseNode(place, parent === "" ? "." : parent);
}

/** Has the device stop its session at its next turn. */
export function abortSession(place: DevicePlace): Promise<boolean> {
  return tellDevice(place, { name: "abortSession" }, "The device stops its session at its next turn.");
}

/**
 * Has the DM server send a Package 0 to the device, and in the session ask its user.
 *
 * @returns why it was not done, as a sentence; undefined when it was
 */
export async function notifyDevice(place: DevicePlace, ask?: AskInput): Promise<string | undefined> {
  try {
    await host.devices.notify(ask === undefined ? place : { ...place, ask });
    problem.set(undefined);
    showDone(place, "The DM server notifies the device.", []);
    return undefined;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (ask === undefined) problem.set(reason);
    return reason;
  }
}

/** What was done last: only this can be taken back, so that undoing keeps the order of doing. */
let shown: string | undefined;

function showDone(place: DevicePlace, done: string, undo: readonly DeviceCommandInput[]): void {
  if (shown !== undefined) notifications.hide(shown);
  const id = notifications.show({
    message:
      undo.length === 0 ? (
        done
      ) : (
        <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
          <span style={{ flex: 1 }}>{done}</span>
          <Button
            variant="white"
            onClick={() => {
              notifications.hide(id);
              void takeBack(place, undo);
            }}
          >
            Undo
          </Button>
        </span>
      ),
  });
  shown = id;
}

async function takeBack(place: DevicePlace, undo: readonly DeviceCommandInput[]): Promise<void> {
  try {
    for (const command of undo) await host.devices.command({ ...place, command });
    announce("Taken back.");
    notifications.show({ message: "Taken back." });
  } catch (cause) {
    problem.set(`It could not be taken back: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
