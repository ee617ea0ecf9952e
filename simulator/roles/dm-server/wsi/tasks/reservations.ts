import type { OperationRecord } from "../records.ts";
import type { Store } from "../../store.ts";

/**
 * Places in devices' queues that acknowledged operations will take: between the acknowledgement and the queue there is a
 * commit, and no later request may be promised the same place.
 */
export interface Reservations {
  of(deviceId: string): number;
  reserve(operation: OperationRecord): void;
  /** The operation has its place now, or needs none any more. */
  release(operationId: string): void;
}

/** Creates reservations that go with the changes of the event that made them. */
export function createReservations(store: Store): Reservations {
  const devices = new Map<string, string>();
  const counts = new Map<string, number>();
  const release = (operationId: string): void => {
    const deviceId = devices.get(operationId);
    if (deviceId === undefined) return;
    devices.delete(operationId);
    const count = (counts.get(deviceId) ?? 0) - 1;
    if (count > 0) counts.set(deviceId, count);
    else counts.delete(deviceId);
  };
  return {
    of: (deviceId) => counts.get(deviceId) ?? 0,
    reserve: ({ operationId, deviceId }) => {
      if (deviceId === undefined) return;
      devices.set(operationId, deviceId);
      counts.set(deviceId, (counts.get(deviceId) ?? 0) + 1);
      store.onUndo(() => release(operationId));
    },
    release,
  };
}
