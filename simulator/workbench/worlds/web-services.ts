import { toBase64, toHex } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { Random } from "../../core/random.ts";
import { createDevice, type DeviceCommand } from "../../roles/device/index.ts";
import type { DmServerCommand } from "../../roles/dm-server/index.ts";
import { createExternalSystem, type ExternalSystemCommand } from "../../roles/external-system/index.ts";
import type { RegistryCommand } from "../../roles/registry/index.ts";
import type { Party } from "../../wire/party.ts";
import type { RoleEdge } from "../role-edge.ts";
import type { World, WorldBase } from "../world.ts";
import { castOf } from "./web-services/cast.ts";
import { placeSystems } from "./web-services/external-systems.ts";
import { registryOf, standRegistry } from "./web-services/registry.ts";
import { standServer, type StandingServer } from "./web-services/standing-server.ts";
import { dmServersOf } from "./web-services/dm-servers.ts";
import { placeDevices, type PlacedDevice } from "./web-services/placed-devices.ts";
import { packageFinder } from "./packages.ts";
import { checkCommand, createWorldParts } from "./world-parts.ts";

/**
 * External Systems (`care`, and with `externalSystems=2` also `analytics`), DM servers and a number of devices. With `upstream` other than `none` the DM server `dms.example` of an enterprise delegates to `operator.example`,
 * which manages the second half of the devices.
 *
 * Settings: `devices` (how many), `offline` and `meters` (how many of them never answer notifications, and how many are
 * meters, which lack what the commands of phones touch), `encoding`; `upstream` (`none`, `operator`, `absent`);
 * `externalSystemAuth` and `callbackAuth` (`basic`, `username-token`, `username-token-digest`, `mutual-tls`), `deviceAuth`
 * and `serverAuth` (`basic`, `md5`, `mac`); `soapVersion`; `policy` (`full`, `narrow`, `diagnostics`, `no-diagnostics`); `selfRegistration`; `refuse`
 * (`external-system`, `callback`, `device`, `server`: whose credentials are not accepted); `thinkingTime` of the External
 * System, `holdResponse`, `keepAlive` and `keepAliveRounds` of the DM server. With `cast=matrix` there is an External System
 * (`basic`, `basic-refused`, `basic-refuses`, …) and a device for each way of authentication instead. A command names its party in `name`.
 * With `registry` other than `none` there is a registry: `present`, `absent` (it closes every connection), `refuses-tokens`,
 * `finds-nothing`, or `comes-late`: absent until the command `behave`. DM servers publish there, and External Systems look
 * up there, in `version` 2 or 3 of UDDI. With `offers=several` the DM server of the operator is there too, on its own, and
 * only that of the enterprise publishes an address with TLS.
 * With `consent=asked` diagnostics functions ask the user first; `user` is `none` or `person`. A DM server takes the command
 * `restart` too: it stops and starts again on its store, at once, or when it has made the note whose code is `after`.
 */
export function buildWebServices(base: WorldBase, crypto: Crypto): World {
  const { wire, settings } = base;
  const parts = createWorldParts(base, crypto);
  const cast = castOf(settings);
  const placed = placeDevices(parts.random, wire, cast.devices, settings);
  const placedRegistry = registryOf(parts.random, wire, settings);
  const systems = placeSystems(parts.random, wire, cast.systems, placedRegistry, settings);

  const servers = new Map<string, StandingServer>();
  for (const { options, folder } of dmServersOf(
    parts.random,
    wire,
    placed,
    systems,
    placedRegistry,
    settings,
  )) {
    const serves = servers.size === 0 ? parts.devices.serve : undefined;
    servers.set(options.dms.id, standServer({ options, folder, parts, base, serves }));
  }

  const registry = placedRegistry && standRegistry(placedRegistry, [...servers.keys()], parts);

  const devices = new Map<string, RoleEdge<DeviceCommand>>();
  for (const { options } of placed) {
    const party: Party = { role: "device", name: options.deviceId };
    const role = createDevice(options, parts.contextOf(`device/${options.deviceId}`), parts.storeOf(party));
    const edge = parts.edgeOf<DeviceCommand>(party, role);
    edge.listenForPush(options.deviceId);
    parts.devices.add(role, options, edge);
    devices.set(options.deviceId, edge);
  }

  const externalSystems = new Map<string, RoleEdge<ExternalSystemCommand>>();
  for (const { options, path, subject } of systems) {
    const party: Party = { role: "external-system", name: options.id };
    if (subject !== undefined) wire.identify(party, subject);
    const role = createExternalSystem(options, parts.contextOf(`es/${options.id}`), parts.storeOf(party));
    const edge = parts.edgeOf<ExternalSystemCommand>(party, role);
    edge.listen("wsi-callback", path);
    parts.roles.addExternalSystem(role, options, edge);
    externalSystems.set(options.id, edge);
  }

  // a DM server that waits for its upstream begins by itself
  for (const server of servers.values()) server.command({ name: "start" });

  const edges = [
    ...externalSystems.values(),
    ...(registry ? [registry] : []),
    ...servers.values(),
    ...devices.values(),
  ];
  const [first] = placed;
  return {
    parties: edges.map(({ party }) => party),
    act: (party, asked, name) => {
      if (party === "dm-server" && asked["name"] === "restart") {
        named(servers, name).restart(asked["after"]);
        return;
      }
      checkCommand(party, asked);
      // the fields of a command are the role's own form
      if (party === "external-system") named(externalSystems, name).command(asked as ExternalSystemCommand);
      else if (party === "dm-server") named(servers, name).command(asked as DmServerCommand);
      else if (party === "device") named(devices, name).command(asked as DeviceCommand);
      else if (registry) registry.command(asked as RegistryCommand);
      else throw new WorkbenchError("scenario/command", `There is no ${party} in this world`, { party });
    },
    variables: {
      deviceId: first?.options.deviceId ?? "",
      ...labelled(placed),
      replaceLocUri: "./Settings/Ring",
      replaceData: "Chime",
      wsi: `${wire.baseUrl}/wsi`,
      ...packageVariables(parts.random, crypto),
      packages: `${wire.baseUrl}/packages`,
      inquiryUrl: placedRegistry?.urls.inquiry ?? "",
    },
    devices: parts.devices,
    roles: parts.roles,
    observe: (record) => {
      parts.world.observe(record);
      for (const server of servers.values()) server.observe(record);
    },
    get pending() {
      return parts.world.pending;
    },
    dispose: parts.world.dispose,
  };
}

/** The named party, or the first of its role. Throws `scenario/command`. */
function named<Edge>(parties: ReadonlyMap<string, Edge>, name: string | undefined): Edge {
  const [first] = parties.values();
  const found = name === undefined ? first : parties.get(name);
  if (found) return found;
  throw new WorkbenchError("scenario/command", `There is no ${name ?? "party"} in this world`, { name });
}

/** The packages that an External System hands over: `firmware` and `software`, each with `.content`, `.size` and `.sha256`. */
function packageVariables(random: Random, crypto: Crypto): Readonly<Record<string, string>> {
  const find = packageFinder(random.fork("packages"), crypto);
  const files = {
    firmware: "firmware-2.2.bin",
    software: "editor-1.4.dp",
    otherModel: "firmware-other-model.bin",
  };
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, file]) => {
      const octets = find(file)?.body ?? new Uint8Array(0);
      return [
        [`${name}.content`, toBase64(octets)],
        [`${name}.size`, String(octets.length)],
        [`${name}.sha256`, toHex(crypto.sha256(octets))],
      ];
    }),
  );
}

/** The first device of each label as `device.<label>`. */
function labelled(placed: readonly PlacedDevice[]): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const { label, options } of placed) variables[`device.${label}`] ??= options.deviceId;
  return variables;
}
