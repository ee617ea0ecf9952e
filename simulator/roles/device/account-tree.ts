import {
  buildNode,
  DMAcc,
  fillShape,
  nodeAt,
  withChanges,
  withNode,
  withValues,
  type InteriorNode,
  type ObjectValues,
  type TreeChange,
} from "../../tree/index.ts";
import type { DeviceOptions, DmAccount } from "./options.ts";
import { profileTree, type DeviceProfile } from "./profiles/profile.ts";

const types = { basic: "BASIC", md5: "DIGEST", none: "" } as const;
const noNonce = new Uint8Array(0);

/** Trees with an account, but without what is each device's own; shared by all devices of a profile and server. */
const accountTrees = new WeakMap<DeviceProfile, Map<string, InteriorNode>>();

/** A device's own tree before anything was changed on it: the shared tree, its DevId, and its names and secrets. */
export function ownTree(options: DeviceOptions, account: DmAccount): InteriorNode {
  const { profile, deviceId } = options;
  const Client = {
    AAuthName: account.username,
    AAuthSecret: account.password,
    AAuthData: account.clientNonce ?? noNonce,
  };
  const Server = { AAuthSecret: account.serverPassword, AAuthData: account.serverNonce ?? noNonce };
  return withValues(accountTree(profile, account), {
    DevInfo: { DevId: deviceId },
    DMAcc: { [profile.accountName]: { AppAuth: { Client, Server } } },
  });
}

function accountTree(profile: DeviceProfile, account: DmAccount): InteriorNode {
  const trees = accountTrees.get(profile) ?? new Map<string, InteriorNode>();
  accountTrees.set(profile, trees);
  const key = `${account.auth} ${account.serverAuth} ${account.serverId} ${account.serverUrl}`;
  const known = trees.get(key);
  if (known) return known;
  const path = ["DMAcc", profile.accountName];
  const { spec } = fillShape(DMAcc, accountValues(account), `./${path.join("/")}`);
  const tree = withNode(profileTree(profile, account.serverId).root, path, buildNode(spec, path).node);
  trees.set(key, tree);
  return tree;
}

/** The tree with what was changed on the device. */
export function currentTree(base: InteriorNode, changes: readonly TreeChange[] | undefined): InteriorNode {
  return changes ? withChanges(base, changes) : base;
}

/**
 * The account as the tree holds it: servers may have changed address, names and passwords. Undefined when a server has
 * deleted it.
 */
export function accountIn(
  root: InteriorNode,
  options: DeviceOptions,
  account: DmAccount,
): DmAccount | undefined {
  if (!nodeAt(root, ["DMAcc", options.profile.accountName])) return undefined;
  const text = (...path: readonly string[]): string | undefined => {
    const node = nodeAt(root, ["DMAcc", options.profile.accountName, ...path]);
    return node?.kind === "leaf" && typeof node.value === "string" ? node.value : undefined;
  };
  return {
    ...account,
    serverUrl: text("AppAddr", "1", "Addr") ?? account.serverUrl,
    username: text("AppAuth", "Client", "AAuthName") ?? account.username,
    password: text("AppAuth", "Client", "AAuthSecret") ?? account.password,
    serverPassword: text("AppAuth", "Server", "AAuthSecret") ?? account.serverPassword,
  };
}

function accountValues(account: DmAccount): ObjectValues {
  const appAuth: Record<string, ObjectValues> = {};
  const own = { AAuthSecret: "", AAuthData: "" };
  if (account.auth !== "none")
    appAuth["Client"] = { AAuthLevel: "CLCRED", AAuthType: types[account.auth], AAuthName: "", ...own };
  if (account.serverAuth !== "none")
    appAuth["Server"] = {
      AAuthLevel: "SRVCRED",
      AAuthType: types[account.serverAuth],
      AAuthName: account.serverId,
      ...own,
    };
  return {
    AppID: "w7",
    ServerID: account.serverId,
    Name: account.serverId,
    AppAddr: { "1": { Addr: account.serverUrl, AddrType: "URI" } },
    AAuthPref: types[account.auth],
    ...(Object.keys(appAuth).length === 0 ? {} : { AppAuth: appAuth }),
  };
}
