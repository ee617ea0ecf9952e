import { statusText, type SyncML } from "../../../protocols/syncml/index.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { DeviceHost } from "../core.ts";
import { takeAcceptance, takeChallenge } from "../credentials/client.ts";
import { checkServer } from "../credentials/server.ts";
import type { UnknownParts } from "../encoding.ts";
import { spellSessionId } from "../manners/spoil-message.ts";
import { executeAll, refuseAll } from "./execute-turn.ts";
import type { Received, Remark } from "./received.ts";
import type { DmClientEventName } from "./session-machine.ts";
import { note } from "./session-effects.ts";
import type { Asking, Session, Turn, TurnCommand } from "./session.ts";

/** Messages in a row in which neither side has anything to say; a server that goes on so is left. */
const MOST_EMPTY_TURNS = 8;

/** A message of the server as it came. */
export interface Incoming {
  readonly message: SyncML;
  readonly unknown: UnknownParts;
  readonly response: HttpResponse;
}

/**
 * Takes a message of the server: credentials of both sides, then the commands, whose answers go to the outbox. The
 * event says what the device does next. Stops to ask the person at the device.
 */
export function* receive(host: DeviceHost, session: Session, incoming: Incoming): Asking<Received> {
  const { core } = host;
  const { message } = incoming;
  const { SyncHdr } = message;
  const turn = turnOf(session, incoming);
  session.packageComplete = turn.final;
  const remark = ({ code, text }: Remark): void => note(host, session, code, text, "warning");
  const outcome = (event: DmClientEventName, rest: Partial<Received> = {}): Received => ({
    event,
    message,
    turn,
    headerCode: 200,
    challenge: false,
    ...rest,
  });

  const version = versionProblem(message);
  if (version)
    return outcome("version.rejected", { headerCode: version.code, reason: version.text, by: "device" });
  if (!isSameSession(SyncHdr.SessionID, session))
    return outcome("session.failed", {
      reason: `the message belongs to session ${SyncHdr.SessionID}`,
      by: "device",
    });
  if (SyncHdr.Target.LocURI !== core.options.deviceId)
    remark({ code: "target-differs", text: `The message is addressed to ${SyncHdr.Target.LocURI}.` });
  session.peerMaxMsgSize = SyncHdr.Meta?.MaxMsgSize ?? session.peerMaxMsgSize;
  session.peerMaxObjSize = SyncHdr.Meta?.MaxObjSize ?? session.peerMaxObjSize;

  const header = headerStatusOf(message, session);
  if (!header) remark({ code: "header-status-missing", text: "The message has no Status for the header." });
  const code = header?.Data ?? 200;
  if (code === 401 || code === 407) {
    const problem = takeChallenge(session.account, session.client, header?.Chal);
    return problem === undefined
      ? outcome("challenge.received")
      : outcome("credentials.refused", { reason: problem, by: "server" });
  }
  if (code >= 300)
    return outcome("session.failed", {
      reason: `the server answered ${code} (${statusText(code) ?? "unknown"})`,
      by: "server",
    });
  takeAcceptance(session.client, code, header?.Chal);
  if (turn.commands.some((command) => command.kind === "Alert" && command.Data === 1223))
    return outcome("abort.received", { reason: "the server aborted the session (alert 1223)", by: "server" });

  const idle = turn.commands.length === 0;
  const proof = { cred: SyncHdr.Cred, response: incoming.response };
  const server = checkServer(core.context.crypto, session.server, proof, idle);
  if (server.refusal !== undefined) {
    const event = session.server.challenged ? "server.refused" : "server.challenged";
    session.server.challenged = true;
    refuseAll(host, session, turn, server.code);
    return outcome(event, {
      headerCode: server.code,
      challenge: event === "server.challenged",
      reason: server.refusal,
      by: "device",
    });
  }
  session.emptyTurns =
    asksOnly(turn) && session.outbox.length === 0 && !turn.final ? session.emptyTurns + 1 : 0;
  if (session.emptyTurns > MOST_EMPTY_TURNS)
    return outcome("session.failed", { reason: "the server only asks for the next message", by: "device" });
  const execution = yield* executeAll(host, session, turn, remark);
  const { scheme } = session.server;
  const proven = {
    headerCode: server.code,
    challenge: server.accepted && (scheme === "md5" || scheme === "mac"),
    execution,
  };
  if (session.abandoned)
    return outcome("session.abandoned", {
      ...proven,
      reason: "the device stopped the session",
      by: "device",
    });
  if (idle && session.outbox.length === 0 && turn.final)
    return outcome("session.ended", { reason: "the server has nothing more to do", by: "server", execution });
  return outcome(turn.final ? "package.answered" : "message.received", proven);
}

function turnOf(session: Session, { message, unknown }: Incoming): Turn {
  const { SyncHdr, SyncBody } = message;
  const commands: TurnCommand[] = [];
  let next = 0;
  const takeUnknown = (before: number): void => {
    for (; next < unknown.commands.length; next++) {
      const each = unknown.commands[next];
      if (!each || each.before > before) return;
      commands.push({ kind: "unknown", name: each.name, CmdID: each.cmdId });
    }
  };
  for (const [index, command] of SyncBody.commands.entries()) {
    takeUnknown(index);
    if (command.kind !== "Status" && command.kind !== "Results") commands.push(command);
  }
  takeUnknown(Number.POSITIVE_INFINITY);
  return {
    msgId: SyncHdr.MsgID,
    target: SyncHdr.Target.LocURI,
    source: SyncHdr.Source.LocURI,
    final: SyncBody.Final === true || (session.outbox.length > 0 && session.packageComplete),
    commands,
    brokenAtomic: unknown.inAtomic,
  };
}

/** The server says nothing but that it wants the next message. */
function asksOnly(turn: Turn): boolean {
  return turn.commands.every((command) => command.kind === "Alert" && command.Data === 1222);
}

function versionProblem(message: SyncML): { readonly code: number; readonly text: string } | undefined {
  const { VerDTD, VerProto } = message.SyncHdr;
  if (VerDTD !== "1.2") return { code: 505, text: `the server uses VerDTD ${VerDTD || "(none)"}` };
  if (VerProto !== "DM/1.2") return { code: 513, text: `the server uses VerProto ${VerProto || "(none)"}` };
  return undefined;
}

/** A server may spell the number as the device did, or as the number is. */
function isSameSession(sessionId: string, session: Session): boolean {
  return sessionId === session.id || sessionId === spellSessionId(session.id, session.manners);
}

function headerStatusOf(message: SyncML, session: Session) {
  for (const command of message.SyncBody.commands)
    if (command.kind === "Status" && (command.CmdRef === "0" || command.Cmd === "SyncHdr"))
      if (command.MsgRef === String(session.msgId) || command.MsgRef === "") return command;
  return undefined;
}
