import type { DeviceSession, Work } from "./device-session.ts";
import { continueObject, prepareCommands } from "./object-transfer.ts";
import { sessionActions } from "./session-actions.ts";
import { sessionMachine, type SessionAction, type SessionEvent } from "./session-machine.ts";
import type { SessionScope } from "./session-scope.ts";
import type { SessionRequest } from "../ports.ts";
import type { Turn } from "./turn.ts";

type EventName = SessionEvent["type"];

/** Sends an event to the session's machine and carries out what it orders. False when the state does not know it. */
export function step(scope: SessionScope, session: DeviceSession, event: EventName, turn: Turn): boolean {
  const { stepper, conversation } = session;
  const taken = stepper.send(event);
  if (!taken) return false;
  const { from, state, actions } = taken;
  if (from !== state)
    turn.sink({ type: "state", machine: sessionMachine.id, conversation, event, from, state });
  for (const action of actions) if (isSessionAction(action)) sessionActions[action](scope, session, turn);
  if (stepper.done) scope.ended(session, turn);
  return true;
}

/** Moves a session on for as long as something can be decided: after a message, and when its work changed. */
export function advance(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  if (session.deciding) return; // a report's receiver called back; the loop below sees what it changed
  session.deciding = true;
  try {
    let event = decide(scope, session, turn);
    while (event !== undefined && step(scope, session, event, turn)) event = decide(scope, session, turn);
  } finally {
    session.deciding = false;
  }
}

/** The next event of a session that has an unanswered message, or undefined when there is nothing to do but wait. */
function decide(scope: SessionScope, session: DeviceSession, turn: Turn): EventName | undefined {
  if (!session.unanswered || session.stepper.done) return undefined;
  const { state } = session.stepper;
  if (state === "managing") return decideManaging(scope, session, turn);
  if (state !== "established" && state !== "holding" && state !== "keepingAlive") return undefined;
  if (!session.package1Complete) return "package1.continued";
  const { work } = session;
  if (!work) return decideIdle(scope, session);
  if (!work.begun) {
    work.begun = true;
    return "work.begun";
  }
  if (work.ending) return end(session, work.ending);
  prepareCommands(scope, session, work, turn);
  if (session.outbound) return "chunk.due";
  if (work.pending.length > 0) return "commands.available";
  if (work.collector.begun) return "commands.rejected";
  if (work.request.mode.kind === "steps" && !work.exhausted) {
    askNext(work, work.request.mode, turn);
    return decide(scope, session, turn);
  }
  if (work.request.mode.kind !== "tunnel")
    return state === "established" && chainable(scope, session) ? "work.completed" : "work.finished";
  if (state === "established") return "work.awaited";
  return state === "keepingAlive" ? "nextMessage.requested" : undefined;
}

/** Asks for the next package; the receiver may end the work meanwhile. */
function askNext(work: Work, mode: Extract<SessionRequest["mode"], { kind: "steps" }>, turn: Turn): void {
  const commands = mode.next(work.answered, turn.moment, turn.sink);
  if (commands.length > 0) work.pending = commands;
  else work.exhausted = true;
}

/** A session without work takes the next of the queue, or is over. */
function decideIdle(scope: SessionScope, session: DeviceSession): EventName {
  const next = waiting(scope, session);
  if (!next || (session.worksDone > 0 && !chainable(scope, session))) return "session.finished";
  next.begun = true;
  session.work = next;
  return "work.begun";
}

function decideManaging(scope: SessionScope, session: DeviceSession, turn: Turn): EventName {
  const { work } = session;
  if (!work) return "device.aborted";
  if (work.ending && work.ending.kind !== "finish") return end(session, work.ending);
  if (session.deferred) return "commands.available";
  const chunking = session.outbound !== undefined;
  if (continueObject(scope, session, work, turn)) return "chunk.due";
  const final = session.message?.SyncBody.Final === true;
  // a package of ours that broke off with its object has no Final, so the device's has none
  const broken = chunking && session.lastMessage?.SyncBody.Final !== true;
  const ended = final || broken || (session.emptyContinuations > 0 && work.collector.complete());
  if (!ended) return "package3.continued";
  if (work.ending) work.pending = []; // what is not in a sent package is not sent
  prepareCommands(scope, session, work, turn);
  if (session.outbound) return "chunk.due";
  return work.pending.length > 0 ? "commands.available" : "package3.received";
}

function end(session: DeviceSession, ending: NonNullable<Work["ending"]>): EventName {
  session.reason = ending.reason;
  session.abortedBy = "dms";
  switch (ending.kind) {
    case "finish":
      return "work.finished";
    case "abort":
      return "work.aborted";
    case "expire":
      return "work.expired";
  }
}

/** First work of the device's queue that no session serves. */
function waiting(scope: SessionScope, session: DeviceSession): Work | undefined {
  return scope.table.lane(session.deviceId).queue.find((work) => !work.begun);
}

/** Whether the next work may be done in a session that served another: a tunnel gets a notification of its own. */
function chainable(scope: SessionScope, session: DeviceSession): boolean {
  const next = waiting(scope, session)?.request;
  return next !== undefined && (next.mode.kind !== "tunnel" || !next.notify);
}

function isSessionAction(name: string): name is SessionAction {
  return Object.hasOwn(sessionActions, name);
}
