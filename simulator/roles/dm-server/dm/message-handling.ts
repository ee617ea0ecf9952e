import { toBase64 } from "../../../core/bytes.ts";
import { newNonce } from "../../../protocols/dm-auth/index.ts";
import type { SyncML } from "../../../protocols/syncml/index.ts";
import { admit } from "./admission.ts";
import { judgeClientCommands, sameStatus, type ClientCommands } from "./client-commands.ts";
import { readDevInfo } from "./dev-info.ts";
import { sessionKey, type DeviceSession } from "./device-session.ts";
import { accountChallenge, headerStatus } from "./response.ts";
import { readHeaderVerdict, type HeaderVerdict } from "./server-credential.ts";
import type { SessionScope } from "./session-scope.ts";
import { advance, step } from "./stepping.ts";
import { note, type Turn } from "./turn.ts";

/**
 * Handles a message of a session: authenticates its sender, answers its commands, takes Status and Results to the
 * commands they belong to, and moves the session on. The exchange is already among `session.waiting`.
 */
export function receiveMessage(
  scope: SessionScope,
  session: DeviceSession,
  message: SyncML,
  turn: Turn,
): void {
  const header = message.SyncHdr;
  session.message = message;
  session.sessionId = header.SessionID;
  session.unanswered = true;
  session.received++;
  session.lastActivity = turn.moment.now;
  session.storedAlerts = [];
  const size = header.Meta?.MaxMsgSize;
  if (size !== undefined && size > 0) session.maxMsgSize = size;

  if (session.authenticated) session.due.push(headerStatus(header, 200));
  else if (!authenticate(scope, session, message, turn)) return;

  const commands = judgeClientCommands(message, session.deviceId, turn.moment.date, scope.context.random);
  keepPackage1(scope, session, message, turn);
  const account = scope.inventory.device(session.deviceId)?.account.server;
  const verdict = readHeaderVerdict(message, session.server, account);
  takeAnswers(session, message, verdict, commands, turn);
  storeAlerts(session, commands, turn);
  session.due.push(...commands.statuses);
  if (commands.brokenObject)
    note(turn, {
      code: "object-incomplete",
      severity: "warning",
      text: "The device did not get the end of a chunked object (Alert 1225).",
      conversation: session.conversation,
    });

  if (commands.aborted && verdict?.kind !== "refused") {
    session.reason = "the device sent Alert 1223";
    session.abortedBy = "device";
    step(scope, session, "device.aborted", turn);
  } else if (session.received > scope.limits.messagesPerSession && verdict?.kind !== "refused") {
    session.reason = "the session has more messages than the limit allows";
    session.abortedBy = "dms";
    step(scope, session, "work.aborted", turn);
  } else if (!applyVerdict(scope, session, verdict, turn)) advance(scope, session, turn);
}

/** Package 1 until the device is authenticated. True when it now is. */
function authenticate(scope: SessionScope, session: DeviceSession, message: SyncML, turn: Turn): boolean {
  const { inventory, context, settings } = scope;
  const header = message.SyncHdr;
  const record = inventory.device(session.deviceId);
  const { announced } = scope.table;
  const admission = admit(
    session,
    header,
    record,
    { settings, announced: announced.get(session.deviceId) },
    context.crypto,
  );
  const auth = record?.account.client.auth;
  const nonce = auth === "md5" ? newNonce(context.random) : undefined;
  switch (admission.kind) {
    case "challenged": {
      if (header.Cred) session.failures++;
      session.challenged = true;
      session.challengeNonce = nonce && toBase64(nonce);
      if (session.challengeNonce !== undefined) announced.set(session.deviceId, session.challengeNonce);
      const Chal = accountChallenge(auth === "basic" ? "basic" : "md5", nonce ?? new Uint8Array(0));
      session.due = [headerStatus(header, admission.code, { Chal }), ...sameStatus(message, admission.code)];
      scope.table.countUnauthenticated(session, true);
      note(turn, {
        code: "device-challenged",
        severity: "info",
        text: `Challenged with ${admission.code}: ${admission.reason}`,
        conversation: session.conversation,
      });
      step(scope, session, "package1.challenged", turn);
      return false;
    }
    case "refused": {
      const { code, reason, supported } = admission;
      const Item = supported === undefined ? undefined : [{ Data: supported }];
      session.due = [headerStatus(header, code, Item ? { Item } : {}), ...sameStatus(message, code)];
      session.reason = reason;
      session.refusedBy = "dms";
      step(scope, session, "package1.refused", turn);
      return false;
    }
    case "authenticated": {
      session.authenticated = true;
      announced.delete(session.deviceId);
      session.challengeNonce = nonce && toBase64(nonce);
      session.package1Header = header;
      const Chal = nonce && admission.sessionWide ? accountChallenge("md5", nonce) : undefined;
      session.due = [headerStatus(header, admission.sessionWide ? 212 : 200, Chal ? { Chal } : {})];
      scope.table.countUnauthenticated(session, false);
      takeOver(scope, session, turn);
      step(scope, session, "package1.authenticated", turn);
      return true;
    }
  }
}

/** One session per device: what else there is for this one is over or overtaken. */
function takeOver(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const lane = scope.table.lane(session.deviceId);
  const other = lane.session;
  lane.session = session;
  scope.table.claimKey(session, sessionKey(session.deviceId, session.sessionId));
  if (!other || other === session) return;
  if (other.stepper.state === "notified") {
    other.work = undefined; // it stays first in the queue, and this session takes it
    step(scope, other, "notification.overtaken", turn);
    return;
  }
  other.reason = "the device began another session";
  other.abortedBy = "device";
  step(scope, other, "device.aborted", turn);
}

/** Collects Package 1 over its messages, and DevInfo that comes later than in the first. */
function keepPackage1(scope: SessionScope, session: DeviceSession, message: SyncML, turn: Turn): void {
  if (session.package1Complete) return;
  const first = session.package1.length === 0;
  session.package1 = [...session.package1, ...message.SyncBody.commands];
  session.package1Complete = message.SyncBody.Final === true || session.emptyContinuations > 0;
  if (first) return; // stored together with the nonce
  const told = readDevInfo(message.SyncBody.commands);
  const known = scope.inventory.device(session.deviceId)?.devInfo;
  if (told.devInfo)
    scope.inventory.update(session.deviceId, { ...told, devInfo: { ...known, ...told.devInfo } }, turn.sink);
}

/** Takes Status and Results to their commands, and counts answers that brought nothing. */
function takeAnswers(
  session: DeviceSession,
  message: SyncML,
  verdict: HeaderVerdict | undefined,
  commands: ClientCommands,
  turn: Turn,
): void {
  const { work } = session;
  let matched = 0;
  if (session.stepper.state === "managing" && work && verdict?.kind !== "challenged") {
    const collected = work.collector.accept(message, session.msgId);
    matched = collected.matched;
    if (collected.strangers.length > 0)
      note(turn, {
        code: "status-unmatched",
        severity: "warning",
        text: `The device answered what it was not sent: ${collected.strangers.slice(0, 10).join(", ")}.`,
        conversation: session.conversation,
      });
  }
  const asksOnly =
    commands.statuses.every((status) => status.Cmd === "Alert") && commands.writes.length === 0;
  const asked = session.lastMessage !== undefined && session.lastMessage.SyncBody.Final !== true;
  session.emptyContinuations =
    asked && message.SyncBody.Final !== true && matched === 0 && asksOnly
      ? session.emptyContinuations + 1
      : 0;
}

/** Alerts are on disk before their Status 200 goes out. */
function storeAlerts(session: DeviceSession, commands: ClientCommands, turn: Turn): void {
  if (commands.writes.length === 0) return;
  session.storedAlerts = commands.stored;
  turn.sink({ type: "commit", writes: commands.writes });
  note(turn, {
    code: "alert-stored",
    severity: "info",
    text: `Stored ${commands.writes.length === 1 ? "an alert" : `${commands.writes.length} alerts`} of the device.`,
    conversation: session.conversation,
    data: { alertIds: commands.writes.map((write) => write.key) },
  });
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
  work.pending = [...session.batch, ...work.pending];
  return step(scope, session, "server.challenged", turn);
}
