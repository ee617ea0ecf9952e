import { mayHaveAlertType, readableItems } from "../alerts/alert-rights.ts";
import { alertMessage } from "../alerts/alert-message.ts";
import { callerOf } from "../delegation/via.ts";
import type { OperationRecord } from "../records.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";

/**
 * F3.12: tells the values of a RequestDiagnostics that succeeded, with the alert that reported its end where the caller
 * may have it. False when it did not succeed: then its OperationResult says so.
 */
export function tellDiagnostics(operation: OperationRecord, room: Room, turn: Turn): boolean {
  const { operationId, owner, deviceId, state } = operation;
  if (state !== "succeeded" || deviceId === undefined) return false;
  const { results } = room.work.results(operation, 0, 1);
  const item = results.flatMap(({ commandResult }) => commandResult.flatMap((result) => result.item));
  const reported = room.alerts.correlated(deviceId, operationId);
  const receiver = { owner, originator: operation.via?.originator };
  const readable =
    reported && mayHaveAlertType(receiver, reported.alertType, room)
      ? readableItems(reported.items, callerOf(operation), room)
      : [];
  const alert = reported && readable.length > 0 ? [alertMessage(reported, readable)] : [];
  const registrationId = room.registrations.active(owner)?.registrationId;
  room.outcomes.tell(operationId, registrationId, "DiagnosticsDelivery", { deviceId, alert, item }, turn);
  return true;
}
