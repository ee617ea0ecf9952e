import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { callback } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { deviceResult, stateOfOperation, totals } from "../types/result.ts";
import { reason } from "../types/shared.ts";
import { outcomeFields } from "./outcome.ts";

export const OperationResult = el.struct("OperationResult", {
  ...outcomeFields,
  state: one(stateOfOperation),
  totals: one(totals),
  deviceResult: many(deviceResult),
  reason: optional(reason),
});
export type OperationResult = Infer<typeof OperationResult>;
export type OperationResultInput = Input<typeof OperationResult>;
export const OperationResultResponse = el.struct("OperationResultResponse", {});

/** The one terminal outcome of an operation. */
export const operationResult = callback(
  "OperationResult",
  OperationResult,
  OperationResultResponse,
  "Tells the terminal state of an operation, once; for one device with its results.",
);
