import type { SubscribeAlertsInput } from "../../../../protocols/wsi/index.ts";
import { toJson } from "../../json-value.ts";
import type { Inventory } from "../../ports.ts";
import type { SubscriptionRecord } from "../subscriptions/subscription-record.ts";

/** What an upstream is asked for: all of the request but its reference and lifetime. */
export type SubscriptionContent = Omit<SubscribeAlertsInput, "clientReference" | "expires">;

/**
 * What of a subscription concerns an upstream, as JSON: the types and parameters that were accepted here, and those of its
 * devices that the upstream manages. Undefined when none can be. Devices are set up by work of their own, not by it.
 */
export function contentFor(
  { acceptedAlertTypes, acceptedParameters, target }: SubscriptionRecord,
  upstreamId: string,
  inventory: Inventory,
): unknown {
  const { all, deviceIds, groups, filter } = target;
  const theirs = deviceIds.filter((id) => inventory.device(id)?.managedBy === upstreamId);
  if (!all && theirs.length === 0 && groups.length === 0 && !filter) return undefined;
  const content: SubscriptionContent = {
    alertType: acceptedAlertTypes,
    parameter: acceptedParameters,
    target: all ? { all: true } : { deviceId: theirs, group: groups, filter },
  };
  return toJson(content);
}
