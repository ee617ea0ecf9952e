import type { DeviceRecord } from "../../inventory/device-record.ts";
import { mayHaveAlertType, readableItems, type PlacedItem } from "../alerts/alert-rights.ts";
import { alertTypeTest } from "../alerts/alert-types.ts";
import { isBelow, normaliseLocUri } from "../loc-uri.ts";
import type { Room } from "../room.ts";
import { filterTest } from "../selection.ts";
import type { SubscriptionRecord } from "./subscription-record.ts";

/** A subscription in the form that decides fast. */
interface Compiled {
  readonly type: (alertType: string) => boolean;
  readonly target: (device: DeviceRecord) => boolean;
  /** Roots of the accepted parameters; undefined = every item passes. */
  readonly roots: readonly (readonly string[])[] | undefined;
}

const compiled = new WeakMap<SubscriptionRecord, Compiled>();

/** An alert as far as it is compared; the stored one and the one that waits for its recipient look alike. */
interface FilteredAlert<Item extends PlacedItem> {
  readonly deviceId: string;
  readonly alertType: string;
  readonly items: readonly Item[];
}

/**
 * The items of an alert that a subscription gets, by what it asked for and by the rights as they are now (contract,
 * section 9); undefined when the alert is not for it.
 */
export function passingItems<Item extends PlacedItem>(
  subscription: SubscriptionRecord,
  alert: FilteredAlert<Item>,
  room: Room,
): readonly Item[] | undefined {
  const { type, target } = compile(subscription);
  const device = room.inventory.device(alert.deviceId);
  if (!device || !type(alert.alertType) || !target(device)) return undefined;
  return grantedItems(subscription, alert, room);
}

/**
 * The same for an alert that was for the subscription when it was queued: what it may still have of it. A device that is
 * not known any more was in the policy then.
 */
export function grantedItems<Item extends PlacedItem>(
  subscription: SubscriptionRecord,
  alert: FilteredAlert<Item>,
  room: Room,
): readonly Item[] | undefined {
  const device = room.inventory.device(alert.deviceId);
  if (!mayHave(subscription, alert.alertType, device, room)) return undefined;
  const { roots } = compile(subscription);
  const { owner: externalSystem, originator } = subscription;
  const caller = { externalSystem, originator };
  const items = roots
    ? alert.items.filter((item) =>
        [item.source, item.target].some((locUri) => {
          const uri = locUri === undefined ? undefined : normaliseLocUri(locUri);
          if (!uri || !roots.some((root) => isBelow(uri.segments, root))) return false;
          return !room.policy.accesses(caller, [{ kind: "get", locUri: uri.text, wholeSubtree: false }]);
        }),
      )
    : readableItems(alert.items, caller, room);
  return items.length > 0 ? items : undefined;
}

/** Rights are looked at again with every alert: what was revoked since, or is not registered for any more, stays here. */
function mayHave(
  { owner, originator, recipient }: SubscriptionRecord,
  alertType: string,
  device: DeviceRecord | undefined,
  room: Room,
): boolean {
  const registration = room.registrations.active(owner);
  const caller = { externalSystem: owner, granted: registration?.grantedOperations, originator };
  if (room.policy.operation(caller, "SubscribeAlerts")) return false;
  if (device && !room.policy.seesDevice(caller, device)) return false;
  if (!mayHaveAlertType({ owner, originator }, alertType, room)) return false;
  return recipient === owner || room.policy.acceptsAlerts(recipient, owner);
}

function compile(subscription: SubscriptionRecord): Compiled {
  const known = compiled.get(subscription);
  if (known) return known;
  const { target, acceptedAlertTypes, acceptedParameters, requestedParameters } = subscription;
  const ids = new Set(target.deviceIds);
  const groups = new Set(target.groups);
  const filter = target.filter && filterTest(target.filter);
  const made: Compiled = {
    type: alertTypeTest(acceptedAlertTypes),
    target: (device) =>
      target.all ||
      ids.has(device.deviceId) ||
      device.groups.some((group) => groups.has(group)) ||
      filter?.(device) === true,
    roots:
      requestedParameters.length === 0
        ? undefined
        : acceptedParameters.flatMap((parameter) => {
            const uri = normaliseLocUri(parameter);
            return uri ? [uri.segments] : [];
          }),
  };
  compiled.set(subscription, made);
  return made;
}
