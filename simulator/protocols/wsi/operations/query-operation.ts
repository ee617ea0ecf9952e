import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { operationId } from "../types/identifiers.ts";
import { maxResults, nextIndex, startIndex } from "../types/paging.ts";
import { deviceResult, operationStatus } from "../types/result.ts";

export const QueryOperation = el.struct("QueryOperation", {
  operationId: one(operationId),
  startIndex: optional(startIndex),
  maxResults: optional(maxResults),
});
export type QueryOperation = Infer<typeof QueryOperation>;
export type QueryOperationInput = Input<typeof QueryOperation>;

export const QueryOperationResponse = el.struct("QueryOperationResponse", {
  operation: one(operationStatus),
  deviceResult: many(deviceResult),
  nextIndex: optional(nextIndex),
});
export type QueryOperationResponse = Infer<typeof QueryOperationResponse>;
export type QueryOperationResponseInput = Input<typeof QueryOperationResponse>;

/** Polls what a callback would tell. */
export const queryOperation = operation("QueryOperation", {
  request: QueryOperation,
  response: QueryOperationResponse,
  hasAck: false,
  doc: "Tells the state of an operation and its results per device; works for the operationId of every acknowledgement.",
});
