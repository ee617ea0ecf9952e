import { one } from "../../../schema/element.ts";
import { operationId } from "../types/identifiers.ts";
import { occurredAt, sequence } from "../types/shared.ts";

/** Every callback begins so: which operation, which number, when. */
export const outcomeFields = {
  operationId: one(operationId),
  sequence: one(sequence),
  occurredAt: one(occurredAt),
};
