import type { RecipientView } from "../../api/index.ts";
import type { RecipientStanding, RegistrationRecord } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";
import { tryView } from "./words.ts";

/** A recipient with what its callbacks need to know of it. */
export interface PlacedRecipient {
  readonly server: PlacedDmServer;
  readonly registration: RegistrationRecord;
  readonly standing: RecipientStanding;
  readonly state: RecipientView["state"];
}

/** All recipients of the DM servers that are registered or have something left, in the order of their registration. */
export function placedRecipients(roles: WorldRoles): readonly PlacedRecipient[] {
  return [...roles.dmServers.values()].flatMap((server) => {
    const standings = new Map(
      [...server.view.queue.standings()].map((standing) => [standing.registrationId, standing]),
    );
    return [...server.view.registrations()].flatMap((registration) => {
      const { registrationId } = registration;
      const standing = standings.get(registrationId) ?? {
        registrationId,
        queued: 0,
        inFlight: 0,
        dead: 0,
        delivered: 0,
      };
      const state = stateOf(registration, standing);
      const isLeft = standing.queued + standing.dead > 0;
      return state === "over" && !isLeft ? [] : [{ server, registration, standing, state }];
    });
  });
}

/** A recipient as screens show it. */
export function recipientView(
  { server, registration, standing, state }: PlacedRecipient,
  date: number,
): RecipientView {
  const { registrationId, name, owner, endpoint, paused } = registration;
  const { queued, inFlight, dead, delivered, lastAnswer, silentUntil } = standing;
  return {
    server: server.id,
    registrationId,
    name,
    externalSystem: owner,
    ...optionally("endpoint", endpoint),
    state,
    about: aboutOf(registration, state),
    byHand: paused !== undefined && paused.status === undefined,
    queued,
    inFlight,
    dead,
    delivered,
    ...optionally("nextIn", silentUntil === undefined ? undefined : Math.max(0, silentUntil - date)),
    ...optionally("last", lastAnswer && tryView(lastAnswer)),
  };
}

function stateOf(
  { state, paused, endpoint }: RegistrationRecord,
  { silentUntil }: RecipientStanding,
): RecipientView["state"] {
  if (state === "rejected" || state === "deregistered" || state === "expired") return "over";
  if (endpoint === undefined) return "polled";
  if (paused) return "paused";
  if (silentUntil !== undefined) return "silent";
  return state === "accepted" ? "open" : "unconfirmed";
}

function aboutOf(registration: RegistrationRecord, state: RecipientView["state"]): string {
  const { paused, state: registered } = registration;
  switch (state) {
    case "open":
      return "It takes callbacks.";
    case "paused":
      return paused?.status === undefined
        ? "A person paused it. Nothing is lost: what waits is sent when it is resumed, or expires."
        : `It answered ${paused.status}: it refused our credentials. Nothing is lost: what waits is sent when it is resumed, or expires.`;
    case "unconfirmed":
      return registered === "awaiting-approval"
        ? "The registration waits for a person's approval."
        : "Only the RegistrationConfirmation is sent until it was answered.";
    case "silent":
      return "Nothing answers there. One callback tries for all, with a growing pause.";
    case "polled":
      return "It has no callback endpoint; it asks with QueryOperation.";
    case "over":
      return `The registration is ${registered}.`;
  }
}
