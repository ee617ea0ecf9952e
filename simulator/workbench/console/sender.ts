import type { ConsoleSystem, Sending } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { ExternalSystemOptions } from "../../roles/external-system/index.ts";
import type { WsiCredentials } from "../../stacks/wsi-types.ts";
import { optionally } from "../optionally.ts";
import type { PlacedExternalSystem, WorldRoles } from "../world-roles.ts";

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

/** What the first DM server's policy grants, in the policy's own words. */
function grantedTo(id: string, roles: WorldRoles): ConsoleSystem["granted"] {
  for (const server of roles.dmServers.values())
    for (const entry of server.view.externalSystems()) {
      if (entry.id !== id) continue;
      const { operations, devices, subtrees } = entry.policy;
      return {
        operations: [...operations],
        devices: [...devices],
        subtrees:
          "map" in subtrees
            ? subtrees.map((tree) => `every command below ${tree}`)
            : Object.entries(subtrees).map(([kind, trees]) => `${kind} below ${trees.join(", ")}`),
      };
    }
  return undefined;
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
