import type { SubscribeAlerts } from "../../../../protocols/wsi/index.ts";
import { toJson } from "../../json-value.ts";
import type { Call } from "../call.ts";
import { checkCommands, deviceCommands } from "../commands.ts";
import { accessesOfDeviceCommand } from "../device-accesses.ts";
import { selectDevices } from "../selection.ts";

/** What is done on the devices of a subscription before they report. */
export interface SetUp {
  readonly deviceIds: readonly string[];
  /** JSON of `ReferencedCommand`. */
  readonly commands: readonly unknown[];
}

/**
 * F3.4–F3.6: the `setUp` commands of a request and the devices that get them. Each command is checked by the policy,
 * all or nothing (POL0202).
 */
export function setUpOf(request: SubscribeAlerts, call: Call): SetUp {
  const { room, caller } = call;
  if (request.setUp.length === 0) return { deviceIds: [], commands: [] };
  checkCommands(request.setUp, "setUp");
  const commands = deviceCommands(request.setUp, false);
  const accesses = commands.flatMap(({ command }) => accessesOfDeviceCommand(command));
  const refusal = room.policy.accesses(caller, accesses);
  if (refusal) throw refusal;
  const target = request.target ?? { deviceId: [], group: [], all: true };
  const deviceIds = selectDevices(target, "target", call).map(({ deviceId }) => deviceId);
  return { deviceIds, commands: commands.map(toJson) };
}
