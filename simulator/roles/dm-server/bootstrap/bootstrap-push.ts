import { fromBase64, toBase64 } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import type { Random } from "../../../core/random.ts";
import { secretDigest } from "../../../protocols/dm-auth/index.ts";
import {
  bootstrapMac,
  bootstrapTypeText,
  cpKey,
  DM_BOOTSTRAP_TYPE,
  dmKey,
  provisioningTypes,
  userPinMac,
  w7Characteristic,
  writeProvisioning,
  type CpMethod,
  type DmMethod,
  type ProvisioningDocument,
  type W7Account,
  type W7Credentials,
} from "../../../protocols/provisioning/index.ts";
import { accountDocument, writeDmBootstrap } from "../../../stacks/bootstrap.ts";
import type { BootstrapSecurity } from "../inventory/device-account.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";

/** What a bootstrap message is to be. */
export interface BootstrapOptions extends BootstrapSecurity {
  readonly device: DeviceRecord;
  readonly serverId: string;
  readonly serverUrl: string;
  /** Name of the server for people. */
  readonly serverName?: string | undefined;
  readonly profile: "cp" | "dm";
  /** Form of a document of the `cp` profile; WBXML by default. */
  readonly encoding?: "xml" | "wbxml" | undefined;
  /** Password of the device, where it is known: the inventory keeps a digest only. Without it a new one is made. */
  readonly clientPassword?: string | undefined;
  /** The device starts a session at once (INIT); yes by default. */
  readonly init?: boolean | undefined;
  readonly crypto: Crypto;
  readonly random: Random;
}

/** A bootstrap message for a push. */
export interface BootstrapMessage {
  readonly contentType: string;
  readonly body: Uint8Array;
  /** The device's account as the message states it: to be kept in the inventory before the message goes out. */
  readonly account: DeviceRecord["account"];
  /** What the user at the device has to enter. */
  readonly userEnters?: string | undefined;
}

/** Why no message can be made. */
export interface BootstrapRefused {
  readonly refused: string;
}

const NONCE_LENGTH = 16;
const types = { basic: "BASIC", md5: "DIGEST", mac: "HMAC", none: undefined } as const;

/**
 * Makes the bootstrap message of a device's account (DM Bootstrap 1.2, 5). Nonces that are not agreed yet are made, and a
 * device without credentials gets some.
 */
export function bootstrapPush(options: BootstrapOptions): BootstrapMessage | BootstrapRefused {
  const { device, profile, crypto } = options;
  const { account, clientPassword } = accountFor(options);
  const w7 = w7AccountOf(options, account, clientPassword);
  const form = options.encoding ?? "wbxml";
  if (profile === "dm") {
    if (form === "xml") return { refused: "a message of the DM profile is always WBXML" };
    const body = writeDmBootstrap({
      serverId: options.serverId,
      deviceId: device.deviceId,
      objects: [accountDocument(w7)],
    });
    return secured(options, DM_BOOTSTRAP_TYPE, body, account, crypto);
  }
  const body = writeProvisioning({ version: "1.1", content: [w7Characteristic(w7)] }, form);
  return secured(options, provisioningTypes[form], body, account, crypto);
}

/** Makes the message of a provisioning document that somebody else wrote; `account` is what the device has after it. */
export function documentPush(
  document: ProvisioningDocument,
  account: DeviceRecord["account"],
  options: BootstrapSecurity & Pick<BootstrapOptions, "crypto">,
): BootstrapMessage | BootstrapRefused {
  const body = writeProvisioning(document, "wbxml");
  return secured({ ...options, profile: "cp" }, provisioningTypes.wbxml, body, account, options.crypto);
}

function accountFor({ device, serverId, clientPassword, crypto, random }: BootstrapOptions): {
  readonly account: DeviceRecord["account"];
  readonly clientPassword: string;
} {
  const { client, server } = device.account;
  const newSecret = (): string => toBase64(random.bytes(12));
  const newNonce = (): string => toBase64(random.bytes(NONCE_LENGTH));
  const username = client.username === "" ? device.deviceId : client.username;
  const password = clientPassword ?? newSecret();
  const serverPassword = server.password === "" ? newSecret() : server.password;
  const { passwordHash, ...digest } = client;
  const known = clientPassword !== undefined && passwordHash !== undefined;
  return {
    clientPassword: password,
    account: {
      client: {
        ...digest,
        ...(known ? { passwordHash } : {}),
        ...(client.auth === "basic" && !known ? { passwordHash: crypto.hashPassword(password) } : {}),
        auth: client.auth === "none" ? "md5" : client.auth,
        username,
        digestBase: secretDigest(crypto, username, password),
        nonce: client.nonce === "" ? newNonce() : client.nonce,
      },
      server: {
        ...server,
        auth: server.auth === "none" ? "md5" : server.auth,
        username: server.username === "" ? serverId : server.username,
        password: serverPassword,
        nonce: server.nonce === "" ? newNonce() : server.nonce,
      },
    },
  };
}

function w7AccountOf(
  { serverId, serverUrl, serverName, init }: BootstrapOptions,
  { client, server }: DeviceRecord["account"],
  clientPassword: string,
): W7Account {
  const credentials: readonly W7Credentials[] = [
    {
      level: "APPSRV",
      type: types[client.auth],
      name: client.username,
      secret: clientPassword,
      data: nonceText(client.nonce),
    },
    {
      level: "CLIENT",
      type: types[server.auth],
      name: server.username,
      secret: server.password,
      data: nonceText(server.nonce),
    },
  ];
  return {
    serverId,
    name: serverName ?? serverId,
    addresses: [{ address: serverUrl, type: "URI", ports: [] }],
    credentials,
    toProxy: [],
    toNapId: [],
    init: init ?? true,
    further: [],
  };
}

function nonceText(nonce: string): string | undefined {
  return fromBase64(nonce)?.length ? nonce : undefined;
}

const cpMethod: Readonly<Record<string, CpMethod>> = {
  netwpin: "NETWPIN",
  userpin: "USERPIN",
  usernetwpin: "USERNETWPIN",
  userpinmac: "USERPINMAC",
};
const dmMethod: Readonly<Record<string, DmMethod>> = {
  netwpin: "NETWORKID",
  userpin: "USERPIN",
  usernetwpin: "USERPIN_NETWORKID",
};

/** What the MAC of a message is made from. */
type Securing = BootstrapSecurity & Pick<BootstrapOptions, "profile">;

function secured(
  options: Securing,
  mediaType: string,
  body: Uint8Array,
  account: DeviceRecord["account"],
  crypto: Crypto,
): BootstrapMessage | BootstrapRefused {
  const { security, userPin } = options;
  if (security === "none") return { contentType: mediaType, body, account };
  if (security === "userpinmac") {
    if (options.profile === "dm") return { refused: "the DM profile has no USERPINMAC" };
    if (!userPin) return { refused: "USERPINMAC needs the digits of a PIN" };
    const contentType = bootstrapTypeText({ mediaType, sec: "USERPINMAC" });
    return { contentType, body, account, userEnters: userPinMac(crypto, userPin, body) };
  }
  const sec = (options.profile === "dm" ? dmMethod : cpMethod)[security] ?? "";
  const key = keyOf(options);
  if (key === undefined) return { refused: `${sec} needs ${needed(security)}` };
  const mac = bootstrapMac(crypto, key, body);
  const enters = security === "netwpin" ? {} : { userEnters: userPin };
  return { contentType: bootstrapTypeText({ mediaType, sec, mac }), body, account, ...enters };
}

function keyOf(options: Securing): Uint8Array | undefined {
  const { profile, security } = options;
  if (profile === "dm") {
    const method = dmMethod[security];
    return method && dmKey(method, options);
  }
  const method = cpMethod[security];
  return method && cpKey(method, options);
}

function needed(security: BootstrapOptions["security"]): string {
  if (security === "netwpin") return "the network identity of the device";
  return security === "userpin" ? "a PIN" : "a PIN and the network identity of the device";
}
