import type { SyncMLInput } from "../../../protocols/syncml/index.ts";
import type { Effect } from "../../../wire/role.ts";
import { DEVICES } from "../inventory/stored-record.ts";
import { ALERTS } from "../alerts/alert-store.ts";
import type { DeviceSession, DueStatus } from "./device-session.ts";
import { sealResponse } from "./response.ts";
import type { SessionScope } from "./session-scope.ts";
import { sessionMachine } from "./session-machine.ts";
import { TIMER_PREFIX } from "./timers.ts";
import type { Turn } from "./turn.ts";

const CONVERSATION = "dm-session:";
const COMMAND_FAILED = 500;

/**
 * Carries on after a failed write: the DM side's dropped effects go out again, but alerts that are not on disk are
 * answered with 500 instead of 200 (contract, 9). Returns the dropped effects that are not the DM side's.
 */
export function recoverFromCommitFailure(
  scope: SessionScope,
  dropped: readonly Effect[],
  turn: Turn,
): readonly Effect[] {
  const others: Effect[] = [];
  const sessionOf = (conversation: string | undefined): DeviceSession | undefined =>
    scope.table.byKey((conversation ?? "").slice(CONVERSATION.length));
  for (const effect of dropped) {
    if (!isOurs(effect)) others.push(effect);
    else if (effect.type === "note" && effect.code === "alert-stored") {
      const session = sessionOf(effect.conversation);
      if (session) failAlerts(scope, session);
      scope.alertStore.revoke(alertIdsOf(effect.data));
    }
  }
  for (const effect of dropped) {
    if (!isOurs(effect) || (effect.type === "note" && effect.code === "alert-stored")) continue;
    if (effect.type === "commit" && effect.writes.some((write) => write.collection === ALERTS)) continue;
    const session = effect.type === "respond" ? sessionOf(effect.conversation) : undefined;
    if (effect.type === "respond" && session?.lastResponse)
      turn.sink({ ...effect, http: session.lastResponse });
    else turn.sink(effect);
  }
  return others;
}

/** Alerts that a note of their storing names. */
function alertIdsOf(data: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const ids = data?.["alertIds"];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

/** The statuses of the alerts become failures, in what is due as well as in what was about to be sent. */
function failAlerts(scope: SessionScope, session: DeviceSession): void {
  const failed = new Set(session.storedAlerts);
  const msgRef = session.lastRequest?.msgId;
  const isFailed = (status: DueStatus): boolean =>
    status.Cmd === "Alert" && status.MsgRef === msgRef && failed.has(status.CmdRef);
  session.due = session.due.map((status) =>
    isFailed(status) ? { ...status, Data: COMMAND_FAILED } : status,
  );
  if (!session.lastMessage || !session.lastResponse) return;
  const { SyncHdr, SyncBody } = session.lastMessage;
  const commands = (SyncBody.commands ?? []).map((command) =>
    command.kind === "Status" && isFailed(command) ? { ...command, Data: COMMAND_FAILED } : command,
  );
  const message: SyncMLInput = { SyncHdr, SyncBody: { ...SyncBody, commands } };
  session.lastMessage = message;
  session.lastResponse = sealResponse(scope, session, message);
}

function isOurs(effect: Effect): boolean {
  switch (effect.type) {
    case "respond":
    case "push":
    case "note":
      return effect.conversation?.startsWith(CONVERSATION) ?? false;
    case "state":
      return effect.machine === sessionMachine.id;
    case "timer.arm":
    case "timer.cancel":
      return effect.timer.startsWith(TIMER_PREFIX);
    case "commit":
      return effect.writes.every((write) => write.collection === ALERTS || write.collection === DEVICES);
    case "request":
    case "hang-up":
    case "report":
      return false;
  }
}
