import type { ExternalSystems } from "../external-systems.ts";
import type { Caller, PolicyPort } from "../policy-port.ts";
import type { Refusal } from "../refusal.ts";

/**
 * A policy in which the originator of a delegated request narrows what the calling DM System may do (contract, section
 * 10): both have to be granted it. An originator that is not known here narrows nothing.
 */
export function narrowedByOriginator(policy: PolicyPort, systems: ExternalSystems): PolicyPort {
  const originatorOf = ({ originator }: Caller): Caller | undefined =>
    originator !== undefined && systems.entry(originator) ? { externalSystem: originator } : undefined;
  const both = (caller: Caller, ask: (who: Caller) => Refusal | undefined): Refusal | undefined => {
    const refusal = ask(caller);
    const originator = refusal ? undefined : originatorOf(caller);
    return refusal ?? (originator && ask(originator));
  };
  return {
    ...policy,
    operation: (caller, operation) => both(caller, (who) => policy.operation(who, operation)),
    device: (caller, device) => both(caller, (who) => policy.device(who, device)),
    accesses: (caller, accesses) => both(caller, (who) => policy.accesses(who, accesses)),
    seesDevice: (caller, device) => {
      if (!policy.seesDevice(caller, device)) return false;
      const originator = originatorOf(caller);
      return !originator || policy.seesDevice(originator, device);
    },
  };
}
