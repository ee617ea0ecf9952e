import type { AlertRecipient } from "../../api/index.ts";
import type { PlacedRecipient } from "../callbacks/recipients.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";
import type { QueuedAlerts } from "./queued-alerts.ts";

/** Recipients that are told. */
const MOST = 20;

/** What each recipient of alerts got, that of the chosen subscription first. */
export function recipientLines(
  roles: WorldRoles,
  known: readonly PlacedRecipient[],
  queued: (server: PlacedDmServer) => QueuedAlerts,
  chosen: string | undefined,
): AlertRecipient[] {
  const lines: AlertRecipient[] = [];
  for (const server of roles.dmServers.values()) {
    const { counts } = queued(server);
    const sums = new Map<string, { got: number; waits: number; givenUp: number }>();
    for (const { subscriptionId, recipient } of server.view.subscriptions()) {
      const sum = sums.get(recipient) ?? { got: 0, waits: 0, givenUp: 0 };
      sums.set(recipient, sum);
      sum.got += roles.trail.deliveredTo(subscriptionId);
      sum.waits += counts.get(subscriptionId)?.waits ?? 0;
      sum.givenUp += counts.get(subscriptionId)?.givenUp ?? 0;
    }
    const standing = new Map(
      known.filter((each) => each.server === server).map((each) => [each.registration.owner, each]),
    );
    for (const [externalSystem, sum] of sums)
      lines.push(recipientLine(externalSystem, server, sum, standing.get(externalSystem)));
  }
  lines.sort((a, b) => rank(b, chosen) - rank(a, chosen));
  return lines.slice(0, MOST);
}

/** The chosen one first, then those for whom something waits. */
function rank({ externalSystem, waits, got }: AlertRecipient, chosen: string | undefined): number {
  return externalSystem === chosen ? 2e9 : Math.min(1e9, waits * 1e6 + got);
}

function recipientLine(
  externalSystem: string,
  server: PlacedDmServer,
  sum: Pick<AlertRecipient, "got" | "waits" | "givenUp">,
  placed: PlacedRecipient | undefined,
): AlertRecipient {
  const name = placed?.registration.name ?? externalSystem;
  const base = { server: server.id, name, externalSystem, ...sum };
  if (!placed) return { ...base, state: "over", why: "not registered" };
  const { registration, standing, state } = placed;
  const { lastAnswer, silentUntil } = standing;
  const waiting = sum.waits > 0 ? firstWaiting(server, registration.registrationId) : undefined;
  const failed = sum.waits > 0 && lastAnswer?.reason !== "delivered" ? lastAnswer?.status : undefined;
  return {
    ...base,
    registrationId: registration.registrationId,
    state,
    why: whyOf(sum.waits, placed),
    ...optionally("status", failed),
    ...optionally("nextAt", state === "paused" ? undefined : (silentUntil ?? waiting)),
  };
}

/** Date of the next attempt at a recipient whose streams wait. */
function firstWaiting({ view }: PlacedDmServer, registrationId: string): number | undefined {
  let soonest: number | undefined;
  for (const { head } of view.queue.streams(registrationId))
    if (head.nextAttemptAt !== undefined) soonest = Math.min(soonest ?? Infinity, head.nextAttemptAt);
  return soonest;
}

function whyOf(waits: number, { state }: PlacedRecipient): string {
  if (state === "open") return waits === 0 ? "nothing waits" : "tried again";
  if (state === "silent") return "does not answer";
  if (state === "over") return "not registered any more";
  return state;
}
