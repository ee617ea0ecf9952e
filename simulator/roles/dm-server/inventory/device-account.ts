import type { Crypto } from "../../../core/crypto.ts";
import { toBase64 } from "../../../core/bytes.ts";
import { secretDigest, type AuthScheme } from "../../../protocols/dm-auth/index.ts";
import type { DeviceRecord } from "./device-record.ts";

/** How one side of a device's account proves itself. */
export interface AccountSide {
  readonly auth: "basic" | "md5" | "mac" | "none";
  readonly username: string;
  readonly password: string;
  /** Further schemes that the device may use, in the order in which they are asked for. Only for the device's side. */
  readonly fallback?: readonly AuthScheme[] | undefined;
  /** Nonce octets agreed beforehand; without them the first md5 session begins with a challenge. */
  readonly nonce?: Uint8Array | undefined;
  /** Client certificate in the device's name: on every connection, or where one is shown. Only for the device's side. */
  readonly certificate?: "required" | "optional" | undefined;
}

/** How a bootstrap message proves where it comes from. */
export interface BootstrapSecurity {
  readonly security: "none" | "netwpin" | "userpin" | "usernetwpin" | "userpinmac";
  /** Digits of the IMSI, or another network identity. */
  readonly networkId?: string | undefined;
  readonly userPin?: string | undefined;
}

/** Account of a device as the configuration states it. */
export interface DeviceAccount {
  readonly deviceId: string;
  readonly groups?: readonly string[] | undefined;
  readonly managementDomain?: string | undefined;
  /** A product, not one of the simulated devices. */
  readonly external?: boolean | undefined;
  /** The device towards the server. */
  readonly client: AccountSide;
  /** The server towards the device; for Package 0 the username has to be the server identifier. */
  readonly server: AccountSide;
  /** How bootstrap messages of External Systems to it are secured; not at all when absent. */
  readonly bootstrap?: BootstrapSecurity | undefined;
}

/** Record of a device of which nothing but its account is known. */
export function recordOfAccount(account: DeviceAccount, crypto: Crypto): DeviceRecord {
  const { client, server } = account;
  return {
    deviceId: account.deviceId,
    groups: account.groups ?? [],
    managementDomain: account.managementDomain,
    external: account.external ?? false,
    account: {
      client: {
        auth: client.auth,
        fallback: client.fallback,
        username: client.username,
        digestBase: secretDigest(crypto, client.username, client.password),
        nonce: nonceText(client.nonce),
        certificate: client.certificate,
      },
      server: {
        auth: server.auth,
        username: server.username,
        password: server.password,
        nonce: nonceText(server.nonce),
      },
    },
    devInfo: {},
    lastNotificationId: 0,
  };
}

/** Record of a device that came without an account and is served all the same. */
export function recordOfStranger(deviceId: string): DeviceRecord {
  return {
    deviceId,
    groups: [],
    external: true,
    account: {
      client: { auth: "none", username: "", digestBase: "", nonce: "" },
      server: { auth: "none", username: "", password: "", nonce: "" },
    },
    devInfo: {},
    lastNotificationId: 0,
  };
}

/** What is copied of a device that an upstream manages. */
export type CopiedDevice = Pick<
  DeviceRecord,
  "deviceId" | "groups" | "managedBy" | "manager" | "manufacturer" | "model" | "firmwareVersion" | "lastSeen"
>;

/** Record of a device that an upstream manages: it has no account here. The record of before where nothing changed. */
export function recordOfCopy(copy: CopiedDevice, before: DeviceRecord | undefined): DeviceRecord {
  const record = { ...recordOfStranger(copy.deviceId), ...copy };
  return before && sameCopy(record, before) ? before : record;
}

function sameCopy(a: CopiedDevice, b: CopiedDevice): boolean {
  return (
    a.managedBy === b.managedBy &&
    a.manager === b.manager &&
    a.manufacturer === b.manufacturer &&
    a.model === b.model &&
    a.firmwareVersion === b.firmwareVersion &&
    a.lastSeen === b.lastSeen &&
    a.groups.length === b.groups.length &&
    a.groups.every((group, index) => group === b.groups[index])
  );
}

/**
 * What was stored of a device under the account that is configured now. Nonces survive with their credentials; new
 * credentials begin with the configured nonce. An account that a provisioning document stated stays, until the
 * configuration names other credentials than those that it replaced.
 */
export function mergeAccount(stored: DeviceRecord, configured: DeviceRecord): DeviceRecord {
  const old = stored.account;
  const { client, server } = configured.account;
  if (stored.replacedDigest !== undefined && stored.replacedDigest === client.digestBase) {
    const { groups, managementDomain, external } = configured;
    return { ...stored, groups, managementDomain, external };
  }
  const sameClient = old.client.username === client.username && old.client.digestBase === client.digestBase;
  const sameServer = old.server.username === server.username && old.server.password === server.password;
  return {
    ...stored,
    groups: configured.groups,
    managementDomain: configured.managementDomain,
    external: configured.external,
    account: {
      client: sameClient ? { ...client, nonce: old.client.nonce } : client,
      server: sameServer ? { ...server, nonce: old.server.nonce } : server,
    },
  };
}

function nonceText(nonce: Uint8Array | undefined): string {
  return nonce ? toBase64(nonce) : "";
}
