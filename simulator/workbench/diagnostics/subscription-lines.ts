import type { AskedPart, SubscriptionLine, SubscriptionView } from "../../api/index.ts";
import { isInForce, type SubscriptionRecord } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";
import type { QueuedCount } from "./queued-alerts.ts";
import { refusingRules, type RefusingRule } from "./refusing-rules.ts";

/** A subscription with the DM server that keeps it. */
export interface PlacedSubscription {
  readonly subscription: SubscriptionRecord;
  readonly server: PlacedDmServer;
}

/** A page of the subscriptions, newest first. */
export function newestSubscriptions(
  roles: WorldRoles,
  skip: number,
  limit: number,
): { readonly subscriptions: readonly PlacedSubscription[]; readonly total: number } {
  const all: PlacedSubscription[] = [];
  for (const server of roles.dmServers.values())
    for (const subscription of server.view.subscriptions()) all.push({ subscription, server });
  if (roles.dmServers.size > 1) all.sort((a, b) => a.subscription.createdAt - b.subscription.createdAt);
  const end = Math.max(0, all.length - skip);
  return { subscriptions: all.slice(Math.max(0, end - limit), end).toReversed(), total: all.length };
}

/** The subscription of this id, whichever DM server keeps it. */
export function subscriptionIn(roles: WorldRoles, subscriptionId: string): PlacedSubscription | undefined {
  for (const server of roles.dmServers.values()) {
    const subscription = server.view.subscription(subscriptionId);
    if (subscription) return { subscription, server };
  }
  return undefined;
}

/** A subscription as a line of the list. */
export function subscriptionLine(
  { subscription, server }: PlacedSubscription,
  delivered: number,
  count: QueuedCount | undefined,
): SubscriptionLine {
  const { subscriptionId, owner, recipient, state } = subscription;
  return {
    subscriptionId,
    server: server.id,
    owner,
    recipient,
    state,
    about: aboutOf(subscription),
    got: delivered,
    waits: count?.waits ?? 0,
    givenUp: count?.givenUp ?? 0,
  };
}

/** A subscription with what was asked, granted and refused, and how it stands. */
export function subscriptionView(
  placed: PlacedSubscription,
  line: SubscriptionLine,
  roles: WorldRoles,
): SubscriptionView {
  const { subscription, server } = placed;
  const { operationId, owner, target, createdAt, expiresAt, endedAt, reason } = subscription;
  const { trail } = roles;
  return {
    ...line,
    operationId,
    ...optionally("request", trail.request(operationId)),
    ...optionally("told", trail.statusTold(operationId)),
    alertTypes: askedTypes(subscription, server),
    parameters: askedParameters(subscription, server),
    target: targetText(target),
    ...optionally("setUp", setUpOf(placed, roles)),
    createdAt,
    ...optionally("expiresAt", expiresAt),
    ...optionally("endedAt", endedAt),
    ...optionally("reason", reason),
    inForce: isInForce(subscription),
    ours: roles.externalSystems.has(owner),
  };
}

function setUpOf(
  { subscription: { operationId, setUpCommands }, server: { view } }: PlacedSubscription,
  { trail }: WorldRoles,
): SubscriptionView["setUp"] {
  if (setUpCommands === 0) return undefined;
  const operation = view.operation(operationId);
  const { targeted = 0, succeeded = 0, failed = 0 } = operation?.totals ?? {};
  const [first] = view.deviceResults(operationId, 0, 1).results;
  return {
    commands: setUpCommands,
    devices: targeted,
    succeeded,
    failed,
    ...optionally("session", first && trail.session(operationId, first.deviceId)),
  };
}

function aboutOf(subscription: SubscriptionRecord): string {
  const { state, reason, requestedAlertTypes, rejectedAlertTypes } = subscription;
  const { requestedParameters, rejectedParameters } = subscription;
  if (reason !== undefined) return reason;
  if (state === "rejected")
    return [...rejectedAlertTypes, ...rejectedParameters][0]?.reason ?? "nothing is granted";
  const parts = [
    shareOf("alert type", requestedAlertTypes.length, rejectedAlertTypes.length) ?? "all granted types",
    shareOf("parameter", requestedParameters.length, rejectedParameters.length) ?? "whole alerts",
  ];
  return parts.join(", ");
}

function shareOf(what: string, asked: number, refused: number): string | undefined {
  if (asked === 0) return undefined;
  const things = asked === 1 ? what : `${what}s`;
  return refused === 0 ? `${asked} ${things}` : `${asked - refused} of ${asked} ${things}`;
}

function askedTypes(subscription: SubscriptionRecord, server: PlacedDmServer): AskedPart[] {
  const { requestedAlertTypes, acceptedAlertTypes, rejectedAlertTypes } = subscription;
  if (requestedAlertTypes.length === 0)
    return acceptedAlertTypes.map((type) => ({
      text: type,
      granted: "granted",
      about: "all that the policy allows",
    }));
  const rules = refusingRules(subscription, server);
  return requestedAlertTypes.map((type): AskedPart => {
    const refused = rejectedAlertTypes.find((each) => each.type === type);
    if (refused) return refusedPart(type, refused.reason, rules.get(type));
    if (acceptedAlertTypes.includes(type)) return { text: type, granted: "granted" };
    const prefix = type.replace(/\*$/, "");
    const within = acceptedAlertTypes.filter((each) => each.startsWith(prefix));
    // a broader wildcard that was asked for too includes it
    return within.length === 0
      ? { text: type, granted: "granted" }
      : { text: type, granted: "narrowed", about: `to ${within.join(", ")}` };
  });
}

function refusedPart(text: string, reason: string, why: RefusingRule | undefined): AskedPart {
  const about = why === undefined ? reason : `${why.code}: ${reason}`;
  return { text, granted: "refused", about, ...optionally("rule", why?.rule) };
}

function askedParameters(subscription: SubscriptionRecord, server: PlacedDmServer): AskedPart[] {
  const { requestedParameters, rejectedParameters } = subscription;
  const rules = refusingRules(subscription, server);
  return requestedParameters.map((locUri): AskedPart => {
    const refused = rejectedParameters.find((each) => each.locUri === locUri);
    return refused
      ? refusedPart(locUri, refused.reason, rules.get(locUri))
      : { text: locUri, granted: "granted" };
  });
}

function targetText({ all, deviceIds, groups, filter }: SubscriptionRecord["target"]): string {
  if (all) return "all devices of the policy";
  const parts = [
    ...deviceIds,
    ...groups.map((group) => `group ${group}`),
    ...(filter ? [filterText(filter)] : []),
  ];
  return parts.length > 3 ? `${parts.slice(0, 3).join(", ")} and ${parts.length - 3} more` : parts.join(", ");
}

function filterText(filter: NonNullable<SubscriptionRecord["target"]["filter"]>): string {
  const told = Object.entries(filter).flatMap(([name, value]) =>
    typeof value === "string"
      ? [`${name} ${value}`]
      : Array.isArray(value) && value.length > 0
        ? [value.join(", ")]
        : [],
  );
  return told.length === 0 ? "a filter" : told.join(" and ");
}
