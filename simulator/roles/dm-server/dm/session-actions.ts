import { fromBase64 } from "../../../core/bytes.ts";
import { defaultNonce } from "../../../protocols/dm-auth/index.ts";
import {
  encodeNotification,
  NOTIFICATION_TYPE,
  serverSecret,
} from "../../../protocols/notification/index.ts";
import type { BodyCommandInput } from "../../../protocols/syncml/index.ts";
import { nextBatch, numberCommands } from "./composer.ts";
import { hasManner } from "./device-knowledge.ts";
import type { DeviceSession } from "./device-session.ts";
import { mergeDevInfo, readDevInfo } from "./dev-info.ts";
import { nextChunk } from "./outbound-object.ts";
import { firstCmdId, respond, roomFor } from "./response.ts";
import type { SessionAction } from "./session-machine.ts";
import {
  reportAborted,
  reportClosed,
  reportEstablished,
  reportPackage3,
  reportRefused,
  reportTimedOut,
} from "./session-reporting.ts";
import type { SessionScope } from "./session-scope.ts";
import { holdTimer, notifyTimer } from "./timers.ts";
import type { Turn } from "./turn.ts";

type Perform = (scope: SessionScope, session: DeviceSession, turn: Turn) => void;

const uiModes = { "not-specified": 0, background: 1, informative: 2, "user-interaction": 3 } as const;

/** What the actions of the session machine do. */
export const sessionActions: Readonly<Record<SessionAction, Perform>> = {
  sendNotification,
  sendChallenge: (scope, session, turn) => respond(scope, session, [], true, turn),
  sendRefusal: sendStatuses,
  storeDevice,
  requestNextMessage: (scope, session, turn) => respond(scope, session, [alert(session, 1222)], false, turn),
  sendCommands,
  resendCommands: (scope, session, turn) => {
    if (session.outbound) sendChunk(scope, session, turn);
    else sendCommands(scope, session, turn);
  },
  sendChunk,
  holdResponse: (scope, session, turn) => {
    session.holdArmed = true;
    const due = turn.moment.now + scope.settings.holdResponse;
    turn.sink({ type: "timer.arm", timer: holdTimer(session), due });
  },
  keepAlive: (scope, session, turn) => {
    session.rounds++;
    // never Final on an empty message: it would end the session (contract, 8)
    const plain = scope.settings.keepAlive === "next-message";
    if (plain && !hasManner(scope, session, "status-only-closes")) respond(scope, session, [], false, turn);
    else respond(scope, session, [harmlessGet(session)], true, turn);
  },
  sendPackage4: sendStatuses,
  sendAbort: (scope, session, turn) => {
    if (session.unanswered) respond(scope, session, [alert(session, 1223)], true, turn);
  },
  reportEstablished,
  reportPackage3,
  reportRefused,
  reportClosed,
  reportAborted,
  reportTimedOut,
};

/** Statuses and Final; nothing where the session ends without a message of the device. */
function sendStatuses(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  if (session.unanswered) respond(scope, session, [], true, turn);
}

/**
 * Package 0, always with the same octets for one session (DM Notification 1.2, 6); the last of a session that the device
 * does not answer is made with the default nonce.
 */
function sendNotification(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { work } = session;
  const account = scope.inventory.device(session.deviceId)?.account.server;
  if (!work || !account) return;
  const { crypto } = scope.context;
  session.notification ??= encodeNotification(
    crypto,
    {
      uiMode: uiModes[work.request.uiMode],
      initiator: 1,
      sessionId: Number.parseInt(session.sessionId, 16),
      serverId: scope.serverId,
    },
    serverSecret(crypto, scope.serverId, account.password),
    session.resynchronised ? defaultNonce : (fromBase64(account.nonce) ?? new Uint8Array(0)),
  );
  session.notifications++;
  turn.sink({
    type: "push",
    to: session.deviceId,
    contentType: NOTIFICATION_TYPE,
    body: session.notification,
    conversation: session.conversation,
  });
  const due = turn.moment.now + scope.settings.notificationWait;
  turn.sink({ type: "timer.arm", timer: notifyTimer(session), due });
  if (session.notifications === 1)
    scope.reports({ type: "notified", work: work.request.work }, turn.moment, turn.sink);
}

/** What Package 1 tells, and the nonce that was announced for the next session, in one commit. */
function storeDevice(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const record = scope.inventory.device(session.deviceId);
  const { message } = session;
  if (!record || !message) return;
  const { client } = record.account;
  const meta = message.SyncHdr.Meta;
  const told = readDevInfo(message.SyncBody.commands, record.devInfo);
  scope.inventory.update(
    session.deviceId,
    {
      ...told,
      devInfo: mergeDevInfo(record.devInfo, told.devInfo),
      lastSeen: turn.moment.date,
      maxMsgSize: meta?.MaxMsgSize ?? record.maxMsgSize,
      maxObjSize: meta?.MaxObjSize ?? record.maxObjSize,
      account: { ...record.account, client: { ...client, nonce: session.challengeNonce ?? client.nonce } },
    },
    turn.sink,
  );
}

/** Package 2 or 4 with commands: as many as the device takes in one message, with Final. */
function sendCommands(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { work } = session;
  if (!work) return;
  const batch = nextBatch(work.pending, roomFor(scope, session));
  session.rounds = 0;
  session.deferred = batch.deferred;
  session.batch = work.pending.slice(0, batch.count);
  work.pending = work.pending.slice(batch.count);
  const commands = numberCommands(
    session.batch,
    session.msgId + 1,
    firstCmdId(session),
    work.collector,
    session.encoding,
  );
  if (batch.deferred && hasManner(scope, session, "status-only-closes")) commands.push(alert(session, 1222));
  respond(scope, session, commands, !batch.deferred, turn);
}

/**
 * The next chunk of the session's large object, alone in its message and without Final until the last (DM Protocol 1.2,
 * 7.2). Where the statuses leave no room for it, they go first.
 */
function sendChunk(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { work, outbound } = session;
  if (!work || !outbound) return;
  session.rounds = 0;
  session.deferred = false;
  session.batch = [];
  const next = nextChunk(outbound, roomFor(scope, session));
  if (!next) {
    respond(scope, session, [], false, turn);
    return;
  }
  const cmdId = firstCmdId(session);
  session.outbound = next.object;
  session.outboundNumber = `${session.msgId + 1}/${cmdId}`;
  const commands = numberCommands([next.chunk], session.msgId + 1, cmdId, work.collector, session.encoding);
  respond(scope, session, commands, next.last, turn);
}

function alert(session: DeviceSession, code: number): BodyCommandInput {
  return { kind: "Alert", CmdID: String(firstCmdId(session)), Data: code };
}

function harmlessGet(session: DeviceSession): BodyCommandInput {
  return {
    kind: "Get",
    CmdID: String(firstCmdId(session)),
    Item: [{ Target: { LocURI: "./DevInfo/DevId" } }],
  };
}
