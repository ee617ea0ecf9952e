import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { applyAtName } from "../enumerations.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { assignTo } from "../types/device.ts";
import { clientReference, configurationId } from "../types/identifiers.ts";
import { content, contentType, expires, name, version } from "../types/shared.ts";

const applyAt = el.scalar("applyAt", applyAtName, {
  label: "when",
  doc: "When it is applied to the devices that it is assigned to.",
});

export const SubmitConfiguration = el.struct("SubmitConfiguration", {
  clientReference: optional(clientReference),
  name: one(name),
  version: one(version),
  contentType: one(contentType),
  content: one(content),
  assignTo: optional(assignTo),
  applyAt: optional(applyAt),
  expires: optional(expires),
});
export type SubmitConfiguration = Infer<typeof SubmitConfiguration>;
export type SubmitConfigurationInput = Input<typeof SubmitConfiguration>;

export const SubmitConfigurationResponse = el.struct("SubmitConfigurationResponse", {
  ack: one(ack),
  configurationId: one(configurationId),
});
export type SubmitConfigurationResponse = Infer<typeof SubmitConfigurationResponse>;
export type SubmitConfigurationResponseInput = Input<typeof SubmitConfigurationResponse>;

/** G1: stores configuration data and assigns it to devices. */
export const submitConfiguration = operation("SubmitConfiguration", {
  request: SubmitConfiguration,
  response: SubmitConfigurationResponse,
  submitting: true,
  outcomes: ["OperationProgress", "OperationResult"],
  doc: "Stores configuration data (TNDS, a provisioning document or a parameter list) and assigns it to devices.",
});
