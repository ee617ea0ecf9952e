import { nextBatch, type PendingCommand, type Room } from "./composer.ts";
import { hasManner, knowledgeOf, learnManner } from "./device-knowledge.ts";
import type { DeviceSession, Work } from "./device-session.ts";
import { holdsLarger, isSentWhole, outboundObject, splitItems } from "./outbound-object.ts";
import { roomFor } from "./response.ts";
import type { SessionScope } from "./session-scope.ts";
import { note, type Turn } from "./turn.ts";

/** Status of a command that is larger than the device takes and was therefore not sent. */
const TOO_LARGE = 413;
/** Status of an object of which the device has kept a part. */
const SIZE_MISMATCH = 424;
const CHUNK_ACCEPTED = 213;

/**
 * Makes what comes first among the waiting commands fit: a command with many Items is split, one with a large value
 * becomes the session's object in chunks, and what fits in no way gets its status without being sent.
 */
export function prepareCommands(scope: SessionScope, session: DeviceSession, work: Work, turn: Turn): void {
  const room = roomFor(scope, session);
  const maxObjSize = session.maxObjSize ?? scope.inventory.device(session.deviceId)?.maxObjSize;
  if (room.maxMsgSize === undefined && maxObjSize === undefined) return;
  if (maxObjSize !== undefined) refuseTooLargeObjects(session, work, maxObjSize, room, turn);
  for (let [first] = work.pending; first && !session.outbound; [first] = work.pending) {
    if (!nextBatch(work.pending, room).tooLarge) return;
    fit(scope, session, work, first, room, turn);
  }
}

/** An object that is larger than the device takes is never sent, in one message as little as in chunks. */
function refuseTooLargeObjects(
  session: DeviceSession,
  work: Work,
  maxObjSize: number,
  room: Room,
  turn: Turn,
): void {
  const fits = work.pending.map(({ command }) => !holdsLarger(command, maxObjSize, room));
  if (!fits.includes(false)) return;
  const before = work.pending;
  work.pending = before.filter((_, index) => fits[index]);
  before.forEach((pending, index) => {
    if (!fits[index])
      refuseUnsent(
        session,
        work,
        pending,
        `its value is over the ${maxObjSize} octets that the device takes`,
        turn,
      );
  });
}

function fit(
  scope: SessionScope,
  session: DeviceSession,
  work: Work,
  first: PendingCommand,
  room: Room,
  turn: Turn,
): void {
  const rest = work.pending.slice(1);
  const parts = splitItems(first);
  if (parts) {
    work.pending = [...parts, ...rest];
    return;
  }
  const object = outboundObject(first, room);
  const unable =
    knowledgeOf(scope, session).lrgObj === false
      ? "the device knows no large objects"
      : hasManner(scope, session, "chunk-taken-whole")
        ? "the device takes a chunk for the whole value"
        : undefined;
  if (object && unable === undefined) {
    session.outbound = object;
    work.pending = rest;
    return;
  }
  const limit = `it is larger than the ${room.maxMsgSize ?? 0} octets that the device takes`;
  work.pending = rest;
  refuseUnsent(session, work, first, unable === undefined ? limit : `${limit}, and ${unable}`, turn);
}

/** A waiting command gets its status without being sent. */
function refuseUnsent(
  session: DeviceSession,
  work: Work,
  pending: PendingCommand,
  reason: string,
  turn: Turn,
): void {
  work.collector.notSent(pending, TOO_LARGE);
  note(turn, {
    code: "command-too-large",
    severity: "warning",
    text: `Command ${pending.reference} was not sent: ${reason}.`,
    conversation: session.conversation,
  });
}

/**
 * What the device made of the last chunk. True when the next one is due; otherwise the object is with the device, whole,
 * or given up, with a status of its own.
 */
export function continueObject(scope: SessionScope, session: DeviceSession, work: Work, turn: Turn): boolean {
  const object = session.outbound;
  if (!object) return false;
  if (isSentWhole(object)) {
    session.outbound = undefined;
    return false;
  }
  if (object.sent === 0) return true; // not begun, or taken back
  if (wasBroken(session)) {
    if (object.restarts === 0) {
      work.collector.takeBack(session.msgId);
      session.outbound = { ...object, before: 0, sent: 0, restarts: 1 };
      return true;
    }
    return giveUp(session, work, SIZE_MISMATCH, "the device missed its end twice (Alert 1225)", turn);
  }
  const status = work.collector.answersTo(session.outboundNumber).at(-1);
  // a device that only asks for the next message has taken the chunk, too
  if (status === undefined || status === CHUNK_ACCEPTED) return true;
  if (status >= 200 && status < 300) {
    learnManner(scope, session, "chunk-taken-whole", turn);
    return giveUp(session, work, SIZE_MISMATCH, "the device took a chunk for the whole", turn);
  }
  return giveUp(session, work, undefined, `the device refused a chunk with ${status}`, turn);
}

function giveUp(
  session: DeviceSession,
  work: Work,
  status: number | undefined,
  reason: string,
  turn: Turn,
): boolean {
  const object = session.outbound;
  session.outbound = undefined;
  if (status !== undefined) work.collector.decide(session.outboundNumber, session.msgId, status);
  note(turn, {
    code: "object-given-up",
    severity: "warning",
    text: `The value of command ${object?.pending.reference ?? ""} was not sent to its end: ${reason}.`,
    conversation: session.conversation,
    data: { sent: object?.sent, of: object?.value.length },
  });
  return false;
}

/** Alert 1225 for what was sent last: the device dropped what it had of the object. */
function wasBroken({ message }: DeviceSession): boolean {
  return (message?.SyncBody.commands ?? []).some(
    (command) => command.kind === "Alert" && command.Data === 1225,
  );
}

/** The last message was not executed: its chunk is due again. */
export function takeBackObject(session: DeviceSession): void {
  const { outbound } = session;
  if (outbound) session.outbound = { ...outbound, sent: outbound.before };
}
