import type { DeviceRecord } from "../../inventory/device-record.ts";
import type { AlertReport, AlertReportItem } from "../../ports.ts";
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

/**
 * The items of an alert that a subscription gets, by what it asked for and by the rights as they are now (contract,
 * section 9); undefined when the alert is not for it.
 */
export function passingItems(
  subscription: SubscriptionRecord,
  alert: AlertReport,
  room: Room,
): readonly AlertReportItem[] | undefined {
  const { type, target, roots } = compile(subscription);
  const device = room.inventory.device(alert.deviceId);
  if (!device || !type(alert.alertType) || !target(device)) return undefined;
  if (!mayHave(subscription, alert.alertType, device, room)) return undefined;
  if (!roots) return alert.items;
  const { owner: externalSystem, originator } = subscription;
  const caller = { externalSystem, originator };
  const items = alert.items.filter((item) =>
    [item.source, item.target].some((locUri) => {
      const uri = locUri === undefined ? undefined : normaliseLocUri(locUri);
      if (!uri || !roots.some((root) => isBelow(uri.segments, root))) return false;
      return !room.policy.accesses(caller, [{ kind: "get", locUri: uri.text, wholeSubtree: false }]);
    }),
  );
  return items.length > 0 ? items : undefined;
}

/** Rights are looked at again with every alert: what was revoked since is not forwarded. */
function mayHave(
  { owner, originator, recipient }: SubscriptionRecord,
  alertType: string,
  device: DeviceRecord,
  room: Room,
): boolean {
  const caller = { externalSystem: owner, originator };
  if (room.policy.operation(caller, "SubscribeAlerts") || !room.policy.seesDevice(caller, device))
    return false;
  const mayHaveType = (id: string): boolean =>
    room.policy.grantAlertTypes(id, [alertType]).includes(alertType);
  if (!mayHaveType(owner)) return false;
  if (originator !== undefined && room.systems.entry(originator) && !mayHaveType(originator)) return false;
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
