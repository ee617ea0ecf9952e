import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { dateTime, int } from "../../../schema/scalar.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { command } from "../types/command.ts";
import { target } from "../types/device.ts";
import { clientReference, configurationId, updateId } from "../types/identifiers.ts";
import { expires, name, targetCount } from "../types/shared.ts";

const maxParallel = el.scalar("maxParallel", int, {
  label: "at the same time",
  doc: "Greatest number of devices in session for this operation at the same time.",
});
const startAt = el.scalar("startAt", dateTime, {
  label: "start",
  doc: "When to start; at once when absent.",
});
const stopAfterFailures = el.scalar("stopAfterFailures", int, {
  label: "stop after failures",
  doc: "Number of failed devices after which the rest is cancelled.",
});
const progressEvery = el.scalar("progressEvery", int, {
  label: "progress every",
  doc: "Number of finished devices after which progress is told.",
});

export const SubmitBulkOperation = el.struct("SubmitBulkOperation", {
  clientReference: optional(clientReference),
  name: optional(name),
  target: one(target),
  command: many(command),
  configurationId: optional(configurationId),
  updateId: optional(updateId),
  maxParallel: optional(maxParallel),
  startAt: optional(startAt),
  stopAfterFailures: optional(stopAfterFailures),
  progressEvery: optional(progressEvery),
  expires: optional(expires),
});
export type SubmitBulkOperation = Infer<typeof SubmitBulkOperation>;
export type SubmitBulkOperationInput = Input<typeof SubmitBulkOperation>;

export const SubmitBulkOperationResponse = el.struct("SubmitBulkOperationResponse", {
  ack: one(ack),
  targetCount: one(targetCount),
});
export type SubmitBulkOperationResponse = Infer<typeof SubmitBulkOperationResponse>;
export type SubmitBulkOperationResponseInput = Input<typeof SubmitBulkOperationResponse>;

/** B1: the same work on many devices. */
export const submitBulkOperation = operation("SubmitBulkOperation", {
  request: SubmitBulkOperation,
  response: SubmitBulkOperationResponse,
  submitting: true,
  outcomes: ["OperationProgress", "OperationResult"],
  doc: "Runs commands, a configuration or an update (exactly one of the three) on many devices.",
});
