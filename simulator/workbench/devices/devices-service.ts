import type { AskInput, DeviceCommandInput, DeviceLine, DeviceView, NodeView } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { DeviceCommand } from "../../roles/device/index.ts";
import { optionally } from "../optionally.ts";
import type { DevicePort, ManagementCommands, SimulatedDevice } from "./device-port.ts";
import { deviceLine, deviceView, lineMatches } from "./device-view.ts";
import { checkEdit, undoOf } from "./edits.ts";
import { exportTree, type ExportedTree, type TreeFormat } from "./export-tree.ts";
import { mannerViews, readManners } from "./manner-view.ts";
import { nodeView } from "./node-view.ts";
import { treePage, type TreePage, type TreeQuery } from "./tree-view.ts";

/** Which devices of a list are wanted. */
export interface DeviceQuery {
  readonly text: string;
  readonly skip: number;
  readonly limit: number;
}

/** The device of a world. Throws `device/unknown`. */
export function deviceIn(port: DevicePort, id: string): SimulatedDevice {
  const device = port.devices.get(id);
  if (device) return device;
  throw new WorkbenchError("device/unknown", `There is no simulated device ${id} in this run`, { id });
}

/** A page of the devices that have all the words. */
export function listDevices(
  port: DevicePort,
  { text, skip, limit }: DeviceQuery,
): { readonly devices: DeviceLine[]; readonly total: number; readonly matching: number } {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const devices: DeviceLine[] = [];
  let matching = 0;
  for (const device of port.devices.values()) {
    const isWanted = matching >= skip && devices.length < limit;
    if (words.length === 0 && !isWanted) {
      matching++;
      continue;
    }
    const line = deviceLine(device);
    if (!lineMatches(line, words)) continue;
    if (isWanted) devices.push(line);
    matching++;
  }
  return { devices, total: port.devices.size, matching };
}

/** A device as its screen shows it. Throws `device/unknown`. */
export function viewDevice(port: DevicePort, id: string): DeviceView {
  return deviceView(deviceIn(port, id), port);
}

/** Rows of a device's tree. Throws `device/unknown`. */
export function viewTree(port: DevicePort, id: string, query: TreeQuery): TreePage {
  const device = deviceIn(port, id);
  return treePage(device.view().root, device.history, query);
}

/** One node of a device's tree. Throws `device/unknown`, `node/unknown`, `device-input/uri`. */
export function viewNode(port: DevicePort, id: string, uri: string): NodeView {
  const device = deviceIn(port, id);
  return nodeView(device.view().root, uri, device.history);
}

/** A device's tree as a file. Throws `device/unknown`, `node/unknown`, `device-input/uri`. */
export function exportDevice(
  port: DevicePort,
  id: string,
  { to, under }: { readonly to: TreeFormat; readonly under: string },
): ExportedTree {
  const { root } = deviceIn(port, id).view();
  return exportTree(root, { device: id, to, under });
}

/**
 * Has a device do something, and says how it is taken back. Throws `device/unknown`, `device-input/…` or
 * `device/refused`.
 */
export async function commandDevice(
  port: DevicePort,
  id: string,
  command: DeviceCommandInput,
): Promise<{ readonly undo: DeviceCommandInput[] }> {
  const device = deviceIn(port, id);
  if (port.over !== undefined) throw new WorkbenchError("device/refused", port.over, { id });
  const seen = device.view();
  checkEdit(seen.root, command);
  await device.command(commandOf(command));
  return { undo: undoOfManners(seen, command) ?? undoOf(seen.root, command) };
}

/** Has the DM server notify a device, and in the session ask its user or want nothing. */
export async function notifyDevice(port: DevicePort, id: string, ask: AskInput | undefined): Promise<void> {
  const device = deviceIn(port, id);
  await port.manage(device.id, ask ? [askCommand(ask)] : []);
}

/** A user interaction alert: options, text, choices (DM Protocol 1.2, 8.7). */
function askCommand({ code, text, choices, patience, preset }: AskInput): ManagementCommands[number] {
  if (code >= 1103 && choices.length === 0)
    throw new WorkbenchError("device-input/choices", "There is nothing to choose from.");
  const options = `MINDT=1&MAXDT=${patience}${preset === undefined ? "" : `&DR=${preset}`}`;
  const items = [options, text, ...(code >= 1103 ? choices : [])];
  return { kind: "Alert", CmdID: "", Data: code, Item: items.map((Data) => ({ Data })) };
}

/** What the page sends as the device's own command. */
function commandOf(command: DeviceCommandInput): DeviceCommand {
  switch (command.name) {
    case "setManners":
      return { name: "setManners", manners: readManners(command.manners) };
    case "setBehaviour": {
      const { notification, user } = command.behaviour;
      return {
        name: "setBehaviour",
        behaviour: { ...optionally("notification", notification), ...optionally("user", user) },
      };
    }
    default:
      return command;
  }
}

function undoOfManners(
  { manners }: ReturnType<SimulatedDevice["view"]>,
  command: DeviceCommandInput,
): DeviceCommandInput[] | undefined {
  if (command.name !== "setManners") return undefined;
  const before = mannerViews(manners)
    .filter(({ name }) => Object.hasOwn(command.manners, name))
    .map(({ name, value }) => [name, value]);
  return [{ name: "setManners", manners: Object.fromEntries(before) as Record<string, string> }];
}
