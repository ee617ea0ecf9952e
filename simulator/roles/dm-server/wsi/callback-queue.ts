import { randomUuid } from "../../../core/ids.ts";
import type { RoleContext } from "../../../wire/role.ts";
import type { CallbackName } from "../../../protocols/wsi/index.ts";
import type { WsiSettings } from "../options.ts";
import { toJson } from "../json-value.ts";
import type { CallbackRecord, OperationRecord, ReplyRecord } from "./records.ts";
import type { Collection, Store } from "../store.ts";
import { runTimeOf } from "../run-time.ts";
import type { Turn } from "./turn.ts";

/** What the recipient's registration lets through. */
export type Gate = "open" | "confirmation-only" | "closed";

/** What became of an attempt. */
export type Attempt =
  | { readonly kind: "delivered" }
  | { readonly kind: "retry"; readonly reason: string }
  /** 401 or 403. */
  | { readonly kind: "credentials-refused"; readonly status: number; readonly reason: string }
  | { readonly kind: "dead"; readonly reason: string };

export interface CallbackQueueParts {
  readonly store: Store;
  readonly context: RoleContext;
  readonly settings: WsiSettings;
  readonly gateOf: (registrationId: string) => Gate;
  /** Emits the request of one attempt; returns why it cannot be sent at all, else undefined. */
  readonly send: (callback: CallbackRecord, turn: Turn) => string | undefined;
  readonly delivered: (callback: CallbackRecord, turn: Turn) => void;
  readonly credentialsRefused: (callback: CallbackRecord, status: number, reason: string, turn: Turn) => void;
  readonly abandoned: (callback: CallbackRecord, reason: string, turn: Turn) => void;
}

/** What a callback is queued with. */
export interface NewCallback {
  readonly operation: OperationRecord;
  readonly registrationId: string;
  readonly stream: string;
  readonly name: CallbackName;
  /** All of the callback but its first three fields. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly sequence: number;
  readonly reply?: ReplyRecord | undefined;
}

/**
 * The durable queue of callbacks (contract, section 2): in order within a stream, streams side by side, few in flight
 * per recipient, tried until delivered, dead or expired.
 */
export interface CallbackQueue {
  /** All that is queued or was given up, in the order of queueing. */
  values(): Iterable<CallbackRecord>;
  /** True while the callback is on its way. */
  inFlight(id: string): boolean;
  add(callback: NewCallback, turn: Turn): void;
  /** Sends what may be sent now. Called at the end of every event, so that it follows the event's responses. */
  pump(turn: Turn): void;
  /** A recipient may have become reachable. */
  wake(registrationId: string): void;
  /** Name of a queued callback; undefined when it is gone. */
  nameOf(id: string): CallbackName | undefined;
  settle(id: string, attempt: Attempt, turn: Turn): void;
  /** The timer of a stream: its time is the name after `wsi/retry/`. */
  retry(timer: string, turn: Turn): void;
  /** Puts a dead letter back at the head of its stream; false when there is none with this id. */
  resend(id: string, turn: Turn): boolean;
  /** Drops the queued callbacks that nobody is to get any more. */
  drop(which: (callback: CallbackRecord) => boolean, turn: Turn): void;
  /** Arms and readies everything after a restart. */
  start(turn: Turn): void;
  /** Builds the indexes anew from the store, after changes were undone. */
  rebuild(): void;
}

interface Stream {
  readonly name: string;
  readonly ids: string[];
  state: "ready" | "flying" | "waiting";
}
interface Recipient {
  readonly streams: Map<string, Stream>;
  readonly ready: Stream[];
  flying: number;
}

/** Creates the queue on the store's collection `callbacks`. */
export function createCallbackQueue(parts: CallbackQueueParts): CallbackQueue {
  const { store, settings } = parts;
  const random = parts.context.random;
  const records: Collection<CallbackRecord> = store.collection("callbacks");
  const flying = new Set<string>();
  const recipients = new Map<string, Recipient>();
  const awake = new Set<string>();
  /** Dead letters, oldest first. */
  const dead = new Set<string>();
  let lastOrder = 0;

  const recipientOf = (registrationId: string): Recipient => {
    const known = recipients.get(registrationId);
    if (known) return known;
    const made: Recipient = { streams: new Map(), ready: [], flying: 0 };
    recipients.set(registrationId, made);
    return made;
  };

  const enter = (callback: CallbackRecord): void => {
    const recipient = recipientOf(callback.registrationId);
    const known = recipient.streams.get(callback.stream);
    if (known) {
      known.ids.push(callback.id);
      return;
    }
    const stream: Stream = { name: callback.stream, ids: [callback.id], state: "ready" };
    recipient.streams.set(callback.stream, stream);
    if (flying.has(callback.id)) {
      stream.state = "flying";
      recipient.flying += 1;
    } else makeReady(recipient, stream, callback);
  };

  const makeReady = (recipient: Recipient, stream: Stream, head: CallbackRecord): void => {
    stream.state = "ready";
    // a confirmation opens the way for the others
    if (head.name === "RegistrationConfirmation") recipient.ready.unshift(stream);
    else recipient.ready.push(stream);
  };

  const rebuild = (): void => {
    recipients.clear();
    dead.clear();
    for (const callback of records.values()) if (callback.dead !== undefined) dead.add(callback.id);
    const all = [...records.values()].filter((callback) => callback.dead === undefined);
    all.sort((a, b) => a.order - b.order);
    for (const callback of records.values()) lastOrder = Math.max(lastOrder, callback.order);
    for (const callback of all) {
      enter(callback);
      awake.add(callback.registrationId);
    }
  };

  /** Takes the head off its stream and readies what follows. */
  const advance = (callback: CallbackRecord): void => {
    const recipient = recipientOf(callback.registrationId);
    const stream = recipient.streams.get(callback.stream);
    if (!stream || stream.ids[0] !== callback.id) return;
    stream.ids.shift();
    const next = stream.ids[0] === undefined ? undefined : records.get(stream.ids[0]);
    if (next) makeReady(recipient, stream, next);
    else recipient.streams.delete(callback.stream);
    awake.add(callback.registrationId);
  };

  /** Forgets dead letters that are expired; two for each new callback, so that they do not pile up. */
  const forgetDead = (date: number): void => {
    let looked = 0;
    for (const id of dead) {
      const callback = records.get(id);
      if (++looked > 2 || (callback?.dead !== undefined && callback.expiresAt > date)) return;
      dead.delete(id);
      if (callback?.dead !== undefined) records.remove(id);
    }
  };

  const abandon = (callback: CallbackRecord, reason: string, turn: Turn): void => {
    advance(callback);
    turn.emit({
      type: "note",
      code: "callback-dropped",
      severity: "warning",
      text: `${callback.name} ${callback.sequence} of ${callback.operationId} was not delivered: ${reason}`,
      conversation: callback.conversation,
      data: { id: callback.id, registrationId: callback.registrationId, attempts: callback.attempts },
    });
    parts.abandoned(callback, reason, turn);
  };

  const attempt = (recipient: Recipient, stream: Stream, turn: Turn): void => {
    const callback = records.get(stream.ids[0] ?? "");
    if (!callback) {
      recipient.streams.delete(stream.name);
      return;
    }
    const { date } = turn.moment;
    if (callback.expiresAt <= date) {
      records.remove(callback.id);
      abandon(callback, "it expired", turn);
      return;
    }
    if (callback.nextAttemptAt !== undefined && callback.nextAttemptAt > date) {
      stream.state = "waiting";
      const due = runTimeOf(Math.min(callback.nextAttemptAt, callback.expiresAt), turn.moment);
      turn.emit({ type: "timer.arm", timer: timerOf(callback), due });
      return;
    }
    stream.state = "flying";
    flying.add(callback.id);
    recipient.flying += 1;
    store.onUndo(() => flying.delete(callback.id));
    const hindrance = parts.send(callback, turn);
    if (hindrance === undefined) return;
    land(callback);
    records.remove(callback.id);
    abandon(callback, hindrance, turn);
  };

  const land = (callback: CallbackRecord): void => {
    if (!flying.delete(callback.id)) return;
    const recipient = recipientOf(callback.registrationId);
    recipient.flying -= 1;
  };

  const pumpRecipient = (registrationId: string, turn: Turn): void => {
    const recipient = recipients.get(registrationId);
    if (!recipient) return;
    const gate = parts.gateOf(registrationId);
    while (gate !== "closed" && recipient.ready.length > 0 && recipient.flying < settings.callbacksInFlight) {
      const [stream] = recipient.ready;
      if (!stream) return;
      const head = records.get(stream.ids[0] ?? "");
      if (gate === "confirmation-only" && head?.name !== "RegistrationConfirmation") return;
      recipient.ready.shift();
      attempt(recipient, stream, turn);
    }
  };

  rebuild();

  return {
    values: () => records.values(),
    inFlight: (id) => flying.has(id),
    add: (input, turn) => {
      const { operation } = input;
      const id = `${operation.operationId}.${input.sequence}`;
      forgetDead(turn.moment.date);
      const callback: CallbackRecord = {
        id,
        order: ++lastOrder,
        registrationId: input.registrationId,
        stream: input.stream,
        operationId: operation.operationId,
        sequence: input.sequence,
        name: input.name,
        content: toJson({
          operationId: operation.operationId,
          sequence: input.sequence,
          occurredAt: turn.moment.date,
          ...input.content,
        }),
        messageId: `urn:uuid:${randomUuid(random)}`,
        conversation: operation.conversation,
        expiresAt: expiryOf(operation, turn.moment.date, settings),
        attempts: 0,
        ...(input.reply ? { reply: input.reply } : {}),
      };
      records.put(id, callback);
      enter(callback);
      awake.add(callback.registrationId);
    },
    pump: (turn) => {
      for (const registrationId of awake) {
        awake.delete(registrationId);
        pumpRecipient(registrationId, turn);
      }
    },
    wake: (registrationId) => {
      awake.add(registrationId);
    },
    nameOf: (id) => records.get(id)?.name,
    settle: (id, outcome, turn) => {
      const callback = records.get(id);
      if (!callback || !flying.has(id)) return; // dropped while it was on its way
      land(callback);
      awake.add(callback.registrationId);
      if (outcome.kind === "delivered") {
        records.remove(id);
        advance(callback);
        parts.delivered(callback, turn);
        return;
      }
      const failed = { ...callback, attempts: callback.attempts + 1 };
      if (outcome.kind === "dead") {
        records.put(id, { ...failed, dead: outcome.reason });
        dead.add(id);
        abandon(failed, outcome.reason, turn);
        return;
      }
      const recipient = recipientOf(callback.registrationId);
      const stream = recipient.streams.get(callback.stream);
      if (outcome.kind === "credentials-refused") {
        records.put(id, failed);
        if (stream) makeReady(recipient, stream, failed);
        parts.credentialsRefused(failed, outcome.status, outcome.reason, turn);
        return;
      }
      const pause = pauseAfter(failed.attempts, settings, random.next());
      const retried = { ...failed, nextAttemptAt: turn.moment.date + pause };
      records.put(id, retried);
      turn.emit({
        type: "note",
        code: "callback-retry",
        severity: "warning",
        text: `${callback.name} was not delivered (${outcome.reason}); attempt ${failed.attempts + 1} follows in ${Math.round(pause / 1000)} s`,
        conversation: callback.conversation,
      });
      if (stream) makeReady(recipient, stream, retried);
    },
    retry: (timer, turn) => {
      const callback = records.get(timer);
      const recipient = callback && recipients.get(callback.registrationId);
      const stream = recipient?.streams.get(callback?.stream ?? "");
      if (!callback || !recipient || stream?.state !== "waiting") return;
      makeReady(recipient, stream, callback);
      awake.add(callback.registrationId);
      // virtual clocks may fire a fraction of a millisecond early after a change of speed
      if (callback.nextAttemptAt !== undefined && callback.nextAttemptAt - turn.moment.date < 1)
        records.put(callback.id, { ...callback, nextAttemptAt: turn.moment.date });
    },
    resend: (id, turn) => {
      const callback = records.get(id);
      if (callback?.dead === undefined) return false;
      const { dead: _dead, nextAttemptAt: _next, ...alive } = callback;
      const expiresAt = Math.max(callback.expiresAt, turn.moment.date + settings.callbackLifetime);
      records.put(id, { ...alive, attempts: 0, expiresAt });
      enter({ ...alive, attempts: 0, expiresAt });
      awake.add(callback.registrationId);
      return true;
    },
    drop: (which, turn) => {
      for (const callback of [...records.values()].filter(which)) {
        records.remove(callback.id);
        land(callback);
        turn.emit({ type: "timer.cancel", timer: timerOf(callback) });
      }
      rebuild();
    },
    start: (turn) => {
      for (const callback of records.values())
        if (callback.nextAttemptAt !== undefined && callback.nextAttemptAt < turn.moment.date)
          records.put(callback.id, { ...callback, nextAttemptAt: turn.moment.date });
      rebuild();
    },
    rebuild,
  };
}

/** Prefix of the timers of this queue. */
export const RETRY_TIMER = "wsi/retry/";

function timerOf(callback: CallbackRecord): string {
  return `${RETRY_TIMER}${callback.id}`;
}

/** The operation's expiry, else a day; the final words of a session or an expired operation get the day too. */
function expiryOf(operation: OperationRecord, date: number, settings: WsiSettings): number {
  const fallback = date + settings.callbackLifetime;
  if (operation.expiresAt === undefined || operation.finishedAt !== undefined) return fallback;
  return operation.expiresAt > date ? operation.expiresAt : fallback;
}

/** Exponential backoff with jitter between half of the pause and all of it. */
function pauseAfter(attempts: number, { retry }: WsiSettings, jitter: number): number {
  const pause = Math.min(retry.longest, retry.first * 2 ** Math.min(attempts - 1, 30));
  return Math.round(pause * (0.5 + jitter / 2));
}
