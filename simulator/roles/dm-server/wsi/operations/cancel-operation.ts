import type { CancelOperation, CancelOperationResponseInput } from "../../../../protocols/wsi/index.ts";
import type { Answer, Call } from "../call.ts";
import { endTimer } from "../deferred.ts";
import { ackOf, hasResult, isTerminal, noTotals } from "../operation-log.ts";
import { serviceRefusal } from "../refusal.ts";

/** Stops what is not in a package that was sent, and waits for what is (contract, section 9). */
export function cancel(
  request: CancelOperation,
  { room, turn, owner }: Call,
): Answer<CancelOperationResponseInput> {
  const operation = room.log.get(request.operationId);
  if (operation?.owner !== owner) throw serviceRefusal("SVC0200", [request.operationId]);
  const { conversation } = operation;
  const rejected = (reason: string): Answer<CancelOperationResponseInput> => ({
    response: { ack: { ...ackOf(operation), state: "rejected", reason } },
    conversation,
  });
  if (isTerminal(operation.state)) return rejected(`the operation is ${operation.state}`);
  if (!hasResult(operation.operation)) return rejected(`${operation.operation} cannot be cancelled`);
  const change = operation.state === "pending" ? { totals: { ...noTotals(1), cancelled: 1 } } : {};
  room.log.step(operation.operationId, "cancel.requested", turn, change);
  turn.emit({ type: "timer.arm", timer: endTimer(operation.operationId), due: turn.moment.now });
  return { response: { ack: ackOf(operation) }, conversation };
}
