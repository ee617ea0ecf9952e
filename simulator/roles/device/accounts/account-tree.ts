import {
  buildNode,
  DMAcc,
  fillShape,
  withNode,
  withValues,
  type InteriorNode,
  type ObjectValues,
} from "../../../tree/index.ts";
import type { DeviceOptions, DmAccount } from "../options.ts";
import { profileTree, type DeviceProfile } from "../profiles/profile.ts";

const types = { basic: "BASIC", md5: "DIGEST", mac: "HMAC", none: "" } as const;
const noNonce = new Uint8Array(0);

/** Trees with accounts, but without what is each device's own; shared by all devices of a profile and its servers. */
const accountTrees = new WeakMap<DeviceProfile, Map<string, InteriorNode>>();

/** The accounts that a device is made with. */
export function givenAccounts({ account, furtherAccounts }: DeviceOptions): readonly DmAccount[] {
  if (!account) return furtherAccounts ?? [];
  return furtherAccounts && furtherAccounts.length > 0 ? [account, ...furtherAccounts] : [account];
}

/** The tree that a device shares with all of its profile and its servers: without what is each device's own. */
export function sharedTree(options: DeviceOptions): InteriorNode {
  return accountTree(options.profile, givenAccounts(options));
}

/** A device's own tree before anything was changed on it: the shared tree, its DevId, and its names and secrets. */
export function ownTree(options: DeviceOptions): InteriorNode {
  const { profile, deviceId } = options;
  const accounts = givenAccounts(options);
  const secrets: Record<string, { AppAuth: ReturnType<typeof secretsOf> }> = {};
  for (const [index, account] of accounts.entries())
    secrets[nodeName(profile, index)] = { AppAuth: secretsOf(account) };
  return withValues(sharedTree(options), { DevInfo: { DevId: deviceId }, DMAcc: secrets });
}

/** The tree of the factory: the device's own, without any account. */
export function factoryTree(options: DeviceOptions): InteriorNode {
  const { root } = profileTree(options.profile, managersOf(givenAccounts(options)));
  return withValues(root, { DevInfo: { DevId: options.deviceId } });
}

/** The servers that have the profile's rights, as an ACL lists them. */
function managersOf(accounts: readonly DmAccount[]): string {
  return accounts
    .filter(({ manages = true }) => manages)
    .map(({ serverId }) => serverId)
    .join("+");
}

function accountTree(profile: DeviceProfile, accounts: readonly DmAccount[]): InteriorNode {
  const trees = accountTrees.get(profile) ?? new Map<string, InteriorNode>();
  accountTrees.set(profile, trees);
  const managers = managersOf(accounts);
  const texts = accounts.map(
    ({ auth, serverAuth, serverId, serverUrl }) => `${auth} ${serverAuth} ${serverId} ${serverUrl}`,
  );
  const key = [managers, ...texts].join("\n");
  const known = trees.get(key);
  if (known) return known;
  let tree = profileTree(profile, managers).root;
  for (const [index, account] of accounts.entries()) {
    const path = ["DMAcc", nodeName(profile, index)];
    const { spec } = fillShape(DMAcc, accountValues(account), `./${path.join("/")}`);
    tree = withNode(tree, path, buildNode(spec, path).node);
  }
  trees.set(key, tree);
  return tree;
}

/** `Main`, `Main2`, `Main3`. */
function nodeName({ accountName }: DeviceProfile, index: number): string {
  return index === 0 ? accountName : `${accountName}${index + 1}`;
}

function secretsOf(account: DmAccount) {
  return {
    Client: {
      AAuthName: account.username,
      AAuthSecret: account.password,
      AAuthData: account.clientNonce ?? noNonce,
    },
    Server: { AAuthSecret: account.serverPassword, AAuthData: account.serverNonce ?? noNonce },
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
