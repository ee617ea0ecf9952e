import type { DeviceResult } from "../../../../protocols/wsi/index.ts";
import type { DeviceRecord } from "../../inventory/device-record.ts";
import type { SessionReport } from "../../ports.ts";
import { fromJson } from "../../json-value.ts";
import { runTimeOf } from "../../run-time.ts";
import type { Store } from "../../store.ts";
import { startTimer } from "../deferred.ts";
import { isTerminal } from "../operation-log.ts";
import type { OperationRecord } from "../records.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";
import { activeOperation, count, takeOver, type ActiveOperation } from "./active-operation.ts";
import { conclude, tellProgress } from "./conclusion.ts";
import { createForgottenTasks, SWEEP_TIMER } from "./forgotten-tasks.ts";
import { createLocalExecutor } from "./local-executor.ts";
import { operationOfFillTimer } from "./local-task.ts";
import { isRepeatableWork, resultOfAlert } from "./planning.ts";
import { createReservations } from "./reservations.ts";
import { createTaskBook } from "./task-book.ts";
import { finishedOf } from "./terminal-state.ts";
import type { Executor, WorkRunner } from "./task-contract.ts";

export interface WorkRunnerParts {
  /** The room whose operations are carried out; it is looked at from the first event on. */
  readonly room: () => Room;
  readonly store: Store;
  /** Where work on this device is carried out; undefined = in this DM server's own sessions. */
  readonly executorOf?: ((device: DeviceRecord) => Executor | undefined) | undefined;
}

/** The runner with what only the WSI side asks of it. */
export interface WorkSide extends WorkRunner {
  /** Forgets tasks whose operations are gone; once, with the first event. */
  begin(turn: Turn): void;
  /** What the device's side reports of work; false when it is none of the runner's. */
  report(report: SessionReport, turn: Turn): boolean;
  /** False when the timer is none of the runner's. */
  handleTimer(timer: string, turn: Turn): boolean;
}

const RESTARTED = "the DM server was restarted while the commands were with the device";

/** Creates the runner on the room and the store. */
export function createWorkRunner(parts: WorkRunnerParts): WorkSide {
  const { store, executorOf } = parts;
  const book = createTaskBook(store);
  const actives = new Map<string, ActiveOperation>();
  /** Device and Correlator of an awaited alert → operationId. */
  const awaited = new Map<string, string>();
  const reservations = createReservations(store);
  const forgotten = createForgottenTasks(book, store);
  const own = createLocalExecutor(parts.room, {
    notified: ({ operationId }, deviceId) => void actives.get(operationId)?.notified.add(deviceId),
    begun: ({ operationId }, deviceId, turn) => begun(operationId, deviceId, turn),
    awaiting: ({ operationId }, deviceId, correlator) => {
      if (!actives.get(operationId)?.left.has(deviceId)) return;
      book.put({ ...book.get(operationId, deviceId), operationId, deviceId, state: "awaiting", correlator });
      awaited.set(awaitKey(deviceId, correlator), operationId);
    },
    finished: ({ operationId }, deviceId, result, turn) =>
      finished(operationId, { ...result, deviceId, finishedAt: turn.moment.date }, turn),
    again: ({ operationId }, deviceId) => {
      const correlator = book.get(operationId, deviceId)?.correlator;
      if (correlator !== undefined) awaited.delete(awaitKey(deviceId, correlator));
      book.reset(operationId, deviceId);
    },
    early: (operation, alert, turn) => resultOfAlert(operation, alert, parts.room(), turn),
  });

  const activate = (operation: OperationRecord): ActiveOperation => {
    const { operationId } = operation;
    const active =
      actives.get(operationId) ?? activeOperation(operation, parts.room().log.targets(operationId));
    actives.set(operationId, active);
    return active;
  };

  const executorFor = (deviceId: string): Executor => {
    const device = executorOf && parts.room().inventory.device(deviceId);
    return (device && executorOf?.(device)) ?? own;
  };

  /** Hands devices to their executors. */
  const hand = (operation: OperationRecord, deviceIds: readonly string[], turn: Turn): void => {
    const active = activate(operation);
    active.handed = true;
    const shares = new Map<Executor, string[]>();
    for (const deviceId of deviceIds) {
      const executor = executorFor(deviceId);
      const share = shares.get(executor);
      if (share) share.push(deviceId);
      else shares.set(executor, [deviceId]);
      if (executor !== own) active.others.add(executor);
    }
    reservations.release(operation.operationId);
    for (const [executor, share] of shares) executor.begin(operation, share, turn);
  };

  const begun = (operationId: string, deviceId: string, turn: Turn): void => {
    const { log } = parts.room();
    if (!actives.get(operationId)?.left.has(deviceId)) return;
    actives.get(operationId)?.notified.delete(deviceId);
    const task = book.get(operationId, deviceId);
    if (!task || task.state === "pending")
      book.put({ ...task, operationId, deviceId, state: "sent", begunAt: turn.moment.date });
    if (log.get(operationId)?.state === "pending") log.step(operationId, "execution.begun", turn);
  };

  /** What was with the device before a restart and was not answered since may have been done. */
  const knownOf = (operationId: string, result: DeviceResult): DeviceResult => {
    const stopped = result.state === "cancelled" || result.state === "expired";
    if (!stopped || result.commandResult.length > 0) return result;
    const task = book.get(operationId, result.deviceId);
    return task?.cutOff ? { ...result, state: "unknown", reason: RESTARTED } : result;
  };

  const finished = (operationId: string, outcome: DeviceResult, turn: Turn): void => {
    const result = knownOf(operationId, outcome);
    const room = parts.room();
    const active = actives.get(operationId);
    const operation = room.log.get(operationId);
    if (!active || !operation || !active.left.delete(result.deviceId)) return;
    const { deviceId, reason } = result;
    const correlator = book.get(operationId, deviceId)?.correlator;
    if (correlator !== undefined) awaited.delete(awaitKey(deviceId, correlator));
    count(active, result.state);
    const many = operation.deviceId === undefined;
    const told = { ...result, finishedAt: result.finishedAt ?? turn.moment.date };
    book.finish(operationId, told, many ? finishedOf(active.totals) : undefined);
    const over = active.left.size === 0;
    if (many) {
      active.recent.push(deviceId);
      room.log.tally(operationId, active.totals);
      const every = operation.pace?.progressEvery ?? room.settings.progressEvery;
      if (over || active.recent.length >= every) tellProgress(active, book, room, turn);
    }
    if (over) {
      end(operationId, turn);
      conclude(operationId, active.totals, reason, room, turn);
      return;
    }
    own.release(operationId, deviceId, turn);
    stopAfterFailures(operation, active, turn);
  };

  const stopAfterFailures = (operation: OperationRecord, active: ActiveOperation, turn: Turn): void => {
    const most = operation.pace?.stopAfterFailures;
    const failures = active.totals.failed + active.totals.expired;
    if (most === undefined || active.stopped || failures < most) return;
    cancel(operation, turn, `stopped after ${failures} ${failures === 1 ? "failure" : "failures"}`);
  };

  /** Nothing of the operation is under way any more. */
  const end = (operationId: string, turn: Turn): void => {
    reservations.release(operationId);
    actives.delete(operationId);
    own.drop(operationId, turn);
  };

  const cancel = ({ operationId, state }: OperationRecord, turn: Turn, reason?: string): void => {
    const { log } = parts.room();
    if (isTerminal(state)) {
      end(operationId, turn); // it was cancelled before anybody had begun with it
      return;
    }
    if (state === "pending") log.step(operationId, "execution.begun", turn);
    log.step(operationId, "cancel.requested", turn, reason === undefined ? {} : { reason });
    const operation = log.get(operationId);
    if (!operation) return;
    const active = activate(operation);
    active.stopped = true;
    if (active.handed) {
      own.cancel(operation, turn);
      for (const executor of active.others) executor.cancel(operation, turn);
    } else finishAll(active, { state: "cancelled" }, turn);
  };

  const finishAll = (
    { operationId, left }: ActiveOperation,
    how: Pick<DeviceResult, "state"> & { readonly reason?: string },
    turn: Turn,
  ): void => {
    for (const deviceId of left)
      finished(operationId, { commandResult: [], finishedAt: turn.moment.date, ...how, deviceId }, turn);
  };

  const start = (operation: OperationRecord, turn: Turn): void => {
    const { operationId, state, pace } = operation;
    if (state !== "pending" || !operation.work || actives.get(operationId)?.handed) return;
    if (pace?.startAt !== undefined && pace.startAt > turn.moment.date) {
      const due = runTimeOf(pace.startAt, turn.moment);
      turn.emit({ type: "timer.arm", timer: startTimer(operationId), due });
      return;
    }
    const { left, totals } = activate(operation);
    if (left.size > 0) hand(operation, [...left], turn);
    else {
      end(operationId, turn);
      conclude(operationId, totals, undefined, parts.room(), turn);
    }
  };

  const resume = (operation: OperationRecord, turn: Turn): void => {
    const room = parts.room();
    const { operationId, state, progressed = 0 } = operation;
    const targets = room.log.targets(operationId);
    const active = activate(operation);
    const { waiting, sent, awaiting } = takeOver(
      active,
      targets,
      (deviceId) => book.get(operationId, deviceId),
      progressed,
    );
    if (state === "pending" && waiting.length === targets.length) {
      start(operation, turn);
      return;
    }
    active.handed = true;
    room.log.tally(operationId, active.totals);
    const cancelling = state === "cancelling";
    const again = [...waiting];
    const lost: string[] = [];
    const repeatable = isRepeatableWork(operation, room);
    for (const deviceId of sent) {
      const elsewhere = executorFor(deviceId) !== own;
      if (!elsewhere && (!repeatable || cancelling)) lost.push(deviceId);
      else {
        if (!elsewhere) book.cutOff(operationId, deviceId);
        again.push(deviceId);
      }
    }
    for (const { deviceId, correlator = "" } of awaiting) {
      awaited.set(awaitKey(deviceId, correlator), operationId);
      own.awaitAgain(operation, deviceId);
    }
    if (operation.deviceId !== undefined && again.length > 0)
      room.log.step(operationId, "execution.interrupted", turn);
    const date = turn.moment.date;
    for (const deviceId of lost)
      finished(
        operationId,
        { deviceId, state: "unknown", finishedAt: date, commandResult: [], reason: RESTARTED },
        turn,
      );
    // what was cancelled and is not begun stays so; an executor elsewhere knows by itself what it has begun
    const stopped = cancelling ? again.filter((deviceId) => executorFor(deviceId) === own) : [];
    for (const deviceId of stopped)
      finished(operationId, { deviceId, state: "cancelled", finishedAt: date, commandResult: [] }, turn);
    const current = room.log.get(operationId);
    if (!current || !actives.has(operationId)) return;
    hand(current, stopped.length > 0 ? again.filter((deviceId) => active.left.has(deviceId)) : again, turn);
    if (cancelling) cancel(current, turn);
  };

  return {
    begin: (turn) => {
      const orphans = new Map<string, string[]>();
      for (const { operationId, deviceId } of book.values()) {
        if (parts.room().log.get(operationId)) continue;
        const known = orphans.get(operationId);
        if (known) known.push(deviceId);
        else orphans.set(operationId, [deviceId]);
      }
      for (const [operationId, deviceIds] of orphans) forgotten.add(operationId, deviceIds, turn);
    },
    takes: (deviceId) =>
      executorFor(deviceId) !== own || parts.room().sessions.room(deviceId) > reservations.of(deviceId),
    reserve: (operation) => reservations.reserve(operation),
    start,
    hasBegun: ({ operationId, deviceId }) =>
      deviceId !== undefined && book.get(operationId, deviceId) !== undefined,
    resume,
    cancel,
    expire: (operation, turn) => {
      const active = activate(operation);
      active.stopped = true;
      own.drop(operation.operationId, turn);
      for (const executor of active.others) executor.cancel(operation, turn);
      finishAll(active, { state: "expired", reason: "not reached in time" }, turn);
    },
    begun,
    finished,
    alerted: (alert, turn) => {
      const { deviceId, correlator } = alert;
      if (correlator === undefined) return false;
      const room = parts.room();
      const operation = room.log.get(awaited.get(awaitKey(deviceId, correlator)) ?? "");
      if (!operation) {
        own.keepEarly(alert);
        return false;
      }
      const result = resultOfAlert(operation, alert, room, turn);
      if (result === "again") own.serveAgain(operation, deviceId, turn);
      else if (result)
        finished(operation.operationId, { ...result, deviceId, finishedAt: turn.moment.date }, turn);
      return result !== undefined;
    },
    results: (operation, startIndex, count_) => {
      const kept = operation.deviceResults;
      if (kept.length > 0) {
        const page = kept.slice(startIndex, startIndex + count_);
        return { results: page.map((json) => fromJson(json) as DeviceResult), total: kept.length }; // put by toJson
      }
      if (!operation.work) return { results: [], total: 0 };
      const targets = parts.room().log.targets(operation.operationId);
      const page = targets.slice(startIndex, startIndex + count_);
      return { results: page.map((deviceId) => book.result(operation, deviceId)), total: targets.length };
    },
    *standings(operation) {
      const { operationId, deviceResults } = operation;
      for (const json of deviceResults) {
        const { deviceId, state, finishedAt, ...rest } = json as DeviceResult & {
          readonly finishedAt?: number;
        }; // put by toJson
        yield {
          deviceId,
          state,
          notified: false,
          result: JSON.stringify(rest),
          ...(finishedAt === undefined ? {} : { finishedAt }),
        };
      }
      if (deviceResults.length > 0 || !operation.work) return;
      const notified = actives.get(operationId)?.notified;
      for (const deviceId of parts.room().log.targets(operationId))
        yield book.standing(operation, deviceId, notified?.has(deviceId) ?? false);
    },
    forget: (operationId, turn) => {
      forgotten.add(operationId, parts.room().log.targets(operationId), turn);
    },
    report: (report, turn) => own.report(report, turn),
    handleTimer: (timer, turn) => {
      const operationId = operationOfFillTimer(timer);
      if (operationId !== undefined) own.fill(operationId, turn);
      else if (timer === SWEEP_TIMER) forgotten.sweep(turn);
      else return false;
      return true;
    },
  };
}

function awaitKey(deviceId: string, correlator: string): string {
  return `${deviceId}\u0000${correlator}`;
}
