import { toBase64 } from "../../../core/bytes.ts";
import { challenge, defaultNonce, newNonce, type AuthScheme } from "../../../protocols/dm-auth/index.ts";
import { admit, admitAgain, type Admission } from "./admission.ts";
import { breakOff } from "./breaking-off.ts";
import { sameStatus } from "./client-commands.ts";
import { learn, learnManner } from "./device-knowledge.ts";
import { sessionKey, type DeviceSession } from "./device-session.ts";
import type { ReceivedMessage } from "./dm-request.ts";
import { headerStatus } from "./response.ts";
import type { SessionScope } from "./session-scope.ts";
import { step } from "./stepping.ts";
import { note, type Turn } from "./turn.ts";

/**
 * Judges who sent a message. True when it may be handled, and the Status of its header is due; otherwise the answer is
 * given. Once it was shown, a Cred holds for the session (212); a MAC is shown with each message and renewed (200).
 */
export function authenticate(
  scope: SessionScope,
  session: DeviceSession,
  received: ReceivedMessage,
  turn: Turn,
): boolean {
  const { inventory, context, settings, table } = scope;
  const header = received.message.SyncHdr;
  if (session.authenticated && session.scheme !== "mac") {
    session.due.push(headerStatus(header, 200));
    return true;
  }
  const record = inventory.device(session.deviceId);
  const terms = { settings, announced: table.announced.get(session.deviceId) };
  const admission = session.authenticated
    ? admitAgain(session, received, record, context.crypto)
    : admit(session, received, record, terms, context.crypto);
  switch (admission.kind) {
    case "challenged":
      challengeDevice(scope, session, received, admission, turn);
      return false;
    case "refused":
      refuse(scope, session, received, admission, turn);
      return false;
    case "authenticated":
      if (session.authenticated) renewMac(scope, session, received, turn);
      else accept(scope, session, received, admission, turn);
      return true;
  }
}

function challengeDevice(
  scope: SessionScope,
  session: DeviceSession,
  { message, mac }: ReceivedMessage,
  { code, scheme, reason }: Extract<Admission, { kind: "challenged" }>,
  turn: Turn,
): void {
  const header = message.SyncHdr;
  if (header.Cred || mac !== undefined) session.failures++;
  session.demanded = [...session.demanded, scheme];
  const Chal = newChallenge(scope, session, scheme);
  session.due = [headerStatus(header, code, { Chal }), ...sameStatus(message, code)];
  note(turn, {
    code: "device-challenged",
    severity: "info",
    text: `Challenged with ${code}: ${reason}`,
    conversation: session.conversation,
  });
  if (session.authenticated) {
    session.macFailures++;
    step(scope, session, "device.challenged", turn);
    return;
  }
  if (session.challengeNonce !== undefined)
    scope.table.announced.set(session.deviceId, session.challengeNonce);
  scope.table.countUnauthenticated(session, true);
  step(scope, session, "package1.challenged", turn);
}

function refuse(
  scope: SessionScope,
  session: DeviceSession,
  { message }: ReceivedMessage,
  { code, reason, supported }: Extract<Admission, { kind: "refused" }>,
  turn: Turn,
): void {
  const Item = supported === undefined ? undefined : [{ Data: supported }];
  session.due = [headerStatus(message.SyncHdr, code, Item ? { Item } : {}), ...sameStatus(message, code)];
  session.reason = reason;
  session.refusedBy = "dms";
  step(scope, session, session.authenticated ? "device.refused" : "package1.refused", turn);
}

function accept(
  scope: SessionScope,
  session: DeviceSession,
  { message, encoding, mediaType }: ReceivedMessage,
  { scheme, nonce }: Extract<Admission, { kind: "authenticated" }>,
  turn: Turn,
): void {
  const header = message.SyncHdr;
  session.authenticated = true;
  session.scheme = scheme;
  scope.table.announced.delete(session.deviceId);
  session.package1Header = header;
  const auth = scope.inventory.device(session.deviceId)?.account.client.auth;
  // a basic Cred is fine for the session as well, but has no nonce to renew
  const renewed = scheme === "md5" || scheme === "mac" ? newChallenge(scope, session, scheme) : undefined;
  const code = scheme === undefined || scheme === "mac" ? 200 : 212;
  session.due = [headerStatus(header, code, renewed ? { Chal: renewed } : {})];
  scope.table.countUnauthenticated(session, false);
  if (nonce?.undecoded) learnManner(scope, session, "nonce-undecoded", turn);
  if (session.resynchronised && nonce?.which !== "current") useDefaultNonce(session, turn);
  takeOver(scope, session, turn);
  step(scope, session, "package1.authenticated", turn);
  learn(scope, session, auth === "none" ? { encoding, mediaType } : { encoding, mediaType, scheme }, turn);
}

/** The device answered the notification with the default nonce: it expects our credentials with it, too. */
function useDefaultNonce(session: DeviceSession, turn: Turn): void {
  session.server.nonce = toBase64(defaultNonce);
  note(turn, {
    code: "nonce-default",
    severity: "info",
    text: "The device answers a notification with the default nonce; both nonces are renewed.",
    conversation: session.conversation,
  });
}

/** The MAC of a later message was right: 200, and the nonce of the next (DM Security 1.2, 5.4). */
function renewMac(
  scope: SessionScope,
  session: DeviceSession,
  { message }: ReceivedMessage,
  turn: Turn,
): void {
  session.macFailures = 0;
  const Chal = newChallenge(scope, session, "mac");
  session.due.push(headerStatus(message.SyncHdr, 200, { Chal }));
  const record = scope.inventory.device(session.deviceId);
  if (!record || session.challengeNonce === undefined) return;
  const client = { ...record.account.client, nonce: session.challengeNonce };
  scope.inventory.update(session.deviceId, { account: { ...record.account, client } }, turn.sink);
}

/**
 * A Chal with a fresh nonce, which becomes the session's. Its 16 octets end in two signs of padding as base64: some
 * clients cannot use a nonce that ends in one.
 */
function newChallenge(
  scope: SessionScope,
  session: DeviceSession,
  scheme: AuthScheme,
): ReturnType<typeof challenge> {
  const nonce = scheme === "basic" ? undefined : newNonce(scope.context.random);
  session.challengeNonce = nonce && toBase64(nonce);
  return challenge(scheme, nonce);
}

/** One session per device: what else there is for this one is over or overtaken. */
function takeOver(scope: SessionScope, session: DeviceSession, turn: Turn): void {
  const lane = scope.table.lane(session.deviceId);
  const other = lane.session;
  lane.session = session;
  scope.table.claimKey(session, sessionKey(session.deviceId, session.sessionId));
  if (!other || other === session) return;
  if (other.stepper.state === "notified") {
    other.work = undefined; // it stays first in the queue, and this session takes it
    step(scope, other, "notification.overtaken", turn);
    return;
  }
  other.reason = "the device began another session";
  other.abortedBy = "device";
  breakOff(scope, other, "overtaken", turn);
  step(scope, other, "device.aborted", turn);
}
