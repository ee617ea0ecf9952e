import type {
  DeregisterExternalSystem,
  DeregisterExternalSystemResponseInput,
} from "../../../../protocols/wsi/index.ts";
import { replyOf, type Answer, type Call } from "../call.ts";
import { tell } from "../confirmation.ts";
import { ackOf } from "../operation-log.ts";
import { serviceRefusal } from "../refusal.ts";
import { isOver, registrationConversation } from "../registrations.ts";

/** Ends a registration of the caller; its queued callbacks are dropped, the confirmation is the last one. */
export function deregister(
  { registrationId }: DeregisterExternalSystem,
  { room, turn, owner, addressing }: Call,
): Answer<DeregisterExternalSystemResponseInput> {
  const registration = room.registrations.get(registrationId);
  if (!registration || registration.owner !== owner || isOver(registration.state))
    throw serviceRefusal("SVC0204", [registrationId]);
  const conversation = registrationConversation(registrationId);
  const reply = replyOf(addressing, registration.endpoint);
  const operation = room.log.accept(
    { operation: "DeregisterExternalSystem", owner, targeted: 0, reply, registrationId, conversation },
    turn,
  );
  const ended = room.registrations.step(registrationId, "deregistration.requested", turn);
  if (ended) tell(ended, "deregistered", room, turn, operation.operationId);
  room.log.step(operation.operationId, "outcome.succeeded", turn);
  return { response: { ack: ackOf(operation) }, conversation };
}
