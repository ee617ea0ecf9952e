import type { Call } from "../call.ts";
import type { RegistrationRecord } from "../records.ts";
import { policyRefusal, serviceRefusal } from "../refusal.ts";

/**
 * The External System that gets the alerts: the caller, or the one registered under the name in `deliverTo`. SVC0204 for
 * a name that nobody registered, POL0001 where its policy does not accept alerts of the caller, SVC0002 where nothing
 * can be delivered to it.
 */
export function recipientOf(deliverTo: string | undefined, call: Call): string {
  const { room, owner, registration } = call;
  if (deliverTo === undefined || deliverTo === registration?.name) return owner;
  const named: RegistrationRecord[] = [];
  for (const other of room.registrations.values())
    if (other.name === deliverTo && other.state === "accepted") named.push(other);
  if (named.length === 0)
    throw serviceRefusal("SVC0204", [deliverTo], `nobody is registered under the name ${deliverTo}`);
  const accepting = named.filter((other) => room.policy.acceptsAlerts(other.owner, owner));
  if (accepting.length === 0)
    throw policyRefusal("POL0001", ["deliverTo"], `${deliverTo} does not accept alerts of ${owner}`);
  const recipient = accepting.find(({ endpoint }) => endpoint !== undefined);
  if (!recipient)
    throw serviceRefusal("SVC0002", ["deliverTo"], `${deliverTo} has no callback endpoint to deliver to`);
  return recipient.owner;
}
