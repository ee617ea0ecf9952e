import { statusText } from "../../../../protocols/syncml/index.ts";
import type { CommandResult, DeviceResult } from "../../../../protocols/wsi/index.ts";
import { fromJson, toJson } from "../../json-value.ts";
import type { Collection, Store } from "../../store.ts";
import { isTerminal } from "../operation-log.ts";
import type { OperationRecord } from "../records.ts";
import type { TaskRecord, TaskStanding } from "./task-contract.ts";

/** Collection of the tasks, under `operationId/deviceId`. Work that nobody has begun with has no record. */
export const DEVICE_TASKS = "deviceTasks";

/** The work on single devices, as it is kept. */
export interface TaskBook {
  get(operationId: string, deviceId: string): TaskRecord | undefined;
  /** Keeps a state that is not the last one. */
  put(task: TaskRecord): void;
  finish(operationId: string, result: DeviceResult, order: number | undefined): void;
  /** The work waits again, as if nobody had begun with it. */
  reset(operationId: string, deviceId: string): void;
  /** The work waits again, and the device may have done it already. */
  cutOff(operationId: string, deviceId: string): void;
  /** The device's result as it can be told now. */
  result(operation: OperationRecord, deviceId: string): DeviceResult;
  /** The same as it is kept, without decoding it. */
  standing(operation: OperationRecord, deviceId: string, notified: boolean): TaskStanding;
  /** All tasks, in no order. */
  values(): Iterable<TaskRecord>;
}

/** Distinct results that are remembered, to keep equal ones once. */
const DISTINCT_RESULTS = 1024;

/** Opens the tasks with what was committed before. */
export function createTaskBook(store: Store): TaskBook {
  /** The same tasks by operation and device: thousands are looked up for one page, and their keys are not put together. */
  const byOperation = new Map<string, Map<string, TaskRecord>>();
  const tasks: Collection<TaskRecord> = store.collection(DEVICE_TASKS, (before, after) => {
    if (after) {
      const ofOperation = byOperation.get(after.operationId);
      if (ofOperation) ofOperation.set(after.deviceId, after);
      else byOperation.set(after.operationId, new Map([[after.deviceId, after]]));
    } else if (before) {
      const ofOperation = byOperation.get(before.operationId);
      ofOperation?.delete(before.deviceId);
      if (ofOperation?.size === 0) byOperation.delete(before.operationId);
    }
  });
  const find = (operationId: string, deviceId: string): TaskRecord | undefined =>
    byOperation.get(operationId)?.get(deviceId);
  /** Most devices of a fleet answer alike: their results are one string. */
  let texts = new Map<string, string>();

  const shared = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    if (texts.size >= DISTINCT_RESULTS) texts = new Map();
    texts.set(text, text);
    return text;
  };

  return {
    get: find,
    put: (task) => tasks.put(keyOf(task.operationId, task.deviceId), task),
    finish: (operationId, { deviceId, state, finishedAt, commandResult, reason }, order) => {
      const begunAt = find(operationId, deviceId)?.begunAt;
      tasks.put(keyOf(operationId, deviceId), {
        operationId,
        deviceId,
        state,
        ...(begunAt === undefined ? {} : { begunAt }),
        result: shared(resultText(commandResult, reason)),
        ...(finishedAt === undefined ? {} : { finishedAt }),
        ...(order === undefined ? {} : { order }),
      });
    },
    reset: (operationId, deviceId) => tasks.remove(keyOf(operationId, deviceId)),
    cutOff: (operationId, deviceId) =>
      tasks.put(keyOf(operationId, deviceId), { operationId, deviceId, state: "pending", cutOff: true }),
    result: (operation, deviceId) => {
      const task = find(operation.operationId, deviceId);
      if (!task || task.result === undefined) return unfinished(operation, deviceId, task);
      const state = task.state === "awaiting" ? "sent" : task.state;
      return { deviceId, state, finishedAt: task.finishedAt, ...readResult(task.result) };
    },
    standing: (operation, deviceId, notified) => {
      const task = find(operation.operationId, deviceId);
      const { state, finishedAt } = task ?? unfinished(operation, deviceId, undefined);
      return { deviceId, state, begunAt: task?.begunAt, finishedAt, result: task?.result, notified };
    },
    values: () => tasks.values(),
  };
}

function keyOf(operationId: string, deviceId: string): string {
  return `${operationId}/${deviceId}`;
}

function unfinished(
  operation: OperationRecord,
  deviceId: string,
  task: TaskRecord | undefined,
): DeviceResult {
  if (!isTerminal(operation.state))
    return {
      deviceId,
      state: task && task.state !== "pending" ? "sent" : "pending",
      commandResult: [],
      finishedAt: undefined,
    };
  // an operation that ended before anybody began with its devices has no record of them
  const state = operation.state === "expired" ? "expired" : "cancelled";
  return { deviceId, state, commandResult: [], finishedAt: operation.finishedAt };
}

/** What of a result is not the same for every device: texts that follow from the status are left out. */
interface ShortResult {
  readonly commandResult?: readonly (Omit<CommandResult, "statusText" | "item"> &
    Partial<Pick<CommandResult, "statusText" | "item">>)[];
  readonly reason?: string;
}

function resultText(commandResult: DeviceResult["commandResult"], reason: string | undefined): string {
  const short: ShortResult = {
    ...(commandResult.length === 0
      ? {}
      : {
          commandResult: commandResult.map(({ index, status, statusText: text, item }) => ({
            index,
            status,
            ...(text === textOf(status) ? {} : { statusText: text }),
            ...(item.length === 0 ? {} : { item }),
          })),
        }),
    ...(reason === undefined ? {} : { reason }),
  };
  return JSON.stringify(toJson(short));
}

function readResult(text: string): Pick<DeviceResult, "commandResult" | "reason"> {
  const short = fromJson(JSON.parse(text)) as ShortResult; // written by resultText
  const commandResult = (short.commandResult ?? []).map(({ statusText: told, item, ...result }) => ({
    ...result,
    statusText: told ?? textOf(result.status),
    item: item ?? [],
  }));
  return { commandResult, reason: short.reason };
}

/** The words of a status as results carry them. */
function textOf(status: number): string {
  return statusText(status) ?? `status ${status}`;
}
