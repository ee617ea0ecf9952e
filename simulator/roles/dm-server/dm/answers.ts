import type { SyncML } from "../../../protocols/syncml/index.ts";
import type { ClientCommands } from "./client-commands.ts";
import { learn, learnManner } from "./device-knowledge.ts";
import type { DeviceSession } from "./device-session.ts";
import type { HeaderVerdict } from "./server-credential.ts";
import type { SessionScope } from "./session-scope.ts";
import { note, type Turn } from "./turn.ts";

/** Leaf that says whether a device takes and sends large objects. */
const LARGE_OBJECTS = "./DevDetail/LrgObj";

/** What a message was found to hold besides answers. */
export interface AnswerContext {
  readonly verdict: HeaderVerdict | undefined;
  readonly commands: ClientCommands;
  /** Chunks of a large object that it brought. */
  readonly chunks: number;
}

/** Takes Status and Results to their commands, and counts answers that brought nothing. */
export function takeAnswers(
  scope: SessionScope,
  session: DeviceSession,
  message: SyncML,
  { verdict, commands, chunks }: AnswerContext,
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
  learnFrom(scope, session, message, turn);
  const asksOnly =
    commands.statuses.every((status) => status.Cmd === "Alert") && commands.alerts.length === 0;
  const asked = session.lastMessage !== undefined && session.lastMessage.SyncBody.Final !== true;
  session.emptyContinuations =
    asked && message.SyncBody.Final !== true && matched === 0 && chunks === 0 && asksOnly
      ? session.emptyContinuations + 1
      : 0;
}

/** What the answers show of the client: how it takes Alert 1222, and whether it knows large objects. */
function learnFrom(scope: SessionScope, session: DeviceSession, message: SyncML, turn: Turn): void {
  for (const command of message.SyncBody.commands) {
    if (command.kind === "Status") {
      if (command.Cmd === "Alert" && command.Data >= 400 && asksForNext(session, command.CmdRef))
        learnManner(scope, session, "next-message-refused", turn);
    } else if (command.kind === "Results" || command.kind === "Replace")
      for (const { Source, Target, Data } of command.Item)
        if ((Source?.LocURI ?? Target?.LocURI) === LARGE_OBJECTS && typeof Data === "string")
          learn(scope, session, { lrgObj: Data.trim().toLowerCase() === "true" }, turn);
  }
}

/** True when our last message asked for the next one under this CmdID. */
function asksForNext(session: DeviceSession, cmdId: string): boolean {
  return (session.lastMessage?.SyncBody.commands ?? []).some(
    (command) => command.kind === "Alert" && command.Data === 1222 && command.CmdID === cmdId.trim(),
  );
}
