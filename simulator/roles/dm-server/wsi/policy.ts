import type { DeviceRecord } from "../inventory/device-record.ts";
import type { ExternalSystemPolicy } from "../options.ts";
import { operationNames, type OperationName, type PolicyMessageId } from "../../../protocols/wsi/index.ts";
import { normaliseLocUri } from "./loc-uri.ts";
import type { Caller, PolicyDecision, PolicyPort, PolicyQuestion, TreeAccess } from "./policy-port.ts";
import {
  commonAlertTypes,
  needsNoGrant,
  policyRules,
  type PolicyRules,
  type RuleVerdict,
} from "./policy-rules.ts";
import { policyRefusal, type Refusal } from "./refusal.ts";

/** The built-in policy: what each External System was granted. `policyOf` finds it by id, as it is at that moment. */
export function createPolicy(
  policyOf: (externalSystem: string) => ExternalSystemPolicy | undefined,
): PolicyPort {
  const ready = new WeakMap<ExternalSystemPolicy, PolicyRules>();
  const find = (externalSystem: string): PolicyRules | undefined => {
    const policy = policyOf(externalSystem);
    if (!policy) return undefined;
    const known = ready.get(policy);
    if (known) return known;
    const rules = policyRules(policy);
    ready.set(policy, rules);
    return rules;
  };

  const refusalOf = (rules: PolicyRules | undefined, access: TreeAccess): Refusal | undefined =>
    rules?.access(access).granted ? undefined : policyRefusal("POL0202", [access.kind, access.locUri]);

  return {
    operation: (caller, operation) => {
      const rules = find(caller.externalSystem);
      if (rules?.operation(operation).granted && isRegistered(caller, operation)) return undefined;
      return policyRefusal("POL0200", [operation]);
    },
    seesDevice: (caller, device) => find(caller.externalSystem)?.device(device).granted === true,
    device: (caller, device) =>
      find(caller.externalSystem)?.device(device).granted
        ? undefined
        : policyRefusal("POL0201", [device.deviceId]),
    accesses: (caller, accesses) => {
      const rules = find(caller.externalSystem);
      for (const access of accesses) {
        const refusal = refusalOf(rules, access);
        if (refusal) return refusal;
      }
      return undefined;
    },
    grantOperations: (externalSystem, requested) => {
      const rules = find(externalSystem);
      if (!rules) return [];
      const all = requested.length === 0 || requested.includes("*");
      return operationNames.filter(
        (operation) => (all || requested.includes(operation)) && rules.operation(operation).granted,
      );
    },
    grantAlertTypes: (externalSystem, requested) => {
      const rules = find(externalSystem);
      if (!rules) return [];
      const { alertTypes } = rules;
      if (requested.length === 0) return alertTypes;
      return [
        ...new Set(requested.flatMap((wanted) => alertTypes.flatMap((own) => commonAlertTypes(wanted, own)))),
      ];
    },
    acceptsAlerts: (recipient, sender) => find(recipient)?.alertsFrom(sender).granted === true,
    explain: (caller, question) => {
      const rules = find(caller.externalSystem);
      return rules ? decisionsOf(rules, caller, question, find) : [];
    },
  };
}

function isRegistered({ granted }: Caller, operation: OperationName): boolean {
  return granted === undefined || granted.includes(operation) || needsNoGrant(operation);
}

/** The decisions of a request in their order, up to and with the first refusal. */
function decisionsOf(
  rules: PolicyRules,
  caller: Caller,
  { operation, devices, accesses, alertTypes, deliverTo }: PolicyQuestion,
  find: (externalSystem: string) => PolicyRules | undefined,
): readonly PolicyDecision[] {
  const made: PolicyDecision[] = [];
  const decide = (
    check: PolicyDecision["check"],
    verdict: RuleVerdict,
    code: PolicyMessageId,
    asked: string,
    compared: string,
  ): boolean => {
    made.push({ check, asked, compared, ...verdict, ...(verdict.granted ? {} : { code }) });
    return verdict.granted;
  };
  if (!decide("operation", rules.operation(operation), "POL0200", operation, operation)) return made;
  if (caller.granted !== undefined) {
    const granted = isRegistered(caller, operation);
    const rule = granted ? "the registration asked for it" : "the registration did not ask for it";
    const compared = `${caller.granted.length} operations of the registration`;
    if (!decide("registration", { granted, rule }, "POL0200", operation, compared)) return made;
  }
  for (const device of devices)
    if (!decide("device", rules.device(device), "POL0201", device.deviceId, textOfDevice(device)))
      return made;
  for (const access of accesses) {
    const asked = `${access.kind} ${access.locUri}`;
    if (!decide("command", rules.access(access), "POL0202", asked, textOfAccess(access))) return made;
  }
  for (const type of alertTypes) {
    const common = rules.alertTypes.flatMap((own) => commonAlertTypes(type, own));
    const whole = rules.alertType(type);
    const verdict =
      common.length > 0 && !whole.granted
        ? { granted: true, rule: `alertTypes: narrowed to ${common.join(", ")}` }
        : whole;
    if (!decide("alert-type", verdict, "POL0204", type, type)) return made;
  }
  if (deliverTo !== undefined) {
    const recipient = find(deliverTo);
    const verdict = recipient?.alertsFrom(caller.externalSystem) ?? {
      granted: false,
      rule: `there is no External System ${deliverTo}`,
    };
    decide("alert-delivery", verdict, "POL0001", deliverTo, `the policy of ${deliverTo}`);
  }
  return made;
}

function textOfDevice({ deviceId, groups }: DeviceRecord): string {
  return groups.length === 0 ? deviceId : `${deviceId}, groups ${groups.join(", ")}`;
}

function textOfAccess({ locUri, wholeSubtree, bootstrap }: TreeAccess): string {
  if (bootstrap) return "a bootstrap message";
  const uri = normaliseLocUri(locUri);
  if (!uri) return `${locUri}, which cannot be normalised`;
  const text = uri.query === "" ? uri.text : `${uri.text}?${uri.query}`;
  return wholeSubtree ? `${text} and everything below it` : text;
}
