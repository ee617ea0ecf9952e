import { phone, type DeviceOptions, type DmAccount } from "../roles/device/index.ts";
import type { DeviceAccount } from "../roles/dm-server/index.ts";
import type { LoadedConfig } from "./config.ts";
import { secret, type Derive, type WireUrls } from "./live-accounts.ts";
import { profileNamed } from "./profile-files.ts";

type Config = LoadedConfig["config"];
type DeviceEntry = Config["devices"][number];
type ProductEntry = Extract<DeviceEntry, { external: true }>;
type SimulatedEntry = Exclude<DeviceEntry, ProductEntry>;

/** A device of the configuration, as its own side and as the server's account of it. */
export interface LiveDevice {
  readonly deviceId: string;
  readonly group: string | undefined;
  /** Absent where a DM server that is not ours manages the device. */
  readonly account: DeviceAccount | undefined;
  /** Absent for a product. */
  readonly simulated: DeviceOptions | undefined;
  /** It comes over HTTPS with a certificate in its name. */
  readonly certificate: boolean;
  /** Where the pushes of our DM server go. */
  readonly pushAddress: string | undefined;
  /** UDP port at which it hears pushes from outside. */
  readonly pushPort: number | undefined;
}

/** Numbers of the simulated devices so far: of those without a prefix, and of each prefix. */
export type Numbering = Map<string, number>;

/**
 * The devices that a configuration names, simulated ones numbered through; DM servers of one host share the numbering.
 * `count` replaces the number of simulated ones.
 */
export function liveDevices(
  config: Config,
  urls: WireUrls,
  derive: Derive,
  count: number | undefined,
  numbering: Numbering = new Map(),
): LiveDevice[] {
  const devices: LiveDevice[] = [];
  const surroundings = { config, urls, derive };
  const nextNumber = (prefix = ""): number => {
    const number = (numbering.get(prefix) ?? 0) + 1;
    numbering.set(prefix, number);
    return number;
  };
  let left = count ?? Number.POSITIVE_INFINITY;
  for (const entry of config.devices) {
    if ("external" in entry) {
      devices.push(externalDevice(entry, config, derive));
      continue;
    }
    const profile = profileNamed(entry.profile);
    const wanted = Math.min(entry.count, left);
    for (let index = 0; index < wanted; index++)
      devices.push(
        simulatedDevice(
          nextNumber(entry.prefix),
          profile,
          entry,
          surroundings,
          entry.pushPort && entry.pushPort + index,
        ),
      );
    left -= wanted;
  }
  if (count !== undefined)
    for (; left > 0; left--)
      devices.push(simulatedDevice(nextNumber(), phone, { auth: "md5" }, surroundings));
  return devices;
}

/** What all devices of a configuration have in common. */
interface Surroundings {
  readonly config: Config;
  readonly urls: WireUrls;
  readonly derive: Derive;
}

function simulatedDevice(
  number: number,
  profile: DeviceOptions["profile"],
  entry: Pick<SimulatedEntry, "auth"> & Partial<SimulatedEntry>,
  surroundings: Surroundings,
  pushPort?: number,
): LiveDevice {
  const { group, encoding, certificate, prefix } = entry;
  const deviceId = prefix === undefined ? `IMEI:${imei(number)}` : `${prefix}${number}`;
  const { account, own } = entry.account
    ? { account: undefined, own: foreignAccount(entry.auth, entry.account) }
    : accountAtOurServer(number, deviceId, entry, surroundings);
  return {
    deviceId,
    group,
    account,
    simulated: { deviceId, profile, encoding, account: own, bootstrap: { networkId: imsi(number) } },
    certificate: certificate !== undefined,
    pushAddress: undefined,
    pushPort,
  };
}

/** The account of a simulated device at our DM server, as each side has it. */
function accountAtOurServer(
  number: number,
  deviceId: string,
  { auth, group, certificate, prefix }: Pick<SimulatedEntry, "auth"> & Partial<SimulatedEntry>,
  { config, urls, derive }: Surroundings,
): { readonly account: DeviceAccount; readonly own: DmAccount } {
  const username = prefix === undefined ? `dev${number}` : deviceId;
  const password = secret(derive, `device/${deviceId}`);
  const serverNonce = derive(`nonce/${deviceId}`).subarray(0, 16);
  const { serverId, serverPassword } = config.dms;
  return {
    account: {
      deviceId,
      groups: group === undefined ? [] : [group],
      client: { auth, username, password, certificate },
      server: { auth: "md5", username: serverId, password: serverPassword, nonce: serverNonce },
      bootstrap: { security: "netwpin", networkId: imsi(number) },
    },
    own: {
      serverId,
      serverUrl: `${(certificate && urls.secureUrl) ?? urls.baseUrl}/dm`,
      username,
      password,
      auth,
      authPref: "challenge",
      serverAuth: "md5",
      serverPassword,
      serverNonce,
    },
  };
}

/** The account of a simulated device at a DM server that is not ours. A nonce that is known is used unasked. */
function foreignAccount(
  auth: DmAccount["auth"],
  { server, clientNonce, ...account }: NonNullable<SimulatedEntry["account"]>,
): DmAccount {
  const isReady = auth === "basic" || clientNonce !== undefined;
  return { ...account, auth, clientNonce, serverUrl: server, authPref: isReady ? "unasked" : "challenge" };
}

function externalDevice(entry: ProductEntry, { dms }: Config, derive: Derive): LiveDevice {
  const { id, group, account, bootstrap, pushAddress } = entry;
  return {
    deviceId: id,
    group,
    account: {
      deviceId: id,
      groups: group === undefined ? [] : [group],
      external: true,
      client: account
        ? {
            auth: account.auth,
            username: account.username,
            password: account.password,
            certificate: account.certificate,
            nonce: account.clientNonce,
          }
        : { auth: "none", username: id, password: secret(derive, `device/${id}`) },
      server: {
        auth: account?.serverAuth ?? (account?.auth === "mac" ? "mac" : "md5"),
        username: dms.serverId,
        password: account?.serverPassword ?? dms.serverPassword,
        nonce: account?.serverNonce,
      },
      bootstrap,
    },
    simulated: undefined,
    certificate: false,
    pushAddress,
    pushPort: undefined,
  };
}

/** The network identity of a simulated device: an IMSI of the test network 001-01. */
function imsi(number: number): string {
  return `00101${String(number).padStart(10, "0")}`;
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
