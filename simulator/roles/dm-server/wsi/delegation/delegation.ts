import type { CallbackName, CallbackRequest } from "../../../../protocols/wsi/index.ts";
import type { HttpResponse } from "../../../../wire/http.ts";
import type { RequestFailure, RoleContext } from "../../../../wire/role.ts";
import type { UpstreamEntry, WsiLimits, WsiSettings } from "../../options.ts";
import type { InventoryCopies } from "../../ports.ts";
import type { Store } from "../../store.ts";
import { fromJson } from "../../json-value.ts";
import type { PendingAnswer, WsiRequestEvent } from "../endpoint.ts";
import type { KnownHosts } from "../host-check.ts";
import type { MachineRunner } from "../machine-runner.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";
import type { Executor } from "../tasks/task-contract.ts";
import { createDelegatedSubscriptions, SUBSCRIPTION_TIMER } from "./delegated-subscriptions.ts";
import { createDelegatedWork, WORK_TIMER } from "./delegated-work.ts";
import { UPSTREAM_TIMER, type DelegationScope } from "./delegation-scope.ts";
import { COPY_TIMER, createInventoryCopy } from "./inventory-copy.ts";
import type { InboxRecord, UpstreamState } from "./records.ts";
import { createUpstreamCaller, UPSTREAM_REQUEST } from "./upstream-caller.ts";
import type { UpstreamFailure } from "./upstream-failure.ts";
import { createUpstreamInbox, INBOX_TIMER } from "./upstream-inbox.ts";
import { createUpstreamRegistrations, REGISTRATION_TIMER } from "./upstream-registrations.ts";

/** What a workbench may see of an upstream. */
export interface UpstreamView {
  readonly id: string;
  /** Address of its WSI, or of its WSDL. */
  readonly address: string;
  readonly state: UpstreamState;
  readonly registrationId: string | undefined;
  /** Why it is not registered. */
  readonly reason: string | undefined;
  readonly copiedAt: number | undefined;
  /** Devices that are known from it. */
  readonly devices: number;
  /** Parts of operations that it has not finished. */
  readonly outstanding: number;
}

/**
 * Delegation (contract, section 10): what this DM System does as an External System of its upstreams. As an executor it
 * carries out the work on devices with `managedBy`.
 */
export interface Delegation extends Executor {
  /** A subscription was made, renewed, or is over; its part at upstreams follows. */
  subscriptionChanged(subscriptionId: string, turn: Turn): void;
}

/** The side of delegation that the WSI drives. */
export interface DelegationSide extends Delegation {
  /** Takes up what was not finished; `since` is the date from which on nonces are remembered. */
  start(turn: Turn, since: number): void;
  /** A request at `/wsi/callback`: exactly one response. Returns how to answer should its commit fail. */
  handleCallback(event: WsiRequestEvent, turn: Turn): PendingAnswer | undefined;
  /** False when the request is none of delegation. */
  handleResponse(request: string, outcome: HttpResponse | RequestFailure, turn: Turn): boolean;
  /** False when the timer is none of delegation. */
  handleTimer(timer: string, turn: Turn): boolean;
  /** Looks after the registration and copies the inventory now; false when there is no such upstream. */
  refresh(upstreamId: string, turn: Turn): boolean;
  upstreams(): Iterable<UpstreamView>;
}

export interface DelegationParts {
  readonly upstreams: readonly UpstreamEntry[];
  readonly settings: WsiSettings;
  readonly limits: WsiLimits;
  readonly hosts: KnownHosts;
  readonly context: RoleContext;
  readonly store: Store;
  readonly machines: MachineRunner;
  readonly copies: InventoryCopies;
  readonly room: () => Room;
}

/** Creates delegation with what was committed before. */
export function createDelegation(parts: DelegationParts): DelegationSide {
  const { store, machines, copies, room, context, settings, limits, hosts } = parts;
  const caller = createUpstreamCaller(context, settings.upstreams.timeout);
  const upstreams = new Map(parts.upstreams.map((upstream) => [upstream.id, upstream]));
  const scope: DelegationScope = {
    upstreams,
    settings: settings.upstreams,
    store,
    machines,
    caller,
    copies,
    room,
  };

  /** An upstream refused: it may not know us, or a device, any more. */
  const refused = (upstreamId: string, { kind, messageId, reason }: UpstreamFailure, turn: Turn): void => {
    if (kind === "credentials") registrations.lost(upstreamId, reason, turn);
    if (messageId === "SVC0004" || messageId === "POL0201") inventory.copy(upstreamId, turn);
    if (messageId === "SVC0200") registrations.attend(upstreamId, turn);
  };

  const registrations = createUpstreamRegistrations(scope, {
    ready: (upstreamId, turn) => {
      inventory.copy(upstreamId, turn);
      subscriptions.align(upstreamId, turn);
    },
    registered: (upstreamId, turn) => subscriptions.align(upstreamId, turn),
    acknowledged: (turn) => inbox.work(turn),
    replaced: (upstreamId, operationId) => inbox.forget(upstreamId, operationId),
    forgotten: (upstreamId, turn) => subscriptions.lost(upstreamId, turn),
  });
  const inventory = createInventoryCopy(scope, {
    copied: (upstreamId, turn) => {
      registrations.copied(upstreamId, turn.moment.date);
      subscriptions.align(upstreamId, turn);
    },
    failed: (upstreamId, failure, turn) => {
      if (failure.kind === "credentials") registrations.lost(upstreamId, failure.reason, turn);
    },
  });
  const work = createDelegatedWork(scope, {
    acknowledged: (turn) => inbox.work(turn),
    refused,
    described: (upstreamId, deviceId, turn) => {
      const upstream = upstreams.get(upstreamId);
      if (!upstream) return;
      caller.call(upstream, "DescribeDevice", { deviceId }, turn, (outcome, later) => {
        if (outcome.ok && outcome.value.device) inventory.refresh(upstreamId, outcome.value.device, later);
      });
    },
    over: (upstreamId, operationId) => inbox.forget(upstreamId, operationId),
  });
  const subscriptions = createDelegatedSubscriptions(scope, {
    isReady: (upstreamId) => registrations.record(upstreamId).state === "registered",
    acknowledged: (turn) => inbox.work(turn),
    refused,
    over: (upstreamId, operationId) => inbox.forget(upstreamId, operationId),
  });

  const act = ({ upstreamId, name, value }: InboxRecord, turn: Turn): void => {
    const content = fromJson(value); // put by toJson from the callback of this name
    const as = <N extends CallbackName>(_name: N): CallbackRequest<N> => content as CallbackRequest<N>;
    switch (name) {
      case "RegistrationConfirmation":
        return registrations.confirmed(upstreamId, as(name), turn);
      case "OperationProgress":
        return work.progressed(upstreamId, as(name), turn);
      case "OperationResult":
        return work.ended(upstreamId, as(name), turn);
      case "SubscriptionStatus":
        return subscriptions.told(upstreamId, as(name), turn);
      case "AlertNotification":
        return subscriptions.notified(upstreamId, as(name), turn);
      default:
        turn.emit({
          type: "note",
          code: "upstream-callback-ignored",
          severity: "info",
          text: `${name} of ${upstreamId} was asked for by nobody`,
        });
    }
  };
  const inbox = createUpstreamInbox({
    upstreams: parts.upstreams,
    store,
    context,
    settings,
    limits,
    hosts,
    knows: (upstreamId, operationId) =>
      registrations.isOwn(upstreamId, operationId) ||
      work.knows(upstreamId, operationId) ||
      subscriptions.knows(upstreamId, operationId),
    awaitsAck: (upstreamId) =>
      registrations.record(upstreamId).state === "registering" ||
      work.awaitsAck(upstreamId) ||
      subscriptions.awaitsAck(upstreamId),
    act,
  });

  const attend = (upstreamId: string, turn: Turn): void => registrations.attend(upstreamId, turn);

  return {
    begin: work.begin,
    cancel: work.cancel,
    subscriptionChanged: subscriptions.changed,
    start: (turn, since) => {
      for (const upstreamId of Array.from(copies.upstreams()))
        if (!upstreams.has(upstreamId)) copies.forget([...copies.of(upstreamId)], turn.emit);
      inbox.start(since, turn);
      registrations.start(turn);
      work.start(turn);
      subscriptions.start(turn);
    },
    handleCallback: inbox.receive,
    handleResponse: (request, outcome, turn) => {
      if (!request.startsWith(UPSTREAM_REQUEST)) return false;
      caller.answered(request, outcome, turn);
      return true;
    },
    handleTimer: (timer, turn) => {
      if (!timer.startsWith(UPSTREAM_TIMER)) return false;
      if (timer === INBOX_TIMER) inbox.work(turn);
      else if (timer.startsWith(WORK_TIMER)) work.goOn(timer.slice(WORK_TIMER.length), turn);
      else if (timer.startsWith(SUBSCRIPTION_TIMER))
        subscriptions.goOn(timer.slice(SUBSCRIPTION_TIMER.length), turn);
      else if (timer.startsWith(COPY_TIMER)) attend(timer.slice(COPY_TIMER.length), turn);
      else attend(timer.slice(REGISTRATION_TIMER.length), turn);
      return true;
    },
    refresh: (upstreamId, turn) => {
      if (!upstreams.has(upstreamId)) return false;
      attend(upstreamId, turn);
      return true;
    },
    upstreams: function* () {
      for (const { id, address } of upstreams.values()) {
        const { state, registrationId, reason, copiedAt } = registrations.record(id);
        yield {
          id,
          address: "wsi" in address ? address.wsi : address.wsdl,
          state,
          registrationId,
          reason,
          copiedAt,
          devices: copies.count(id),
          outstanding: work.count(id),
        };
      }
    },
  };
}
