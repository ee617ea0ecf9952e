import type { SyncML } from "../../../protocols/syncml/index.ts";
import type { RoleEvent } from "../../../wire/role.ts";
import { sameStatus } from "./client-commands.ts";
import { createSession, type DeviceSession } from "./device-session.ts";
import { plainResponse, readDmRequest } from "./dm-request.ts";
import { receiveMessage } from "./message-handling.ts";
import { answerWaiting, headerStatus, statelessResponse } from "./response.ts";
import { findPlace } from "./session-lookup.ts";
import type { SessionScope } from "./session-scope.ts";
import { silenceTimer } from "./timers.ts";
import { note, type Turn } from "./turn.ts";

/** A request at the DM endpoint. */
export type DmRequestEvent = Extract<RoleEvent<never>, { readonly type: "request.received" }>;

/** Answers a request now, or holds it: each exchange gets exactly one response. Never throws on what a device sent. */
export function handleDmRequest(scope: SessionScope, event: DmRequestEvent, turn: Turn): void {
  const { exchange, request } = event;
  const read = readDmRequest(request, scope.limits.messageSize);
  if (read.kind === "rejected") {
    const { code, text, findings } = read;
    note(turn, { code, severity: "warning", text, exchange, findings });
    turn.sink({ type: "respond", exchange, http: read.response });
    return;
  }
  const { message, token } = read;
  const { Source } = message.SyncHdr;
  const deviceId =
    scope.inventory.identify(Source.LocURI, Source.LocName, turn.sink)?.deviceId ?? Source.LocURI;
  const place = findPlace(scope, message, request.body, token, deviceId);
  switch (place.kind) {
    case "session":
      receive(scope, place.session, event, message, turn);
      return;
    case "repetition":
      repeat(scope, place.session, exchange, turn);
      return;
    case "new":
      begin(scope, event, message, deviceId, turn);
      return;
    case "over":
      answerStateless(scope, exchange, message, 200, 417, turn);
      return;
    case "impostor":
      note(turn, {
        code: "session-impostor",
        severity: "warning",
        text: `A message of ${Source.LocURI} came to the address of another's session.`,
        exchange,
      });
      answerStateless(scope, exchange, message, 401, 401, turn);
      return;
    case "nowhere":
      note(turn, {
        code: "session-address",
        severity: "warning",
        text: "The message belongs to no session at this address; the session's RespURI was not used, or is not known.",
        exchange,
      });
      turn.sink({
        type: "respond",
        exchange,
        http: plainResponse(404, "There is no such session at this address."),
      });
  }
}

function receive(
  scope: SessionScope,
  session: DeviceSession,
  event: DmRequestEvent,
  message: SyncML,
  turn: Turn,
): void {
  const { exchange, request } = event;
  const msgId = message.SyncHdr.MsgID;
  if (session.lastRequest?.msgId === msgId)
    note(turn, {
      code: "msgid-repeated",
      severity: "warning",
      text: `MsgID ${msgId} was used before for another message.`,
      conversation: session.conversation,
      exchange,
    });
  if (session.received === 0) armSilence(scope, session, turn);
  session.lastRequest = { msgId, body: request.body };
  session.waiting.push(exchange);
  receiveMessage(scope, session, message, turn);
  if (session.waiting.includes(exchange)) scope.table.held.set(exchange, session);
}

function begin(
  scope: SessionScope,
  event: DmRequestEvent,
  message: SyncML,
  deviceId: string,
  turn: Turn,
): void {
  const { limits, inventory, table, context } = scope;
  if (table.unauthenticated >= limits.unauthenticatedSessions) {
    note(turn, {
      code: "session-limit",
      severity: "warning",
      text: `${table.unauthenticated} sessions wait for credentials; no more are taken.`,
      exchange: event.exchange,
    });
    answerStateless(scope, event.exchange, message, 503, 503, turn);
    return;
  }
  const session = createSession(context, {
    deviceId,
    sessionId: message.SyncHdr.SessionID,
    now: turn.moment.now,
    serverAccount: inventory.device(deviceId)?.account.server,
  });
  table.enter(session);
  receive(scope, session, event, message, turn);
}

/** The stored response again; a request that is still held gets it together with the first. */
function repeat(scope: SessionScope, session: DeviceSession, exchange: string, turn: Turn): void {
  session.waiting.push(exchange);
  session.lastActivity = turn.moment.now;
  if (session.unanswered) scope.table.held.set(exchange, session);
  else answerWaiting(scope, session, turn);
}

function answerStateless(
  scope: SessionScope,
  exchange: string,
  message: SyncML,
  headerCode: number,
  code: number,
  turn: Turn,
): void {
  const statuses = [headerStatus(message.SyncHdr, headerCode), ...sameStatus(message, code)];
  turn.sink({ type: "respond", exchange, http: statelessResponse(scope, message.SyncHdr, statuses) });
}

function armSilence(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const due = turn.moment.now + scope.limits.unauthenticatedTime;
  turn.sink({ type: "timer.arm", timer: silenceTimer(session), due });
}
