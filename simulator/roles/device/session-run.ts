import { WorkbenchError } from "../../core/error.ts";
import type { HttpResponse } from "../../wire/http.ts";
import type { Effect, Moment } from "../../wire/role.ts";
import type { InteriorNode } from "../../tree/index.ts";
import {
  composeAnswer,
  composePackage1,
  composeRefusal,
  composeRepetition,
  type Composed,
} from "./compose.ts";
import type { DeviceCore } from "./core.ts";
import { readResponse, requestHeaders } from "./encoding.ts";
import { package1 } from "./package1.ts";
import { receive, type Received } from "./receive.ts";
import { note, report, transition } from "./session-effects.ts";
import type { Session } from "./session.ts";

/** The device around a session. */
export interface SessionHost {
  readonly core: DeviceCore;
  session: Session | undefined;
  /** Requests made so far, for their names. */
  requests: number;
  /** Keeps the nonces for the next session; the effect makes it durable. */
  keepNonces(client: Uint8Array | undefined, server: Uint8Array | undefined): Effect;
  /** Keeps what differs from the device's own tree. */
  keepTree(base: InteriorNode, root: InteriorNode): Effect;
}

/** Milliseconds until a request without a response has failed. */
const RESPONSE_TIMEOUT = 60_000;
/** Messages of one session; a server that never ends is left. */
const MOST_MESSAGES = 4_000;
/** How often a repeated message of the server is answered with the last message again. */
const MOST_REPETITIONS = 2;

/** Sends Package 1. */
export function beginSession(host: SessionHost, session: Session, effects: Effect[]): void {
  const { core } = host;
  const { id, conversation, initiatedBy } = session;
  const data = { deviceId: core.options.deviceId, sessionId: id, initiatedBy };
  effects.push({ type: "report", report: { name: "session.started", conversation, data } });
  const event = initiatedBy === "server" ? "notification.accepted" : "session.requested";
  const actions = transition(session, event, effects) ?? [];
  const commands = package1(session.root, initiatedBy, session.alerts);
  if (actions.includes("sendPackage1"))
    send(host, session, composePackage1(core, session, commands), effects);
}

/** Ends the session because of something outside the protocol. */
export function failSession(
  host: SessionHost,
  session: Session,
  reason: string,
  by: "server" | "device",
  effects: Effect[],
): void {
  transition(session, "session.failed", effects);
  endSession(host, session, reason, by, effects);
}

/** One turn: reads the server's message, executes it, and answers or ends. */
export function takeResponse(
  host: SessionHost,
  session: Session,
  response: HttpResponse,
  moment: Moment,
  effects: Effect[],
): void {
  const read = readResponse(response);
  if ("failure" in read) {
    note(
      session,
      "message-unreadable",
      `The session ends: ${read.failure}.`,
      "error",
      effects,
      read.findings,
    );
    failSession(host, session, read.failure, "device", effects);
    return;
  }
  const { message } = read;
  const { length } = response.body;
  if (length > host.core.maxMsgSize)
    note(
      session,
      "message-too-large",
      `The server's message has ${length} octets; MaxMsgSize is ${host.core.maxMsgSize}.`,
      "warning",
      effects,
    );
  const defects = read.findings.filter((finding) => finding.severity !== "info");
  if (defects.length > 0)
    note(
      session,
      "message-findings",
      "The server's message is not as the protocol wants it.",
      "warning",
      effects,
      defects,
    );
  if (message.SyncHdr.MsgID !== "" && message.SyncHdr.MsgID === session.serverMsgId) {
    repeat(host, session, effects);
    return;
  }
  session.serverMsgId = message.SyncHdr.MsgID;
  session.repetitions = 0;
  if (session.msgId >= MOST_MESSAGES) {
    failSession(host, session, `the session has more than ${MOST_MESSAGES} messages`, "device", effects);
    return;
  }
  takeRespUri(session, message.SyncHdr.RespURI, effects);
  const rootBefore = session.root;
  const received = receive(host.core, session, message, read.unknown, moment.date);
  for (const remark of received.remarks) note(session, remark.code, remark.text, "warning", effects);
  if (session.root !== rootBefore) effects.push(host.keepTree(session.base, session.root));
  for (const { uri, status, data, correlator } of received.started)
    report(session, "exec.started", { uri, status, data, correlator }, effects);
  answer(host, session, received, effects);
}

function answer(host: SessionHost, session: Session, received: Received, effects: Effect[]): void {
  const { core } = host;
  const answers = received.event === "package.answered" || received.event === "message.received";
  const prepared = answers ? composeAnswer(core, session, received) : undefined;
  const event = prepared && prepared.left.length > 0 ? "package.split" : received.event;
  const actions = transition(session, event, effects);
  if (!actions) {
    failSession(
      host,
      session,
      `${event} is not expected in the state ${session.stepper.state}`,
      "device",
      effects,
    );
    return;
  }
  const messages = actions.map((action) => compose(action, core, session, received, prepared));
  keepNonces(host, session, effects);
  for (const message of messages) send(host, session, message, effects);
  if (session.stepper.done)
    endSession(host, session, received.reason ?? "the session is over", received.by ?? "device", effects);
}

/** The message that an action of the machine orders. */
function compose(
  action: string,
  core: DeviceCore,
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

function send(host: SessionHost, session: Session, composed: Composed, effects: Effect[]): void {
  const { options } = host.core;
  session.msgId++;
  session.request = `dm-${++host.requests}`;
  session.lastBody = composed.body;
  session.lastFinal = composed.final;
  session.lastOctets = composed.octets;
  session.outbox = [...composed.left];
  effects.push({
    type: "request",
    request: session.request,
    channel: "dm",
    http: {
      method: "POST",
      url: session.url,
      headers: requestHeaders(options.encoding ?? "xml", userAgentOf(options.profile.title)),
      body: composed.octets,
    },
    timeout: options.responseTimeout ?? RESPONSE_TIMEOUT,
    conversation: session.conversation,
    ...(session.onPeersWord ? { onPeersWord: true } : {}),
  });
}

/** The server's last message once more: nothing is executed twice, the last answer is sent again. */
function repeat(host: SessionHost, session: Session, effects: Effect[]): void {
  session.repetitions++;
  if (session.repetitions > MOST_REPETITIONS) {
    failSession(host, session, "the server repeats the same message", "device", effects);
    return;
  }
  note(
    session,
    "message-repeated",
    `The server sent its message ${session.serverMsgId} again.`,
    "warning",
    effects,
  );
  const { lastBody, lastFinal, lastOctets, outbox } = session;
  session.msgId--;
  send(host, session, { body: lastBody, final: lastFinal, octets: lastOctets, left: outbox }, effects);
}

function takeRespUri(session: Session, respUri: string | undefined, effects: Effect[]): void {
  if (respUri === undefined || respUri === "") return;
  if (URL.canParse(respUri) && (/^https?:/.test(respUri) || /^https?:$/.test(new URL(respUri).protocol))) {
    session.url = respUri;
    session.onPeersWord = true;
  } else
    note(session, "resp-uri-ignored", `RespURI ${respUri} is no absolute HTTP address.`, "warning", effects);
}

/** Nonces of an authenticated server replace the stored ones (section 12). */
function keepNonces(host: SessionHost, session: Session, effects: Effect[]): void {
  const { client, server } = session;
  if (!server.authenticated) return;
  const { account } = host.core;
  const clientNonce = client.unconfirmedNonce ?? account.clientNonce;
  const serverNonce = account.serverAuth === "md5" ? server.nonce : account.serverNonce;
  if (clientNonce === account.clientNonce && serverNonce === account.serverNonce) return;
  host.core.account = { ...account, clientNonce, serverNonce };
  effects.push(host.keepNonces(clientNonce, serverNonce));
}

function endSession(
  host: SessionHost,
  session: Session,
  reason: string,
  by: "server" | "device",
  effects: Effect[],
): void {
  const { state } = session.stepper;
  session.stepper.stop();
  host.session = undefined;
  report(
    session,
    `session.${state}`,
    { reason, by, sessionId: session.id, messages: session.msgId },
    effects,
  );
}

function userAgentOf(title: string): string {
  return `DM-WSI-Workbench (${title.replace(/[^\u0020-\u007e]/g, "?")})`;
}
