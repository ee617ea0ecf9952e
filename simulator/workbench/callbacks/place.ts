import { WorkbenchError } from "../../core/error.ts";
import type { RegistrationRecord } from "../../roles/dm-server/index.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";

/** The registration of a recipient and the DM server that has it. Throws `recipient/unknown`. */
export function recipientIn(
  roles: WorldRoles,
  registrationId: string,
): { readonly server: PlacedDmServer; readonly registration: RegistrationRecord } {
  for (const server of roles.dmServers.values())
    for (const registration of server.view.registrations())
      if (registration.registrationId === registrationId) return { server, registration };
  throw new WorkbenchError("recipient/unknown", `There is no recipient ${registrationId} in this run`, {
    registrationId,
  });
}

/** The DM server that has a callback, delivered ones included. Throws `callback/unknown`. */
export function serverOfCallback(roles: WorldRoles, id: string): PlacedDmServer {
  for (const server of roles.dmServers.values()) {
    const { queue } = server.view;
    if (queue.get(id) ?? queue.deliveries.get(id)) return server;
  }
  throw new WorkbenchError(
    "callback/unknown",
    "This callback is not there any more: it was delivered or dropped",
    {
      id,
    },
  );
}
