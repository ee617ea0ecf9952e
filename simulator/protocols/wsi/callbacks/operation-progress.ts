import { many, one, type Infer, type Input } from "../../../schema/element.ts";
import { callback } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { deviceResult, totals } from "../types/result.ts";
import { outcomeFields } from "./outcome.ts";

export const OperationProgress = el.struct("OperationProgress", {
  ...outcomeFields,
  totals: one(totals),
  deviceResult: many(deviceResult),
});
export type OperationProgress = Infer<typeof OperationProgress>;
export type OperationProgressInput = Input<typeof OperationProgress>;
export const OperationProgressResponse = el.struct("OperationProgressResponse", {});

/** B1: devices that finished since the last progress. */
export const operationProgress = callback(
  "OperationProgress",
  OperationProgress,
  OperationProgressResponse,
  "Tells the devices that finished since the last progress, and the totals so far.",
);
