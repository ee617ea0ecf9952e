import { one, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { operationId } from "../types/identifiers.ts";

export const CancelOperation = el.struct("CancelOperation", { operationId: one(operationId) });
export type CancelOperation = Infer<typeof CancelOperation>;
export type CancelOperationInput = Input<typeof CancelOperation>;

export const CancelOperationResponse = el.struct("CancelOperationResponse", { ack: one(ack) });
export type CancelOperationResponse = Infer<typeof CancelOperationResponse>;
export type CancelOperationResponseInput = Input<typeof CancelOperationResponse>;

/** Stops what has not been sent to a device yet. */
export const cancelOperation = operation("CancelOperation", {
  request: CancelOperation,
  response: CancelOperationResponse,
  outcomes: ["OperationResult"],
  doc: "Stops what is not yet in a package that was sent, and waits for the rest.",
});
