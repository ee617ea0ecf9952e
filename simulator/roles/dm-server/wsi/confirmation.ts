import type { ExternalSystemEntry } from "../options.ts";
import type { CallbackRecord, RegistrationRecord } from "./records.ts";
import { isOver, registrationConversation } from "./registrations.ts";
import type { Room } from "./room.ts";
import type { Turn } from "./turn.ts";

/*
 * The second half of a registration: its confirmation (F2.7). With a callback endpoint it is accepted only when the
 * RegistrationConfirmation was answered 2xx; nothing else is sent there before.
 */

/** Confirms a registration that may be accepted: by callback where it has an endpoint, at once where it is polled. */
export function confirmRegistration(registrationId: string, room: Room, turn: Turn): void {
  const registration = room.registrations.get(registrationId);
  if (!registration) return;
  admit(registration, room);
  const silent = room.log.get(registration.operationId)?.reply?.none === true;
  const event =
    registration.endpoint === undefined || silent ? "confirmation.unneeded" : "confirmation.queued";
  if (event === "confirmation.queued") room.log.step(registration.operationId, "execution.begun", turn);
  room.registrations.step(registrationId, event, turn);
}

/** Carries out an action of the registration machine. */
export function actOnRegistration(
  action: string,
  registration: RegistrationRecord,
  room: Room,
  turn: Turn,
): void {
  switch (action) {
    case "confirm":
      tell(registration, "accepted", room, turn);
      return;
    case "activate":
      room.log.step(registration.operationId, "outcome.succeeded", turn);
      room.queue.wake(registration.registrationId);
      report("registration.accepted", registration, room, turn, {
        grantedOperations: registration.grantedOperations,
      });
      return;
    case "pause":
      report("registration.paused", registration, room, turn, pauseData(registration));
      return;
    case "retire":
      retire(registration, room, turn);
      return;
  }
}

/** A confirmation arrived: the registration is accepted, if it is still the latest one. */
export function confirmationDelivered(callback: CallbackRecord, room: Room, turn: Turn): void {
  const registration = room.registrations.get(callback.registrationId);
  if (callback.name !== "RegistrationConfirmation" || registration?.operationId !== callback.operationId)
    return;
  if (registration.state === "confirming")
    room.registrations.step(registration.registrationId, "confirmation.acknowledged", turn);
}

/** The endpoint refused our credentials: the recipient is paused; a registration that waits for its answer stays pending. */
export function recipientRefused(
  callback: CallbackRecord,
  status: number,
  reason: string,
  room: Room,
  turn: Turn,
): void {
  const { registrationId } = callback;
  const before = room.registrations.get(registrationId);
  if (!before || before.paused) return;
  if (isOver(before.state)) {
    // nobody resumes a registration that is over
    room.queue.drop(registrationId, undefined, turn);
    return;
  }
  const registration = room.registrations.change(registrationId, {
    paused: { since: turn.moment.date, status },
  });
  if (!registration) return;
  turn.emit({
    type: "note",
    code: "recipient-paused",
    severity: "error",
    text: `${registration.name} refused the callback credentials of this DM server (${reason}); nothing is sent to it until it is resumed`,
    conversation: registrationConversation(registrationId),
    data: { registrationId, refusedBy: "external-system", status, endpoint: registration.endpoint },
  });
  const stepped = room.registrations.step(registrationId, "credentials.refused", turn);
  if (!stepped) report("recipient.paused", registration, room, turn, pauseData(registration));
}

/** Sends to a paused recipient again; false when it is not paused. */
export function resumeRecipient(registrationId: string, room: Room, turn: Turn): boolean {
  const registration = room.registrations.get(registrationId);
  if (!registration?.paused) return false;
  room.registrations.change(registrationId, { paused: undefined });
  room.registrations.step(registrationId, "recipient.resumed", turn);
  room.queue.wake(registrationId);
  return true;
}

/** Admits a self-registered External System with the credentials that it registered with. */
function admit(registration: RegistrationRecord, room: Room): void {
  const { selfRegistered, owner, name, kind } = registration;
  if (!selfRegistered || room.systems.entry(owner)) return;
  const managementDomain = registration.managementDomain;
  room.systems.add({
    id: owner,
    origin: "self-registered",
    name,
    kind: kind as ExternalSystemEntry["kind"], // one of the values of the schema
    policy: { ...room.settings.selfRegistrationPolicy, managementDomain },
    credentials: [selfRegistered],
  });
  regrant(owner, room);
}

/** Brings what the registration of an External System is granted in step with its policy. */
export function regrant(owner: string, room: Room): void {
  const registration = room.registrations.active(owner);
  if (!registration) return;
  const { registrationId, requestedOperations, requestedAlertTypes } = registration;
  room.registrations.change(registrationId, {
    grantedOperations: room.policy.grantOperations(owner, requestedOperations),
    grantedAlertTypes: room.policy.grantAlertTypes(owner, requestedAlertTypes),
  });
}

function retire(registration: RegistrationRecord, room: Room, turn: Turn): void {
  const { state, registrationId, operationId } = registration;
  if (state !== "rejected" && state !== "deregistered" && state !== "expired") return;
  room.queue.drop(registrationId, undefined, turn);
  // the last words are tried even where the recipient was paused
  room.registrations.change(registrationId, { paused: undefined });
  if (registration.selfRegistered) room.systems.remove(registration.owner);
  const event = state === "expired" ? "operation.expired" : "outcome.failed";
  const reason = registration.reason ?? `the registration is ${state}`;
  room.log.step(operationId, event, turn, { reason });
  // a deregistration has an operation of its own, which tells the end
  if (state !== "deregistered") tell(registration, state, room, turn);
  report(`registration.${state}`, registration, room, turn, { reason });
}

/** Queues the RegistrationConfirmation of a state under an operation (by default the registration's own). */
export function tell(
  registration: RegistrationRecord,
  state: "accepted" | "rejected" | "deregistered" | "expired",
  room: Room,
  turn: Turn,
  operationId = registration.operationId,
): void {
  if (registration.endpoint === undefined) return;
  const accepted = state === "accepted";
  const content = {
    registrationId: registration.registrationId,
    state,
    grantedOperation: accepted ? registration.grantedOperations : [],
    grantedAlertType: accepted ? registration.grantedAlertTypes : [],
    reason: accepted ? undefined : registration.reason,
  };
  // a registration that is over lets no other callback pass
  const stream = isOver(registration.state) ? registration.registrationId : operationId;
  room.outcomes.tell(
    operationId,
    registration.registrationId,
    "RegistrationConfirmation",
    content,
    turn,
    stream,
  );
}

function pauseData(registration: RegistrationRecord): Record<string, unknown> {
  return {
    status: registration.paused?.status,
    endpoint: registration.endpoint,
    refusedBy: "external-system",
  };
}

function report(
  name: string,
  registration: RegistrationRecord,
  room: Room,
  turn: Turn,
  data: Readonly<Record<string, unknown>>,
): void {
  const { registrationId, operationId } = registration;
  const externalSystem = room.log.get(operationId)?.owner ?? registration.owner;
  turn.emit({
    type: "report",
    report: {
      name,
      conversation: registrationConversation(registrationId),
      data: { registrationId, externalSystem, ...data },
    },
  });
}
