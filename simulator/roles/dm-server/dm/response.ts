import { challenge } from "../../../protocols/dm-auth/index.ts";
import {
  writeSyncML,
  type BodyCommandInput,
  type SyncHdr,
  type SyncHdrInput,
  type SyncMLInput,
} from "../../../protocols/syncml/index.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { DeviceSession, DueStatus } from "./device-session.ts";
import type { Room } from "./composer.ts";
import { nextCredential } from "./server-credential.ts";
import { sizeBound } from "./size-bound.ts";
import type { SessionScope } from "./session-scope.ts";
import { holdTimer } from "./timers.ts";
import type { Turn } from "./turn.ts";

/** Media type of DM messages in XML. */
export const DM_XML = "application/vnd.syncml.dm+xml";
const headers = { "content-type": DM_XML, "cache-control": "private, no-store" } as const;

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

/** A Chal of the scheme that the device's account is set to. */
export function accountChallenge(auth: "basic" | "md5", nonce: Uint8Array): DueStatus["Chal"] {
  return auth === "basic" ? challenge("basic") : challenge("md5", nonce);
}

/** HTTP response around a message. */
export function dmResponse(body: Uint8Array): HttpResponse {
  return { status: 200, headers, body };
}

/** A response that belongs to no session: statuses only, with Final. */
export function statelessResponse(
  scope: SessionScope,
  header: SyncHdr,
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
  return dmResponse(writeSyncML(message));
}

/**
 * Sends the next message of a session: the statuses that are due, then `commands` (numbered from
 * `session.due.length + 1`). The octets are kept for a device that repeats its request.
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
  session.unanswered = false;
  session.lastActivity = turn.moment.now;
  session.lastMessage = message;
  session.lastResponse = writeSyncML(message);
  if (session.holdArmed) turn.sink({ type: "timer.cancel", timer: holdTimer(session) });
  session.holdArmed = false;
  answerWaiting(scope, session, turn);
}

/** Sends the kept response to every exchange that waits for it. */
export function answerWaiting(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  if (!session.lastResponse) return;
  const http = dmResponse(session.lastResponse);
  for (const exchange of session.waiting) {
    scope.table.held.delete(exchange);
    turn.sink({ type: "respond", exchange, http, conversation: session.conversation });
  }
  session.waiting = [];
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
    SyncBody: { commands: [...numberStatuses(session.due), ...commands], Final: final || undefined },
  };
}

/** The room that a session's next message has for commands. */
export function roomFor(scope: SessionScope, session: DeviceSession): Room {
  return {
    maxMsgSize: session.maxMsgSize,
    overhead: () => HEADER_BOUND + sizeBound(session.due) + 2 * sizeBound(session.message?.SyncHdr.Source),
    measure: (commands) => writeSyncML(composeMessage(scope, session, commands, true)).length,
    measureLean: (commands) => {
      const statuses = session.message ? [headerStatus(session.message.SyncHdr, 200)] : [];
      return writeSyncML({
        SyncHdr: sessionHeader(scope, session, false),
        SyncBody: { commands: [...numberStatuses(statuses), ...commands], Final: true },
      }).length;
    },
  };
}

function sessionHeader(scope: SessionScope, session: DeviceSession, withCredential: boolean): SyncHdrInput {
  const { serverUrl, settings, inventory, context } = scope;
  const account = inventory.device(session.deviceId)?.account.server;
  const credential =
    withCredential && session.authenticated
      ? nextCredential(session.server, account, context.crypto)
      : undefined;
  return {
    VerDTD: session.message?.SyncHdr.VerDTD === "1.1" && session.authenticated ? "1.1" : "1.2",
    VerProto: session.message?.SyncHdr.VerProto === "DM/1.1" && session.authenticated ? "DM/1.1" : "DM/1.2",
    SessionID: session.sessionId,
    MsgID: String(session.msgId + 1),
    Target: { LocURI: session.message?.SyncHdr.Source.LocURI ?? session.deviceId },
    Source: credential ? { LocURI: serverUrl, LocName: account?.username } : { LocURI: serverUrl },
    RespURI: settings.respUri ? sessionAddress(serverUrl, session.token) : undefined,
    Cred: credential,
  };
}

function sessionAddress(serverUrl: string, token: string): string {
  return `${serverUrl}${serverUrl.includes("?") ? "&" : "?"}${TOKEN_PARAMETER}=${token}`;
}

function numberStatuses(statuses: readonly DueStatus[]): BodyCommandInput[] {
  return statuses.map((status, index) => ({ kind: "Status", CmdID: String(index + 1), ...status }));
}
