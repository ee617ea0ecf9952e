import { breakOff } from "./breaking-off.ts";
import type { DeviceSession } from "./device-session.ts";
import { startNext } from "./queue.ts";
import type { SessionScope } from "./session-scope.ts";
import { step } from "./stepping.ts";
import { readTimer, silenceTimer } from "./timers.ts";
import type { Turn } from "./turn.ts";
import { endWork } from "./work-ending.ts";

/** Handles a timer of the DM side; one whose session or work is gone does nothing. */
export function handleSessionTimer(scope: SessionScope, timer: string, turn: Turn): void {
  const read = readTimer(timer);
  if (!read) return;
  const { kind, name } = read;
  if (kind === "retry") {
    startNext(scope, scope.table.lane(name), turn);
    return;
  }
  if (kind === "expire") {
    const work = scope.table.work(name)?.work;
    if (work) endWork(scope, work, { kind: "expire", reason: "expired" }, turn);
    return;
  }
  const session = scope.table.byToken(name);
  if (!session || session.stepper.done) return;
  if (kind === "notify") notifyAgain(scope, session, turn);
  else if (kind === "hold") endHold(scope, session, turn);
  else checkSilence(scope, session, turn);
}

function notifyAgain(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { notificationTries, notificationRetry, resynchronise } = scope.settings;
  if (session.stepper.state !== "notified") return;
  if (session.notifications < notificationTries) {
    if (resynchronise && session.notifications === notificationTries - 1) {
      // the nonces of the two sides may differ: the default one fits any device (DM Security 1.2, 5.3.3)
      session.resynchronised = true;
      session.notification = undefined;
    }
    step(scope, session, "notification.due", turn);
    return;
  }
  session.reason = `the device did not answer ${session.notifications} notifications`;
  const { work } = session;
  const waits = notificationRetry !== undefined || work?.request.tellUnreached === true;
  if (!work || !waits || work.request.mode.kind === "tunnel") {
    step(scope, session, "notification.unanswered", turn);
    return;
  }
  // an offline device waits until its work expires: it stays queued and is notified anew, where that is wanted
  work.notBefore = turn.moment.now + (notificationRetry ?? Infinity);
  session.work = undefined;
  step(scope, session, "notification.unanswered", turn);
  if (!work.request.tellUnreached || work.unreached) return;
  work.unreached = true;
  scope.reports({ type: "unreached", work: work.request.work }, turn.moment, turn.sink);
}

function endHold(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  if (session.stepper.state !== "holding") return;
  session.holdArmed = false;
  if (session.rounds < scope.settings.keepAliveRounds) {
    step(scope, session, "hold.elapsed", turn);
    return;
  }
  session.reason = "the External System sent no package in time";
  step(scope, session, "rounds.exhausted", turn);
}

/** One timer per session that is re-armed only when it fires: a sign of life costs nothing. */
function checkSilence(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { now } = turn.moment;
  const held = session.unanswered && session.waiting.length > 0;
  const since = session.authenticated ? (held ? now : session.lastActivity) : session.began;
  const due =
    since + (session.authenticated ? scope.settings.sessionTimeout : scope.limits.unauthenticatedTime);
  if (due > now) {
    turn.sink({ type: "timer.arm", timer: silenceTimer(session), due });
    return;
  }
  if (session.failures > 0 && !session.authenticated) {
    // many a client gives up when its credentials fail, and says nothing more
    session.reason = "the device's credentials failed and it did not answer the challenge";
    session.refusedBy = "dms";
    step(scope, session, "package1.refused", turn);
    return;
  }
  session.reason = session.authenticated ? "the device went silent" : "no credentials came in time";
  breakOff(scope, session, "silent", turn);
  step(scope, session, "device.silent", turn);
}
