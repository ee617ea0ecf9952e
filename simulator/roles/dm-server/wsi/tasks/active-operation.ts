import { noTotals } from "../operation-log.ts";
import type { OperationRecord, TotalsRecord } from "../records.ts";
import { countedAs } from "./terminal-state.ts";
import type { Executor, TaskRecord } from "./task-contract.ts";

/** What the runner knows of an operation that is not finished. */
export interface ActiveOperation {
  readonly operationId: string;
  /** Its devices that are not finished. */
  readonly left: Set<string>;
  totals: TotalsRecord;
  /** Devices that are finished and in no OperationProgress yet. */
  recent: string[];
  /** Devices that were notified and have not come yet; not kept over a restart, which notifies them again. */
  readonly notified: Set<string>;
  /** Its devices were handed to executors. */
  handed: boolean;
  /** Nothing more is begun. */
  stopped: boolean;
  /** Executors other than the DM server's own that have a part of it. */
  readonly others: Set<Executor>;
}

/** An operation of whose devices nothing is known yet. */
export function activeOperation(operation: OperationRecord, targets: readonly string[]): ActiveOperation {
  return {
    operationId: operation.operationId,
    left: new Set(targets),
    totals: noTotals(targets.length),
    recent: [],
    notified: new Set(),
    handed: false,
    stopped: operation.state === "cancelling",
    others: new Set(),
  };
}

/** Counts a device that is finished. */
export function count(active: ActiveOperation, state: Parameters<typeof countedAs>[0]): void {
  const counted = countedAs(state);
  active.totals = { ...active.totals, [counted]: active.totals[counted] + 1 };
}

/** Devices of an operation that a restart cut off. */
export interface CutOff {
  /** Nobody had begun with them. */
  readonly waiting: readonly string[];
  /** Their commands may have reached them. */
  readonly sent: readonly string[];
  /** Their alert is still to come. */
  readonly awaiting: readonly TaskRecord[];
}

/** Takes over what is kept of an operation's devices. */
export function takeOver(
  active: ActiveOperation,
  targets: readonly string[],
  taskOf: (deviceId: string) => TaskRecord | undefined,
  progressed: number,
): CutOff {
  const waiting: string[] = [];
  const sent: string[] = [];
  const awaiting: TaskRecord[] = [];
  const untold: TaskRecord[] = [];
  for (const deviceId of targets) {
    const task = taskOf(deviceId);
    if (!task || task.state === "pending") waiting.push(deviceId);
    else if (task.state === "sent") sent.push(deviceId);
    else if (task.state === "awaiting") awaiting.push(task);
    else {
      active.left.delete(deviceId);
      count(active, task.state);
      if ((task.order ?? 0) > progressed) untold.push(task);
    }
  }
  untold.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  active.recent = untold.map(({ deviceId }) => deviceId);
  return { waiting, sent, awaiting };
}
