import type { SyncML } from "../../../protocols/syncml/index.ts";
import type { AlertReport } from "../ports.ts";
import { takeAnswers } from "./answers.ts";
import { authenticate } from "./authentication.ts";
import { breakOff } from "./breaking-off.ts";
import { judgeClientCommands, type ClientCommands } from "./client-commands.ts";
import { mergeDevInfo, readDevInfo } from "./dev-info.ts";
import { normalSessionId, type DeviceSession, type DueStatus } from "./device-session.ts";
import type { ReceivedMessage } from "./dm-request.ts";
import { assemble, type DroppedObject } from "./inbound-object.ts";
import { takeBackObject } from "./object-transfer.ts";
import { readHeaderVerdict, type HeaderVerdict } from "./server-credential.ts";
import { BROKEN_VALUE } from "./session-reporting.ts";
import type { SessionScope } from "./session-scope.ts";
import { advance, step } from "./stepping.ts";
import { note, type Turn } from "./turn.ts";
import { updateWaits } from "./update-requests.ts";

/**
 * Handles a message of a session: authenticates its sender, answers its commands, takes Status and Results to the
 * commands they belong to, and moves the session on. The exchange is already among `session.waiting`.
 */
export function receiveMessage(
  scope: SessionScope,
  session: DeviceSession,
  received: ReceivedMessage,
  turn: Turn,
): void {
  const header = received.message.SyncHdr;
  session.message = received.message;
  session.sessionId = header.SessionID;
  session.encoding = received.encoding;
  session.mediaType = received.mediaType;
  session.unanswered = true;
  session.received++;
  session.lastActivity = turn.moment.now;
  const toldOfAlerts = session.storedAlerts.length > 0;
  session.storedAlerts = [];
  const { MaxMsgSize = 0, MaxObjSize = 0 } = header.Meta ?? {};
  if (MaxMsgSize > 0) session.maxMsgSize = MaxMsgSize;
  if (MaxObjSize > 0) session.maxObjSize = MaxObjSize;

  if (!authenticate(scope, session, received, turn)) return;

  const { message, inbound, statuses, dropped } = assemble(
    received.message,
    session.inbound,
    scope.limits.objectSize,
  );
  session.message = message;
  session.inbound = inbound;
  const commands = judgeClientCommands(message, received.unknownCommands, {
    deviceId: session.deviceId,
    receivedAt: turn.moment.date,
    random: scope.context.random,
    crypto: scope.context.crypto,
    sessionId: normalSessionId(header.SessionID),
    marks: session.storedAlertMarks,
    earlier: earlierAlerts(scope, session, turn),
    updates: (alert) => updateWaits(scope, session, alert),
  });
  keepPackage1(scope, session, message, turn);
  const account = scope.inventory.device(session.deviceId)?.account.server;
  const verdict = readHeaderVerdict(message, session.server, account);
  // its answer to our message shows that it has the statuses in there
  if (toldOfAlerts && verdict?.kind === "accepted")
    scope.alertStore.settle(session.deviceId, normalSessionId(header.SessionID));
  takeAnswers(scope, session, message, { verdict, commands, chunks: statuses.length }, turn);
  for (const object of dropped) dropObject(session, object, turn);
  storeAlerts(scope, session, commands, turn);
  if (verdict?.kind === "challenged") session.due.push(...statusesToRepeat(session));
  session.due.push(...commands.statuses, ...statuses);

  if (commands.aborted && verdict?.kind !== "refused") {
    session.reason = "the device sent Alert 1223";
    session.abortedBy = "device";
    breakOff(scope, session, "aborted", turn);
    step(scope, session, "device.aborted", turn);
  } else if (excessOf(scope, session) !== undefined && verdict?.kind !== "refused") {
    session.reason = excessOf(scope, session) ?? "";
    session.abortedBy = "dms";
    step(scope, session, "work.aborted", turn);
  } else if (!applyVerdict(scope, session, verdict, turn)) advance(scope, session, turn);
}

/**
 * Alerts that came shortly before in another session with the same SessionID. Their Status may not have reached the
 * device: it then sends its Package 1 again, to a server that has closed the session or was started anew meanwhile.
 */
function earlierAlerts({ alertStore }: SessionScope, session: DeviceSession, turn: Turn): AlertReport[] {
  session.earlierAlerts ??= alertStore.latest(
    session.deviceId,
    normalSessionId(session.sessionId),
    turn.moment.date,
  );
  return session.earlierAlerts;
}

/** Octets that a session may hold even where all sessions together hold too many. */
const OWN_SHARE = 64 * 1024;

/** What a session has too much of, as the reason of its end; undefined when it keeps within the limits. */
function excessOf({ limits, table }: SessionScope, session: DeviceSession): string | undefined {
  if (session.received > limits.messagesPerSession)
    return "the session has more messages than the limit allows";
  if (session.held > limits.packageSize) return "the device's package is larger than the limit allows";
  if (table.octets > limits.sessionMemory && session.held > OWN_SHARE)
    return "the packages of all sessions together are larger than the limit allows";
  return undefined;
}

/** Collects Package 1 over its messages, and DevInfo that comes later than in the first. */
function keepPackage1(scope: SessionScope, session: DeviceSession, message: SyncML, turn: Turn): void {
  if (session.package1Complete) return;
  const first = session.package1.length === 0;
  for (const command of message.SyncBody.commands) session.package1.push(command);
  session.package1Complete = message.SyncBody.Final === true || session.emptyContinuations > 0;
  if (first) return; // stored together with the nonce
  const known = scope.inventory.device(session.deviceId);
  const told = readDevInfo(message.SyncBody.commands, known?.devInfo);
  if (told.devInfo && known)
    scope.inventory.update(
      session.deviceId,
      { ...told, devInfo: mergeDevInfo(known.devInfo, told.devInfo) },
      turn.sink,
    );
}

/** A large object of the device did not come whole: what it was an answer to has failed. */
function dropObject(session: DeviceSession, object: DroppedObject, turn: Turn): void {
  const { kind, uri, answers, status, reason } = object;
  if (kind === "Results") session.work?.collector.decide(answers, session.msgId, status ?? BROKEN_VALUE);
  if (status === undefined) session.brokenObjects.push(uri);
  note(turn, {
    code: "object-dropped",
    severity: "warning",
    text: `The object ${uri || "without address"} that the device sent in chunks was dropped: ${reason}.`,
    conversation: session.conversation,
    data: { uri, reason },
  });
}

/** Alerts are on disk before their Status 200 goes out. */
function storeAlerts(
  scope: SessionScope,
  session: DeviceSession,
  commands: ClientCommands,
  turn: Turn,
): void {
  if (commands.brokenObject)
    note(turn, {
      code: "object-incomplete",
      severity: "warning",
      text: "The device did not get the end of a chunked object (Alert 1225).",
      conversation: session.conversation,
    });
  if (commands.repeated > 0)
    note(turn, {
      code: "alert-repeated",
      severity: "info",
      text: `The device sent ${commands.repeated === 1 ? "an alert" : `${commands.repeated} alerts`} again that came before in a session with the same SessionID.`,
      conversation: session.conversation,
    });
  if (commands.alerts.length === 0) return;
  session.storedAlerts = commands.stored;
  turn.sink({ type: "commit", writes: scope.alertStore.keep(commands.alerts, turn.moment.date) });
  note(turn, {
    code: "alert-stored",
    severity: "info",
    text: `Stored ${commands.alerts.length === 1 ? "an alert" : `${commands.alerts.length} alerts`} of the device.`,
    conversation: session.conversation,
    data: { alertIds: commands.alerts.map(({ alertId }) => alertId) },
  });
  for (const alert of commands.alerts) scope.alerts(alert, turn.moment, turn.sink);
}

/**
 * A message that the device has challenged is sent again whole: its commands, and the statuses in it, which count only when
 * they come from a server that has proven itself (DM Security 1.2, 5.3). The header's Status is that of each message.
 */
function statusesToRepeat({ lastMessage }: DeviceSession): readonly DueStatus[] {
  const repeated: DueStatus[] = [];
  for (const command of lastMessage?.SyncBody.commands ?? []) {
    if (command.kind !== "Status" || command.CmdRef === "0") continue;
    const { kind: _kind, CmdID: _cmdId, ...status } = command;
    repeated.push(status);
  }
  return repeated;
}

/** What the device says of our credentials. True when that decided how the session goes on. */
function applyVerdict(
  scope: SessionScope,
  session: DeviceSession,
  verdict: HeaderVerdict | undefined,
  turn: Turn,
): boolean {
  if (!verdict) return false;
  const record = scope.inventory.device(session.deviceId);
  const { server } = session;
  if (verdict.kind === "refused") {
    session.reason = verdict.reason;
    session.refusedBy = "device";
    return step(scope, session, "server.refused", turn);
  }
  if (verdict.nextNonce !== undefined && record && verdict.nextNonce !== server.nonce) {
    server.nonce = verdict.nextNonce;
    const account = { ...record.account, server: { ...record.account.server, nonce: verdict.nextNonce } };
    scope.inventory.update(session.deviceId, { account }, turn.sink);
  }
  if (verdict.kind === "accepted") {
    server.accepted ||= verdict.sessionWide;
    return false;
  }
  if (server.scheme !== "none" && !server.accepted) server.failures++;
  server.accepted = false;
  server.scheme = verdict.scheme;
  const { work } = session;
  if (!work || session.stepper.state !== "managing") return false;
  work.collector.takeBack(session.msgId);
  takeBackObject(session);
  work.pending = [...session.batch, ...work.pending];
  session.batch = [];
  return step(scope, session, "server.challenged", turn);
}
