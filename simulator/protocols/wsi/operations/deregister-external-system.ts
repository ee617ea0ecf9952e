import { one, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { registrationId } from "../types/identifiers.ts";

export const DeregisterExternalSystem = el.struct("DeregisterExternalSystem", {
  registrationId: one(registrationId),
});
export type DeregisterExternalSystem = Infer<typeof DeregisterExternalSystem>;
export type DeregisterExternalSystemInput = Input<typeof DeregisterExternalSystem>;

export const DeregisterExternalSystemResponse = el.struct("DeregisterExternalSystemResponse", {
  ack: one(ack),
});
export type DeregisterExternalSystemResponse = Infer<typeof DeregisterExternalSystemResponse>;
export type DeregisterExternalSystemResponseInput = Input<typeof DeregisterExternalSystemResponse>;

/** Ends a registration. */
export const deregisterExternalSystem = operation("DeregisterExternalSystem", {
  request: DeregisterExternalSystem,
  response: DeregisterExternalSystemResponse,
  outcomes: ["RegistrationConfirmation"],
  doc: "Ends a registration; confirmed with state `deregistered`.",
});
