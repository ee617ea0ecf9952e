import type { AlertReport, ReferencedCommand, SessionReport } from "../../ports.ts";
import { isTerminal } from "../operation-log.ts";
import type { OperationRecord } from "../records.ts";
import { runTimeOf } from "../../run-time.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";
import {
  awaitingTask,
  DEVICES_PER_EVENT,
  fillTimer,
  MOST_EARLY,
  runningOperation,
  taskOf,
  type Running,
  type Task,
} from "./local-task.ts";
import { accessesOf, planFor } from "./planning.ts";
import { revokedRight } from "./rights.ts";
import { partialResult, reportedEnd, restOf, type SessionEnd } from "./session-end.ts";
import type { DevicePlan, Executor, TaskResult } from "./task-contract.ts";

/** What the executor tells of a device. */
export interface ExecutorReports {
  /** The device was notified and is awaited. */
  notified(operation: OperationRecord, deviceId: string): void;
  /** The device is in session; what it is sent next is on its way. */
  begun(operation: OperationRecord, deviceId: string, turn: Turn): void;
  /** The device accepted the work and will send an alert with this Correlator. */
  awaiting(operation: OperationRecord, deviceId: string, correlator: string, turn: Turn): void;
  finished(operation: OperationRecord, deviceId: string, result: TaskResult, turn: Turn): void;
  /** The device has more to do: its work waits anew. */
  again(operation: OperationRecord, deviceId: string): void;
  /** What an alert means that a task awaits from now on and that came before. */
  early(operation: OperationRecord, alert: AlertReport, turn: Turn): TaskResult | "again" | undefined;
}

/** Carries work out in this DM server's own sessions. */
export interface LocalExecutor extends Executor {
  /** A device that was begun with before a restart and whose alert is still to come. */
  awaitAgain(operation: OperationRecord, deviceId: string): void;
  /** The awaited alert of a device has come, and there is more to do: its work is planned and queued once more. */
  serveAgain(operation: OperationRecord, deviceId: string, turn: Turn): void;
  /** What the device's side reports; false when the work is not of this executor. */
  report(report: SessionReport, turn: Turn): boolean;
  /** Keeps an alert of a device in session for the case that its work is about to await it. */
  keepEarly(alert: AlertReport): void;
  /** Goes on serving devices of an operation, see `fillTimer`. */
  fill(operationId: string, turn: Turn): void;
  /** The device is finished by other ways than its session. */
  release(operationId: string, deviceId: string, turn: Turn): void;
  /** Forgets an operation that has ended; what is still in a queue is taken out of it. */
  drop(operationId: string, turn: Turn): void;
}

/** Creates the executor. */
export function createLocalExecutor(room: () => Room, reports: ExecutorReports): LocalExecutor {
  const running = new Map<string, Running>();
  const works = new Map<string, Task>();
  /** The work that each device is in session for. */
  const inSession = new Map<string, Task>();

  const entryOf = (operation: OperationRecord): Running => {
    const known = running.get(operation.operationId);
    if (known) return known;
    // devices that are not notified come when they like: there is nothing to pace
    const pace = operation.pace?.maxParallel ?? room().settings.devicesAtOnce;
    const entry = runningOperation(operation.operationId, operation.notify === false ? Infinity : pace);
    running.set(operation.operationId, entry);
    return entry;
  };

  const forget = (task: Task, entry: Running | undefined): void => {
    works.delete(task.work);
    entry?.tasks.delete(task.deviceId);
    if (inSession.get(task.deviceId) === task) inSession.delete(task.deviceId);
    if (task.slot && entry) entry.slots--;
    task.slot = false;
  };

  const finish = (task: Task, result: TaskResult, turn: Turn): void => {
    const entry = running.get(task.operationId);
    forget(task, entry);
    const operation = room().log.get(task.operationId);
    if (operation) reports.finished(operation, task.deviceId, result, turn);
    fill(task.operationId, turn);
  };

  /** Why the device may not be served now. */
  const objection = (operation: OperationRecord, entry: Running, deviceId: string): string | undefined => {
    const device = room().inventory.device(deviceId);
    if (!device) return "the device is not known any more";
    entry.accesses ??= accessesOf(operation, room());
    return revokedRight(operation, device, entry.accesses, room());
  };

  const serve = (entry: Running, deviceId: string, turn: Turn): void => {
    const operation = room().log.get(entry.operationId);
    if (!operation) return;
    const failed = (reason: string): void =>
      reports.finished(operation, deviceId, { state: "failed", commandResult: [], reason }, turn);
    const reason = objection(operation, entry, deviceId);
    if (reason !== undefined) return failed(reason);
    const plan = planFor(operation, deviceId, room());
    if ("impossible" in plan) return failed(plan.impossible);
    if ("push" in plan) {
      const fault = plan.push(turn);
      if (fault !== undefined) return failed(fault);
      reports.finished(
        operation,
        deviceId,
        { state: "succeeded", commandResult: [], reason: undefined },
        turn,
      );
      return;
    }
    open(operation, entry, deviceId, plan, turn);
  };

  const open = (
    operation: OperationRecord,
    entry: Running,
    deviceId: string,
    plan: DevicePlan,
    turn: Turn,
  ): void => {
    const task = taskOf(operation, deviceId, plan);
    const single = operation.deviceId === deviceId;
    entry.slots++;
    entry.tasks.set(deviceId, task);
    works.set(task.work, task);
    room().sessions.open(
      {
        work: task.work,
        deviceId,
        uiMode: "not-specified",
        notify: operation.notify !== false,
        // an operation on many ends its works itself: one timer instead of thousands
        expires: single ? runTimeOf(operation.expiresAt ?? turn.moment.date, turn.moment) : Infinity,
        ...(single ? {} : { tellUnreached: true }),
        mode: plan.package
          ? { kind: "commands", commands: plan.package }
          : { kind: "steps", next: (_answered, moment, emit) => nextPackage(task, { moment, emit }) },
      },
      turn.moment,
      turn.emit,
    );
  };

  /** The next package of a task in session; none when it is done or may not go on. */
  const nextPackage = (task: Task, turn: Turn): readonly ReferencedCommand[] => {
    const operation = room().log.get(task.operationId);
    if (!operation || !task.plan || task.result || works.get(task.work) !== task) return [];
    const step = task.plan.next(task.answered, turn);
    switch (step.kind) {
      case "send":
        return step.commands;
      case "done":
        task.result = step.result;
        return [];
      case "await": {
        task.awaits = step.correlator;
        const alert = task.early.find(({ correlator }) => correlator === step.correlator);
        reports.awaiting(operation, task.deviceId, step.correlator, turn);
        const meant = alert && reports.early(operation, alert, turn);
        if (meant === "again") task.again = true;
        else task.result = meant;
        return [];
      }
    }
  };

  const begin = (task: Task, sessionId: string, operation: OperationRecord, turn: Turn): void => {
    const { operationId, deviceId } = task;
    task.begun = true;
    inSession.set(deviceId, task);
    const entry = entryOf(operation);
    const data = { operationId, deviceId, dmSessionId: sessionId };
    const { conversation } = operation;
    turn.emit({ type: "report", report: { name: "session.established", conversation, data } });
    if (operation.state === "cancelling" || isTerminal(operation.state)) {
      // it was cancelled while the device was on its way: nothing is sent any more
      task.result = { state: "cancelled", commandResult: [], reason: undefined };
      room().sessions.end(task.work, false, turn.moment, turn.emit);
      return;
    }
    const reason = objection(operation, entry, deviceId);
    if (reason === undefined) {
      reports.begun(operation, deviceId, turn);
      return;
    }
    // the right was taken away while the device was away: it gets nothing
    task.result = { state: "failed", commandResult: [], reason };
    room().sessions.end(task.work, false, turn.moment, turn.emit);
  };

  const endSession = (task: Task, end: SessionEnd, operation: OperationRecord, turn: Turn): void => {
    task.answered = [...task.answered, ...end.outcomes];
    if (inSession.get(task.deviceId) === task) inSession.delete(task.deviceId);
    works.delete(task.work);
    if (task.result) finish(task, task.result, turn);
    else if (task.again) serveAgain(operation, task.deviceId, turn);
    else if (task.awaits === undefined) finish(task, resultAt(task, end, operation, turn), turn);
  };

  const resultAt = (task: Task, end: SessionEnd, operation: OperationRecord, turn: Turn): TaskResult => {
    const { plan, answered } = task;
    const cancelling = operation.state === "cancelling" || running.get(task.operationId)?.cancelled === true;
    if (end.reason === undefined && plan?.package && answered.length > 0) {
      const rest = restOf(plan.package, answered);
      const step = plan.next(answered, turn);
      if (step.kind === "done" && (rest === 0 || !cancelling)) return step.result;
    }
    if (end.reason === undefined && cancelling) return partialResult("cancelled", answered, undefined);
    const reason = end.reason ?? "the session ended before the commands were answered";
    return partialResult(end.expired ? "expired" : "failed", answered, reason);
  };

  const serveAgain = (operation: OperationRecord, deviceId: string, turn: Turn): void => {
    const entry = entryOf(operation);
    const task = entry.tasks.get(deviceId);
    if (task) forget(task, entry);
    reports.again(operation, deviceId);
    if (entry.cancelled)
      reports.finished(operation, deviceId, partialResult("cancelled", [], undefined), turn);
    else serve(entry, deviceId, turn);
  };

  const fill = (operationId: string, turn: Turn): void => {
    const entry = running.get(operationId);
    if (!entry || entry.filling) return;
    entry.filling = true;
    let budget = DEVICES_PER_EVENT;
    while (budget-- > 0 && !entry.cancelled && entry.slots < entry.limit) {
      const deviceId = entry.deviceIds[entry.next];
      if (deviceId === undefined) break;
      entry.next++;
      serve(entry, deviceId, turn);
    }
    entry.filling = false;
    const more = !entry.cancelled && entry.next < entry.deviceIds.length && entry.slots < entry.limit;
    if (more && running.has(operationId))
      turn.emit({ type: "timer.arm", timer: fillTimer(operationId), due: turn.moment.now });
  };

  return {
    begin: (operation, deviceIds, turn) => {
      const entry = entryOf(operation);
      entry.deviceIds = [...entry.deviceIds.slice(entry.next), ...deviceIds];
      entry.next = 0;
      fill(operation.operationId, turn);
    },
    cancel: (operation, turn) => {
      const entry = running.get(operation.operationId);
      if (!entry) return;
      entry.cancelled = true;
      const waiting = entry.deviceIds.slice(entry.next);
      entry.next = entry.deviceIds.length;
      const cancelled: TaskResult = { state: "cancelled", commandResult: [], reason: undefined };
      for (const task of entry.tasks.values()) {
        if (task.begun) {
          // what is in a sent package is waited for, nothing more is sent; who awaits an alert has the work already
          if (works.has(task.work)) room().sessions.end(task.work, false, turn.moment, turn.emit);
          continue;
        }
        forget(task, entry);
        room().sessions.end(task.work, false, turn.moment, turn.emit);
        reports.finished(operation, task.deviceId, cancelled, turn);
      }
      for (const deviceId of waiting) reports.finished(operation, deviceId, cancelled, turn);
    },
    awaitAgain: (operation, deviceId) => {
      const entry = entryOf(operation);
      entry.slots++;
      entry.tasks.set(deviceId, awaitingTask(operation, deviceId));
    },
    serveAgain,
    report: (report, turn) => {
      const task = works.get(report.work);
      if (!task) return false;
      const operation = room().log.get(task.operationId);
      if (!operation) return true;
      switch (report.type) {
        case "notified":
          reports.notified(operation, task.deviceId);
          return true;
        case "unreached": {
          const entry = running.get(task.operationId);
          if (entry && task.slot) entry.slots--;
          task.slot = false;
          fill(task.operationId, turn);
          return true;
        }
        case "established":
          begin(task, report.sessionId, operation, turn);
          return true;
        case "package3":
          task.answered = [...task.answered, ...report.outcomes];
          return true;
        case "closed":
        case "refused":
        case "aborted":
        case "timed-out":
          endSession(task, reportedEnd(report, operation, turn), operation, turn);
          return true;
      }
    },
    keepEarly: (alert) => {
      const task = inSession.get(alert.deviceId);
      if (task && task.early.length < MOST_EARLY) task.early.push(alert);
    },
    fill,
    release: (operationId, deviceId, turn) => {
      const entry = running.get(operationId);
      const task = entry?.tasks.get(deviceId);
      if (!task) return;
      const open = works.has(task.work);
      forget(task, entry);
      if (open) room().sessions.end(task.work, false, turn.moment, turn.emit);
      fill(operationId, turn);
    },
    drop: (operationId, turn) => {
      const entry = running.get(operationId);
      if (!entry) return;
      running.delete(operationId);
      for (const task of entry.tasks.values()) {
        const open = works.has(task.work);
        forget(task, entry);
        if (open) room().sessions.end(task.work, false, turn.moment, turn.emit);
      }
    },
  };
}
