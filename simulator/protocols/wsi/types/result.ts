import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { dateTime, int, string } from "../../../schema/scalar.ts";
import { deviceState, operationState } from "../enumerations.ts";
import { el } from "../namespaces.ts";
import { deviceId, operationId, registrationId, sessionId, subscriptionId } from "./identifiers.ts";
import { acceptedAt, binaryData, data, expiresAt, format, mark, reason, type } from "./shared.ts";

const source = el.scalar("source", string, { label: "source", doc: "LocURI that the item comes from." });
const target = el.scalar("target", string, { label: "target", doc: "LocURI that the item aims at." });

/** A piece of management data with its place. */
export const item = el.struct(
  "item",
  {
    source: optional(source),
    target: optional(target),
    format: optional(format),
    type: optional(type),
    mark: optional(mark),
    data: optional(data),
    binaryData: optional(binaryData),
  },
  { typeName: "Item", label: "item", doc: "A piece of management data with its place in the tree." },
);
export type Item = Infer<typeof item>;
export type ItemInput = Input<typeof item>;

const index = el.scalar("index", string, {
  label: "command",
  doc: "Number of the command from 1 (`2`), inside a container with the member's number (`2.1`).",
});
const status = el.scalar("status", int, { label: "status", doc: "Status code of OMA DM: 200, 404, …" });
const statusText = el.scalar("statusText", string, {
  label: "meaning",
  doc: "The status in words.",
  preserve: true,
});

/** Outcome of one command on one device. */
export const commandResult = el.struct(
  "commandResult",
  { index: one(index), status: one(status), statusText: one(statusText), item: many(item) },
  { typeName: "CommandResult", label: "command result", doc: "Outcome of one command on one device." },
);
export type CommandResult = Infer<typeof commandResult>;
export type CommandResultInput = Input<typeof commandResult>;

const stateOfDevice = el.scalar("state", deviceState, {
  label: "state",
  doc: "State of this device in the operation.",
});
const finishedAt = el.scalar("finishedAt", dateTime, { label: "finished", doc: "When the device was done." });

/** Outcome of an operation on one device. */
export const deviceResult = el.struct(
  "deviceResult",
  {
    deviceId: one(deviceId),
    state: one(stateOfDevice),
    finishedAt: optional(finishedAt),
    commandResult: many(commandResult),
    reason: optional(reason),
  },
  { typeName: "DeviceResult", label: "device result", doc: "Outcome of the operation on one device." },
);
export type DeviceResult = Infer<typeof deviceResult>;
export type DeviceResultInput = Input<typeof deviceResult>;

const count = (name: string, doc: string) => el.scalar(name, int, { label: name, doc });

/** Devices of an operation by outcome. */
export const totals = el.struct(
  "totals",
  {
    targeted: one(count("targeted", "Devices aimed at.")),
    succeeded: one(count("succeeded", "Devices that succeeded.")),
    failed: one(count("failed", "Devices that failed.")),
    cancelled: one(count("cancelled", "Devices that were cancelled.")),
    expired: one(count("expired", "Devices that were not reached in time.")),
  },
  { typeName: "Totals", label: "totals", doc: "Devices of the operation by outcome." },
);
export type Totals = Infer<typeof totals>;

const operationName = el.scalar("operation", string, { label: "operation", doc: "Name of the operation." });
/** State of a whole operation. */
export const stateOfOperation = el.scalar("state", operationState, {
  label: "state",
  doc: "State of the operation; all but pending and running are terminal.",
});

/** All that is known of an operation. */
export const operationStatus = el.struct(
  "operation",
  {
    operationId: one(operationId),
    operation: one(operationName),
    state: one(stateOfOperation),
    acceptedAt: one(acceptedAt),
    expiresAt: optional(expiresAt),
    totals: one(totals),
    reason: optional(reason),
    registrationId: optional(registrationId),
    sessionId: optional(sessionId),
    subscriptionId: optional(subscriptionId),
  },
  { typeName: "OperationStatus", label: "operation", doc: "All that is known of the operation." },
);
export type OperationStatus = Infer<typeof operationStatus>;
export type OperationStatusInput = Input<typeof operationStatus>;
