import { toHex } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { Random } from "../../core/random.ts";
import { createDevice, type DeviceCommand, type DeviceOptions } from "../../roles/device/index.ts";
import {
  createDmServer,
  defaultPolicy,
  type DmServerCommand,
  type DmServerOptions,
} from "../../roles/dm-server/index.ts";
import { publishedWsi } from "../../roles/dm-server/publishing/published-wsi.ts";
import {
  createExternalSystem,
  type ExternalSystemCommand,
  type ExternalSystemOptions,
} from "../../roles/external-system/index.ts";
import { createRegistry, type RegistryCommand } from "../../roles/registry/index.ts";
import type { Party } from "../../wire/party.ts";
import type { RoleEdge } from "../role-edge.ts";
import type { World, WorldBase } from "../world.ts";
import { checkCommand, createWorldParts } from "./world-parts.ts";
import { uddiUrls } from "../registry/uddi-urls.ts";
import { encodingIn, profileIn } from "./world-settings.ts";

const DEVICE = "IMEI:350000000000017";
const SERVER_ID = "dms.example";

/** Accounts of a world, made from its seed. */
interface Secrets {
  readonly care: string;
  readonly callback: string;
  readonly device: string;
  readonly server: string;
  readonly publisher: string;
  readonly serverNonce: Uint8Array;
}

/**
 * One External System, one DM server, one device and, unless it is off, one registry. The setting `refuse` makes one of
 * them hold credentials that its partner does not accept.
 */
export function buildFourRoles(base: WorldBase, crypto: Crypto): World {
  const { wire, settings } = base;
  const parts = createWorldParts(base, crypto);
  const { contextOf, edgeOf, storeOf, devices, roles } = parts;
  const secrets = secretsOf(parts.random);
  const refuse = settings["refuse"] ?? "none";
  const withRegistry = settings["registry"] !== "off";
  const parties = {
    care: { role: "external-system", name: "care" },
    dms: { role: "dm-server", name: SERVER_ID },
    device: { role: "device", name: DEVICE },
    registry: { role: "registry", name: "registry" },
  } as const satisfies Readonly<Record<string, Party>>;

  const server = createDmServer(
    dmServerOptions(wire.baseUrl, secrets, withRegistry),
    contextOf("dms"),
    storeOf(parties.dms),
  );
  const dms = edgeOf<DmServerCommand>(parties.dms, server);
  roles.addDmServer(server, dms);
  dms.listen("wsi", "/wsi");
  dms.listen("dm", "/dm");
  dms.listen("http", "/packages");

  const options = deviceOptions(wire.baseUrl, secrets, settings);
  const role = createDevice(options, contextOf("device"), storeOf(parties.device));
  const device = edgeOf<DeviceCommand>(parties.device, role);
  device.listenForPush(DEVICE);
  devices.add(role, options, device);
  devices.serve(dms);

  const careOptions = externalSystemOptions(wire.baseUrl, secrets, refuse);
  const careRole = createExternalSystem(careOptions, contextOf("care"), storeOf(parties.care));
  const care = edgeOf<ExternalSystemCommand>(parties.care, careRole);
  roles.addExternalSystem(careRole, careOptions, care);
  care.listen("wsi-callback", "/es/callback");

  let registry: RoleEdge<RegistryCommand> | undefined;
  if (withRegistry) {
    const publishers = [{ userId: SERVER_ID, password: secrets.publisher }];
    const registryRole = createRegistry(
      { operator: "registry.example", publishers },
      contextOf("registry"),
      storeOf(parties.registry),
    );
    registry = edgeOf<RegistryCommand>(parties.registry, registryRole);
    for (const path of ["/uddi/inquiry", "/uddi/publish", "/uddi/security"]) registry.listen("uddi", path);
    roles.addRegistry(
      parties.registry.name,
      registryRole,
      { urls: uddiUrls(wire.baseUrl), publishers },
      registry,
    );
  }

  return {
    parties: [parties.care, ...(registry ? [parties.registry] : []), parties.dms, parties.device],
    act: (party, asked) => {
      checkCommand(party, asked);
      // the fields of a command are the role's own form
      if (party === "external-system") care.command(asked as ExternalSystemCommand);
      else if (party === "dm-server") dms.command(asked as DmServerCommand);
      else if (party === "device") device.command(asked as DeviceCommand);
      else if (registry) registry.command(asked as RegistryCommand);
      else throw new WorkbenchError("scenario/command", "There is no registry in this world", { party });
    },
    variables: {
      deviceId: DEVICE,
      serverId: SERVER_ID,
      inquiryUrl: `${wire.baseUrl}/uddi/inquiry`,
      replaceLocUri: "./Settings/Ring",
      replaceData: "Chime",
    },
    devices,
    roles,
    observe: parts.world.observe,
    get pending() {
      return parts.world.pending;
    },
    dispose: parts.world.dispose,
  };
}

function secretsOf(random: Random): Secrets {
  const secret = (label: string): string => toHex(random.fork(`secret/${label}`).bytes(8));
  return {
    care: secret("care"),
    callback: secret("callback"),
    device: secret("device"),
    server: secret("server"),
    publisher: secret("publisher"),
    serverNonce: random.fork("nonce/server").bytes(16),
  };
}

function dmServerOptions(baseUrl: string, secrets: Secrets, withRegistry: boolean): DmServerOptions {
  return {
    dms: { id: SERVER_ID, serverId: SERVER_ID, publicUrl: baseUrl, dmUrl: `${baseUrl}/dm` },
    hosts: [],
    unknownDevices: "refuse",
    externalSystems: [
      {
        id: "care",
        name: "Customer care",
        kind: "customer-care",
        credentials: [{ scheme: "basic", username: "care", password: secrets.care }],
        policy: defaultPolicy,
      },
    ],
    devices: [
      {
        deviceId: DEVICE,
        client: { auth: "md5", username: "dev17", password: secrets.device },
        server: { auth: "md5", username: SERVER_ID, password: secrets.server, nonce: secrets.serverNonce },
      },
    ],
    // plain passwords may cross the in-memory wire: its address is no loopback address, and nobody else can listen
    settings: { plainPasswords: true },
    // short patience, so that a refused notification is told while somebody watches
    sessions: { notificationWait: 4_000 },
    publication: withRegistry
      ? {
          inquiryUrl: `${baseUrl}/uddi/inquiry`,
          publishUrl: `${baseUrl}/uddi/publish`,
          userId: SERVER_ID,
          password: secrets.publisher,
          wsi: publishedWsi(baseUrl, "Example Operator"),
        }
      : undefined,
  };
}

function deviceOptions(
  baseUrl: string,
  secrets: Secrets,
  settings: Readonly<Record<string, string>>,
): DeviceOptions {
  const refuse = settings["refuse"] ?? "none";
  return {
    deviceId: DEVICE,
    profile: profileIn(settings),
    encoding: encodingIn(settings),
    account: {
      serverId: SERVER_ID,
      serverUrl: `${baseUrl}/dm`,
      username: "dev17",
      password: refuse === "device" ? "changed-at-the-device" : secrets.device,
      auth: "md5",
      authPref: "challenge",
      serverAuth: "md5",
      serverPassword: secrets.server,
      serverNonce: secrets.serverNonce,
    },
    behaviour: {
      notification: refuse === "notification" ? "refuse-digest" : "accept",
      serverPassword: refuse === "server" ? "changed-at-the-device" : undefined,
    },
  };
}

function externalSystemOptions(baseUrl: string, secrets: Secrets, refuse: string): ExternalSystemOptions {
  return {
    id: "care",
    name: "Customer care",
    kind: "customer-care",
    managementDomain: "operator",
    wsiUrl: `${baseUrl}/wsi`,
    credentials: {
      scheme: "basic",
      username: "care",
      password: refuse === "external-system" ? "not-the-password" : secrets.care,
    },
    callback: {
      url: `${baseUrl}/es/callback`,
      credentials: { scheme: "basic", username: SERVER_ID, password: secrets.callback },
      ...(refuse === "callback" ? { announced: { username: SERVER_ID, password: "not-the-password" } } : {}),
    },
    soapVersion: "1.1",
  };
}
