import { randomUuid } from "../../../core/ids.ts";
import { toJson } from "../json-value.ts";
import type { Attempt, CallbackQueue, CallbackQueueParts } from "./callback-port.ts";
import { expiryOf, pauseAfter } from "./callback-times.ts";
import { createCallbackStreams, isUrgent, type Recipient, type Stream } from "./callback-streams.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { createDeliveries } from "./deliveries.ts";
import type { CallbackRecord } from "./records.ts";
import { createReachability } from "./reachability.ts";
import type { Collection } from "../store.ts";
import { runTimeOf } from "../run-time.ts";
import type { Turn } from "./turn.ts";
import { createWaitingAlerts } from "./waiting-alerts.ts";

export type { Attempt, CallbackQueue, Gate } from "./callback-port.ts";

/** Attempts that a callback remembers. */
const REMEMBERED_TRIES = 12;

/** Creates the queue on the store's collection `callbacks`. */
export function createCallbackQueue(parts: CallbackQueueParts): CallbackQueue {
  const { store, settings } = parts;
  const random = parts.context.random;
  const records: Collection<CallbackRecord> = store.collection("callbacks");
  /** Callbacks on their way, and the run time at which they left. */
  const flying = new Map<string, number>();
  const streams = createCallbackStreams(store.onUndo);
  const deadLetters = createDeadLetters({ records, streams, store, settings });
  const deliveries = createDeliveries();
  const reachability = createReachability({
    prefix: SILENCE_TIMER,
    pauseAfter: (attempts) => pauseAfter(attempts, settings, random.next()),
    onUndo: store.onUndo,
  });
  const waiting = createWaitingAlerts(store.onUndo);
  const awake = new Set<string>();
  let lastOrder = 0;

  for (const callback of [...records.values()].toSorted((a, b) => a.order - b.order)) {
    lastOrder = callback.order;
    if (callback.dead !== undefined) deadLetters.enter(callback);
    else {
      streams.enter(callback);
      waiting.enter(callback);
    }
    awake.add(callback.registrationId);
  }

  const wake = (registrationId: string): void => {
    awake.add(registrationId);
    // what was to be sent in an event that is undone is sent in the next
    store.onUndo(() => awake.add(registrationId));
  };

  const enter = (callback: CallbackRecord): void => {
    streams.enter(callback);
    waiting.enter(callback);
    wake(callback.registrationId);
  };

  /** Takes the head off its stream and readies what follows. */
  const advance = (callback: CallbackRecord): void => {
    const recipient = streams.of(callback.registrationId);
    waiting.leave(callback);
    const stream = streams.leave(callback);
    const next = stream && records.get(stream.ids.first() ?? "");
    if (stream && next) streams.ready(recipient, stream, isUrgent(next));
    wake(callback.registrationId);
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

  const expire = (callback: CallbackRecord, turn: Turn): void => {
    records.remove(callback.id);
    abandon(callback, "it expired", turn);
  };

  /** True for the head of a stream that is not on its way. */
  const mayGo = (id: string): boolean => {
    const callback = records.get(id);
    const stream = callback && streams.of(callback.registrationId).streams.get(callback.stream);
    return stream?.ids.first() === id && !flying.has(id);
  };

  /** Drops the oldest alerts while more wait than may. */
  const keepWithinBounds = (turn: Turn): void => {
    for (;;) {
      const callback = records.get(waiting.excess(settings.waitingAlertOctets, mayGo) ?? "");
      if (!callback) return;
      if (callback.nextAttemptAt !== undefined) turn.emit({ type: "timer.cancel", timer: timerOf(callback) });
      records.remove(callback.id);
      abandon(callback, "more alerts wait than are kept", turn);
    }
  };

  const takeOff = (recipient: Recipient, id: string, turn: Turn): void => {
    flying.set(id, turn.moment.now);
    store.onUndo(() => flying.delete(id));
    streams.count(recipient, "flying", 1);
  };

  const land = (callback: CallbackRecord): void => {
    const since = flying.get(callback.id);
    if (since === undefined) return;
    flying.delete(callback.id);
    store.onUndo(() => flying.set(callback.id, since));
    streams.count(streams.of(callback.registrationId), "flying", -1);
  };

  const attempt = (recipient: Recipient, stream: Stream, turn: Turn): void => {
    const callback = records.get(stream.ids.first() ?? "");
    if (!callback) return;
    const { date } = turn.moment;
    if (callback.expiresAt <= date) {
      expire(callback, turn);
      return;
    }
    // virtual clocks may fire a fraction of a millisecond early after a change of speed
    if (callback.nextAttemptAt !== undefined && callback.nextAttemptAt - date >= 1) {
      streams.setState(stream, "waiting");
      const due = runTimeOf(Math.min(callback.nextAttemptAt, callback.expiresAt), turn.moment);
      turn.emit({ type: "timer.arm", timer: timerOf(callback), due });
      return;
    }
    streams.setState(stream, "flying");
    takeOff(recipient, callback.id, turn);
    const hindrance = parts.send(callback, turn);
    if (hindrance === undefined) return;
    land(callback);
    records.remove(callback.id);
    abandon(callback, hindrance, turn);
  };

  const pumpRecipient = (registrationId: string, turn: Turn): void => {
    const recipient = streams.get(registrationId);
    if (!recipient) return;
    const gate = parts.gateOf(registrationId);
    for (let stream = streams.peek(recipient); stream; stream = streams.peek(recipient)) {
      const head = records.get(stream.ids.first() ?? "");
      const isExpired = head !== undefined && head.expiresAt <= turn.moment.date;
      if (!isExpired) {
        if (gate === "closed" || recipient.flying >= settings.callbacksInFlight) return;
        if (gate === "confirmation-only" && head && !isUrgent(head)) return;
        if (head && !reachability.mayTry(head, recipient.flying, turn)) return;
      }
      streams.take(recipient);
      attempt(recipient, stream, turn);
    }
  };

  const settle: CallbackQueue["settle"] = (id, outcome, status, turn) => {
    const callback = records.get(id);
    const since = flying.get(id);
    if (!callback || since === undefined) return; // dropped while it was on its way
    const { registrationId } = callback;
    const recipient = streams.of(registrationId);
    land(callback);
    wake(registrationId);
    const reason = outcome.kind === "delivered" ? "delivered" : outcome.reason;
    const tried = {
      at: turn.moment.date - (turn.moment.now - since),
      took: turn.moment.now - since,
      ...(status === undefined ? {} : { status }),
      reason,
    };
    deliveries.answered(registrationId, tried);
    report(callback, outcome.kind, status, turn);
    if (status !== undefined) reachability.answered(registrationId, turn);
    if (outcome.kind === "delivered") {
      records.remove(id);
      advance(callback);
      deliveries.delivered({ callback, ...tried });
      parts.delivered(callback, turn);
      return;
    }
    const tries = [...(callback.tries ?? []).slice(1 - REMEMBERED_TRIES), tried];
    const failed = { ...callback, tries, attempts: callback.attempts + 1 };
    if (outcome.kind === "dead") {
      const letter = { ...failed, dead: outcome.reason, deadAt: turn.moment.date };
      records.put(id, letter);
      abandon(failed, outcome.reason, turn);
      deadLetters.enter(letter);
      return;
    }
    const stream = recipient.streams.get(callback.stream);
    if (!stream) return;
    if (outcome.kind === "credentials-refused") {
      records.put(id, failed);
      streams.ready(recipient, stream, isUrgent(failed));
      parts.credentialsRefused(failed, outcome.status, outcome.reason, turn);
      return;
    }
    const pause =
      status === undefined
        ? reachability.silent(registrationId, failed.attempts, turn)
        : pauseAfter(failed.attempts, settings, random.next());
    const retried = { ...failed, nextAttemptAt: turn.moment.date + pause };
    records.put(id, retried);
    turn.emit({
      type: "note",
      code: "callback-retry",
      severity: "warning",
      text: `${callback.name} was not delivered (${outcome.reason}); attempt ${failed.attempts + 1} follows in ${Math.round(pause / 1000)} s`,
      conversation: callback.conversation,
    });
    streams.ready(recipient, stream, isUrgent(retried));
  };

  const resend: CallbackQueue["resend"] = (id, turn) => {
    const callback = deadLetters.leave(id);
    if (!callback) return false;
    const { dead: _dead, deadAt: _at, nextAttemptAt: _next, ...alive } = callback;
    const expiresAt = Math.max(callback.expiresAt, turn.moment.date + settings.callbackLifetime);
    // last in the order of queueing, also after a restart
    const again = { ...alive, attempts: 0, expiresAt, order: ++lastOrder };
    records.put(id, again);
    enter(again);
    return true;
  };

  const tryNow: CallbackQueue["tryNow"] = (registrationId, turn) => {
    const recipient = streams.get(registrationId);
    if (!recipient || recipient.queued === 0) return false;
    reachability.answered(registrationId, turn);
    for (const stream of recipient.streams.values()) {
      const head = records.get(stream.ids.first() ?? "");
      if (head?.nextAttemptAt === undefined || stream.state === "flying") continue;
      records.put(head.id, { ...head, nextAttemptAt: turn.moment.date });
      if (stream.state !== "waiting") continue;
      turn.emit({ type: "timer.cancel", timer: timerOf(head) });
      streams.ready(recipient, stream, isUrgent(head));
    }
    wake(registrationId);
    return true;
  };

  return {
    values: () => records.values(),
    get: (id) => records.get(id),
    inFlight: (id) => flying.has(id),
    *standings() {
      for (const { registrationId, queued, flying: inFlight, dead } of streams.values())
        yield {
          registrationId,
          queued,
          inFlight,
          dead: dead.size,
          delivered: deliveries.count(registrationId),
          ...optional("lastAnswer", deliveries.latest(registrationId)),
          ...optional("silentUntil", reachability.silentUntil(registrationId)),
        };
    },
    *streams(registrationId) {
      for (const { name, ids, state } of streams.get(registrationId)?.streams.values() ?? []) {
        const head = records.get(ids.first() ?? "");
        if (head && state !== "gone") yield { registrationId, name, length: ids.size, head, state };
      }
    },
    behind: (registrationId, stream) => streams.get(registrationId)?.streams.get(stream)?.ids.values() ?? [],
    dead: (registrationId) => deadLetters.of(registrationId),
    deliveries,
    add: (input, turn) => {
      const { operation } = input;
      const id = `${operation.operationId}.${input.sequence}`;
      deadLetters.forgetOld(turn.moment.date);
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
      keepWithinBounds(turn);
    },
    pump: (turn) => {
      for (const registrationId of awake) {
        awake.delete(registrationId);
        pumpRecipient(registrationId, turn);
      }
    },
    wake,
    nameOf: (id) => records.get(id)?.name,
    settle,
    retry: (timer) => {
      const silent = reachability.expired(`${RETRY_TIMER}${timer}`);
      if (silent !== undefined) {
        wake(silent);
        return;
      }
      const callback = records.get(timer);
      const recipient = callback && streams.get(callback.registrationId);
      const stream = recipient?.streams.get(callback?.stream ?? "");
      if (!callback || !recipient || stream?.state !== "waiting") return;
      streams.ready(recipient, stream, isUrgent(callback));
      wake(callback.registrationId);
    },
    tryNow,
    resend,
    resendAll: (registrationId, turn) =>
      [...deadLetters.of(registrationId)].filter(({ id }) => resend(id, turn)).length,
    dropDead: (id) => deadLetters.drop([id]) === 1,
    dropAllDead: (registrationId) =>
      deadLetters.drop([...deadLetters.of(registrationId)].map(({ id }) => id)),
    restoreDead: (ids) => deadLetters.restore(ids),
    drop: (registrationId, name, turn) => {
      const recipient = streams.get(registrationId);
      const named = name === undefined ? undefined : recipient?.streams.get(name);
      const dropped = name === undefined ? recipient?.streams.values() : named && [named];
      for (const stream of dropped ?? []) {
        if (!recipient) break;
        for (const id of stream.ids.values()) {
          const callback = records.get(id);
          if (!callback) continue;
          land(callback);
          waiting.leave(callback);
          records.remove(id);
          if (callback.nextAttemptAt !== undefined)
            turn.emit({ type: "timer.cancel", timer: timerOf(callback) });
        }
        streams.close(recipient, stream);
      }
      for (const { id, stream } of deadLetters.of(registrationId))
        if (name === undefined || stream === name) {
          deadLetters.leave(id);
          records.remove(id);
        }
      wake(registrationId);
    },
  };
}

/** Prefix of the timers of this queue. */
export const RETRY_TIMER = "wsi/retry/";

/** Prefix of the timers of recipients that do not answer. */
const SILENCE_TIMER = `${RETRY_TIMER}recipient/`;

function timerOf(callback: CallbackRecord): string {
  return `${RETRY_TIMER}${callback.id}`;
}

/** The alert that a callback carries; undefined for other callbacks. */
export function alertIdOf({ name, content }: Pick<CallbackRecord, "name" | "content">): string | undefined {
  if (name !== "AlertNotification" || typeof content !== "object" || content === null) return undefined;
  if (!("alert" in content) || typeof content.alert !== "object" || content.alert === null) return undefined;
  return "alertId" in content.alert && typeof content.alert.alertId === "string"
    ? content.alert.alertId
    : undefined;
}

/** Tells whoever watches what became of an attempt. */
function report(
  callback: CallbackRecord,
  outcome: Attempt["kind"],
  status: number | undefined,
  turn: Turn,
): void {
  const { id, registrationId, operationId, conversation, name, stream, sequence } = callback;
  const alertId = alertIdOf(callback);
  const told = alertId === undefined ? {} : { alertId, subscriptionId: stream, sequence };
  const data = { id, registrationId, operationId, callback: name, outcome, status, ...told };
  turn.emit({ type: "report", report: { name: "callback.tried", conversation, data } });
}

function optional<Name extends string, T>(name: Name, value: T | undefined): { readonly [key in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: T };
}
