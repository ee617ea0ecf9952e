import type { Crypto } from "../../core/crypto.ts";
import { WorkbenchError } from "../../core/error.ts";
import { createDevice, type DeviceCommand } from "../../roles/device/index.ts";
import { createDmServer, type DmServerCommand } from "../../roles/dm-server/index.ts";
import type { RoleEdge } from "../role-edge.ts";
import type { World, WorldBase } from "../world.ts";
import {
  accountOf,
  bootstrapSecrets,
  createUserPin,
  deviceOptions,
  dmServerOptions,
  secretsOf,
  type PlacedServer,
} from "./device-accounts.ts";
import { createPackageServer } from "./package-server.ts";
import { packageFinder } from "./packages.ts";
import { serverFaults, withServerFault } from "./server-faults.ts";
import { checkCommand, createWorldParts } from "./world-parts.ts";
import { choice } from "./world-settings.ts";

const SERVER_ID = "dms.example";
const SECOND_SERVER_ID = "second.example";
const DEVICES = ["IMEI:350000000000017", "IMEI:350000000000025"] as const;

/**
 * One or two DM servers, one or two devices and a package server, without an External System. Settings: `encoding`,
 * `deviceProfile`, `auth`, `authPref`, `serverAuth`, `servers` and `devices` (1, 2), `start` (`account`, or `factory` for
 * devices that wait for a bootstrap), `user` (`none`, `person`), `manners`; `maxMsgSize` and `maxObjSize` of devices and
 * `serverMaxMsgSize` in octets; and what goes wrong: `staleNonce` (`client`, `server`, `both`: whose nonce the device
 * has missed), `serverFault` (`wrong-size`, `broken-off`), `refuse` (`device`, `server`: whose password is not accepted).
 * A command for the second server names it in `server`; it has no rights of its own unless `secondServer` is `manages`.
 */
export function buildDeviceManagement(base: WorldBase, crypto: Crypto): World {
  const { wire, settings } = base;
  const user = createUserPin();
  const onReport: WorldBase["onReport"] = (report, party, cause) => {
    if (report.name === "bootstrap.sent") user.tell(report.data["userEnters"]);
    base.onReport(report, party, cause);
  };
  const parts = createWorldParts({ ...base, onReport }, crypto);
  const count = (name: string): number => Number(choice(settings, name, ["1", "2"]));
  const placedServers: readonly PlacedServer[] = [
    { serverId: SERVER_ID, publicUrl: wire.baseUrl },
    { serverId: SECOND_SERVER_ID, publicUrl: `${wire.baseUrl}/second` },
  ].slice(0, count("servers"));
  const placedDevices = DEVICES.slice(0, count("devices")).map((deviceId, index) => ({
    deviceId,
    secrets: secretsOf(parts.random.fork(`device/${index}`), index),
  }));

  const secondManages = choice(settings, "secondServer", ["reads", "manages"]) === "manages";

  const servers = new Map<string, RoleEdge<DmServerCommand>>();
  for (const placed of placedServers) {
    const { serverId, publicUrl } = placed;
    const options = dmServerOptions(placed, placedDevices, settings);
    const party = { role: "dm-server", name: serverId } as const;
    const role = createDmServer(options, parts.contextOf(`dms/${serverId}`), parts.storeOf(party));
    const edge = parts.edgeOf<DmServerCommand>(
      party,
      withServerFault(role, choice(settings, "serverFault", serverFaults)),
    );
    edge.listen("dm", `${publicUrl.slice(wire.baseUrl.length)}/dm`);
    if (servers.size === 0) parts.devices.serve(edge);
    parts.roles.addDmServer(role, edge);
    servers.set(serverId, edge);
  }

  const devices = new Map<string, RoleEdge<DeviceCommand>>();
  for (const { deviceId, secrets } of placedDevices) {
    const accounts = placedServers.map((placed, index) =>
      accountOf(placed, secrets, settings, index === 0 || secondManages),
    );
    const options = deviceOptions(deviceId, user, accounts, settings);
    const party = { role: "device", name: deviceId } as const;
    const role = createDevice(options, parts.contextOf(`device/${deviceId}`), parts.storeOf(party));
    const edge = parts.edgeOf<DeviceCommand>(party, role);
    edge.listenForPush(deviceId);
    devices.set(deviceId, edge);
    parts.devices.add(role, options, edge);
  }

  const packages = packageFinder(parts.random.fork("packages"), crypto);
  const files = parts.edgeOf<never>({ role: "dm-server", name: "packages" }, createPackageServer(packages));
  files.listen("http", "/packages");

  return {
    parties: [...servers.values(), files, ...devices.values()].map(({ party }) => party),
    act: (party, asked) => {
      if (party !== "dm-server" && party !== "device")
        throw new WorkbenchError("scenario/command", `There is no ${party} in this world`, { party });
      checkCommand(party, asked);
      // the fields of a command are the role's own form
      if (party === "dm-server") named(servers, asked["server"]).command(asked as DmServerCommand);
      else named(devices, asked["deviceId"]).command(asked as DeviceCommand);
    },
    variables: {
      deviceId: DEVICES[0],
      secondDeviceId: DEVICES[1],
      serverId: SERVER_ID,
      secondServerId: SECOND_SERVER_ID,
      packages: `${wire.baseUrl}/packages`,
      ...bootstrapSecrets,
      replaceLocUri: "./Settings/Ring",
      replaceData: "Chime",
    },
    devices: parts.devices,
    roles: parts.roles,
    observe: parts.world.observe,
    get pending() {
      return parts.world.pending;
    },
    dispose: parts.world.dispose,
  };
}

/** The named party, or the first of its role. Throws `scenario/command`. */
function named<Edge>(parties: ReadonlyMap<string, Edge>, name: unknown): Edge {
  const [first] = parties.values();
  const found = typeof name === "string" ? parties.get(name) : first;
  if (found) return found;
  throw new WorkbenchError("scenario/command", `There is no ${String(name)} in this world`, { name });
}
