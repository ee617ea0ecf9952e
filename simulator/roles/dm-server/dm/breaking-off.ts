import type { DeviceCommandInput } from "../ports.ts";
import { isContainer } from "../device-command.ts";
import type { PendingCommand } from "./composer.ts";
import { knowledgeOf, learn, learnManner } from "./device-knowledge.ts";
import type { DeviceSession } from "./device-session.ts";
import type { SessionScope } from "./session-scope.ts";
import { note, type Turn } from "./turn.ts";

/** Shorter messages are read by every client; a client that keeps silent on one is away. */
const SHORT_MESSAGE = 2048;
/** Pause before a device that closed a session itself is notified again, where no other is set. */
const PAUSE = 60_000;

/** How a session broke off. */
export type BreakingOff = "silent" | "aborted" | "overtaken";

/**
 * A session breaks off before its work is done. What that shows of the client is kept; commands go back to the queue
 * where they were not sent, or repeating them changes nothing (DM12-S-24, DM12-S-30).
 */
export function breakOff(scope: SessionScope, session: DeviceSession, how: BreakingOff, turn: Turn): void {
  if (!session.authenticated) return;
  if (how !== "aborted") learnFromSilence(scope, session, turn);
  const { work } = session;
  if (!work || work.request.mode.kind === "tunnel" || work.ending) return;
  const { outbound, inbound } = session;
  if (inbound?.kind === "Results") work.collector.reopen(inbound.answers, session.msgId);
  const sent: readonly PendingCommand[] = outbound ? [outbound.pending] : session.batch;
  const unanswered = sent.filter((command) => work.collector.isOpen(command.reference));
  if (unanswered.length + work.pending.length === 0 && work.collector.begun) return;
  if (work.requeued >= scope.settings.requeues || !unanswered.every(({ command }) => isRepeatable(command)))
    return;
  work.collector.takeBackOpen();
  work.pending = [...unanswered, ...work.pending];
  work.begun = false;
  work.requeued++;
  work.notBefore =
    how === "aborted" ? turn.moment.now + (scope.settings.notificationRetry ?? PAUSE) : work.notBefore;
  session.work = undefined;
  if (inbound)
    note(turn, {
      code: "object-dropped",
      severity: "warning",
      text: `The object ${inbound.uri} that the device sent in chunks was dropped: the session broke off.`,
      conversation: session.conversation,
    });
  note(turn, {
    code: "work-requeued",
    severity: "info",
    text: "The session broke off; what the device did not answer waits for its next one.",
    conversation: session.conversation,
  });
}

/** True when doing it again leaves the device as it is: values read and written, not nodes made, moved or run. */
function isRepeatable(command: DeviceCommandInput): boolean {
  if (isContainer(command)) return command.commands.every(isRepeatable);
  if (command.kind === "Get") return true;
  return (
    command.kind === "Replace" &&
    command.Item.every(({ Target }) => !/\?prop=Name$/i.test(Target?.LocURI.trim() ?? ""))
  );
}

/** Some clients drop what is too large for them without a word; others close when there is nothing to do but wait. */
function learnFromSilence(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const { lastMessage, lastResponse } = session;
  if (session.unanswered || !lastMessage || !lastResponse) return;
  const { commands = [], Final } = lastMessage.SyncBody;
  if (Final !== true && commands.every(({ kind }) => kind === "Status")) {
    learnManner(scope, session, "status-only-closes", turn);
    return;
  }
  const octets = lastResponse.body.length;
  const { messageLimit } = knowledgeOf(scope, session);
  if (messageLimit !== undefined && octets <= messageLimit)
    learn(scope, session, { messageLimit: undefined }, turn); // it keeps silent on short messages, too: it was away
  else if (octets > SHORT_MESSAGE && (session.maxMsgSize ?? Infinity) > SHORT_MESSAGE) {
    const limit = Math.max(SHORT_MESSAGE, Math.floor(octets / 2));
    learn(scope, session, { messageLimit: limit }, turn);
    note(turn, {
      code: "message-unanswered",
      severity: "warning",
      text: `The device kept silent on a message of ${octets} octets; the next ones have at most ${limit}.`,
      conversation: session.conversation,
    });
  }
}
