import { one, optional, some, type Infer, type Input } from "../../../schema/element.ts";
import { boolean } from "../../../schema/scalar.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { command } from "../types/command.ts";
import { clientReference, deviceId } from "../types/identifiers.ts";
import { expires } from "../types/shared.ts";

const atomic = el.scalar("atomic", boolean, {
  label: "all or nothing",
  doc: "Whether all commands succeed or none; get, exec and containers are then not allowed. False when absent.",
});
const notifyDevice = el.scalar("notifyDevice", boolean, {
  label: "notify the device",
  doc: "Whether the device is notified to connect; false waits for its next session. True when absent.",
});

export const ManageParameters = el.struct("ManageParameters", {
  clientReference: optional(clientReference),
  deviceId: one(deviceId),
  command: some(command),
  atomic: optional(atomic),
  notifyDevice: optional(notifyDevice),
  expires: optional(expires),
});
export type ManageParameters = Infer<typeof ManageParameters>;
export type ManageParametersInput = Input<typeof ManageParameters>;

export const ManageParametersResponse = el.struct("ManageParametersResponse", { ack: one(ack) });
export type ManageParametersResponse = Infer<typeof ManageParametersResponse>;
export type ManageParametersResponseInput = Input<typeof ManageParametersResponse>;

/** Commands for one device, composed into package 2 by the DM server. */
export const manageParameters = operation("ManageParameters", {
  request: ManageParameters,
  response: ManageParametersResponse,
  submitting: true,
  outcomes: ["OperationResult"],
  doc: "Runs management commands on one device, in order.",
});
