import { hasError, type Finding } from "../../core/finding.ts";
import {
  decodeNotification,
  NOTIFICATION_TYPE,
  serverSecret,
  sessionIdText,
  verifyDigest,
} from "../../protocols/notification/index.ts";
import { conversationOf, type DeviceHost } from "./core.ts";
import type { DmAccount } from "./options.ts";
import type { SessionWish } from "./session/session.ts";
import { DEFAULT_PATIENCE, scriptedAnswer, type UserAnswer, type UserQuestion } from "./user-interaction.ts";

/** A push as it came. */
export interface Push {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Why a notification is not followed, in one word for the record's reader. */
type Cause = "content-type" | "unreadable" | "server-id" | "digest" | "user" | "repeated" | "busy";

/** Session ids that are remembered, so that a repeated notification starts one session only. */
const REMEMBERED = 8;
/** Sessions that may wait. */
const WAITING = 8;

/** UI mode of a notification that wants the user's consent (DM Notification 1.2, 6). */
const USER_INTERACTION = 3;

/** Notifications that were taken, and sessions that have to wait for the running one or for the user's consent. */
export class Inbox {
  readonly #taken: string[];
  readonly #waiting: SessionWish[] = [];
  /** Sessions that the person at the device is asked about, by question. */
  readonly #asked = new Map<string, SessionWish>();

  constructor(taken: readonly string[] = []) {
    this.#taken = [...taken];
  }

  /** Session ids and servers of the last notifications. */
  get taken(): readonly string[] {
    return this.#taken;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  next(): SessionWish | undefined {
    return this.#waiting.shift();
  }

  /** A session that waits for its turn; too many are not kept. */
  add(wish: SessionWish): void {
    if (this.#waiting.length < WAITING) this.#waiting.push(wish);
  }

  /** Checks a notification; a wrong one is dropped with a note, a right one waits for `next`. */
  take(host: DeviceHost, accounts: readonly DmAccount[], push: Push): void {
    const notified = check(host, accounts, push);
    if (!notified) return;
    const { wish } = notified;
    const name = `${wish.serverId}/${wish.id}`;
    if (this.#taken.includes(name)) {
      drop(host, wish.id, "repeated", "The session of this notification was started before.", "info");
      return;
    }
    if (this.#waiting.length + this.#asked.size >= WAITING) {
      drop(host, wish.id, "busy", "Too many sessions are waiting.", "warning");
      return;
    }
    this.#taken.push(name);
    if (this.#taken.length > REMEMBERED) this.#taken.shift();
    const { user } = host.core.behaviour;
    if (notified.uiMode !== USER_INTERACTION || user === "none") this.#admit(host, wish);
    else if (user === "person") this.#asked.set(host.ask(consentTo(wish)), wish);
    else this.#decide(host, wish, scriptedAnswer(consentTo(wish), user));
  }

  /** The user's answer to a question. True when it was about a session. */
  answered(host: DeviceHost, question: string, answer: UserAnswer): boolean {
    const wish = this.#asked.get(question);
    if (!wish) return false;
    this.#asked.delete(question);
    this.#decide(host, wish, answer);
    return true;
  }

  #decide(host: DeviceHost, wish: SessionWish, answer: UserAnswer): void {
    if (answer === "accept") this.#admit(host, wish);
    else drop(host, wish.id, "user", "The user does not want the session.", "warning");
  }

  #admit(host: DeviceHost, wish: SessionWish): void {
    this.#waiting.push(wish);
    if (host.session)
      host.effects.push({
        type: "note",
        code: "notification-waiting",
        text: `The session ${wish.id} begins when the session ${host.session.id} is over.`,
        severity: "info",
        conversation: conversationOf(host.core, wish.id),
      });
  }
}

/** What the user is asked before a session that a server wants to have with their consent. */
function consentTo({ serverId }: SessionWish): UserQuestion {
  return {
    code: 1101,
    text: `${serverId} wants to manage this device. Begin the session?`,
    choices: [],
    shownFor: 0,
    patience: DEFAULT_PATIENCE,
  };
}

/** True for the content type of package 0. */
export function isNotification(contentType: string): boolean {
  return mediaTypeOf(contentType) === NOTIFICATION_TYPE;
}

/** A push of another kind is dropped. */
export function refusePush(host: DeviceHost, contentType: string): void {
  const type = mediaTypeOf(contentType);
  drop(host, undefined, "content-type", `The push has the content type ${type || "none"}.`, "warning");
}

function mediaTypeOf(contentType: string): string {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

interface Notified {
  readonly wish: SessionWish;
  readonly uiMode: number;
}

/** Package 0 (DM Notification 1.2): server, digest and the user's wish. What is wrong is dropped silently. */
function check(host: DeviceHost, accounts: readonly DmAccount[], push: Push): Notified | undefined {
  const { behaviour, context } = host.core;
  const { value, trigger, findings } = decodeNotification(push.body);
  if (!value || hasError(findings)) {
    drop(host, undefined, "unreadable", "The notification cannot be read.", "warning", {}, findings);
    return undefined;
  }
  const id = sessionIdText(value.sessionId);
  const { serverId } = value;
  const refuse = (cause: Cause, text: string, data: Data = {}): undefined => {
    drop(host, id, cause, text, "warning", { serverId, sessionId: id, ...data }, findings);
    return undefined;
  };
  const account = accounts.find((each) => each.serverId === serverId);
  if (!account)
    return refuse("server-id", `No account has the server identifier ${serverId}.`, {
      known: accounts.map((each) => each.serverId),
    });
  const secret = serverSecret(context.crypto, serverId, account.serverPassword);
  const verdict = verifyDigest(context.crypto, value.digest, trigger, { secret, nonce: account.serverNonce });
  if (!verdict.accepted || behaviour.notification === "refuse-digest") {
    const compared = verdict.accepted ? {} : { received: verdict.received, expected: verdict.expected };
    return refuse("digest", "The digest is wrong for the current and the default nonce.", compared);
  }
  if (behaviour.notification === "ignore")
    return refuse("user", "The device takes no notifications: its user says no, or it is not reached.");
  const nonce = verdict.nonce === "stored" ? {} : { nonce: verdict.nonceOctets };
  return { wish: { id, serverId, initiatedBy: "server", ...nonce }, uiMode: value.uiMode };
}

type Data = Readonly<Record<string, unknown>>;

function drop(
  host: DeviceHost,
  id: string | undefined,
  cause: Cause,
  text: string,
  severity: "info" | "warning",
  data: Data = {},
  findings: readonly Finding[] = [],
): void {
  host.effects.push({
    type: "note",
    code: cause === "repeated" ? "notification-repeated" : "notification-refused",
    text: `Notification dropped: ${text}`,
    severity,
    ...(id === undefined ? {} : { conversation: conversationOf(host.core, id) }),
    ...(findings.length === 0 ? {} : { findings }),
    data: { cause, ...data },
  });
}
