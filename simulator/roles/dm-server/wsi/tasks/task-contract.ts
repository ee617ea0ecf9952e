import type { DeviceResult } from "../../../../protocols/wsi/index.ts";
import type { DeviceRecord } from "../../inventory/device-record.ts";
import type { AlertReport, CommandOutcome, ReferencedCommand } from "../../ports.ts";
import type { TreeAccess } from "../policy-port.ts";
import type { OperationRecord, WorkRecord } from "../records.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";

/*
 * What an operation does on devices, taken apart: a *planner* knows what one kind of work means for one device, the
 * *runner* carries plans out on many devices (queue, parallelism, cancel, expiry, restart), an *executor* is where that
 * happens (this DM server's own sessions, or an upstream).
 */

/** What follows on what the device answered so far. */
export type PlanStep =
  /** The next package; the plan is asked again with its answers. */
  | { readonly kind: "send"; readonly commands: readonly ReferencedCommand[] }
  /** The session may end; a Generic Alert of the device with this Correlator goes on with `Planner.alerted`. */
  | { readonly kind: "await"; readonly correlator: string }
  /** There is nothing more to do on this device. */
  | { readonly kind: "done"; readonly result: TaskResult };

/** What became of the work on one device: a DeviceResult without its device and time. */
export type TaskResult = Pick<DeviceResult, "state" | "commandResult" | "reason">;

/** The work on one device, package by package, in one session. */
export interface DevicePlan {
  /**
   * Set where one package is all, whatever the device answers: it is handed over at once, and `next` is only asked, with
   * all outcomes, what came of it.
   */
  readonly package?: readonly ReferencedCommand[];
  /** `answered` has all outcomes of the session so far, in the order of their commands; empty at the beginning. */
  next(answered: readonly CommandOutcome[], turn: Turn): PlanStep;
}

/** Work that needs no session: the message is pushed and the task is done. */
export interface PushPlan {
  /** Pushes; returns why it could not be done, or undefined. */
  push(turn: Turn): string | undefined;
}

/** Why nothing can be done on this device. */
export interface NoPlan {
  readonly impossible: string;
}

/** Knows what one kind of work means. */
export interface Planner<Kind extends WorkRecord["kind"] = WorkRecord["kind"]> {
  /** What the work touches on the device; the policy is asked when it is submitted and again when it is carried out. */
  accesses(work: Extract<WorkRecord, { kind: Kind }>, room: Room): readonly TreeAccess[];
  /** Made anew whenever the device is to be served, also after a restart. */
  plan(
    work: Extract<WorkRecord, { kind: Kind }>,
    device: DeviceRecord,
    operation: OperationRecord,
    room: Room,
  ): DevicePlan | PushPlan | NoPlan;
  /** True when doing it twice changes nothing (Get and Replace only): a device that was sent it is asked again after a restart. */
  repeatable(work: Extract<WorkRecord, { kind: Kind }>, room: Room): boolean;
  /**
   * What the awaited Generic Alert means; `again`: more is to be done on this device, its work is planned once more and
   * queued. Absent where no plan of this kind awaits an alert.
   */
  alerted?(
    work: Extract<WorkRecord, { kind: Kind }>,
    alert: AlertReport,
    operation: OperationRecord,
    room: Room,
    turn: Turn,
  ): TaskResult | "again";
}

/** Where work is carried out. Results come back through `WorkRunner.begun` and `WorkRunner.finished`. */
export interface Executor {
  /**
   * Takes the operation's work for these devices; it was committed before. After a restart an executor that is not the
   * DM server's own is handed everything that is unfinished once more, also what it had begun: it knows what it did.
   */
  begin(operation: OperationRecord, deviceIds: readonly string[], turn: Turn): void;
  /** Stops what was not begun; what is under way comes to its end by itself. Every device still gets its `finished`. */
  cancel(operation: OperationRecord, turn: Turn): void;
}

/** State of the work on one device of an operation, as it is kept. Key: `operationId/deviceId`. */
export interface TaskRecord {
  readonly operationId: string;
  readonly deviceId: string;
  /** `awaiting`: the device accepted it and will send an alert. */
  readonly state: "pending" | "sent" | "awaiting" | DeviceResult["state"];
  /** It was with the device when the DM server stopped: whether the device did it is not known until it answers again. */
  readonly cutOff?: true;
  /** Correlator of the awaited alert. */
  readonly correlator?: string;
  /** When its session for this work was established; absent where it never came. */
  readonly begunAt?: number | undefined;
  /** Which of the operation's devices it was to be finished, from 1. */
  readonly order?: number;
  readonly finishedAt?: number | undefined;
  /** The rest of the DeviceResult as JSON text (see `task-book.ts`); equal texts are one string in memory. */
  readonly result?: string | undefined;
}

/** How it stands with the work on one device, for somebody who looks at all of them. */
export interface TaskStanding extends Pick<
  TaskRecord,
  "deviceId" | "state" | "begunAt" | "finishedAt" | "result"
> {
  /** It was notified and is awaited. */
  readonly notified: boolean;
}

/** Carries out the work of all operations. */
export interface WorkRunner {
  /** False when one more work for this device cannot be taken now: its queue is full. */
  takes(deviceId: string): boolean;
  /** The operation, which is being acknowledged, will bring one work for its device. */
  reserve(operation: OperationRecord): void;
  /** Begins a committed operation with `work`; devices of an upstream go to its executor. */
  start(operation: OperationRecord, turn: Turn): void;
  /** True when a device may have done the work already: it was with the device, now or before a restart. */
  hasBegun(operation: OperationRecord): boolean;
  /** Takes up an unfinished operation after a restart. */
  resume(operation: OperationRecord, turn: Turn): void;
  /**
   * Stops what was not begun (CancelOperation, `stopAfterFailures`, a person); the operation ends when the rest is done.
   * `reason` becomes the operation's.
   */
  cancel(operation: OperationRecord, turn: Turn, reason?: string): void;
  /** The operation's time is over. */
  expire(operation: OperationRecord, turn: Turn): void;
  /** An executor has begun with the device. */
  begun(operationId: string, deviceId: string, turn: Turn): void;
  /** An executor is done with the device; tells progress, and the OperationResult after the last. */
  finished(operationId: string, result: DeviceResult, turn: Turn): void;
  /** A stored alert; true when a task awaited it. */
  alerted(alert: AlertReport, turn: Turn): boolean;
  /** Results of an operation in the order of its devices, for QueryOperation: a page of them. */
  results(
    operation: OperationRecord,
    startIndex: number,
    count: number,
  ): { readonly results: readonly DeviceResult[]; readonly total: number };
  /** The work on every device of an operation, in the order of its devices; nothing is decoded. */
  standings(operation: OperationRecord): Iterable<TaskStanding>;
  /** Forgets the tasks of an operation that is forgotten; called while the log still knows its devices. */
  forget(operationId: string, turn: Turn): void;
}
