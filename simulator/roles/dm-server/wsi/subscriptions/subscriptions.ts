import { randomId } from "../../../../core/ids.ts";
import type { StoredAlert } from "../../alerts/alert-store.ts";
import { runTimeOf } from "../../run-time.ts";
import type { Collection, Store } from "../../store.ts";
import { endTimer } from "../deferred.ts";
import type { MachineRunner } from "../machine-runner.ts";
import { isTerminal } from "../operation-log.ts";
import type { CallbackRecord, OperationRecord, RegistrationRecord } from "../records.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";
import { passingItems } from "./subscription-filter.ts";
import { createSubscriptionIndex } from "./subscription-index.ts";
import { subscriptionMachine } from "./subscription-machine.ts";
import {
  isInForce,
  isOverSubscription,
  type SubscriptionRecord,
  type SubscriptionState,
} from "./subscription-record.ts";
import { tellAlert, tellStatus } from "./telling.ts";

/** Events of the subscription machine. */
export type SubscriptionEvent = Parameters<typeof subscriptionMachine.transition>[1]["type"];

/** Prefix of the timers that end subscriptions. */
export const SUBSCRIPTION_TIMER = "wsi/subscription/";

/** All subscriptions, until their operation is forgotten. */
export interface Subscriptions {
  get(subscriptionId: string): SubscriptionRecord | undefined;
  /** Oldest first. */
  values(): Iterable<SubscriptionRecord>;
  nextId(): string;
  /** A new subscription; its machine is in `requested`. */
  begin(subscription: SubscriptionRecord): void;
  /** Steps the machine, tells what is to be told; undefined when the event does not fit. */
  step(
    subscriptionId: string,
    event: SubscriptionEvent,
    turn: Turn,
    change?: Partial<SubscriptionRecord>,
  ): SubscriptionRecord | undefined;
  /** Forwards a stored alert to whoever subscribed to it; ids of the subscriptions. */
  forward(alert: StoredAlert, turn: Turn): readonly string[];
  /** The same for one subscription, with an alert that an upstream delivered for it; false when it does not pass. */
  forwardTo(subscriptionId: string, alert: StoredAlert, turn: Turn): boolean;
  /** Arms, or arms anew, the end of a subscription. */
  arm(subscription: SubscriptionRecord, turn: Turn): void;
  /** A callback was delivered or given up. */
  callbackSettled(callback: CallbackRecord, turn: Turn): void;
  /** A registration is over: what it subscribed to ends, and what was delivered to it. */
  registrationOver(registration: RegistrationRecord, turn: Turn): void;
  /** A timer whose name begins with `SUBSCRIPTION_TIMER`. */
  handleTimer(timer: string, turn: Turn): void;
  /** Arms what waited when the DM server stopped. */
  start(turn: Turn): void;
  /** True while the operation is needed: its subscription goes on. */
  holds(operation: OperationRecord): boolean;
  /** Forgets a subscription with its operation. */
  forget(subscriptionId: string): void;
}

/** Creates the subscriptions on the store; `roomOf` is asked only after the room was made. */
export function createSubscriptions(parts: {
  readonly store: Store;
  readonly machines: MachineRunner;
  readonly roomOf: () => Room;
}): Subscriptions {
  const { store, machines, roomOf } = parts;
  const index = createSubscriptionIndex();
  const records: Collection<SubscriptionRecord> = store.collection("subscriptions", (before, after) => {
    if (before && isInForce(before)) index.remove(before);
    if (after && isInForce(after)) index.add(after);
  });
  /** Subscriptions that are over but for alerts on their way to another recipient: how many. */
  const draining = new Map<string, number>();

  const step: Subscriptions["step"] = (subscriptionId, event, turn, change = {}) => {
    const before = records.get(subscriptionId);
    if (!before) return undefined;
    const { conversation } = before;
    const stepped = machines.step(
      subscriptionMachine,
      conversation,
      subscriptionId,
      before.state,
      event,
      turn,
    );
    if (!stepped) return undefined;
    const state = stepped.state as SubscriptionState; // the machine's states are the record's
    const after: SubscriptionRecord = { ...before, ...change, state };
    const over = isOverSubscription(after);
    records.put(subscriptionId, over ? { ...after, endedAt: turn.moment.date } : after);
    if (!isInForce(after)) release(after, turn);
    report(after, turn);
    roomOf().delegation.subscriptionChanged(subscriptionId, turn);
    for (const action of stepped.actions) {
      if (action === "tell") tellStatus(after, roomOf(), turn);
      else drain(after, turn);
    }
    return records.get(subscriptionId);
  };

  /** Nothing is armed for the subscription any more, and no device is set up for it. */
  const release = ({ subscriptionId, operationId }: SubscriptionRecord, turn: Turn): void => {
    turn.emit({ type: "timer.cancel", timer: `${SUBSCRIPTION_TIMER}${subscriptionId}` });
    const operation = roomOf().log.get(operationId);
    if (operation?.work && !isTerminal(operation.state))
      turn.emit({ type: "timer.arm", timer: endTimer(operationId), due: turn.moment.now });
  };

  /** The end is told behind the last alert. One recipient's callbacks are in order anyway. */
  const drain = (subscription: SubscriptionRecord, turn: Turn): void => {
    const { subscriptionId, owner, recipient } = subscription;
    const waiting = owner === recipient ? 0 : queuedFor(subscriptionId, roomOf());
    if (waiting === 0) step(subscriptionId, "alerts.delivered", turn);
    else draining.set(subscriptionId, waiting);
  };

  return {
    get: (subscriptionId) => records.get(subscriptionId),
    values: () => records.values(),
    nextId: () => randomId(roomOf().context.random, "sub-"),
    begin: (subscription) => records.put(subscription.subscriptionId, subscription),
    step,
    forward: (alert, turn) => {
      const room = roomOf();
      const device = room.inventory.device(alert.deviceId);
      if (!device) return [];
      const served: string[] = [];
      for (const id of index.candidates(alert.alertType, device)) {
        const subscription = records.get(id);
        const items = subscription && inTime(subscription, alert) && passingItems(subscription, alert, room);
        if (!subscription || !items) continue;
        tellAlert(subscription, alert, items, room, turn);
        served.push(id);
      }
      return served;
    },
    forwardTo: (subscriptionId, alert, turn) => {
      const subscription = records.get(subscriptionId);
      const items = subscription && isInForce(subscription) && passingItems(subscription, alert, roomOf());
      if (!subscription || !items) return false;
      tellAlert(subscription, alert, items, roomOf(), turn);
      return true;
    },
    arm: ({ subscriptionId, expiresAt }, turn) => {
      const timer = `${SUBSCRIPTION_TIMER}${subscriptionId}`;
      if (expiresAt === undefined) turn.emit({ type: "timer.cancel", timer });
      else turn.emit({ type: "timer.arm", timer, due: runTimeOf(expiresAt, turn.moment) });
    },
    callbackSettled: ({ name, stream }, turn) => {
      const left = name === "AlertNotification" ? draining.get(stream) : undefined;
      if (left === undefined) return;
      if (left > 1) draining.set(stream, left - 1);
      else {
        draining.delete(stream);
        step(stream, "alerts.delivered", turn);
      }
    },
    registrationOver: ({ owner, registrationId }, turn) => {
      // an External System that was refused keeps the registration that it had
      if (roomOf().registrations.active(owner)) return;
      for (const subscription of records.values()) {
        if (isOverSubscription(subscription)) continue;
        const { subscriptionId } = subscription;
        const reason = `the registration ${registrationId} is over`;
        if (subscription.owner === owner) {
          draining.delete(subscriptionId);
          step(subscriptionId, "registration.over", turn, { reason });
        } else if (subscription.recipient === owner) {
          draining.delete(subscriptionId);
          step(subscriptionId, "recipient.lost", turn, { reason });
        }
      }
    },
    handleTimer: (timer, turn) => {
      const subscriptionId = timer.slice(SUBSCRIPTION_TIMER.length);
      step(subscriptionId, "lifetime.over", turn, { reason: "its lifetime is over" });
    },
    start: (turn) => {
      const room = roomOf();
      for (const subscription of records.values()) {
        if (isInForce(subscription)) {
          if (subscription.expiresAt !== undefined) {
            const timer = `${SUBSCRIPTION_TIMER}${subscription.subscriptionId}`;
            turn.emit({ type: "timer.arm", timer, due: runTimeOf(subscription.expiresAt, turn.moment) });
          }
        } else if (!isOverSubscription(subscription)) {
          const waiting = queuedFor(subscription.subscriptionId, room);
          if (waiting > 0) draining.set(subscription.subscriptionId, waiting);
          else step(subscription.subscriptionId, "alerts.delivered", turn);
        }
      }
    },
    holds: ({ subscriptionId }) => {
      const subscription = records.get(subscriptionId ?? "");
      return subscription !== undefined && !isOverSubscription(subscription);
    },
    forget: (subscriptionId) => records.remove(subscriptionId),
  };
}

/** Alerts of a subscription that still wait for their recipient. */
function queuedFor(subscriptionId: string, room: Room): number {
  let waiting = 0;
  for (const { stream, name, dead } of room.queue.values())
    if (stream === subscriptionId && name === "AlertNotification" && dead === undefined) waiting++;
  return waiting;
}

/** False for an alert that came when the lifetime was over: the timer that ends the subscription may be late. */
function inTime({ expiresAt }: SubscriptionRecord, { receivedAt }: StoredAlert): boolean {
  return expiresAt === undefined || receivedAt < expiresAt;
}

function report(
  { conversation, subscriptionId, state, owner, reason }: SubscriptionRecord,
  turn: Turn,
): void {
  turn.emit({
    type: "report",
    report: {
      name: `subscription.${state}`,
      conversation,
      data: { subscriptionId, externalSystem: owner, ...(reason === undefined ? {} : { reason }) },
    },
  });
}
