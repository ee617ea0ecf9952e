import { fromBase64 } from "../../../core/bytes.ts";
import {
  encodeNotification,
  NOTIFICATION_TYPE,
  serverSecret,
} from "../../../protocols/notification/index.ts";
import type { BodyCommandInput } from "../../../protocols/syncml/index.ts";
import { nextBatch, numberCommands } from "./composer.ts";
import type { DeviceSession } from "./device-session.ts";
import { readDevInfo } from "./dev-info.ts";
import { respond, roomFor } from "./response.ts";
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
  resendCommands: sendCommands,
  holdResponse: (scope, session, turn) => {
    session.holdArmed = true;
    const due = turn.moment.now + scope.settings.holdResponse;
    turn.sink({ type: "timer.arm", timer: holdTimer(session), due });
  },
  keepAlive: (scope, session, turn) => {
    session.rounds++;
    // never Final on an empty message: it would end the session (contract, 8)
    if (scope.settings.keepAlive === "next-message") respond(scope, session, [], false, turn);
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

/** Package 0, always with the same octets for one session (DM Notification 1.2, 6). */
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
    fromBase64(account.nonce) ?? new Uint8Array(0),
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
  const told = readDevInfo(message.SyncBody.commands);
  scope.inventory.update(
    session.deviceId,
    {
      ...told,
      devInfo: { ...record.devInfo, ...told.devInfo },
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
  const commands = numberCommands(session.batch, session.msgId + 1, session.due.length + 1, work.collector);
  respond(scope, session, commands, !batch.deferred, turn);
}

function alert(session: DeviceSession, code: number): BodyCommandInput {
  return { kind: "Alert", CmdID: String(session.due.length + 1), Data: code };
}

function harmlessGet(session: DeviceSession): BodyCommandInput {
  return {
    kind: "Get",
    CmdID: String(session.due.length + 1),
    Item: [{ Target: { LocURI: "./DevInfo/DevId" } }],
  };
}
