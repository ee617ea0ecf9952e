import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { anyUri, string } from "../../../schema/scalar.ts";
import { externalSystemKind, managementDomainName, soapVersionName } from "../enumerations.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { callbackCredentials } from "../types/credentials.ts";
import { clientReference, registrationId } from "../types/identifiers.ts";
import { expires, name } from "../types/shared.ts";

const kind = el.scalar("kind", externalSystemKind, { label: "kind", doc: "What the External System is." });
const managementDomain = el.scalar("managementDomain", managementDomainName, {
  label: "management domain",
  doc: "Domain that the External System manages for.",
});
const callbackEndpoint = el.scalar("callbackEndpoint", anyUri, {
  label: "callback endpoint",
  doc: "Where outcomes are sent; absent when the External System polls.",
});
const soapVersion = el.scalar("soapVersion", soapVersionName, {
  label: "SOAP version",
  doc: "SOAP version of callbacks; 1.1 when absent.",
});
const requestedOperation = el.scalar("requestedOperation", string, {
  label: "operation wanted",
  doc: "Name of an operation that the External System asks for; none asks for all that the policy allows.",
});
const requestedAlertType = el.scalar("requestedAlertType", string, {
  label: "alert type wanted",
  doc: "Alert type that the External System asks for; a trailing * matches any ending.",
});

export const RegisterExternalSystem = el.struct("RegisterExternalSystem", {
  clientReference: optional(clientReference),
  name: one(name),
  kind: one(kind),
  managementDomain: one(managementDomain),
  callbackEndpoint: optional(callbackEndpoint),
  callbackCredentials: optional(callbackCredentials),
  soapVersion: optional(soapVersion),
  requestedOperation: many(requestedOperation),
  requestedAlertType: many(requestedAlertType),
  expires: optional(expires),
});
export type RegisterExternalSystem = Infer<typeof RegisterExternalSystem>;
export type RegisterExternalSystemInput = Input<typeof RegisterExternalSystem>;

export const RegisterExternalSystemResponse = el.struct("RegisterExternalSystemResponse", {
  ack: one(ack),
  registrationId: one(registrationId),
});
export type RegisterExternalSystemResponse = Infer<typeof RegisterExternalSystemResponse>;
export type RegisterExternalSystemResponseInput = Input<typeof RegisterExternalSystemResponse>;

/** F2.6: registration with callback endpoint and requested rights. */
export const registerExternalSystem = operation("RegisterExternalSystem", {
  request: RegisterExternalSystem,
  response: RegisterExternalSystemResponse,
  submitting: true,
  outcomes: ["RegistrationConfirmation"],
  doc: "Registers an External System, its callback endpoint and the rights it asks for. One active registration per principal; repeating updates it.",
});
