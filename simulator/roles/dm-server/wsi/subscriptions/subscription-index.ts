import type { DeviceRecord } from "../../inventory/device-record.ts";
import type { SubscriptionRecord } from "./subscription-record.ts";

/** Finds the subscriptions that an alert may concern, without looking at the others. */
export interface SubscriptionIndex {
  add(subscription: SubscriptionRecord): void;
  remove(subscription: SubscriptionRecord): void;
  /** Ids, each once, in no order; some of them may turn out not to match. */
  candidates(alertType: string, device: DeviceRecord): readonly string[];
}

/** Places under which one subscription stands at most; beyond it stands more broadly. */
const MOST_PLACES = 1000;
const ANY_DEVICE = "*";

/**
 * Creates an empty index. A subscription stands under each pair of device key (`id:`, `group:`, any) and type pattern;
 * an alert looks under its device's keys for its type and for the prefixes of the lengths that occur.
 */
export function createSubscriptionIndex(): SubscriptionIndex {
  const places = new Map<string, Set<string>>();
  /** How many patterns have a prefix of this length. */
  const lengths = new Map<number, number>();

  const each = (
    { target, acceptedAlertTypes }: SubscriptionRecord,
    visit: (place: string, type: string) => void,
  ): void => {
    const named = [
      ...target.deviceIds.map((id) => `id:${id}`),
      ...target.groups.map((name) => `group:${name}`),
    ];
    const broad = target.all || target.filter !== undefined || named.length > MOST_PLACES;
    const devices = broad ? [ANY_DEVICE] : named;
    const many = acceptedAlertTypes.length * devices.length > MOST_PLACES;
    for (const type of many ? ["*"] : acceptedAlertTypes)
      for (const device of devices) visit(placeOf(device, type), type);
  };

  const count = (type: string, by: number): void => {
    if (!type.endsWith("*")) return;
    const length = type.length - 1;
    const left = (lengths.get(length) ?? 0) + by;
    if (left > 0) lengths.set(length, left);
    else lengths.delete(length);
  };

  return {
    add: (subscription) =>
      each(subscription, (place, type) => {
        const ids = places.get(place);
        if (ids?.has(subscription.subscriptionId)) return;
        if (ids) ids.add(subscription.subscriptionId);
        else places.set(place, new Set([subscription.subscriptionId]));
        count(type, 1);
      }),
    remove: (subscription) =>
      each(subscription, (place, type) => {
        const ids = places.get(place);
        if (!ids?.delete(subscription.subscriptionId)) return;
        if (ids.size === 0) places.delete(place);
        count(type, -1);
      }),
    candidates: (alertType, { deviceId, groups }) => {
      const found = new Set<string>();
      const look = (device: string, type: string): void => {
        for (const id of places.get(placeOf(device, type)) ?? []) found.add(id);
      };
      for (const device of [ANY_DEVICE, `id:${deviceId}`, ...groups.map((name) => `group:${name}`)]) {
        look(device, alertType);
        for (const length of lengths.keys())
          if (length <= alertType.length) look(device, `${alertType.slice(0, length)}*`);
      }
      return [...found];
    },
  };
}

function placeOf(device: string, type: string): string {
  return `${device}\n${type}`;
}
