import type { CallbackRequest, DeviceResult } from "../../../../protocols/wsi/index.ts";
import { legalText } from "../../json-value.ts";
import { isTerminal } from "../operation-log.ts";
import type { OperationRecord } from "../records.ts";
import type { Turn } from "../turn.ts";
import { accessesOf } from "../tasks/planning.ts";
import { revokedRight } from "../tasks/rights.ts";
import type { Executor } from "../tasks/task-contract.ts";
import { openDelegatedParts } from "./delegated-parts.ts";
import { armAfter, pauseBefore, UPSTREAM_TIMER, type DelegationScope } from "./delegation-scope.ts";
import type { DelegatedRecord } from "./records.ts";
import { pollUpstream } from "./upstream-poll.ts";
import type { UpstreamFailure } from "./upstream-failure.ts";
import { upstreamRequest } from "./upstream-request.ts";
import { MOST_HOPS, nextPath } from "./via.ts";

/** Prefix of the timers at which a part goes on. */
export const WORK_TIMER = `${UPSTREAM_TIMER}work/`;

/** Carries work out at upstreams. What it was handed is done in later events, by timers. */
export interface DelegatedWork extends Executor {
  /** Goes on with a part: submits it, asks about it, has it cancelled. */
  goOn(reference: string, turn: Turn): void;
  progressed(upstreamId: string, progress: CallbackRequest<"OperationProgress">, turn: Turn): void;
  ended(upstreamId: string, result: CallbackRequest<"OperationResult">, turn: Turn): void;
  knows(upstreamId: string, upstreamOperationId: string): boolean;
  awaitsAck(upstreamId: string): boolean;
  /** Parts that an upstream has not finished. */
  count(upstreamId: string): number;
  start(turn: Turn): void;
}

/** What follows on work at an upstream. */
export interface WorkHooks {
  readonly acknowledged: (turn: Turn) => void;
  /** The upstream refused because it knows us, or the device, no more. */
  readonly refused: (upstreamId: string, failure: UpstreamFailure, turn: Turn) => void;
  /** A device was read anew. */
  readonly described: (upstreamId: string, deviceId: string, turn: Turn) => void;
  /** Callbacks of this operation of the upstream are not expected any more. */
  readonly over: (upstreamId: string, upstreamOperationId: string) => void;
}

const finalStates: ReadonlySet<DeviceResult["state"]> = new Set([
  "succeeded",
  "failed",
  "cancelled",
  "expired",
  "unknown",
]);

/** Creates the executor. */
export function createDelegatedWork(scope: DelegationScope, hooks: WorkHooks): DelegatedWork {
  const { caller, settings, upstreams } = scope;
  const parts = openDelegatedParts(scope.store);
  /** Devices of each part without a result; made from the results that were told before, after a restart. */
  const unfinished = new Map<string, Set<string>>();
  const attempts = new Map<string, number>();
  const busy = new Set<string>();
  const cancelSent = new Set<string>();

  /** Silence after which an upstream is asked. */
  const silenceOf = (upstreamId: string): number =>
    upstreams.get(upstreamId)?.callback ? settings.silence : settings.poll;

  const goOnAfter = (reference: string, pause: number, turn: Turn): void =>
    armAfter(`${WORK_TIMER}${reference}`, pause, turn);

  const openOf = (part: DelegatedRecord): Set<string> => {
    const known = unfinished.get(part.reference);
    if (known) return known;
    const open = new Set(parts.devices(part.reference));
    const { log, work } = scope.room();
    const operation = log.get(part.operationId);
    for (let start = 0, total = 1; operation && start < total; start += 1000) {
      const page = work.results(operation, start, 1000);
      total = page.total;
      for (const { deviceId, state } of page.results) if (finalStates.has(state)) open.delete(deviceId);
    }
    unfinished.set(part.reference, open);
    return open;
  };

  const drop = ({ reference, upstreamId, upstreamOperationId }: DelegatedRecord, turn: Turn): void => {
    parts.remove(reference);
    unfinished.delete(reference);
    attempts.delete(reference);
    cancelSent.delete(reference);
    turn.emit({ type: "timer.cancel", timer: `${WORK_TIMER}${reference}` });
    if (upstreamOperationId !== undefined) hooks.over(upstreamId, upstreamOperationId);
  };

  const finish = (part: DelegatedRecord, result: DeviceResult, turn: Turn): void => {
    openOf(part).delete(result.deviceId);
    scope.room().work.finished(part.operationId, result, turn);
  };

  /** Ends what has no result yet, and with it the part. */
  const endRest = (
    part: DelegatedRecord,
    state: DeviceResult["state"],
    reason: string | undefined,
    turn: Turn,
  ): void => {
    for (const deviceId of openOf(part))
      finish(part, { deviceId, state, finishedAt: turn.moment.date, commandResult: [], reason }, turn);
    drop(part, turn);
  };

  /** Takes over what an upstream tells of devices; each is believed once, and about this part's devices alone. */
  const take = (part: DelegatedRecord, results: readonly DeviceResult[], turn: Turn): void => {
    const open = openOf(part);
    for (const result of results) {
      if (!open.has(result.deviceId)) continue;
      if (finalStates.has(result.state)) {
        const { reason, finishedAt = turn.moment.date } = result;
        finish(part, { ...result, finishedAt, reason: reason && legalText(reason) }, turn);
        if (result.state === "succeeded" && scope.room().log.get(part.operationId)?.work?.kind === "describe")
          hooks.described(part.upstreamId, result.deviceId, turn);
      }
    }
    if (open.size === 0) drop(part, turn);
    else goOnAfter(part.reference, silenceOf(part.upstreamId), turn);
  };

  /**
   * Devices whose rights were taken away fail here; the others go to the upstream. What was sent before has to be sent
   * again as it was: then it is all of them or none.
   */
  const checkRights = (part: DelegatedRecord, operation: OperationRecord, turn: Turn): void => {
    const room = scope.room();
    const accesses = accessesOf(operation, room);
    const open = openOf(part);
    const revoked = new Map<string, string>();
    for (const deviceId of open) {
      const device = room.inventory.device(deviceId);
      const reason = device
        ? revokedRight(operation, device, accesses, room)
        : "the device is not known any more";
      if (reason !== undefined) revoked.set(deviceId, reason);
    }
    if (part.tried && revoked.size < open.size) return;
    const finishedAt = turn.moment.date;
    for (const [deviceId, reason] of revoked)
      finish(part, { deviceId, state: "failed", finishedAt, commandResult: [], reason }, turn);
  };

  const submit = (part: DelegatedRecord, operation: OperationRecord, turn: Turn): void => {
    const { reference, upstreamId } = part;
    const { dms } = scope.room();
    const upstream = upstreams.get(upstreamId);
    if (!upstream)
      return endRest(part, "failed", "the DM System that manages it is not known any more", turn);
    const path = nextPath(operation, dms.id);
    if (!path)
      return endRest(
        part,
        "failed",
        `SVC0209 the request passed through ${MOST_HOPS} DM Systems already`,
        turn,
      );
    checkRights(part, operation, turn);
    const devices = parts.devices(reference);
    const open = openOf(part);
    if (open.size === 0) return drop(part, turn);
    // what is submitted again under its reference must be the same
    const told = part.tried ? devices : devices.filter((deviceId) => open.has(deviceId));
    if (told.length < devices.length) parts.add(part, told);
    if (!part.tried) parts.change(reference, { tried: true });
    const request = upstreamRequest(part, told, operation);
    if (!request) {
      const reason = `SVC0208 ${operation.operation} cannot be delegated to ${upstreamId}`;
      return endRest(part, "failed", reason, turn);
    }
    const attempt = (attempts.get(reference) ?? 0) + 1;
    attempts.set(reference, attempt);
    busy.add(reference);
    caller.call(
      upstream,
      request.operation,
      request.value,
      turn,
      (outcome, later) => {
        busy.delete(reference);
        const now = parts.get(reference);
        if (!now) return;
        if (!outcome.ok) return refusedAt(now, attempt, outcome.failure, later);
        const { ack } = outcome.value;
        if (ack.state === "rejected")
          return endRest(now, "failed", ack.reason ?? `${upstreamId} could not take it`, later);
        attempts.delete(reference);
        parts.change(reference, { state: "submitted", upstreamOperationId: ack.operationId });
        for (const deviceId of openOf(now)) scope.room().work.begun(now.operationId, deviceId, later);
        const data = {
          operationId: now.operationId,
          upstreamId,
          upstreamOperationId: ack.operationId,
          devices: told.length,
        };
        later.emit({
          type: "report",
          report: { name: "work.delegated", conversation: operation.conversation, data },
        });
        goOnAfter(reference, now.cancelRequested ? 0 : silenceOf(upstreamId), later);
        hooks.acknowledged(later);
      },
      { path, conversation: operation.conversation },
    );
  };

  const refusedAt = (part: DelegatedRecord, attempt: number, failure: UpstreamFailure, turn: Turn): void => {
    if (failure.kind === "unavailable" && attempt < settings.attempts)
      return goOnAfter(part.reference, pauseBefore(attempt, scope), turn);
    const isOfOneDevice = failure.messageId === "SVC0004" || failure.messageId === "POL0201";
    if (isOfOneDevice && openOf(part).size > 1) halve(part, turn);
    else endRest(part, "failed", failure.reason, turn);
    hooks.refused(part.upstreamId, failure, turn);
  };

  /**
   * A device that the upstream does not know, or not for us, must not cost the others, and the fault names it in words
   * alone: the halves are submitted by themselves until it stands alone. Nothing was taken, so their references are new.
   */
  const halve = ({ tried: _tried, ...part }: DelegatedRecord, turn: Turn): void => {
    const deviceIds = [...openOf(part)];
    const middle = Math.ceil(deviceIds.length / 2);
    addPart({ ...part, reference: `${part.reference}.1` }, deviceIds.slice(0, middle), turn);
    addPart({ ...part, reference: `${part.reference}.2` }, deviceIds.slice(middle), turn);
    drop(part, turn);
  };

  const addPart = (part: DelegatedRecord, deviceIds: readonly string[], turn: Turn): void => {
    parts.add(part, deviceIds);
    unfinished.set(part.reference, new Set(deviceIds));
    goOnAfter(part.reference, 0, turn);
  };

  const cancelAtUpstream = (part: DelegatedRecord, turn: Turn): void => {
    const { reference, upstreamId, upstreamOperationId = "" } = part;
    const upstream = upstreams.get(upstreamId);
    if (!upstream)
      return endRest(part, "failed", "the DM System that manages it is not known any more", turn);
    busy.add(reference);
    caller.call(
      upstream,
      "CancelOperation",
      { operationId: upstreamOperationId },
      turn,
      (outcome, later) => {
        busy.delete(reference);
        const now = parts.get(reference);
        if (!now) return;
        // refused or not: what became of it is told or asked
        if (outcome.ok || outcome.failure.kind !== "unavailable") {
          cancelSent.add(reference);
          goOnAfter(reference, outcome.ok ? settings.poll : 0, later);
        } else unreached(now, outcome.failure, later);
      },
      { conversation: scope.room().log.get(part.operationId)?.conversation },
    );
  };

  /** The operation is over here: the upstream is told, and whatever it says does not matter. */
  const abandon = (part: DelegatedRecord, turn: Turn): void => {
    const { upstreamId, upstreamOperationId: operationId, cancelRequested } = part;
    const upstream = upstreams.get(upstreamId);
    drop(part, turn);
    if (upstream && operationId !== undefined && cancelRequested)
      caller.call(upstream, "CancelOperation", { operationId }, turn, () => undefined);
  };

  /** The upstream did not answer a question about submitted work. */
  const unreached = (part: DelegatedRecord, failure: UpstreamFailure, turn: Turn): void => {
    const { date } = turn.moment;
    const { reference, silentSince = date } = part;
    if (date - silentSince >= settings.patience)
      return endRest(part, "failed", `${failure.reason}; what became of it is not known`, turn);
    if (part.silentSince === undefined) parts.change(reference, { silentSince });
    const attempt = (attempts.get(reference) ?? 0) + 1;
    attempts.set(reference, attempt);
    const left = silentSince + settings.patience - date;
    goOnAfter(reference, Math.min(left, pauseBefore(attempt, scope)), turn);
  };

  const poll = (part: DelegatedRecord, turn: Turn): void => {
    const { reference, upstreamId, upstreamOperationId = "", operationId } = part;
    const upstream = upstreams.get(upstreamId);
    if (!upstream)
      return endRest(part, "failed", "the DM System that manages it is not known any more", turn);
    busy.add(reference);
    const conversation = scope.room().log.get(operationId)?.conversation;
    pollUpstream(caller, upstream, upstreamOperationId, conversation, turn, {
      page: (results, later) => {
        const now = parts.get(reference);
        if (now) take(now, results, later);
        return parts.get(reference) !== undefined;
      },
      end: (status, later) => {
        busy.delete(reference);
        const now = parts.get(reference);
        if (!now) return;
        attempts.delete(reference);
        if (now.silentSince !== undefined) parts.change(reference, { silentSince: undefined });
        const { state, reason } = status;
        if (state === "pending" || state === "running")
          return goOnAfter(reference, silenceOf(upstreamId), later);
        const told = state === "cancelled" || state === "expired" ? state : "failed";
        endRest(
          now,
          told,
          reason === undefined ? `${upstreamId} told no result of it` : legalText(reason),
          later,
        );
      },
      failed: (failure, later) => {
        busy.delete(reference);
        const now = parts.get(reference);
        if (!now) return;
        if (failure.kind === "unavailable") return unreached(now, failure, later);
        const reason =
          failure.messageId === "SVC0200"
            ? `${upstreamId} does not know the operation any more`
            : failure.reason;
        endRest(now, "unknown", reason, later);
        hooks.refused(upstreamId, failure, later);
      },
    });
  };

  return {
    begin: (operation, deviceIds, turn) => {
      const { operationId, expiresAt } = operation;
      const mine = parts.of(operationId);
      const taken = new Set(mine.flatMap(({ reference }) => parts.devices(reference)));
      const groups = new Map<string, string[]>();
      for (const deviceId of deviceIds) {
        if (taken.has(deviceId)) continue;
        const upstreamId = scope.room().inventory.device(deviceId)?.managedBy ?? "";
        const group = groups.get(upstreamId) ?? [];
        groups.set(upstreamId, group);
        group.push(deviceId);
      }
      for (const [upstreamId, group] of groups) {
        const earlier = parts.of(operationId).filter((part) => part.upstreamId === upstreamId).length;
        const reference = `${operationId}${groups.size > 1 || earlier > 0 ? `/${upstreamId}/${earlier + 1}` : ""}`;
        const expires = expiresAt === undefined ? undefined : Math.max(1000, expiresAt - turn.moment.date);
        const lifetime = expires === undefined ? {} : { expires };
        addPart({ reference, operationId, upstreamId, state: "submitting", ...lifetime }, group, turn);
      }
    },
    cancel: ({ operationId }, turn) => {
      for (const { reference, cancelRequested } of parts.of(operationId)) {
        if (cancelRequested) continue;
        parts.change(reference, { cancelRequested: true });
        goOnAfter(reference, 0, turn);
      }
    },
    goOn: (reference, turn) => {
      const part = parts.get(reference);
      if (!part || busy.has(reference)) return;
      const operation = scope.room().log.get(part.operationId);
      if (!operation || isTerminal(operation.state)) return abandon(part, turn);
      if (part.state === "submitting") {
        if (part.cancelRequested && !part.tried) endRest(part, "cancelled", undefined, turn);
        else submit(part, operation, turn);
      } else if (part.cancelRequested && !cancelSent.has(reference)) cancelAtUpstream(part, turn);
      else poll(part, turn);
    },
    progressed: (upstreamId, { operationId, deviceResult }, turn) => {
      const part = parts.behind(upstreamId, operationId);
      if (part) take(part, deviceResult, turn);
    },
    ended: (upstreamId, { operationId, deviceResult }, turn) => {
      const part = parts.behind(upstreamId, operationId);
      if (!part) return;
      take(part, deviceResult, turn);
      // results that were never told, or got lost on the way, are asked for
      const rest = parts.get(part.reference);
      if (rest) goOnAfter(rest.reference, 0, turn);
    },
    knows: (upstreamId, operationId) => parts.behind(upstreamId, operationId) !== undefined,
    awaitsAck: (upstreamId) => parts.submitting(upstreamId) > 0,
    count: (upstreamId) => [...parts.values()].filter((part) => part.upstreamId === upstreamId).length,
    start: (turn) => {
      for (const { reference } of parts.values()) goOnAfter(reference, 0, turn);
    },
  };
}
