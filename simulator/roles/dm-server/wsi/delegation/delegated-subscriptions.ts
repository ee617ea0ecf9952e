import { randomId } from "../../../../core/ids.ts";
import { toBase64 } from "../../../../core/bytes.ts";
import type { CallbackRequest } from "../../../../protocols/wsi/index.ts";
import type { StoredAlert } from "../../alerts/alert-store.ts";
import { fromJson } from "../../json-value.ts";
import type { Collection } from "../../store.ts";
import { isInForce, type SubscriptionRecord } from "../subscriptions/subscription-record.ts";
import type { Turn } from "../turn.ts";
import { armAfter, pauseBefore, UPSTREAM_TIMER, type DelegationScope } from "./delegation-scope.ts";
import type { DelegatedSubscriptionRecord } from "./records.ts";
import { contentFor, type SubscriptionContent } from "./subscription-content.ts";
import type { UpstreamFailure } from "./upstream-failure.ts";
import { nextPath } from "./via.ts";

/** Prefix of the timers at which the part of a subscription at an upstream goes on. */
export const SUBSCRIPTION_TIMER = `${UPSTREAM_TIMER}subscription/`;

/** The subscriptions of this DM System at its upstreams: each follows one of its own External Systems. */
export interface DelegatedSubscriptions {
  /** A subscription was made, renewed, or is over. */
  changed(subscriptionId: string, turn: Turn): void;
  /** Brings all parts at an upstream in line with their subscriptions. */
  align(upstreamId: string, turn: Turn): void;
  /** The upstream has forgotten them all. */
  lost(upstreamId: string, turn: Turn): void;
  goOn(key: string, turn: Turn): void;
  notified(upstreamId: string, notification: CallbackRequest<"AlertNotification">, turn: Turn): void;
  told(upstreamId: string, status: CallbackRequest<"SubscriptionStatus">, turn: Turn): void;
  knows(upstreamId: string, upstreamOperationId: string): boolean;
  awaitsAck(upstreamId: string): boolean;
  start(turn: Turn): void;
}

/** What follows on subscriptions at an upstream. */
export interface SubscriptionHooks {
  /** True when the upstream delivers callbacks to us. */
  readonly isReady: (upstreamId: string) => boolean;
  readonly acknowledged: (turn: Turn) => void;
  readonly refused: (upstreamId: string, failure: UpstreamFailure, turn: Turn) => void;
  /** Callbacks of this operation of the upstream are not expected any more. */
  readonly over: (upstreamId: string, upstreamOperationId: string) => void;
}

/** Attempts to end a part at an upstream; its lifetime there does the rest. */
const MOST_ENDINGS = 10;

/** Creates the parts on the collection `delegatedSubscriptions`. */
export function createDelegatedSubscriptions(
  scope: DelegationScope,
  hooks: SubscriptionHooks,
): DelegatedSubscriptions {
  const byOperation = new Map<string, string>();
  const records: Collection<DelegatedSubscriptionRecord> = scope.store.collection(
    "delegatedSubscriptions",
    (before, after) => {
      if (before?.upstreamOperationId !== undefined)
        byOperation.delete(`${before.upstreamId}\n${before.upstreamOperationId}`);
      if (after?.upstreamOperationId !== undefined)
        byOperation.set(`${after.upstreamId}\n${after.upstreamOperationId}`, keyOf(after));
    },
  );
  const attempts = new Map<string, number>();
  const busy = new Set<string>();

  const again = (key: string, pause: number, turn: Turn): void =>
    armAfter(`${SUBSCRIPTION_TIMER}${key}`, pause, turn);
  const retry = (key: string, turn: Turn): void => {
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    again(key, pauseBefore(attempt, scope), turn);
  };

  const subscriptionOf = (subscriptionId: string): SubscriptionRecord | undefined => {
    const subscription = scope.room().subscriptions.get(subscriptionId);
    return subscription && isInForce(subscription) ? subscription : undefined;
  };

  const remove = (record: DelegatedSubscriptionRecord): void => {
    const key = keyOf(record);
    records.remove(key);
    attempts.delete(key);
    if (record.upstreamOperationId !== undefined) hooks.over(record.upstreamId, record.upstreamOperationId);
  };

  /** A part that is asked for from now on. */
  const fresh = (
    subscription: SubscriptionRecord,
    upstreamId: string,
    content: unknown,
    turn: Turn,
  ): void => {
    const { subscriptionId, expiresAt } = subscription;
    const reference = randomId(scope.room().context.random, `${subscriptionId}/`);
    const expires = expiresAt === undefined ? undefined : Math.max(1000, expiresAt - turn.moment.date);
    const record: DelegatedSubscriptionRecord = {
      subscriptionId,
      upstreamId,
      state: "subscribing",
      reference,
      content,
      ...(expires === undefined || expiresAt === undefined ? {} : { expires, expiresAt }),
    };
    records.put(keyOf(record), record);
    again(keyOf(record), 0, turn);
  };

  /** Compares what is wanted with what is there. */
  const alignOne = (subscriptionId: string, upstreamId: string, turn: Turn): void => {
    const key = `${subscriptionId}/${upstreamId}`;
    const record = records.get(key);
    const subscription = subscriptionOf(subscriptionId);
    const content = subscription && contentFor(subscription, upstreamId, scope.room().inventory);
    if (!subscription || content === undefined) {
      if (!record || record.state === "ending") return;
      if (record.upstreamSubscriptionId === undefined && !busy.has(key)) return remove(record);
      records.put(key, { ...record, state: "ending" });
      return again(key, 0, turn);
    }
    if (!record) return fresh(subscription, upstreamId, content, turn);
    if (record.state === "ending") return;
    const isSame = JSON.stringify(record.content) === JSON.stringify(content);
    if (record.state === "active" && !isSame) {
      records.put(key, { ...record, state: "ending" });
      again(key, 0, turn);
    } else if (record.state === "active" && record.expiresAt !== subscription.expiresAt) again(key, 0, turn);
    else if (record.state === "refused") {
      remove(record);
      fresh(subscription, upstreamId, content, turn);
    }
  };

  const subscribe = (record: DelegatedSubscriptionRecord, turn: Turn): void => {
    const { upstreamId, subscriptionId, reference, expires } = record;
    const key = keyOf(record);
    const upstream = scope.upstreams.get(upstreamId);
    const subscription = scope.room().subscriptions.get(subscriptionId);
    if (!upstream || !subscription) return remove(record);
    if (!hooks.isReady(upstreamId)) return; // the registration comes first, and then this is looked at again
    const operation = scope.room().log.get(subscription.operationId);
    const path = nextPath({ owner: subscription.owner, via: operation?.via }, scope.room().dms.id);
    if (!path) {
      records.put(key, {
        ...record,
        state: "refused",
        reason: "the request passed through too many DM Systems",
      });
      return;
    }
    busy.add(key);
    scope.caller.call(
      upstream,
      "SubscribeAlerts",
      { clientReference: reference, ...(fromJson(record.content) as SubscriptionContent), expires },
      turn,
      (outcome, later) => {
        busy.delete(key);
        const now = records.get(key);
        if (!now) return;
        if (outcome.ok) {
          attempts.delete(key);
          const { ack, subscriptionId: theirs } = outcome.value;
          const state = now.state === "ending" ? "ending" : "active";
          records.put(key, {
            ...now,
            state,
            upstreamSubscriptionId: theirs,
            upstreamOperationId: ack.operationId,
          });
          hooks.acknowledged(later);
          again(key, 0, later);
        } else if (now.state === "ending") remove(now);
        else if (outcome.failure.kind === "refused") {
          const { reason } = outcome.failure;
          records.put(key, { ...now, state: "refused", reason });
          note(now, `refused a subscription: ${reason}`, later);
        } else {
          retry(key, later);
          hooks.refused(upstreamId, outcome.failure, later);
        }
      },
      { path, conversation: subscription.conversation },
    );
  };

  const renew = (record: DelegatedSubscriptionRecord, expiresAt: number | undefined, turn: Turn): void => {
    const { upstreamId, upstreamSubscriptionId: subscriptionId = "" } = record;
    const key = keyOf(record);
    const upstream = scope.upstreams.get(upstreamId);
    if (!upstream) return remove(record);
    const expires = expiresAt === undefined ? undefined : Math.max(1000, expiresAt - turn.moment.date);
    busy.add(key);
    scope.caller.call(upstream, "RenewSubscription", { subscriptionId, expires }, turn, (outcome, later) => {
      busy.delete(key);
      const now = records.get(key);
      if (!now) return;
      if (outcome.ok && outcome.value.ack.state === "accepted") {
        attempts.delete(key);
        const { expiresAt: _before, ...rest } = now;
        records.put(key, expiresAt === undefined ? rest : { ...rest, expiresAt });
        again(key, 0, later);
      } else if (!outcome.ok && outcome.failure.kind !== "refused") retry(key, later);
      else {
        remove(now); // it is over there: made anew
        alignOne(now.subscriptionId, upstreamId, later);
      }
    });
  };

  const end = (record: DelegatedSubscriptionRecord, turn: Turn): void => {
    const { upstreamId, upstreamSubscriptionId: subscriptionId } = record;
    const key = keyOf(record);
    const upstream = scope.upstreams.get(upstreamId);
    if (!upstream || subscriptionId === undefined) return remove(record);
    busy.add(key);
    scope.caller.call(upstream, "UnsubscribeAlerts", { subscriptionId }, turn, (outcome, later) => {
      busy.delete(key);
      const tooOften = (attempts.get(key) ?? 0) >= MOST_ENDINGS;
      if (!outcome.ok && outcome.failure.kind === "unavailable" && !tooOften) return retry(key, later);
      remove(records.get(key) ?? record);
      alignOne(record.subscriptionId, upstreamId, later);
    });
  };

  return {
    changed: (subscriptionId, turn) => {
      for (const upstreamId of scope.upstreams.keys()) alignOne(subscriptionId, upstreamId, turn);
    },
    align: (upstreamId, turn) => {
      for (const { subscriptionId } of scope.room().subscriptions.values())
        alignOne(subscriptionId, upstreamId, turn);
      for (const record of Array.from(records.values())) {
        if (record.upstreamId !== upstreamId) continue;
        alignOne(record.subscriptionId, upstreamId, turn);
        if (record.state === "subscribing") again(keyOf(record), 0, turn);
      }
    },
    lost: (upstreamId, turn) => {
      for (const record of Array.from(records.values())) {
        if (record.upstreamId !== upstreamId || record.upstreamSubscriptionId === undefined) continue;
        remove(record);
        alignOne(record.subscriptionId, upstreamId, turn);
      }
    },
    goOn: (key, turn) => {
      const record = records.get(key);
      if (!record || busy.has(key)) return;
      const subscription = subscriptionOf(record.subscriptionId);
      if (record.state === "ending") end(record, turn);
      else if (!subscription) alignOne(record.subscriptionId, record.upstreamId, turn);
      else if (record.state === "subscribing") subscribe(record, turn);
      else if (record.state === "active" && record.expiresAt !== subscription.expiresAt)
        renew(record, subscription.expiresAt, turn);
    },
    notified: (upstreamId, { operationId, alert }, turn) => {
      const record = records.get(byOperation.get(`${upstreamId}\n${operationId}`) ?? "");
      // an upstream is believed about its own devices alone
      if (!record || scope.room().inventory.device(alert.deviceId)?.managedBy !== upstreamId) return;
      const { item, ...told } = alert;
      const items = item.map(({ binaryData, ...place }) => ({
        ...place,
        ...(binaryData ? { binaryData: toBase64(binaryData) } : {}),
      }));
      const report: StoredAlert = { ...told, items, code: 1226, order: 0 };
      scope.room().subscriptions.forwardTo(record.subscriptionId, report, turn);
    },
    told: (upstreamId, { operationId, state, rejectedAlertType, rejectedParameter }, turn) => {
      const record = records.get(byOperation.get(`${upstreamId}\n${operationId}`) ?? "");
      if (!record || state === "accepted") return;
      const refused = [
        ...rejectedAlertType.map(({ type }) => type),
        ...rejectedParameter.map(({ locUri }) => locUri),
      ];
      if (state === "partly-accepted")
        return note(record, `does not serve all of a subscription: ${refused.join(", ")}`, turn);
      if (state === "rejected") {
        records.put(keyOf(record), { ...record, state: "refused", reason: "the upstream rejected it" });
        return note(record, "rejected a subscription", turn);
      }
      if (record.state === "ending") return; // as it was asked to
      remove(record);
      alignOne(record.subscriptionId, upstreamId, turn);
    },
    knows: (upstreamId, operationId) => byOperation.has(`${upstreamId}\n${operationId}`),
    awaitsAck: (upstreamId) => {
      for (const record of records.values())
        if (record.upstreamId === upstreamId && record.state === "subscribing") return true;
      return false;
    },
    start: (turn) => {
      for (const record of Array.from(records.values())) {
        if (!scope.upstreams.has(record.upstreamId)) remove(record);
        else again(keyOf(record), 0, turn);
      }
    },
  };
}

function keyOf({
  subscriptionId,
  upstreamId,
}: Pick<DelegatedSubscriptionRecord, "subscriptionId" | "upstreamId">): string {
  return `${subscriptionId}/${upstreamId}`;
}

function note({ upstreamId, subscriptionId }: DelegatedSubscriptionRecord, text: string, turn: Turn): void {
  turn.emit({
    type: "note",
    code: "upstream-subscription",
    severity: "warning",
    text: `The DM System ${upstreamId} ${text}`,
    data: { upstreamId, subscriptionId },
  });
}
