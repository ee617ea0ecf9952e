import type {
  OperationStatusInput,
  QueryOperation,
  QueryOperationResponseInput,
} from "../../../../protocols/wsi/index.ts";
import { pageBounds, type Answer, type Call } from "../call.ts";
import { legalText } from "../../json-value.ts";
import type { OperationRecord } from "../records.ts";
import { serviceRefusal } from "../refusal.ts";

/** Polls what a callback would tell; for every operation that the caller was acknowledged. */
export function query(request: QueryOperation, { room, owner }: Call): Answer<QueryOperationResponseInput> {
  const operation = room.log.get(request.operationId);
  // somebody else's operation is as unknown as one that never was
  if (operation?.owner !== owner) throw serviceRefusal("SVC0200", [request.operationId]);
  const { start, count } = pageBounds(request.startIndex, request.maxResults);
  const { results, total } = room.work.results(operation, start, count);
  const nextIndex = start + count < total ? start + count : undefined;
  return {
    response: { operation: statusOf(operation), deviceResult: results, nextIndex },
    conversation: operation.conversation,
  };
}

function statusOf(operation: OperationRecord): OperationStatusInput {
  return {
    operationId: operation.operationId,
    operation: operation.operation,
    state: operation.state === "cancelling" ? "running" : operation.state,
    acceptedAt: operation.acceptedAt,
    expiresAt: operation.expiresAt,
    totals: operation.totals,
    reason: operation.reason === undefined ? undefined : legalText(operation.reason),
    registrationId: operation.registrationId,
    sessionId: operation.sessionId,
    subscriptionId: operation.subscriptionId,
  };
}
