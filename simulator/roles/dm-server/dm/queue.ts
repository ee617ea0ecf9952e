import { sessionIdText } from "../../../protocols/notification/index.ts";
import { createSession, sessionKey, type DeviceSession, type Work } from "./device-session.ts";
import type { SessionScope } from "./session-scope.ts";
import type { Lane } from "./session-table.ts";
import { step } from "./stepping.ts";
import { notifyTimer, retryTimer, silenceTimer } from "./timers.ts";
import type { Turn } from "./turn.ts";

const LAST_SESSION_ID = 0xffff;

/** Notifies the device of its next work when it is free. Work that waits for the device by itself is left alone. */
export function startNext(scope: SessionScope, lane: Lane, turn: Turn): void {
  if (lane.session) return;
  let next: Work | undefined;
  let due = Infinity;
  let waits = false;
  for (const work of lane.queue) {
    if (work.begun || !work.request.notify) continue;
    waits = true;
    due = Math.min(due, work.notBefore);
    if (work.notBefore > turn.moment.now) continue;
    next = work;
    break;
  }
  if (!next) {
    // only work whose device was not reached before is left; work that comes meanwhile does not wait for it
    if (!waits) scope.table.tidy(lane);
    else if (Number.isFinite(due)) turn.sink({ type: "timer.arm", timer: retryTimer(lane.deviceId), due });
    return;
  }
  const session = createSession(scope.context, {
    deviceId: lane.deviceId,
    sessionId: sessionIdText(nextSessionNumber(scope, lane.deviceId, turn)),
    now: turn.moment.now,
    serverAccount: scope.inventory.device(lane.deviceId)?.account.server,
    work: next,
  });
  lane.session = session;
  scope.table.enter(session);
  step(scope, session, "work.due", turn);
}

/** A session has ended: its timers go, and the device's next work begins. */
export function endSession(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  if (session.notifications > 0) turn.sink({ type: "timer.cancel", timer: notifyTimer(session) });
  if (session.received > 0) turn.sink({ type: "timer.cancel", timer: silenceTimer(session) });
  session.stepper.stop();
  session.package1 = [];
  session.message = undefined;
  scope.table.retire(session);
  startNext(scope, scope.table.lane(session.deviceId), turn);
}

/** Session ids count up per device from a random start, so that a repeated Package 0 is never taken for an old one. */
function nextSessionNumber(scope: SessionScope, deviceId: string, turn: Turn): number {
  let number = scope.inventory.device(deviceId)?.lastNotificationId ?? 0;
  if (number === 0) number = scope.context.random.below(LAST_SESSION_ID);
  do number = (number % LAST_SESSION_ID) + 1;
  while (scope.table.byKey(sessionKey(deviceId, sessionIdText(number))));
  if (scope.inventory.device(deviceId))
    scope.inventory.update(deviceId, { lastNotificationId: number }, turn.sink);
  return number;
}
