import type { Crypto } from "../../../core/crypto.ts";
import { secretDigest } from "../../../protocols/dm-auth/index.ts";
import {
  w7Accounts,
  type ProvisioningDocument,
  type W7Credentials,
} from "../../../protocols/provisioning/index.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";

type Account = DeviceRecord["account"];

const schemes: Readonly<Record<string, "basic" | "md5" | "mac">> = {
  BASIC: "basic",
  DIGEST: "md5",
  HMAC: "mac",
};

/**
 * What the account of a device with this server is after a provisioning document: the credentials that the document
 * states for the server, else what it was (the same object).
 */
export function statedAccount(
  document: ProvisioningDocument,
  account: Account,
  serverId: string,
  crypto: Crypto,
): Account {
  const own = w7Accounts(document).accounts.find((each) => each.serverId === serverId);
  const client = complete(own?.credentials.find(({ level }) => level === "APPSRV"));
  const server = complete(own?.credentials.find(({ level }) => level === "CLIENT"));
  if (!client && !server) return account;
  return {
    client: client ? clientOf(client, account.client, crypto) : account.client,
    server: server
      ? {
          ...account.server,
          auth: schemeOf(server, account.server.auth),
          username: server.name,
          password: server.secret,
          nonce: server.data ?? "",
        }
      : account.server,
  };
}

type Complete = W7Credentials & { readonly name: string; readonly secret: string };

/** Credentials that say who and with what; others change nothing. */
function complete(credentials: W7Credentials | undefined): Complete | undefined {
  const { name, secret } = credentials ?? {};
  return credentials && name !== undefined && secret !== undefined
    ? { ...credentials, name, secret }
    : undefined;
}

function clientOf(stated: Complete, before: Account["client"], crypto: Crypto): Account["client"] {
  const { passwordHash: _, ...rest } = before;
  const auth = schemeOf(stated, before.auth);
  return {
    ...rest,
    auth,
    username: stated.name,
    digestBase: secretDigest(crypto, stated.name, stated.secret),
    nonce: stated.data ?? "",
    ...(auth === "basic" ? { passwordHash: crypto.hashPassword(stated.secret) } : {}),
  };
}

function schemeOf<Before extends Account["client"]["auth"]>(
  { type = "" }: W7Credentials,
  before: Before,
): Before | "basic" | "md5" | "mac" {
  return schemes[type.toUpperCase()] ?? (before === "none" ? "md5" : before);
}
