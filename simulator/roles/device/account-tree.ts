import { toBase64 } from "../../core/bytes.ts";
import {
  buildNode,
  DMAcc,
  fillShape,
  nodeAt,
  withChanges,
  withNode,
  type InteriorNode,
  type ObjectValues,
  type TreeChange,
} from "../../tree/index.ts";
import type { DeviceOptions, DmAccount } from "./options.ts";
import { profileTree } from "./profiles/profile.ts";

const types = { basic: "BASIC", md5: "DIGEST", none: "" } as const;

/** A device's own tree before anything was changed on it: the shared profile, its DevId and its account. */
export function ownTree(options: DeviceOptions, account: DmAccount): InteriorNode {
  const { root } = profileTree(options.profile, account.serverId);
  const devId = nodeAt(root, ["DevInfo", "DevId"]);
  const named =
    devId?.kind === "leaf"
      ? withNode(root, ["DevInfo", "DevId"], { ...devId, value: options.deviceId })
      : root;
  const path = ["DMAcc", options.profile.accountName];
  const { spec } = fillShape(DMAcc, accountValues(account), `./${path.join("/")}`);
  return withNode(named, path, buildNode(spec, path).node);
}

/** The tree with what was changed on the device. */
export function currentTree(base: InteriorNode, changes: readonly TreeChange[] | undefined): InteriorNode {
  return changes ? withChanges(base, changes) : base;
}

/** The account as the tree holds it: servers may have changed address, names and passwords. */
export function accountIn(root: InteriorNode, options: DeviceOptions, account: DmAccount): DmAccount {
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
  if (account.auth !== "none")
    appAuth["Client"] = {
      AAuthLevel: "CLCRED",
      AAuthType: types[account.auth],
      AAuthName: account.username,
      AAuthSecret: account.password,
      AAuthData: toBase64(account.clientNonce ?? new Uint8Array(0)),
    };
  if (account.serverAuth !== "none")
    appAuth["Server"] = {
      AAuthLevel: "SRVCRED",
      AAuthType: types[account.serverAuth],
      AAuthName: account.serverId,
      AAuthSecret: account.serverPassword,
      AAuthData: toBase64(account.serverNonce ?? new Uint8Array(0)),
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
