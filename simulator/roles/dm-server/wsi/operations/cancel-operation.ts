import type { CancelOperation, CancelOperationResponseInput } from "../../../../protocols/wsi/index.ts";
import type { Answer, Call } from "../call.ts";
import { endTimer } from "../deferred.ts";
import { ackOf, isTerminal, noTotals } from "../operation-log.ts";
import { serviceRefusal } from "../refusal.ts";

/**
 * Stops what is not in a package that was sent, and waits for what is (contract, section 9). The decision is committed
 * here; devices hear of it in an event of its own.
 */
export function cancel(
  request: CancelOperation,
  { room, turn, owner }: Call,
): Answer<CancelOperationResponseInput> {
  const operation = room.log.get(request.operationId);
  if (operation?.owner !== owner) throw serviceRefusal("SVC0200", [request.operationId]);
  const { operationId, conversation } = operation;
  const rejected = (reason: string): Answer<CancelOperationResponseInput> => ({
    response: { ack: { ...ackOf(operation), state: "rejected", reason } },
    conversation,
  });
  if (isTerminal(operation.state)) return rejected(`the operation is ${operation.state}`);
  if (operation.state === "cancelling") return rejected("the operation is being cancelled");
  if (!operation.work) return rejected(`${operation.operation} cannot be cancelled`);
  if (operation.state === "pending" && operation.deviceId !== undefined && !room.work.hasBegun(operation))
    room.log.step(operationId, "cancel.requested", turn, { totals: { ...noTotals(1), cancelled: 1 } });
  else {
    // an operation on many is cancelled when each of its devices is
    if (operation.state === "pending") room.log.step(operationId, "execution.begun", turn);
    room.log.step(operationId, "cancel.requested", turn);
  }
  turn.emit({ type: "timer.arm", timer: endTimer(operationId), due: turn.moment.now });
  return { response: { ack: ackOf(operation) }, conversation };
}
