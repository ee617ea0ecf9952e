import { WorkbenchError } from "../../../core/error.ts";
import type { InteriorNode } from "../../../tree/index.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { DeviceHost } from "../core.ts";
import { readResponse } from "../encoding.ts";
import { closesOn, dropsMessage } from "../manners/answers.ts";
import type { UserAnswer } from "../user-interaction.ts";
import { putAlertsIntoOutbox, takeAlertStatuses, takeObjectStatuses } from "./answers-of-server.ts";
import { composeAnswer, composeRefusal, composeRepetition, type Composed } from "./compose.ts";
import { receive } from "./receive.ts";
import type { Received } from "./received.ts";
import { reportChanges } from "./reporting.ts";
import { note, report, transition } from "./session-effects.ts";
import { send, transmit } from "./sending.ts";
import type { Asking, Session } from "./session.ts";

/** Messages of one session; a server that never ends is left. */
const MOST_MESSAGES = 4_000;
/** How often a repeated message of the server is answered with the last message again. */
const MOST_REPETITIONS = 2;

/** Ends the session because of something outside the protocol. */
export function failSession(
  host: DeviceHost,
  session: Session,
  reason: string,
  by: "server" | "device" = "device",
): void {
  transition(host, session, "session.failed");
  endSession(host, session, reason, by);
}

/** One turn: reads the server's message, executes it, and answers or ends. */
export function takeResponse(host: DeviceHost, session: Session, response: HttpResponse): void {
  session.request = "";
  const { length } = response.body;
  const { maxMsgSize } = host.core;
  if (dropsMessage(length, maxMsgSize, session.manners)) {
    failSession(host, session, `the device drops messages over ${maxMsgSize} octets`);
    return;
  }
  const read = readResponse(response);
  if ("failure" in read) {
    const text = `The session ends: ${read.failure}.`;
    note(host, session, "message-unreadable", text, "error", read.findings);
    failSession(host, session, read.failure);
    return;
  }
  const { message, unknown } = read;
  if (closesOn({ body: response.body, message }, session.manners)) {
    failSession(host, session, "the device closes at a message of statuses only");
    return;
  }
  if (length > maxMsgSize) {
    const text = `The server's message has ${length} octets; MaxMsgSize is ${maxMsgSize}.`;
    note(host, session, "message-too-large", text, "warning");
  }
  const defects = read.findings.filter((finding) => finding.severity !== "info");
  if (defects.length > 0) {
    const text = "The server's message is not as the protocol wants it.";
    note(host, session, "message-findings", text, "warning", defects);
  }
  if (message.SyncHdr.MsgID !== "" && message.SyncHdr.MsgID === session.serverMsgId) {
    repeat(host, session);
    return;
  }
  session.serverMsgId = message.SyncHdr.MsgID;
  session.repetitions = 0;
  if (session.msgId >= MOST_MESSAGES) {
    failSession(host, session, `the session has more than ${MOST_MESSAGES} messages`);
    return;
  }
  takeRespUri(host, session, message.SyncHdr.RespURI);
  takeObjectStatuses(host, session, message);
  const work = receive(host, session, { message, unknown, response });
  proceed(host, session, work, session.root, undefined);
}

/** Goes on with what waited for the person at the device. */
export function takeUserAnswer(host: DeviceHost, session: Session, answer: UserAnswer): void {
  const { paused } = session;
  if (!paused) return;
  session.paused = undefined;
  proceed(host, session, paused.work, paused.before, answer);
}

function proceed(
  host: DeviceHost,
  session: Session,
  work: Asking<Received>,
  before: InteriorNode,
  answer: UserAnswer | undefined,
): void {
  const step = answer === undefined ? work.next() : work.next(answer);
  if (step.done === true) {
    conclude(host, session, step.value, before);
    return;
  }
  // what an Atomic has done so far does not stand yet
  const standing = session.saved[0] ?? session.root;
  if (standing !== before) host.keepTree(standing);
  transition(host, session, "user.asked");
  session.paused = { work, before: standing, question: host.ask(step.value) };
}

function conclude(host: DeviceHost, session: Session, received: Received, before: InteriorNode): void {
  const { execution, message } = received;
  if (execution) takeAlertStatuses(host, session, message);
  if (session.root !== before) host.keepTree(session.root);
  if (execution) {
    for (const { uri, status, data, correlator } of execution.started)
      report(host, session, "exec.started", { uri, status, data, correlator });
    reportChanges(host, session, session.root, execution.changes, { by: "server" });
    if (execution.works.length > 0) host.objects.begin(execution.works);
  }
  answer(host, session, received);
}

function answer(host: DeviceHost, session: Session, received: Received): void {
  const { core } = host;
  const answers = received.event === "package.answered" || received.event === "message.received";
  if (answers) putAlertsIntoOutbox(host, session, received.turn);
  const prepared = answers ? composeAnswer(core, session, received) : undefined;
  const event = prepared && prepared.left.length > 0 ? "package.split" : received.event;
  const actions = transition(host, session, event);
  if (!actions) {
    failSession(host, session, `${event} is not expected in the state ${session.stepper.state}`);
    return;
  }
  const messages = actions.map((action) => compose(action, host, session, received, prepared));
  keepNonces(host, session);
  for (const message of messages) send(host, session, message);
  if (session.stepper.done)
    endSession(host, session, received.reason ?? "the session is over", received.by ?? "device");
}

/** The message that an action of the machine orders. */
function compose(
  action: string,
  { core }: DeviceHost,
  session: Session,
  received: Received,
  prepared: Composed | undefined,
): Composed {
  switch (action) {
    case "sendPackage3":
    case "sendMessage":
    case "requestNextMessage":
      return prepared ?? composeAnswer(core, session, received);
    case "repeatPackage":
      return composeRepetition(core, session, received);
    case "challengeServer":
      return composeRefusal(core, session, received, false);
    case "refuseServer":
    case "rejectVersion":
    case "sendAbort":
      return composeRefusal(core, session, received, true);
    default:
      throw new WorkbenchError("device/unknown-action", `The session machine orders ${action}`, { action });
  }
}

/** The server's last message once more: nothing is executed twice, the last answer is sent again. */
function repeat(host: DeviceHost, session: Session): void {
  session.repetitions++;
  if (session.repetitions > MOST_REPETITIONS) {
    failSession(host, session, "the server repeats the same message");
    return;
  }
  const text = `The server sent its message ${session.serverMsgId} again.`;
  note(host, session, "message-repeated", text, "warning");
  transmit(host, session);
}

function takeRespUri(host: DeviceHost, session: Session, respUri: string | undefined): void {
  if (respUri === undefined || respUri === "") return;
  if (/^https?:/i.test(respUri) && URL.canParse(respUri)) {
    session.url = respUri;
    session.onPeersWord = true;
  } else
    note(host, session, "resp-uri-ignored", `RespURI ${respUri} is no absolute HTTP address.`, "warning");
}

/** Nonces of an authenticated server replace the stored ones (section 12). */
function keepNonces(host: DeviceHost, session: Session): void {
  const { client, server, kept } = session;
  if (!server.authenticated) return;
  const clientNonce = client.unconfirmedNonce ?? kept.client;
  const serverNonce = server.scheme === "md5" || server.scheme === "mac" ? server.nonce : kept.server;
  if (clientNonce === kept.client && serverNonce === kept.server) return;
  session.kept = { client: clientNonce, server: serverNonce };
  host.keepNonces(session.account.serverId, clientNonce, serverNonce);
}

function endSession(host: DeviceHost, session: Session, reason: string, by: "server" | "device"): void {
  const { state } = session.stepper;
  session.stepper.stop();
  if (session.paused) host.withdraw(session.paused.question);
  session.paused = undefined;
  host.session = undefined;
  report(host, session, `session.${state}`, { reason, by, sessionId: session.id, messages: session.msgId });
}
