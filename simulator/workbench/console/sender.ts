import type { ConsoleSystem, Sending } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import { policyRules } from "../../roles/dm-server/index.ts";
import type { ExternalSystemOptions } from "../../roles/external-system/index.ts";
import type { WsiCredentials } from "../../stacks/wsi-types.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer, PlacedExternalSystem, WorldRoles } from "../world-roles.ts";

/** The External System of a run. Throws `console-system/unknown`. */
export function systemIn(roles: WorldRoles, id: string): PlacedExternalSystem {
  const system = roles.externalSystems.get(id);
  if (system) return system;
  throw new WorkbenchError(
    "console-system/unknown",
    `There is no External System ${id} of ours in this run`,
    { id },
  );
}

/** An External System as the console shows it. */
export function systemView(
  { id, options }: PlacedExternalSystem,
  roles: WorldRoles,
  callbackAt: number | undefined,
): ConsoleSystem {
  const { name, kind, credentials, soapVersion, wsiUrl, callback } = options;
  return {
    id,
    name,
    kind,
    username: credentials.username,
    scheme: credentials.scheme,
    soapVersion,
    endpoint: wsiUrl,
    wsdl: `${wsiUrl}?wsdl`,
    callback: callback.url,
    ...optionally("callbackAt", callbackAt),
    ...optionally("granted", grantedTo(id, roles)),
  };
}

/** The DM server that knows an External System, the first of several; undefined where none of ours does. */
export function dmServerOf(roles: WorldRoles, system: string): PlacedDmServer | undefined {
  return knownTo(roles, system)?.server;
}

function knownTo(roles: WorldRoles, system: string) {
  for (const server of roles.dmServers.values())
    for (const entry of server.view.externalSystems()) if (entry.id === system) return { server, entry };
  return undefined;
}

/** Devices that examples name. */
const FIRST = 10;

/** The first devices that the policy of an External System lets it manage, and whether one bulk operation may be about all. */
export function grantedDevices(
  roles: WorldRoles,
  system: string,
): { readonly first: readonly string[]; readonly mayAll: boolean } {
  const known = knownTo(roles, system);
  if (!known) return { first: [], mayAll: true };
  const { policy } = known.entry;
  const { device: judge } = policyRules(policy);
  const first: string[] = [];
  let count = 0;
  for (const device of known.server.view.devices()) {
    if (!judge(device).granted) continue;
    count++;
    if (first.length < FIRST) first.push(device.deviceId);
  }
  return { first, mayAll: count <= policy.quota.devicesPerBulk };
}

/** What the DM server's policy grants, in the policy's own words. */
function grantedTo(id: string, roles: WorldRoles): ConsoleSystem["granted"] {
  const known = knownTo(roles, id);
  if (!known) return undefined;
  const { operations, devices, subtrees } = known.entry.policy;
  const trees = (list: readonly string[]): string => (list.length === 0 ? "nothing" : list.join(", "));
  return {
    operations: [...operations],
    devices: [...devices],
    subtrees:
      "map" in subtrees
        ? subtrees.length === 0
          ? []
          : [`every command below ${trees(subtrees)}`]
        : Object.entries(subtrees).map(([kind, list]) => `${kind} below ${trees(list)}`),
  };
}

/** The credentials that a request is sent with. */
export function credentialsOf(
  { credentials: own }: ExternalSystemOptions,
  { credentials }: Sending,
): WsiCredentials {
  const scheme = credentials.scheme ?? own.scheme;
  switch (credentials.who) {
    case "own":
      return { ...own, scheme };
    case "none":
      return { ...own, scheme: "none" };
    case "wrong-password":
      return { ...own, scheme, password: `${own.password}-wrong` };
    case "typed":
      return {
        scheme: scheme === "none" ? "basic" : scheme,
        username: credentials.username ?? "",
        password: credentials.password ?? "",
      };
  }
}
