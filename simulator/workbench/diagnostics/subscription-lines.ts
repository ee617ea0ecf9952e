import type { AskedPart, SubscriptionView } from "../../api/index.ts";
import type { CallbackRecord, SubscriptionRecord } from "../../roles/dm-server/index.ts";
import type { PlacedRecipient } from "../callbacks/recipients.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer } from "../world-roles.ts";

/** Callbacks of one subscription that have not arrived. */
export interface Undelivered {
  readonly waits: ReadonlySet<string>;
  readonly givenUp: ReadonlySet<string>;
}

/** By subscription, the alerts that wait in the queue of a DM server or were given up. */
export function undeliveredOf({ view }: PlacedDmServer): ReadonlyMap<string, Undelivered> {
  const found = new Map<string, { readonly waits: Set<string>; readonly givenUp: Set<string> }>();
  for (const callback of view.callbacks()) {
    const alertId = alertOf(callback);
    if (alertId === undefined) continue;
    const entry = found.get(callback.stream) ?? { waits: new Set(), givenUp: new Set() };
    found.set(callback.stream, entry);
    entry[callback.dead === undefined ? "waits" : "givenUp"].add(alertId);
  }
  return found;
}

function alertOf({ name, content }: CallbackRecord): string | undefined {
  if (name !== "AlertNotification" || typeof content !== "object" || content === null) return undefined;
  if (!("alert" in content) || typeof content.alert !== "object" || content.alert === null) return undefined;
  return "alertId" in content.alert && typeof content.alert.alertId === "string"
    ? content.alert.alertId
    : undefined;
}

/** A subscription with what was asked, granted and refused, and how it stands with its recipient. */
export function subscriptionView(
  subscription: SubscriptionRecord,
  server: PlacedDmServer,
  forwarded: number,
  recipients: readonly PlacedRecipient[],
  undelivered: Undelivered | undefined,
): SubscriptionView {
  const { subscriptionId, operationId, owner, recipient, state, target, setUpCommands } = subscription;
  const waits = undelivered?.waits.size ?? 0;
  const givenUp = undelivered?.givenUp.size ?? 0;
  const placed = recipients.findLast(
    (each) => each.server === server && each.registration.owner === recipient,
  );
  return {
    subscriptionId,
    operationId,
    server: server.id,
    owner,
    recipient,
    state,
    alertTypes: askedTypes(subscription),
    parameters: askedParameters(subscription),
    target: targetText(target),
    setUpCommands,
    createdAt: subscription.createdAt,
    got: Math.max(0, forwarded - waits - givenUp),
    waits,
    givenUp,
    why: whyOf(waits, placed),
    ...optionally("expiresAt", subscription.expiresAt),
    ...optionally("reason", subscription.reason),
  };
}

function askedTypes(subscription: SubscriptionRecord): AskedPart[] {
  const { requestedAlertTypes, acceptedAlertTypes, rejectedAlertTypes } = subscription;
  if (requestedAlertTypes.length === 0)
    return acceptedAlertTypes.map((type) => ({
      text: type,
      granted: "granted",
      about: "all that the policy allows",
    }));
  return requestedAlertTypes.map((type): AskedPart => {
    const refused = rejectedAlertTypes.find((each) => each.type === type);
    if (refused) return { text: type, granted: "refused", about: refused.reason };
    if (acceptedAlertTypes.includes(type)) return { text: type, granted: "granted" };
    const prefix = type.replace(/\*$/, "");
    const within = acceptedAlertTypes.filter((each) => each.startsWith(prefix));
    // a broader wildcard that was asked for too includes it
    return within.length === 0
      ? { text: type, granted: "granted" }
      : { text: type, granted: "narrowed", about: `to ${within.join(", ")}` };
  });
}

function askedParameters({ requestedParameters, rejectedParameters }: SubscriptionRecord): AskedPart[] {
  return requestedParameters.map((locUri): AskedPart => {
    const refused = rejectedParameters.find((each) => each.locUri === locUri);
    return refused
      ? { text: locUri, granted: "refused", about: refused.reason }
      : { text: locUri, granted: "granted" };
  });
}

function targetText({ all, deviceIds, groups, filter }: SubscriptionRecord["target"]): string {
  if (all) return "all devices of the policy";
  const parts = [...deviceIds, ...groups.map((group) => `group ${group}`), ...(filter ? ["a filter"] : [])];
  return parts.length > 3 ? `${parts.slice(0, 3).join(", ")} and ${parts.length - 3} more` : parts.join(", ");
}

function whyOf(waits: number, placed: PlacedRecipient | undefined): string {
  if (placed === undefined) return "it is not registered";
  if (placed.state === "open") return waits === 0 ? "nothing waits" : "it is being delivered or tried again";
  if (placed.state === "silent") return "it does not answer";
  return `it is ${placed.state}`;
}
