import type { TreeAccess } from "../policy-port.ts";
import type { OperationRecord, WorkRecord } from "../records.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";
import { planners } from "./planners.ts";
import type { DevicePlan, NoPlan, Planner, PushPlan, TaskResult } from "./task-contract.ts";
import type { AlertReport } from "../../ports.ts";

/** The planner of a kind of work, as one that takes the work of any kind. */
function plannerOf(work: WorkRecord): Planner | undefined {
  return planners[work.kind] as Planner | undefined; // asked for work of its own kind only
}

/** What work touches on a device; nothing where nobody knows what it means. */
export function accessesOfWork(work: WorkRecord, room: Room): readonly TreeAccess[] {
  return plannerOf(work)?.accesses(work, room) ?? [];
}

/** The same of an operation. */
export function accessesOf({ work }: OperationRecord, room: Room): readonly TreeAccess[] {
  return work ? accessesOfWork(work, room) : [];
}

/** What is to be done on a device. */
export function planFor(
  operation: OperationRecord,
  deviceId: string,
  room: Room,
): DevicePlan | PushPlan | NoPlan {
  const { work } = operation;
  const device = room.inventory.device(deviceId);
  const planner = work && plannerOf(work);
  if (!device) return { impossible: "the device is not known any more" };
  if (!planner) return { impossible: "this DM server cannot do this work" };
  return planner.plan(work, device, operation, room);
}

/** True when the operation's work may be done twice. */
export function isRepeatableWork({ work }: OperationRecord, room: Room): boolean {
  return work !== undefined && plannerOf(work)?.repeatable(work, room) === true;
}

/** What an awaited alert says of the work. */
export function resultOfAlert(
  operation: OperationRecord,
  alert: AlertReport,
  room: Room,
  turn: Turn,
): TaskResult | "again" | undefined {
  const { work } = operation;
  return work && plannerOf(work)?.alerted?.(work, alert, operation, room, turn);
}
