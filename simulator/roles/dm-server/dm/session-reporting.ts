import type { SessionReport } from "../ports.ts";
import type { DeviceSession, Work } from "./device-session.ts";
import type { SessionScope } from "./session-scope.ts";
import { expireTimer, retryTimer } from "./timers.ts";
import { note, type Turn } from "./turn.ts";

/** Status of a Get whose value did not come whole. */
export const BROKEN_VALUE = 506;

/** The device is authenticated and its Package 1 whole: the work begins. */
export function reportEstablished(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { work, package1Header } = session;
  if (!work || !package1Header) return;
  const package1 = {
    SyncHdr: package1Header,
    SyncBody: { commands: session.package1, dataSync: [], Final: true as const },
  };
  const { sessionId, conversation } = session;
  scope.reports(
    { type: "established", work: work.request.work, sessionId, conversation, package1 },
    turn.moment,
    turn.sink,
  );
}

/** The caller's package is answered: outcomes of every command, and the messages for the tunnel. */
export function reportPackage3(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { work } = session;
  if (!work) return;
  const { missing, ...package3 } = work.collector.finish();
  if (work.request.mode.kind === "steps") work.answered = [...work.answered, ...package3.outcomes];
  if (missing.length > 0)
    note(turn, {
      code: "status-missing",
      severity: "warning",
      text: `The device ended its package without a Status for ${missing.join(", ")}; 506 is reported instead.`,
      conversation: session.conversation,
    });
  scope.reports({ type: "package3", work: work.request.work, ...package3 }, turn.moment, turn.sink);
}

/** Credentials failed for good. */
export function reportRefused(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { refusedBy, reason } = session;
  note(turn, {
    code: "session-refused",
    severity: "warning",
    text: `Session refused by the ${refusedBy === "dms" ? "server" : "device"}: ${reason}.`,
    conversation: session.conversation,
  });
  endWork(scope, session, turn, (work) => ({ type: "refused", work, by: refusedBy, reason }));
}

/** The work is done. */
export function reportClosed(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  endWork(scope, session, turn, (work) => ({ type: "closed", work }));
}

/** One side ended the session early. */
export function reportAborted(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { abortedBy, reason } = session;
  endWork(scope, session, turn, (work, outcomes) => ({
    type: "aborted",
    work,
    by: abortedBy,
    reason,
    outcomes,
  }));
}

/** Nobody came, or somebody was too slow. */
export function reportTimedOut(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { reason } = session;
  endWork(scope, session, turn, (work, outcomes) => ({ type: "timed-out", work, reason, outcomes }));
}

/** Takes the work out of the queue before its end is reported, so that the receiver may open the next. */
function endWork(
  scope: SessionScope,
  session: DeviceSession,
  turn: Turn,
  report: (work: string, outcomes: ReturnType<Work["collector"]["partial"]>) => SessionReport,
): void {
  const { work } = session;
  if (!work) return;
  if (session.inbound?.kind === "Results") {
    work.collector.decide(session.inbound.answers, session.msgId, BROKEN_VALUE);
    note(turn, {
      code: "object-dropped",
      severity: "warning",
      text: `The object ${session.inbound.uri} that the device sent in chunks was dropped: the session is over.`,
      conversation: session.conversation,
    });
  }
  session.work = undefined;
  session.worksDone++;
  retireWork(scope, work, turn);
  scope.reports(report(work.request.work, work.collector.partial()), turn.moment, turn.sink);
}

/** Forgets work, its expiry and its next try. */
export function retireWork(scope: SessionScope, work: Work, turn: Turn): void {
  scope.table.dequeue(work);
  if (work.notBefore > 0) turn.sink({ type: "timer.cancel", timer: retryTimer(work.request.deviceId) });
  if (Number.isFinite(work.request.expires)) turn.sink({ type: "timer.cancel", timer: expireTimer(work) });
}
