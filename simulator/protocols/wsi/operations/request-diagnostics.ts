import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { boolean, string } from "../../../schema/scalar.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { clientReference, deviceId } from "../types/identifiers.ts";
import { expires, parameter } from "../types/shared.ts";

const diagnosticFunction = el.scalar("function", string, {
  label: "diagnostic function",
  doc: "URN of a DiagMon function; its node is found by Type below the device's objects.",
});
const start = el.scalar("start", boolean, {
  label: "start it",
  doc: "Whether the function is started before it is read; false when absent.",
});

export const RequestDiagnostics = el.struct("RequestDiagnostics", {
  clientReference: optional(clientReference),
  deviceId: one(deviceId),
  function: one(diagnosticFunction),
  parameter: many(parameter),
  start: optional(start),
  expires: optional(expires),
});
export type RequestDiagnostics = Infer<typeof RequestDiagnostics>;
export type RequestDiagnosticsInput = Input<typeof RequestDiagnostics>;

export const RequestDiagnosticsResponse = el.struct("RequestDiagnosticsResponse", { ack: one(ack) });
export type RequestDiagnosticsResponse = Infer<typeof RequestDiagnosticsResponse>;
export type RequestDiagnosticsResponseInput = Input<typeof RequestDiagnosticsResponse>;

/** F3.11: asks a device for a fresh reading. */
export const requestDiagnostics = operation("RequestDiagnostics", {
  request: RequestDiagnostics,
  response: RequestDiagnosticsResponse,
  submitting: true,
  outcomes: ["DiagnosticsDelivery", "OperationResult"],
  doc: "Reads diagnostics data freshly from one device.",
});
