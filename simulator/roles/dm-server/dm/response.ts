import { MAC_HEADER } from "../../../protocols/dm-auth/index.ts";
import {
  writeDmMessage,
  type BodyCommandInput,
  type SyncHdr,
  type SyncHdrInput,
  type SyncMLInput,
} from "../../../protocols/syncml/index.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { DeviceSession, DueStatus } from "./device-session.ts";
import type { Room } from "./composer.ts";
import { knowledgeOf } from "./device-knowledge.ts";
import type { ReceivedMessage } from "./dm-request.ts";
import { nextCredential, nextMac } from "./server-credential.ts";
import { sizeBound } from "./size-bound.ts";
import type { SessionScope } from "./session-scope.ts";
import { holdTimer } from "./timers.ts";
import type { Turn } from "./turn.ts";

/** Octets of the envelope and a header with Cred and RespURI; addresses of devices come on top. */
const HEADER_BOUND = 3000;

/** Parameter of RespURI that carries the session's token. */
export const TOKEN_PARAMETER = "s";

/** Status of a received header. */
export function headerStatus(
  header: SyncHdr,
  code: number,
  more: Pick<DueStatus, "Chal" | "Item"> = {},
): DueStatus {
  return {
    MsgRef: header.MsgID,
    CmdRef: "0",
    Cmd: "SyncHdr",
    TargetRef: [header.Target.LocURI],
    SourceRef: [header.Source.LocURI],
    Data: code,
    ...more,
  };
}

/** HTTP response around a message. */
function dmResponse(body: Uint8Array, mediaType: string, mac?: string): HttpResponse {
  const headers = { "content-type": mediaType, "cache-control": "private, no-store" };
  return { status: 200, headers: mac === undefined ? headers : { ...headers, [MAC_HEADER]: mac }, body };
}

/** A response that belongs to no session: statuses only, with Final. */
export function statelessResponse(
  scope: SessionScope,
  { message: { SyncHdr: header }, encoding, mediaType }: ReceivedMessage,
  statuses: readonly DueStatus[],
): HttpResponse {
  const message: SyncMLInput = {
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: header.SessionID,
      MsgID: header.MsgID,
      Target: { LocURI: header.Source.LocURI },
      Source: { LocURI: scope.serverUrl },
    },
    SyncBody: { commands: numberStatuses(statuses), Final: true },
  };
  return dmResponse(writeDmMessage(encoding, message), mediaType);
}

/**
 * The HTTP response that carries a message of a session: in the device's encoding and under its media type, with a MAC
 * over exactly these octets where one is due.
 */
export function sealResponse(
  scope: SessionScope,
  session: DeviceSession,
  message: SyncMLInput,
): HttpResponse {
  const body = writeDmMessage(session.encoding, message);
  const account = scope.inventory.device(session.deviceId)?.account.server;
  const mac = session.authenticated
    ? nextMac(session.server, account, body, scope.context.crypto)
    : undefined;
  return dmResponse(body, session.mediaType, mac);
}

/**
 * Sends the next message of a session: the statuses that are due, then `commands` (numbered from
 * `firstCmdId`). The octets are kept for a device that repeats its request.
 */
export function respond(
  scope: SessionScope,
  session: DeviceSession,
  commands: readonly BodyCommandInput[],
  final: boolean,
  turn: Turn,
): void {
  const message = composeMessage(scope, session, commands, final);
  session.msgId++;
  session.due = [];
  session.brokenObjects = [];
  session.unanswered = false;
  session.lastActivity = turn.moment.now;
  session.lastMessage = message;
  session.lastResponse = sealResponse(scope, session, message);
  if (session.holdArmed) turn.sink({ type: "timer.cancel", timer: holdTimer(session) });
  session.holdArmed = false;
  answerWaiting(scope, session, turn);
}

/** Sends the kept response to every exchange that waits for it. */
export function answerWaiting(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  if (!session.lastResponse) return;
  const http = session.lastResponse;
  for (const exchange of session.waiting) {
    scope.table.held.delete(exchange);
    turn.sink({ type: "respond", exchange, http, conversation: session.conversation });
  }
  session.waiting = [];
}

/** CmdID of the first command of the next message. */
export function firstCmdId(session: DeviceSession): number {
  return session.due.length + session.brokenObjects.length + 1;
}

/** Alert 1225 for each object whose end the device did not send (DM Protocol 1.2, 7.2). */
function brokenObjectAlerts({ due, brokenObjects }: DeviceSession): BodyCommandInput[] {
  return brokenObjects.map((LocURI, index) => ({
    kind: "Alert",
    CmdID: String(due.length + index + 1),
    Data: 1225,
    Item: LocURI === "" ? [] : [{ Source: { LocURI } }],
  }));
}

/** The message that `respond` sends. */
function composeMessage(
  scope: SessionScope,
  session: DeviceSession,
  commands: readonly BodyCommandInput[],
  final: boolean,
): SyncMLInput {
  return {
    SyncHdr: sessionHeader(scope, session, true),
    SyncBody: {
      commands: [...numberStatuses(session.due), ...brokenObjectAlerts(session), ...commands],
      Final: final || undefined,
    },
  };
}

/** The room that a session's next message has for commands. */
export function roomFor(scope: SessionScope, session: DeviceSession): Room {
  const { encoding } = session;
  const written = (message: SyncMLInput): number => writeDmMessage(encoding, message).length;
  return {
    maxMsgSize: messageLimit(scope, session),
    encoding,
    overhead: () => HEADER_BOUND + sizeBound(session.due) + 2 * sizeBound(session.message?.SyncHdr.Source),
    measure: (commands) => written(composeMessage(scope, session, commands, true)),
    measureLean: (commands) => {
      const statuses = session.message ? [headerStatus(session.message.SyncHdr, 200)] : [];
      return written({
        SyncHdr: sessionHeader(scope, session, false),
        SyncBody: { commands: [...numberStatuses(statuses), ...commands], Final: true },
      });
    },
  };
}

/** Octets that a message to the device may have: as it states, or as it was seen to read. */
export function messageLimit(scope: SessionScope, session: DeviceSession): number | undefined {
  const { messageLimit: seen } = knowledgeOf(scope, session);
  const stated = session.maxMsgSize;
  return seen === undefined || stated === undefined ? (stated ?? seen) : Math.min(stated, seen);
}

function sessionHeader(scope: SessionScope, session: DeviceSession, withCredential: boolean): SyncHdrInput {
  const { serverUrl, settings, inventory, context } = scope;
  const account = inventory.device(session.deviceId)?.account.server;
  const credential =
    withCredential && session.authenticated
      ? nextCredential(session.server, account, context.crypto)
      : undefined;
  const shows = session.authenticated && session.server.scheme === "mac";
  return {
    VerDTD: session.message?.SyncHdr.VerDTD === "1.1" && session.authenticated ? "1.1" : "1.2",
    VerProto: session.message?.SyncHdr.VerProto === "DM/1.1" && session.authenticated ? "DM/1.1" : "DM/1.2",
    SessionID: session.sessionId,
    MsgID: String(session.msgId + 1),
    Target: { LocURI: session.message?.SyncHdr.Source.LocURI ?? session.deviceId },
    Source: credential || shows ? { LocURI: serverUrl, LocName: account?.username } : { LocURI: serverUrl },
    RespURI: settings.respUri ? sessionAddress(session.secureUrl ?? serverUrl, session.token) : undefined,
    Cred: credential,
    Meta: session.msgId === 0 && scope.settings.stateSizes ? ownSizes(scope) : undefined,
  };
}

/** What the device may send: in the first message, for all that follow. */
function ownSizes({ limits }: SessionScope): SyncHdrInput["Meta"] {
  return { MaxMsgSize: limits.messageSize, MaxObjSize: limits.objectSize };
}

function sessionAddress(serverUrl: string, token: string): string {
  return `${serverUrl}${serverUrl.includes("?") ? "&" : "?"}${TOKEN_PARAMETER}=${token}`;
}

function numberStatuses(statuses: readonly DueStatus[]): BodyCommandInput[] {
  return statuses.map((status, index) => ({ kind: "Status", CmdID: String(index + 1), ...status }));
}
