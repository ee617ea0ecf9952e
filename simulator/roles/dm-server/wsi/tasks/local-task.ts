import type { AlertReport, CommandOutcome } from "../../ports.ts";
import type { TreeAccess } from "../policy-port.ts";
import type { OperationRecord } from "../records.ts";
import type { DevicePlan, TaskResult } from "./task-contract.ts";

/** Work that was handed to the device's side, or awaits an alert. */
export interface Task {
  readonly operationId: string;
  readonly deviceId: string;
  readonly work: string;
  /** Absent after a restart, while an alert is awaited. */
  readonly plan: DevicePlan | undefined;
  answered: CommandOutcome[];
  begun: boolean;
  /** It counts among the devices that are served at the same time. */
  slot: boolean;
  result: TaskResult | undefined;
  /** The alert that it awaits came in its session, and there is more to do. */
  again: boolean;
  awaits: string | undefined;
  /** Alerts with a Correlator that came in its session. */
  early: AlertReport[];
}

/** An operation that is carried out. */
export interface Running {
  readonly operationId: string;
  deviceIds: readonly string[];
  /** The next device to be served. */
  next: number;
  slots: number;
  readonly limit: number;
  readonly tasks: Map<string, Task>;
  filling: boolean;
  cancelled: boolean;
  accesses: readonly TreeAccess[] | undefined;
}

/** Devices that are begun with in one event: a long list must not keep the rest of the server waiting. */
export const DEVICES_PER_EVENT = 200;
/** Alerts of one session that are kept for work that may await them. */
export const MOST_EARLY = 8;

const FILL = "wsi/tasks/";

/** Name of the timer, due at once, after which further devices of the operation are served. */
export function fillTimer(operationId: string): string {
  return `${FILL}${operationId}`;
}

/** The operation that such a timer is for. */
export function operationOfFillTimer(timer: string): string | undefined {
  return timer.startsWith(FILL) ? timer.slice(FILL.length) : undefined;
}

/** Work that is about to be handed to the device's side. */
export function taskOf(operation: OperationRecord, deviceId: string, plan: DevicePlan): Task {
  const { operationId } = operation;
  return {
    operationId,
    deviceId,
    work: operation.deviceId === deviceId ? operationId : `${operationId}/${deviceId}`,
    plan,
    answered: [],
    begun: false,
    slot: true,
    result: undefined,
    awaits: undefined,
    again: false,
    early: [],
  };
}

/** Work that was with the device before a restart; its alert is still to come. */
export function awaitingTask(operation: OperationRecord, deviceId: string): Task {
  const { operationId } = operation;
  return {
    operationId,
    deviceId,
    work: `${operationId}/${deviceId}`,
    plan: undefined,
    answered: [],
    begun: true,
    slot: true,
    result: undefined,
    awaits: "",
    again: false,
    early: [],
  };
}

/** An operation of which no device was served yet; `limit` devices are served at the same time. */
export function runningOperation(operationId: string, limit: number): Running {
  return {
    operationId,
    deviceIds: [],
    next: 0,
    slots: 0,
    limit,
    tasks: new Map(),
    filling: false,
    cancelled: false,
    accesses: undefined,
  };
}
