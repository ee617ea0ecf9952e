import { createHmac } from "node:crypto";
import { phone, type DeviceOptions } from "../roles/device/index.ts";
import type { DeviceAccount, DmServerOptions, ExternalSystemPolicy } from "../roles/dm-server/index.ts";
import { publishedWsi } from "../roles/dm-server/publishing/published-wsi.ts";
import type { ExternalSystemOptions } from "../roles/external-system/index.ts";
import { WorkbenchError } from "../core/error.ts";
import type { LoadedConfig } from "./config.ts";

type Config = LoadedConfig["config"];

/** A device of the configuration, as its own side and as the server's account of it. */
export interface LiveDevice {
  readonly account: DeviceAccount;
  /** Absent for a product. */
  readonly simulated: DeviceOptions | undefined;
  readonly pushAddress: string | undefined;
}

/** Passwords that are nowhere written down: the same for the same key, so that they survive a restart with `--data`. */
export type Derive = (label: string) => Uint8Array;

/** Derives secrets from the key of the data folder. */
export function deriveFrom(key: Uint8Array): Derive {
  return (label) => createHmac("sha256", key).update(label).digest();
}

const profiles: ReadonlyMap<string, DeviceOptions["profile"]> = new Map([[phone.id, phone]]);

/** The devices that a configuration names, simulated ones numbered through. `count` replaces the number of simulated ones. */
export function liveDevices(
  config: Config,
  baseUrl: string,
  derive: Derive,
  count: number | undefined,
): LiveDevice[] {
  const devices: LiveDevice[] = [];
  let number = 0;
  let left = count ?? Number.POSITIVE_INFINITY;
  for (const entry of config.devices) {
    if ("external" in entry) {
      devices.push(externalDevice(entry, config, derive));
      continue;
    }
    const profile = profiles.get(entry.profile);
    if (!profile)
      throw new WorkbenchError(
        "config/invalid",
        `devices: there is no profile "${entry.profile}"; there is ${[...profiles.keys()].join(", ")}.`,
      );
    const wanted = Math.min(entry.count, left);
    for (let index = 0; index < wanted; index++)
      devices.push(simulatedDevice(++number, profile, entry, { config, baseUrl, derive }));
    left -= wanted;
  }
  if (count !== undefined)
    for (; left > 0; left--)
      devices.push(simulatedDevice(++number, phone, { auth: "md5" }, { config, baseUrl, derive }));
  return devices;
}

interface Surroundings {
  readonly config: Config;
  readonly baseUrl: string;
  readonly derive: Derive;
}

function simulatedDevice(
  number: number,
  profile: DeviceOptions["profile"],
  { auth, group }: { readonly auth: "basic" | "md5" | "none"; readonly group?: string | undefined },
  { config, baseUrl, derive }: Surroundings,
): LiveDevice {
  const deviceId = `IMEI:${imei(number)}`;
  const username = `dev${number}`;
  const password = secret(derive, `device/${deviceId}`);
  const serverNonce = derive(`nonce/${deviceId}`).subarray(0, 16);
  const { serverId, serverPassword } = config.dms;
  return {
    account: {
      deviceId,
      groups: group === undefined ? [] : [group],
      client: { auth, username, password },
      server: { auth: "md5", username: serverId, password: serverPassword, nonce: serverNonce },
    },
    simulated: {
      deviceId,
      profile,
      account: {
        serverId,
        serverUrl: `${baseUrl}/dm`,
        username,
        password,
        auth,
        authPref: "challenge",
        serverAuth: "md5",
        serverPassword,
        serverNonce,
      },
    },
    pushAddress: undefined,
  };
}

function externalDevice(
  entry: Extract<Config["devices"][number], { external: true }>,
  { dms }: Config,
  derive: Derive,
): LiveDevice {
  const { id, group, account, pushAddress } = entry;
  return {
    account: {
      deviceId: id,
      groups: group === undefined ? [] : [group],
      external: true,
      client: account ?? { auth: "none", username: id, password: secret(derive, `device/${id}`) },
      server: { auth: "md5", username: dms.serverId, password: dms.serverPassword },
    },
    simulated: undefined,
    pushAddress,
  };
}

/** An IMEI of a test range with its check digit. */
function imei(number: number): string {
  const body = `35000000${String(number).padStart(6, "0")}`;
  const sum = Array.from(body).reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

function secret(derive: Derive, label: string): string {
  return Buffer.from(derive(`secret/${label}`))
    .toString("base64url")
    .slice(0, 16);
}

/** What the DM server is made from. */
export function dmServerOptions(
  config: Config,
  baseUrl: string,
  devices: readonly LiveDevice[],
  derive: Derive,
): DmServerOptions {
  const { dms, limits, unknownDevices, registry } = config;
  const {
    soapBytes,
    dmBytes,
    depth,
    elements,
    attributes,
    locUri,
    unauthenticatedSessions,
    unauthenticatedTime,
  } = limits;
  return {
    dms: {
      id: dms.id,
      serverId: dms.serverId,
      publicUrl: dms.publicUrl?.replace(/\/$/, ""),
      dmUrl: `${baseUrl}/dm`,
    },
    externalSystems: config.externalSystems.map((system) => ({
      ...system,
      name: system.name ?? system.id,
      policy: policyOf(system),
    })),
    devices: devices.map(({ account }) => account),
    unknownDevices,
    hosts: [new URL(baseUrl).host],
    limits: { soapBytes, depth, elements, attributes, locUri },
    sessions: { respUri: dms.respUri },
    sessionLimits: { messageSize: dmBytes, unauthenticatedSessions, unauthenticatedTime },
    publication: registry.enabled
      ? {
          inquiryUrl: `${baseUrl}/uddi/inquiry`,
          publishUrl: `${baseUrl}/uddi/publish`,
          userId: dms.id,
          password: publisherPassword(derive),
          wsi: publishedWsi(baseUrl, dms.id),
        }
      : undefined,
  };
}

/** Only commands that are named are granted: an absent one is none. */
function policyOf({ policy }: Config["externalSystems"][number]): ExternalSystemPolicy {
  const { subtrees } = policy;
  if (Array.isArray(subtrees)) return { ...policy, subtrees };
  const named = Object.entries(subtrees).filter(
    (entry): entry is [string, string[]] => entry[1] !== undefined,
  );
  return { ...policy, subtrees: Object.fromEntries(named) };
}

/** The password with which the DM server publishes in our own registry. */
export function publisherPassword(derive: Derive): string {
  return secret(derive, "publisher");
}

/** Our own External System: the first of the configuration that has a user name and a password. */
export function externalSystemOptions(
  config: Config,
  baseUrl: string,
  derive: Derive,
): ExternalSystemOptions | undefined {
  const system = config.externalSystems.find(({ credentials }) => credentials.length > 0);
  const [credential] = system?.credentials ?? [];
  if (!system || !credential) return undefined;
  const { scheme, username, password } = credential;
  return {
    id: system.id,
    name: system.name ?? system.id,
    kind: system.kind,
    managementDomain: system.policy.managementDomain,
    wsiUrl: `${baseUrl}/wsi`,
    credentials: { scheme: scheme === "username-token-text" ? "username-token" : scheme, username, password },
    callback: {
      url: `${baseUrl}/es/callback`,
      credentials: {
        scheme: "basic",
        username: config.dms.id,
        password: secret(derive, `callback/${system.id}`),
      },
    },
    soapVersion: "1.1",
  };
}
