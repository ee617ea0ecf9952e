import { MAC_HEADER } from "../../../protocols/dm-auth/index.ts";
import { alertCommand } from "../alerts/alert-queue.ts";
import type { DeviceHost } from "../core.ts";
import { requestHeaders } from "../encoding.ts";
import { putAlertsIntoOutbox, recordSentAlerts } from "./answers-of-server.ts";
import { composePackage1, type Composed } from "./compose.ts";
import { package1 } from "./package1.ts";
import { report, transition } from "./session-effects.ts";
import type { Session } from "./session.ts";

/** Milliseconds until a request without a response has failed. */
const RESPONSE_TIMEOUT = 60_000;

/** Sends Package 1. */
export function beginSession(host: DeviceHost, session: Session): void {
  const { core } = host;
  const { id, initiatedBy, account } = session;
  const { deviceId, profile } = core.options;
  const data = { deviceId, sessionId: id, initiatedBy, serverId: account.serverId };
  report(host, session, "session.started", data);
  const event = initiatedBy === "server" ? "notification.accepted" : "session.requested";
  const actions = transition(host, session, event) ?? [];
  if (!actions.includes("sendPackage1")) return;
  const usual = (profile.sessionAlerts ?? []).map((each) => alertCommand([each]));
  putAlertsIntoOutbox(host, session);
  const opening = package1(session.root, initiatedBy);
  const events = [...usual, ...session.outbox];
  const commands =
    session.manners.eventPlace === "in-front" ? [...events, ...opening] : [...opening, ...events];
  send(host, session, composePackage1(core, session, commands));
}

/** Sends a message; what it leaves stays in the outbox. */
export function send(host: DeviceHost, session: Session, composed: Composed): void {
  session.msgId++;
  session.lastBody = composed.body;
  session.lastFinal = composed.final;
  session.lastOctets = composed.octets;
  session.lastMac = composed.mac;
  session.outbox = [...composed.left];
  session.unfinished = composed.unfinished ? composed.left[0] : undefined;
  recordSentAlerts(host, session, composed);
  transmit(host, session);
}

/** Sends the last message, for the first time or again. */
export function transmit(host: DeviceHost, session: Session): void {
  const { options } = host.core;
  const { profile } = options;
  const { encoding, manners, lastOctets, lastMac } = session;
  session.request = host.nextRequest();
  const headers = requestHeaders(encoding, manners, profile.userAgent ?? userAgentOf(profile.title));
  host.effects.push({
    type: "request",
    request: session.request,
    channel: "dm",
    http: {
      method: "POST",
      url: session.url,
      headers: lastMac === undefined ? headers : { ...headers, [MAC_HEADER]: lastMac },
      body: lastOctets,
    },
    timeout: options.responseTimeout ?? RESPONSE_TIMEOUT,
    conversation: session.conversation,
    ...(session.onPeersWord ? { onPeersWord: true } : {}),
  });
}

function userAgentOf(title: string): string {
  return `DM-WSI-Workbench (${title.replace(/[^\u0020-\u007e]/g, "?")})`;
}
