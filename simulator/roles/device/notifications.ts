import {
  decodeNotification,
  NOTIFICATION_TYPE,
  serverSecret,
  sessionIdText,
  verifyDigest,
} from "../../protocols/notification/index.ts";
import { hasError, type Finding } from "../../core/finding.ts";
import type { Effect } from "../../wire/role.ts";
import type { DeviceCore } from "./core.ts";
import type { DmAccount, GenericAlert } from "./options.ts";
import type { Session } from "./session.ts";

/** A session that has been asked for. */
export interface SessionWish {
  readonly id: string;
  readonly initiatedBy: "server" | "client";
  readonly alerts: readonly GenericAlert[];
  /** Nonce of a resynchronisation: the notification's digest fitted with the default nonce. */
  readonly nonce?: Uint8Array | undefined;
}

/** Notifications of a device that were taken, and sessions that have to wait for the running one. */
export interface Inbox {
  /** Checks a push; a wrong one is dropped with a note, a right one waits for `next`. */
  take(
    core: DeviceCore,
    account: DmAccount | undefined,
    running: Session | undefined,
    push: Push,
    effects: Effect[],
  ): void;
  next(): SessionWish | undefined;
}

interface Push {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Session ids that are remembered, so that a repeated notification starts one session only. */
const REMEMBERED = 8;
/** Sessions that may wait. */
const WAITING = 8;

/** Creates an inbox. */
export function createInbox(): Inbox {
  const taken: string[] = [];
  const waiting: SessionWish[] = [];
  return {
    next: () => waiting.shift(),
    take: (core, account, running, push, effects) => {
      const wish = check(core, account, push, effects);
      if (!wish) return;
      if (taken.includes(wish.id)) {
        drop(
          effects,
          core,
          wish.id,
          "repeated",
          "The session of this notification was started before.",
          "info",
        );
        return;
      }
      if (waiting.length >= WAITING) {
        drop(effects, core, wish.id, "busy", "Too many sessions are waiting.", "warning");
        return;
      }
      taken.push(wish.id);
      if (taken.length > REMEMBERED) taken.shift();
      waiting.push(wish);
      if (running)
        effects.push({
          type: "note",
          code: "notification-waiting",
          text: `The session ${wish.id} begins when the session ${running.id} is over.`,
          severity: "info",
          conversation: conversationOf(core, wish.id),
        });
    },
  };
}

/** Package 0 (DM Notification 1.2): server, digest and the user's wish. What is wrong is dropped silently. */
function check(
  core: DeviceCore,
  account: DmAccount | undefined,
  push: Push,
  effects: Effect[],
): SessionWish | undefined {
  const { crypto } = core.context;
  const { behaviour } = core;
  const refuse = (
    cause: string,
    text: string,
    data: Data = {},
    findings: readonly Finding[] = [],
  ): undefined => {
    drop(effects, core, undefined, cause, text, "warning", data, findings);
    return undefined;
  };
  const type = push.contentType.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== NOTIFICATION_TYPE)
    return refuse("content-type", `The push has the content type ${type || "none"}.`);
  const { value, trigger, findings } = decodeNotification(push.body);
  if (!value || hasError(findings))
    return refuse("unreadable", "The notification cannot be read.", {}, findings);
  const id = sessionIdText(value.sessionId);
  const about = { serverId: value.serverId, sessionId: id };
  const dropThis = (cause: string, text: string, data: Data = {}): undefined => {
    drop(effects, core, id, cause, text, "warning", { ...about, ...data }, findings);
    return undefined;
  };
  if (value.serverId !== account?.serverId)
    return dropThis("server-id", `No account has the server identifier ${value.serverId}.`, {
      known: account?.serverId,
    });
  const secret = serverSecret(crypto, value.serverId, account.serverPassword);
  const verdict = verifyDigest(crypto, value.digest, trigger, { secret, nonce: account.serverNonce });
  if (!verdict.accepted || behaviour.notification === "refuse-digest") {
    const compared = verdict.accepted ? {} : { received: verdict.received, expected: verdict.expected };
    const text = "The digest is wrong for the current and the default nonce.";
    return dropThis("digest", text, compared);
  }
  if (behaviour.notification === "ignore") return dropThis("user", "The user does not want the session.");
  return {
    id,
    initiatedBy: "server",
    alerts: [],
    ...(verdict.nonce === "stored" ? {} : { nonce: verdict.nonceOctets }),
  };
}

type Data = Readonly<Record<string, unknown>>;

function drop(
  effects: Effect[],
  core: DeviceCore,
  id: string | undefined,
  cause: string,
  text: string,
  severity: "info" | "warning",
  data: Data = {},
  findings: readonly Finding[] = [],
): void {
  effects.push({
    type: "note",
    code: cause === "repeated" ? "notification-repeated" : "notification-refused",
    text: `Notification dropped: ${text}`,
    severity,
    ...(id === undefined ? {} : { conversation: conversationOf(core, id) }),
    ...(findings.length === 0 ? {} : { findings }),
    data: { cause, ...data },
  });
}

function conversationOf(core: DeviceCore, id: string): string {
  return `dm-session:${core.options.deviceId}/${id}`;
}
