import { bareAlertType } from "../../../../protocols/syncml/index.ts";
import type { DeviceSelector } from "../../../../protocols/wsi/index.ts";
import { commonTypes, isAlertTypePattern } from "../alerts/alert-types.ts";
import type { Call } from "../call.ts";
import { normaliseLocUri } from "../loc-uri.ts";
import { policyRefusal, serviceRefusal } from "../refusal.ts";
import type { SubscriptionRecord, TargetRecord } from "./subscription-record.ts";

/** What of a request is granted (F3.2); a part of a SubscriptionRecord. */
export type Granted = Pick<
  SubscriptionRecord,
  | "requestedAlertTypes"
  | "acceptedAlertTypes"
  | "rejectedAlertTypes"
  | "requestedParameters"
  | "acceptedParameters"
  | "rejectedParameters"
>;

/**
 * Judges each alert type and each parameter by the caller's policy and registration. Wildcards are granted as what they
 * have in common with the policy; no type at all means all that the policy allows. Refuses with SVC0002 what cannot be
 * an alert type or a parameter.
 */
export function grantRequest(
  request: { readonly alertType: readonly string[]; readonly parameter: readonly string[] },
  call: Call,
): Granted {
  return { ...grantTypes(request.alertType, call), ...grantParameters(request.parameter, call) };
}

/** How a judged request goes on: `rejected` when nothing could ever be forwarded. */
export function verdictOf(granted: Granted): "accepted" | "partly-accepted" | "rejected" {
  const { acceptedAlertTypes, acceptedParameters, requestedParameters } = granted;
  if (acceptedAlertTypes.length === 0) return "rejected";
  if (requestedParameters.length > 0 && acceptedParameters.length === 0) return "rejected";
  const refused = granted.rejectedAlertTypes.length + granted.rejectedParameters.length;
  return refused === 0 ? "accepted" : "partly-accepted";
}

/** Alert types that the caller may have of those it asks for; none asked for = all. */
export function allowedTypes(
  requested: readonly string[],
  { room, owner, caller, registration }: Call,
): readonly string[] {
  const policy = room.policy.grantAlertTypes(owner, requested);
  // the registration asked for some and was granted these
  const registered = registration ? commonTypes(policy, registration.grantedAlertTypes) : policy;
  const originator = caller.originator === undefined ? undefined : room.systems.entry(caller.originator);
  if (!originator) return registered;
  return commonTypes(registered, room.policy.grantAlertTypes(originator.id, []));
}

/** Checks alert types of a request; SVC0002 naming `part`. */
export function checkTypes(types: readonly string[], part: string): void {
  for (const type of types)
    if (!isAlertTypePattern(bareAlertType(type)))
      throw serviceRefusal("SVC0002", [part], "an alert type is not empty and has a * at its end only");
}

function grantTypes(
  types: readonly string[],
  call: Call,
): Pick<Granted, "requestedAlertTypes" | "acceptedAlertTypes" | "rejectedAlertTypes"> {
  checkTypes(types, "alertType");
  const requested = [...new Set(types.map(bareAlertType))];
  if (requested.length === 0)
    return {
      requestedAlertTypes: [],
      acceptedAlertTypes: allowedTypes([], call),
      rejectedAlertTypes: [],
    };
  const accepted: string[] = [];
  const rejected: { type: string; reason: string }[] = [];
  for (const type of requested) {
    const allowed = allowedTypes([type], call);
    if (allowed.length > 0) accepted.push(...allowed);
    else rejected.push({ type, reason: policyRefusal("POL0204", [type]).reason });
  }
  return {
    requestedAlertTypes: requested,
    acceptedAlertTypes: commonTypes(accepted, ["*"]),
    rejectedAlertTypes: rejected,
  };
}

function grantParameters(
  parameters: readonly string[],
  { room, caller }: Call,
): Pick<Granted, "requestedParameters" | "acceptedParameters" | "rejectedParameters"> {
  const requested = [...new Set(parameters)];
  const accepted: string[] = [];
  const rejected: { locUri: string; reason: string }[] = [];
  for (const locUri of requested) {
    const uri = normaliseLocUri(locUri);
    const refusal =
      uri && room.policy.accesses(caller, [{ kind: "get", locUri: uri.text, wholeSubtree: false }]);
    if (!uri || uri.query !== "") rejected.push({ locUri, reason: "This is not the address of a node." });
    else if (refusal) rejected.push({ locUri, reason: refusal.reason });
    else accepted.push(locUri);
  }
  return { requestedParameters: requested, acceptedParameters: accepted, rejectedParameters: rejected };
}

/**
 * The devices that a subscription is about; all of the policy when the request names none. A device that is named must
 * exist (SVC0004) and lie in the policy (POL0201); a target that selects nothing is SVC0002.
 */
export function targetOf(target: DeviceSelector | undefined, { room, caller }: Call): TargetRecord {
  if (!target) return { all: true, deviceIds: [], groups: [] };
  const { deviceId, group, filter, all } = target;
  if (deviceId.length === 0 && group.length === 0 && !filter && !all)
    throw serviceRefusal("SVC0002", ["target"], "no device is selected");
  for (const id of deviceId) {
    const device = room.inventory.device(id);
    if (!device) throw serviceRefusal("SVC0004", ["target.deviceId"], `there is no device ${id}`);
    const refusal = room.policy.device(caller, device);
    if (refusal) throw refusal;
  }
  return {
    all: all === true,
    deviceIds: [...new Set(deviceId)],
    groups: [...new Set(group)],
    ...(filter ? { filter } : {}),
  };
}
