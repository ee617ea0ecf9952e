import { fromBase64, toBase64 } from "../../../core/bytes.ts";
import type { PlacedAccount } from "../bootstrap/accounts-in.ts";
import type { DeviceOptions, DmAccount } from "../options.ts";
import { givenAccounts } from "./account-tree.ts";

/** Nonces for the next session with a server, base64. */
export interface StoredNonces {
  readonly client?: string | undefined;
  readonly server?: string | undefined;
}

/** The nonces of a device by server identifier. */
export type NoncesByServer = ReadonlyMap<string, StoredNonces>;

/**
 * The accounts that the device has now, by those that its tree holds: the tree is the truth, since servers change and add
 * accounts and bootstraps create them. What no node says (when credentials are sent, newer nonces) comes from the options and the store. The
 * account of the options is the first.
 */
export function accountsOf(
  placed: readonly PlacedAccount[],
  options: DeviceOptions,
  nonces: NoncesByServer | undefined,
): readonly DmAccount[] {
  const given = givenAccounts(options);
  const accounts = placed.map(({ account }): DmAccount => {
    const known = given.find((each) => each.serverId === account.serverId);
    const stored = nonces?.get(account.serverId);
    const clientNonce = octetsOf(stored?.client) ?? account.clientNonce ?? known?.clientNonce;
    return {
      ...account,
      authPref: known?.authPref ?? (clientNonce || account.auth === "basic" ? "unasked" : "challenge"),
      // a device without credentials keeps its names out of the tree
      username: account.auth === "none" && known ? known.username : account.username,
      password: account.auth === "none" && known ? known.password : account.password,
      serverPassword: account.serverAuth === "none" && known ? known.serverPassword : account.serverPassword,
      clientNonce,
      serverNonce: octetsOf(stored?.server) ?? account.serverNonce ?? known?.serverNonce,
    };
  });
  const first = options.account?.serverId;
  const index = accounts.findIndex((account) => account.serverId === first);
  const [main] = index > 0 ? accounts.splice(index, 1) : [];
  return main ? [main, ...accounts] : accounts;
}

/** Nonces as they are stored. */
export function storedNonces(client: Uint8Array | undefined, server: Uint8Array | undefined): StoredNonces {
  return { client: client && toBase64(client), server: server && toBase64(server) };
}

/** Nonces out of the store; what is none of ours is left out. */
export function readNonces(value: unknown): StoredNonces {
  const text = (name: string): string | undefined => {
    const field: unknown =
      typeof value === "object" && value !== null
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined;
    return typeof field === "string" && fromBase64(field) ? field : undefined;
  };
  return { client: text("client"), server: text("server") };
}

function octetsOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : fromBase64(text);
}
