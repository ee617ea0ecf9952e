import { alertIdOf, type CallbackRecord } from "../../roles/dm-server/index.ts";
import type { PlacedDmServer } from "../world-roles.ts";

/** How many alerts of a subscription have not arrived. */
export interface QueuedCount {
  readonly waits: number;
  readonly givenUp: number;
}

/** What the queue of a DM server holds of alerts. */
export interface QueuedAlerts {
  /** By subscription. */
  readonly counts: ReadonlyMap<string, QueuedCount>;
  /** The callback of an alert for a subscription; only of the alerts that were asked for. */
  callback(alertId: string, subscriptionId: string): CallbackRecord | undefined;
  /** Subscriptions for which one of these alerts is queued. */
  subscriptionsOf(alertId: string): readonly string[];
}

/** One walk over the queue: everything is counted, but only callbacks of the `wanted` alerts are kept. */
export function queuedAlerts({ view }: PlacedDmServer, wanted: ReadonlySet<string>): QueuedAlerts {
  const counts = new Map<string, { waits: number; givenUp: number }>();
  const callbacks = new Map<string, Map<string, CallbackRecord>>();
  for (const callback of view.callbacks()) {
    const alertId = alertIdOf(callback);
    if (alertId === undefined) continue;
    const { stream, dead } = callback;
    const count = counts.get(stream) ?? { waits: 0, givenUp: 0 };
    if (dead === undefined) count.waits++;
    else count.givenUp++;
    counts.set(stream, count);
    if (!wanted.has(alertId)) continue;
    const own = callbacks.get(alertId) ?? new Map<string, CallbackRecord>();
    callbacks.set(alertId, own.set(stream, callback));
  }
  return {
    counts,
    callback: (alertId, subscriptionId) => callbacks.get(alertId)?.get(subscriptionId),
    subscriptionsOf: (alertId) => [...(callbacks.get(alertId)?.keys() ?? [])],
  };
}
