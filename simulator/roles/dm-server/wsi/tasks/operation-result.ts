import { describeRecord } from "../device-description.ts";
import { hasResult } from "../operation-log.ts";
import type { OperationRecord } from "../records.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";

/** The terminal outcome of an operation that has one: an OperationResult, with what a fresh description brought before it. */
export function tellResult(operation: OperationRecord, room: Room, turn: Turn): void {
  if (!promisesResult(operation)) return;
  const { operationId, state, totals, reason, deviceId, work, owner } = operation;
  const registrationId = room.registrations.active(owner)?.registrationId;
  const device =
    work?.kind === "describe" && work.deliver ? room.inventory.device(deviceId ?? "") : undefined;
  if (device && state === "succeeded") {
    const found = { totalMatches: 1, device: [describeRecord(device, room, true)] };
    room.outcomes.tell(operationId, registrationId, "DiscoveryResult", found, turn);
  }
  // results of operations on many travelled in OperationProgress
  const deviceResult = deviceId === undefined ? [] : room.work.results(operation, 0, 1).results;
  const content = { state, totals, deviceResult, reason };
  room.outcomes.tell(operationId, registrationId, "OperationResult", content, turn);
}

/** True when the end of this operation is told as OperationResult (contract, section 4). */
function promisesResult({ operation, work, state }: OperationRecord): boolean {
  // a subscription tells its own end; this is the end of what was done on its devices
  if (work?.kind === "set-up") return true;
  if (!hasResult(operation)) return false;
  switch (operation) {
    case "DescribeDevice": // where the device itself was asked
      return work !== undefined;
    case "RequestDiagnostics": // on failure
      return state !== "succeeded";
    default:
      return true;
  }
}
