import type { RoleEvent } from "../../../wire/role.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";
import { admit } from "./admission.ts";
import { sameStatus } from "./client-commands.ts";
import { createSession, type DeviceSession } from "./device-session.ts";
import { plainResponse, readDmRequest, type ReceivedMessage } from "./dm-request.ts";
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
  const { token } = read;
  const received = event.peer.secure
    ? { ...read.received, secureUrl: withoutQuery(request.url) }
    : read.received;
  const { message } = received;
  const { Source } = message.SyncHdr;
  const record = scope.inventory.identify(Source.LocURI, Source.LocName, turn.sink);
  const deviceId = record?.deviceId ?? Source.LocURI;
  const unproven = record && certificateRefusal(record, event.peer.certificateSubject);
  if (unproven !== undefined) {
    note(turn, { code: "device-certificate", severity: "warning", text: unproven, exchange });
    answerStateless(scope, exchange, received, 401, 401, turn);
    return;
  }
  const place = findPlace(scope, message, request.body, token, deviceId);
  switch (place.kind) {
    case "session":
      receive(scope, place.session, exchange, received, turn);
      return;
    case "repetition":
      repeat(scope, place.session, exchange, turn);
      return;
    case "new":
      begin(scope, exchange, received, deviceId, turn);
      return;
    case "over":
      // a device that was refused is not told that all is well
      if (place.session.authenticated) answerStateless(scope, exchange, received, 200, 417, turn);
      else answerStateless(scope, exchange, received, 401, 401, turn);
      return;
    case "impostor":
      note(turn, {
        code: "session-impostor",
        severity: "warning",
        text: `A message of ${Source.LocURI} came to the address of another's session.`,
        exchange,
      });
      answerStateless(scope, exchange, received, 401, 401, turn);
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

function withoutQuery(url: string): string {
  return url.split("?", 1)[0] ?? url;
}

/** Why the connection of a device is not its own; undefined when it may be. */
function certificateRefusal(
  { deviceId, account }: DeviceRecord,
  subject: string | undefined,
): string | undefined {
  const { certificate } = account.client;
  if (certificate === undefined || subject === deviceId) return undefined;
  if (subject !== undefined) return `A message of ${deviceId} came with the certificate of ${subject}.`;
  return certificate === "required" ? `A message of ${deviceId} came without its certificate.` : undefined;
}

function receive(
  scope: SessionScope,
  session: DeviceSession,
  exchange: string,
  received: ReceivedMessage,
  turn: Turn,
): void {
  const msgId = received.message.SyncHdr.MsgID;
  if (session.lastRequest?.msgId === msgId)
    note(turn, {
      code: "msgid-repeated",
      severity: "warning",
      text: `MsgID ${msgId} was used before for another message.`,
      conversation: session.conversation,
      exchange,
    });
  if (session.received === 0) armSilence(scope, session, turn);
  session.secureUrl = received.secureUrl;
  session.lastRequest = { msgId, body: received.body };
  session.waiting.push(exchange);
  const before = session.message?.SyncBody.Final === true ? 0 : session.held;
  scope.table.hold(session, before + received.body.length);
  receiveMessage(scope, session, received, turn);
  letGo(session);
  if (session.waiting.includes(exchange)) scope.table.held.set(exchange, session);
}

function begin(
  scope: SessionScope,
  exchange: string,
  received: ReceivedMessage,
  deviceId: string,
  turn: Turn,
): void {
  const { inventory, table, context } = scope;
  const session = createSession(context, {
    deviceId,
    sessionId: received.message.SyncHdr.SessionID,
    now: turn.moment.now,
    serverAccount: inventory.device(deviceId)?.account.server,
  });
  const refusal = sessionRefusal(scope, session, received);
  if (refusal !== undefined) {
    note(turn, { code: "session-limit", severity: "warning", text: refusal, exchange });
    answerStateless(scope, exchange, received, 503, 503, turn);
    return;
  }
  table.enter(session);
  receive(scope, session, exchange, received, turn);
}

/** Sessions that may wait for the credentials of one device, so that nobody takes the place of all others in its name. */
const MOST_OF_ONE_DEVICE = 16;

/** Why no session is begun: too many wait for credentials. One that proves itself at once need not wait. */
function sessionRefusal(
  { limits, inventory, table, context, settings }: SessionScope,
  session: DeviceSession,
  received: ReceivedMessage,
): string | undefined {
  const { deviceId } = session;
  const ofDevice = table.unauthenticatedOf(deviceId);
  if (table.unauthenticated < limits.unauthenticatedSessions && ofDevice < MOST_OF_ONE_DEVICE)
    return undefined;
  const terms = { settings, announced: table.announced.get(deviceId) };
  const admission = admit(session, received, inventory.device(deviceId), terms, context.crypto);
  if (admission.kind === "authenticated") return undefined;
  return ofDevice < MOST_OF_ONE_DEVICE
    ? `${table.unauthenticated} sessions wait for credentials; no more are taken.`
    : `${ofDevice} sessions of ${deviceId} wait for credentials; no more are taken.`;
}

/** Largest request of an unproven device that is kept to recognise its repetition, in octets. */
const LARGEST_UNPROVEN = 16 * 1024;

/** What is handled need not be held: of the message its header is left, of a large unproven request nothing. */
function letGo(session: DeviceSession): void {
  const { message, lastRequest } = session;
  if (message) {
    const { Final } = message.SyncBody;
    session.message = { SyncHdr: message.SyncHdr, SyncBody: { commands: [], dataSync: [], Final } };
  }
  if (!session.authenticated && lastRequest && lastRequest.body.length > LARGEST_UNPROVEN)
    session.lastRequest = { msgId: lastRequest.msgId, body: new Uint8Array(0) };
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
  received: ReceivedMessage,
  headerCode: number,
  code: number,
  turn: Turn,
): void {
  const { message } = received;
  const statuses = [headerStatus(message.SyncHdr, headerCode), ...sameStatus(message, code)];
  turn.sink({ type: "respond", exchange, http: statelessResponse(scope, received, statuses) });
}

function armSilence(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const due = turn.moment.now + scope.limits.unauthenticatedTime;
  turn.sink({ type: "timer.arm", timer: silenceTimer(session), due });
}
