import type {
  OperationStatusInput,
  QueryOperation,
  QueryOperationResponseInput,
} from "../../../../protocols/wsi/index.ts";
import { pageOf, type Answer, type Call } from "../call.ts";
import { deviceResultsOf } from "../device-work.ts";
import { legalText } from "../../json-value.ts";
import type { OperationRecord } from "../records.ts";
import { serviceRefusal } from "../refusal.ts";

/** Polls what a callback would tell; for every operation that the caller was acknowledged. */
export function query(request: QueryOperation, { room, owner }: Call): Answer<QueryOperationResponseInput> {
  const operation = room.log.get(request.operationId);
  // somebody else's operation is as unknown as one that never was
  if (operation?.owner !== owner) throw serviceRefusal("SVC0200", [request.operationId]);
  const { page, nextIndex } = pageOf(deviceResultsOf(operation), request.startIndex, request.maxResults);
  return {
    response: { operation: statusOf(operation), deviceResult: page, nextIndex },
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
  };
}
