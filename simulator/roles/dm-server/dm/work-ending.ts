import type { SessionReport } from "../ports.ts";
import type { DeviceSession, Work, WorkEnding } from "./device-session.ts";
import { startNext } from "./queue.ts";
import { retireWork } from "./session-reporting.ts";
import type { SessionScope } from "./session-scope.ts";
import { advance, step } from "./stepping.ts";
import type { Turn } from "./turn.ts";

const events = { finish: "work.finished", abort: "work.aborted", expire: "work.expired" } as const;

/** Session that serves the work, or was opened for it. */
export function sessionOfWork(scope: SessionScope, work: Work): DeviceSession | undefined {
  const { session } = scope.table.lane(work.request.deviceId);
  return session?.work === work ? session : undefined;
}

/**
 * Ends work: at once where the device was not reached yet, else as soon as the device can be told. What is in a sent
 * package is waited for.
 */
export function endWork(scope: SessionScope, work: Work, ending: WorkEnding, turn: Turn): void {
  const session = sessionOfWork(scope, work);
  if (!session) {
    retireWork(scope, work, turn);
    scope.reports(endReport(work, ending), turn.moment, turn.sink);
    startNext(scope, scope.table.lane(work.request.deviceId), turn);
    return;
  }
  if (session.stepper.state === "notified") {
    session.reason = ending.reason;
    session.abortedBy = "dms";
    step(scope, session, events[ending.kind], turn);
    return;
  }
  work.ending ??= ending;
  advance(scope, session, turn);
}

function endReport({ request: { work } }: Work, { kind, reason }: WorkEnding): SessionReport {
  switch (kind) {
    case "finish":
      return { type: "closed", work };
    case "abort":
      return { type: "aborted", work, by: "dms", reason };
    case "expire":
      return { type: "timed-out", work, reason };
  }
}
