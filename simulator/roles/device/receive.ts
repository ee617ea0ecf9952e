import type { SyncML } from "../../protocols/syncml/index.ts";
import type { TreeContext } from "../../tree/index.ts";
import { statusText } from "../../protocols/syncml/index.ts";
import { takeAcceptance, takeChallenge, verifyServer } from "./credentials.ts";
import type { DeviceCore } from "./core.ts";
import type { UnknownParts } from "./encoding.ts";
import { execute, refuse, type ServerCommand } from "./execute.ts";
import type { Execution, StartedExec } from "./execution.ts";
import { continuesObject, takeChunk } from "./large-object.ts";
import { alert, status, type Outgoing } from "./outgoing.ts";
import type { Session, Turn } from "./session.ts";
import type { DmClientEventName } from "./session-machine.ts";

/** What a message of the server means for the session. */
export interface Received {
  readonly event: DmClientEventName;
  readonly turn: Turn;
  /** Status of the received header in the device's next message. */
  readonly headerCode: number;
  /** The next message's header Status carries a Chal. */
  readonly challenge: boolean;
  /** Why a session ends, in words for the record. */
  readonly reason?: string | undefined;
  readonly by?: "server" | "device" | undefined;
  /** Something that the record should say besides. */
  readonly remarks: readonly { readonly code: string; readonly text: string }[];
  readonly started: readonly StartedExec[];
}

/** Nodes that a device can hold. */
const MOST_NODES = 10_000;
/** Octets of a message beside its Results. */
const ENVELOPE = 1_200;

/**
 * Takes a message of the server: credentials of both sides, then the commands, whose answers go to the outbox. The
 * event says what the device does next.
 */
export function receive(
  core: DeviceCore,
  session: Session,
  message: SyncML,
  unknown: UnknownParts,
  date: number,
): Received {
  const remarks: { code: string; text: string }[] = [];
  const { SyncHdr, SyncBody } = message;
  const turn: Turn = {
    msgId: SyncHdr.MsgID,
    target: SyncHdr.Target.LocURI,
    source: SyncHdr.Source.LocURI,
    final: SyncBody.Final === true || (session.outbox.length > 0 && session.packageComplete),
    commands: SyncBody.commands.filter((command) => command.kind !== "Status" && command.kind !== "Results"),
    unknown: unknown.commands,
    brokenAtomic: unknown.inAtomic,
  };
  session.packageComplete = turn.final;
  const outcome = (event: DmClientEventName, rest: Partial<Received> = {}): Received => ({
    event,
    turn,
    headerCode: 200,
    challenge: false,
    remarks,
    started: [],
    ...rest,
  });

  const version = versionProblem(message);
  if (version)
    return outcome("version.rejected", { headerCode: version.code, reason: version.text, by: "device" });
  if (SyncHdr.SessionID !== session.id)
    return outcome("session.failed", {
      reason: `the message belongs to session ${SyncHdr.SessionID}`,
      by: "device",
    });
  if (SyncHdr.Target.LocURI !== core.options.deviceId)
    remarks.push({ code: "target-differs", text: `The message is addressed to ${SyncHdr.Target.LocURI}.` });
  session.peerMaxMsgSize = SyncHdr.Meta?.MaxMsgSize ?? session.peerMaxMsgSize;

  const header = headerStatus(message, session);
  if (!header)
    remarks.push({ code: "header-status-missing", text: "The message has no Status for the header." });
  const code = header?.Data ?? 200;
  if (code === 401 || code === 407) {
    const problem = takeChallenge(core.account, session, header?.Chal);
    return problem === undefined
      ? outcome("challenge.received")
      : outcome("credentials.refused", { reason: problem, by: "server" });
  }
  if (code >= 300)
    return outcome("session.failed", {
      reason: `the server answered ${code} (${statusText(code) ?? "unknown"})`,
      by: "server",
    });
  takeAcceptance(session, code, header?.Chal);
  if (turn.commands.some((command) => command.kind === "Alert" && command.Data === 1223))
    return outcome("abort.received", { reason: "the server aborted the session (alert 1223)", by: "server" });

  const server = authenticateServer(core, session, message, turn);
  if (server.refusal !== undefined) {
    const event = session.server.challenged ? "server.refused" : "server.challenged";
    session.server.challenged = true;
    refuseAll(core, session, turn, server.code, date);
    return outcome(event, {
      headerCode: server.code,
      challenge: event === "server.challenged",
      reason: server.refusal,
      by: "device",
    });
  }
  const started = executeAll(core, session, turn, date, remarks);
  const headerCode = server.accepted ? 212 : 200;
  const challenge = server.accepted && core.account.serverAuth === "md5";
  if (session.abandoned)
    return outcome("session.abandoned", {
      headerCode,
      challenge,
      started,
      reason: "the device stopped the session",
      by: "device",
    });
  if (isIdle(turn) && session.outbox.length === 0 && turn.final)
    return outcome("session.ended", { reason: "the server has nothing more to do", by: "server" });
  return outcome(turn.final ? "package.answered" : "message.received", { headerCode, challenge, started });
}

/** The message brings nothing to do. */
function isIdle(turn: Turn): boolean {
  return turn.commands.length === 0 && turn.unknown.length === 0;
}

function versionProblem(message: SyncML): { readonly code: number; readonly text: string } | undefined {
  const { VerDTD, VerProto } = message.SyncHdr;
  if (VerDTD !== "1.2") return { code: 505, text: `the server uses VerDTD ${VerDTD || "(none)"}` };
  if (VerProto !== "DM/1.2") return { code: 513, text: `the server uses VerProto ${VerProto || "(none)"}` };
  return undefined;
}

function headerStatus(message: SyncML, session: Session) {
  for (const command of message.SyncBody.commands)
    if (command.kind === "Status" && (command.CmdRef === "0" || command.Cmd === "SyncHdr"))
      if (command.MsgRef === String(session.msgId) || command.MsgRef === "") return command;
  return undefined;
}

interface ServerCheck {
  /** The server proved itself with this message. */
  readonly accepted: boolean;
  readonly code: number;
  /** Why its commands are not executed. */
  readonly refusal?: string | undefined;
}

function authenticateServer(core: DeviceCore, session: Session, message: SyncML, turn: Turn): ServerCheck {
  if (session.server.authenticated) return { accepted: false, code: 200 };
  const cred = message.SyncHdr.Cred;
  const verdict = verifyServer(core.context.crypto, core.account, session, cred);
  if (verdict.accepted) {
    session.server.authenticated = true;
    return { accepted: true, code: 212 };
  }
  // a server that only declines is not challenged (section 12)
  if (isIdle(turn)) return { accepted: false, code: 200 };
  return { accepted: false, code: verdict.reason === "missing" ? 407 : 401, refusal: verdict.text };
}

function executeAll(
  core: DeviceCore,
  session: Session,
  turn: Turn,
  date: number,
  remarks: { code: string; text: string }[],
): readonly StartedExec[] {
  const execution = executionOf(core, session, turn, date);
  let stopped = false;
  const broken = session.largeObject;
  const work = turn.commands.filter((command) => command.kind !== "Alert");
  if (broken && work.length > 0 && !continuesObject(session, work[0] ?? { kind: "" })) {
    session.largeObject = undefined;
    remarks.push({
      code: "large-object-broken",
      text: `Another command came before the end of ${broken.uri}.`,
    });
    execution.out.push(noEndOfData(broken.uri));
  }
  for (const command of turn.commands) {
    if (command.kind === "Status" || command.kind === "Results") continue;
    if (command.CmdID === "") {
      remarks.push({
        code: "command-without-id",
        text: `A ${command.kind} without CmdID cannot be answered.`,
      });
      continue;
    }
    if (stopped) refuse(command, 215, execution);
    else stopped = executeOne(core, session, command, turn, execution) === "stop";
  }
  execution.out.push(...unknownStatuses(turn, 501));
  session.root = execution.root;
  session.outbox.push(...execution.out);
  return execution.started;
}

function executeOne(
  core: DeviceCore,
  session: Session,
  command: ServerCommand,
  turn: Turn,
  execution: Execution,
): "continue" | "stop" {
  if (command.kind === "Atomic" || command.kind === "Sequence") return execute(command, execution);
  const chunk = takeChunk(session, command, core.maxObjSize);
  if (chunk.kind === "ordinary") return execute(command, execution);
  if (chunk.kind === "complete") return execute(chunk.command, execution);
  const answered = { msgRef: turn.msgId, cmdRef: command.CmdID, cmd: command.kind };
  execution.out.push(status(answered, chunk.code, { targetRef: chunk.uri }));
  return "continue";
}

function refuseAll(core: DeviceCore, session: Session, turn: Turn, code: number, date: number): void {
  const execution = executionOf(core, session, turn, date);
  for (const command of turn.commands)
    if (command.kind !== "Status" && command.kind !== "Results") refuse(command, code, execution);
  session.outbox = [...execution.out, ...unknownStatuses(turn, code)];
}

function unknownStatuses(turn: Turn, code: number): Outgoing[] {
  return turn.unknown.map(({ name, cmdId }) =>
    status({ msgRef: turn.msgId, cmdRef: cmdId, cmd: name }, code),
  );
}

function executionOf(core: DeviceCore, session: Session, turn: Turn, date: number): Execution {
  const tree: TreeContext = {
    serverId: core.account.serverId,
    date,
    limits: session.limits,
    maxValueSize: core.maxObjSize,
    maxNodes: MOST_NODES,
    implicitParents: false,
  };
  const { peerMaxMsgSize } = session;
  return {
    msgRef: turn.msgId,
    tree,
    user: core.behaviour.user,
    execs: core.options.profile.execs,
    brokenAtomic: turn.brokenAtomic,
    largestResult:
      peerMaxMsgSize === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, peerMaxMsgSize - ENVELOPE),
    root: session.root,
    out: [],
    started: [],
  };
}

function noEndOfData(uri: string): Outgoing {
  return { ...alert(1225), kind: "Alert", Data: 1225, Item: [{ Source: { LocURI: uri } }] };
}
