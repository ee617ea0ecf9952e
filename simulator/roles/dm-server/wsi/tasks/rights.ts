import type { DeviceRecord } from "../../inventory/device-record.ts";
import { callerOf } from "../delegation/via.ts";
import type { TreeAccess } from "../policy-port.ts";
import type { OperationRecord } from "../records.ts";
import type { Room } from "../room.ts";

/** Why the work may not be carried out on the device any more; rights are checked again whenever a device is served. */
export function revokedRight(
  operation: OperationRecord,
  device: DeviceRecord,
  accesses: readonly TreeAccess[],
  room: Room,
): string | undefined {
  const caller = callerOf(operation);
  const refusal =
    room.policy.operation(caller, operation.operation) ??
    room.policy.device(caller, device) ??
    room.policy.accesses(caller, accesses);
  return refusal?.reason;
}
