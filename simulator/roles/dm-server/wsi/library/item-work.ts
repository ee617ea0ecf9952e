import type { OperationName } from "../../../../protocols/wsi/index.ts";
import type { DeviceRecord } from "../../inventory/device-record.ts";
import { endOf, replyOf, type Call } from "../call.ts";
import { startTimer } from "../deferred.ts";
import type { OperationRecord, WorkRecord } from "../records.ts";

/**
 * Accepts an operation of the library. With devices its work begins after the commit; without any the operation has done
 * what it was for, and succeeds at once.
 */
export function acceptItemWork(
  asked: {
    readonly operation: OperationName;
    readonly name?: string;
    readonly work?: WorkRecord;
    readonly devices: readonly DeviceRecord[];
    readonly notify: boolean;
    readonly expires: number | undefined;
  },
  { room, turn, owner, addressing, registration, via }: Call,
): OperationRecord {
  const { operation, name, work, devices, notify, expires } = asked;
  const common = {
    operation,
    owner,
    targeted: devices.length,
    name,
    reply: replyOf(addressing, registration?.endpoint),
    via,
  };
  if (devices.length === 0) {
    const accepted = room.log.accept(common, turn);
    return room.log.step(accepted.operationId, "outcome.succeeded", turn) ?? accepted;
  }
  const lifetime = expires ?? room.settings.operationLifetime;
  const accepted = room.log.accept(
    {
      ...common,
      work,
      deviceIds: devices.map(({ deviceId }) => deviceId),
      notify,
      expiresAt: endOf(lifetime, turn.moment.date),
    },
    turn,
  );
  turn.emit({ type: "timer.arm", timer: startTimer(accepted.operationId), due: turn.moment.now });
  return accepted;
}
