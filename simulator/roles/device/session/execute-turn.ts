import type { TreeContext } from "../../../tree/index.ts";
import type { DeviceHost } from "../core.ts";
import { refuse } from "../execution/answers.ts";
import { execute, type Continuation } from "../execution/execute.ts";
import type { Execution } from "../execution/execution.ts";
import { placementOf } from "../execution/placement.ts";
import { continuesObject, takeChunk } from "../execution/large-object.ts";
import { fitsOneMessage, sendsChunks } from "./compose.ts";
import { noEndOfData, status, type Outgoing } from "./outgoing.ts";
import type { Remark } from "./received.ts";
import type { Asking, Session, Turn, TurnCommand } from "./session.ts";

/** Nodes that a device can hold. */
const MOST_NODES = 10_000;
/** Octets of a message beside its Results. */
const ENVELOPE = 1_200;

/** Executes the commands of a message; the answers go to the outbox. */
export function* executeAll(
  host: DeviceHost,
  session: Session,
  turn: Turn,
  remark: (remark: Remark) => void,
): Asking<Execution> {
  const execution = executionOf(host, session, turn);
  let stopped = false;
  const broken = session.largeObject;
  const work = turn.commands.filter((command) => command.kind !== "Alert");
  if (broken && work.length > 0 && !continuesObject(session, work[0] ?? { kind: "" })) {
    session.largeObject = undefined;
    remark({
      code: "large-object-broken",
      text: `Another command came before the end of ${broken.uri}.`,
    });
    execution.out.push(noEndOfData(broken.uri));
  }
  for (const command of turn.commands) {
    if (command.CmdID === "") {
      const name = command.kind === "unknown" ? command.name : command.kind;
      remark({ code: "command-without-id", text: `A ${name} without CmdID cannot be answered.` });
    } else if (stopped) refuse(command, 215, execution);
    else stopped = (yield* executeOne(host, session, command, execution)) === "stop";
  }
  putIntoOutbox(session, execution.out);
  return execution;
}

/** Answers all commands of a server that did not prove who it is. */
export function refuseAll(host: DeviceHost, session: Session, turn: Turn, code: number): void {
  const execution = executionOf(host, session, turn);
  for (const command of turn.commands) refuse(command, code, execution);
  session.outbox = execution.out;
  session.unfinished = undefined;
}

function* executeOne(
  { core }: DeviceHost,
  session: Session,
  command: TurnCommand,
  execution: Execution,
): Asking<Continuation> {
  if (command.kind === "unknown") {
    refuse(command, 501, execution);
    return "continue";
  }
  if (command.kind === "Atomic" || command.kind === "Sequence") return yield* execute(command, execution);
  const chunk = takeChunk(session, command, core.maxObjSize);
  if (chunk.kind === "ordinary") return yield* execute(command, execution);
  if (chunk.kind === "complete") return yield* execute(chunk.command, execution);
  const answered = { msgRef: execution.msgRef, cmdRef: command.CmdID, cmd: command.kind };
  execution.out.push(status(answered, chunk.code, { targetRef: chunk.uri }));
  return "continue";
}

/** A chunk is the last of its message, so that the answers to what came meanwhile stand before it. */
function putIntoOutbox(session: Session, answers: readonly Outgoing[]): void {
  if (session.unfinished) session.outbox.unshift(...answers);
  else session.outbox.push(...answers);
}

function executionOf(host: DeviceHost, session: Session, turn: Turn): Execution {
  const { core, moment } = host;
  const tree: TreeContext = {
    serverId: session.account.serverId,
    date: moment.date,
    limits: session.limits,
    maxValueSize: core.maxObjSize,
    maxNodes: MOST_NODES,
    implicitParents: false,
    documents: session.encoding,
    lacks: core.options.profile.lacks,
    placement: placementOf(core.options.profile.objects ?? []),
  };
  return {
    msgRef: turn.msgId,
    tree,
    encoding: session.encoding,
    behaviour: core.behaviour,
    manners: session.manners,
    execs: core.options.profile.execs,
    objects: host.objects,
    brokenAtomic: turn.brokenAtomic,
    largestResult: largestResult(session),
    fits: (answers) => fitsOneMessage(core, session, turn, answers),
    state: session,
    out: [],
    started: [],
    works: [],
    changes: [],
  };
}

/** A value goes out in chunks where the device can do that, and then only the server's MaxObjSize counts. */
function largestResult(session: Session): number {
  const { peerMaxMsgSize, peerMaxObjSize } = session;
  const object =
    peerMaxObjSize === undefined || peerMaxObjSize <= 0 ? Number.MAX_SAFE_INTEGER : peerMaxObjSize;
  if (peerMaxMsgSize === undefined || sendsChunks(session)) return object;
  return Math.min(object, Math.max(0, peerMaxMsgSize - ENVELOPE));
}
