import { toHex } from "../../core/bytes.ts";
import type { Random } from "../../core/random.ts";
import type { DeviceOptions, DmAccount } from "../../roles/device/index.ts";
import type { DmServerOptions } from "../../roles/dm-server/index.ts";
import { authIn, choice, encodingIn, mannersIn, numberIn, profileIn } from "./world-settings.ts";

type Settings = Readonly<Record<string, string>>;

/** What bootstrap messages to the devices are protected with. */
export const bootstrapSecrets = { networkId: "001010123456789", userPin: "1234" } as const;
/** Password that the partner does not accept. */
const WRONG_PASSWORD = "changed-at-the-device";

/** A DM server of the world, as devices know it. */
export interface PlacedServer {
  readonly serverId: string;
  readonly publicUrl: string;
}

/** What a DM server and a device share, made from the seed. */
export interface SharedSecrets {
  readonly username: string;
  readonly password: string;
  readonly serverPassword: string;
  readonly serverNonce: Uint8Array;
  readonly clientNonce: Uint8Array;
  /** Nonce of an earlier time, for an account that missed the newest. */
  readonly staleNonce: Uint8Array;
}

/** Makes the secrets of the device with this index. */
export function secretsOf(random: Random, index: number): SharedSecrets {
  const secret = (label: string): string => toHex(random.fork(`secret/${label}`).bytes(8));
  return {
    username: `dev${17 + index}`,
    password: secret("device"),
    serverPassword: secret("server"),
    serverNonce: random.fork("nonce/server").bytes(16),
    clientNonce: random.fork("nonce/client").bytes(16),
    staleNonce: random.fork("nonce/stale").bytes(16),
  };
}

/** Options of a DM server with an account for each device. */
export function dmServerOptions(
  { serverId, publicUrl }: PlacedServer,
  devices: readonly { readonly deviceId: string; readonly secrets: SharedSecrets }[],
  settings: Settings,
): DmServerOptions {
  const { auth, serverAuth } = authIn(settings);
  const messageSize = numberIn(settings, "serverMaxMsgSize");
  return {
    dms: { id: serverId, serverId, publicUrl, dmUrl: `${publicUrl}/dm` },
    hosts: [],
    unknownDevices: "refuse",
    externalSystems: [],
    devices: devices.map(({ deviceId, secrets }) => ({
      deviceId,
      client: { auth, username: secrets.username, password: secrets.password, nonce: secrets.clientNonce },
      server: {
        auth: serverAuth,
        username: serverId,
        password: secrets.serverPassword,
        nonce: secrets.serverNonce,
      },
    })),
    sessions: { notificationWait: 4_000 },
    ...(messageSize === undefined ? {} : { sessionLimits: { messageSize } }),
  };
}

/** The account of a DM server on a device. */
export function accountOf(
  { serverId, publicUrl }: PlacedServer,
  secrets: SharedSecrets,
  settings: Settings,
  manages: boolean,
): DmAccount {
  const { username, password, serverPassword, serverNonce, clientNonce, staleNonce } = secrets;
  const stale = choice(settings, "staleNonce", ["none", "client", "server", "both"]);
  const refuse = choice(settings, "refuse", ["none", "device", "server"]);
  return {
    serverId,
    manages,
    serverUrl: `${publicUrl}/dm`,
    username,
    password: refuse === "device" ? WRONG_PASSWORD : password,
    ...authIn(settings),
    serverPassword: refuse === "server" ? WRONG_PASSWORD : serverPassword,
    clientNonce: stale === "client" || stale === "both" ? staleNonce : clientNonce,
    serverNonce: stale === "server" || stale === "both" ? staleNonce : serverNonce,
  };
}

/** Digits that the user at the devices types in for a bootstrap message. */
export interface UserPin {
  readonly userPin: string;
  /** The user is told other digits out of band, as USERPINMAC has it; they count when they begin with the agreed PIN. */
  tell(digits: unknown): void;
}

/** The user at the devices, who knows the agreed PIN. */
export function createUserPin(): UserPin {
  let userPin: string = bootstrapSecrets.userPin;
  return {
    get userPin() {
      return userPin;
    },
    tell: (digits) => {
      if (typeof digits === "string" && digits.startsWith(bootstrapSecrets.userPin)) userPin = digits;
    },
  };
}

/** Options of a device with these accounts, of which a device from the factory has none yet. */
export function deviceOptions(
  deviceId: string,
  user: UserPin,
  [account, ...furtherAccounts]: readonly DmAccount[],
  settings: Settings,
): DeviceOptions {
  const fromFactory = choice(settings, "start", ["account", "factory"]) === "factory";
  return {
    deviceId,
    profile: profileIn(settings),
    encoding: encodingIn(settings),
    account: fromFactory ? undefined : account,
    furtherAccounts: fromFactory ? [] : furtherAccounts,
    bootstrap: {
      networkId: bootstrapSecrets.networkId,
      get userPin() {
        return user.userPin;
      },
    },
    manners: mannersIn(settings),
    behaviour: { user: choice(settings, "user", ["none", "person"]) },
    maxMsgSize: numberIn(settings, "maxMsgSize"),
    maxObjSize: numberIn(settings, "maxObjSize"),
  };
}
