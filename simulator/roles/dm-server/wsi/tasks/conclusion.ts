import { isTerminal, type OperationChange } from "../operation-log.ts";
import type { TotalsRecord } from "../records.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";
import type { ActiveOperation } from "./active-operation.ts";
import type { TaskBook } from "./task-book.ts";
import { finishedOf, terminalState } from "./terminal-state.ts";

/** Tells the devices that are finished since the last OperationProgress. */
export function tellProgress(active: ActiveOperation, book: TaskBook, room: Room, turn: Turn): void {
  const { operationId, recent, totals } = active;
  const operation = room.log.get(operationId);
  if (!operation || recent.length === 0) return;
  active.recent = [];
  room.log.put({ ...operation, totals, progressed: finishedOf(totals) });
  const registrationId = room.registrations.active(operation.owner)?.registrationId;
  const deviceResult = recent.map((deviceId) => book.result(operation, deviceId));
  room.outcomes.tell(operationId, registrationId, "OperationProgress", { totals, deviceResult }, turn);
  const { conversation } = operation;
  const report = { name: "operation.progressed", conversation, data: { operationId, totals } };
  turn.emit({ type: "report", report });
}

/**
 * All devices of an operation are finished: it reaches its terminal state. `last` is the reason of the last device, which
 * is that of an operation on one.
 */
export function conclude(
  operationId: string,
  totals: TotalsRecord,
  last: string | undefined,
  room: Room,
  turn: Turn,
): void {
  const operation = room.log.get(operationId);
  if (!operation || isTerminal(operation.state)) return;
  const state = terminalState(totals);
  const own = state === "expired" ? "not carried out in time" : last;
  const reason =
    operation.reason ?? (operation.deviceId !== undefined || state === "expired" ? own : undefined);
  const change: OperationChange = reason === undefined ? { totals } : { totals, reason };
  switch (state) {
    case "succeeded":
      room.log.step(operationId, "outcome.succeeded", turn, change);
      return;
    case "partly-succeeded":
      room.log.step(operationId, "outcome.partly", turn, change);
      return;
    case "failed":
      room.log.step(operationId, "outcome.failed", turn, change);
      return;
    case "expired":
      room.log.step(operationId, "operation.expired", turn, change);
      return;
    case "cancelled":
      if (operation.state !== "cancelling") room.log.step(operationId, "cancel.requested", turn, change);
      room.log.step(operationId, "cancel.done", turn, change);
      return;
  }
}
