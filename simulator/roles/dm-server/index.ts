export { createDmServer, type DmServer, type DmServerCommand } from "./dm-server.ts";
export type { DmServerView } from "./view.ts";
export {
  defaultPolicy,
  defaultWsiLimits,
  defaultWsiSettings,
  type DmServerOptions,
  type ExternalSystemCredential,
  type ExternalSystemEntry,
  type ExternalSystemPolicy,
  type UpstreamEntry,
  type UpstreamSettings,
  type WsiLimits,
  type WsiSettings,
} from "./options.ts";
export type { PublisherOptions, PublisherStatus } from "./publishing/publisher.ts";
export { registrationMachine } from "./wsi/registration-machine.ts";
export { operationMachine } from "./wsi/operation-machine.ts";
export type { ChargingPort, PolicyDecision, PolicyPort, TreeAccess, UsageEvent } from "./wsi/policy-port.ts";
export type { AdministrationCommand } from "./wsi/administration.ts";
export type { RequestExplanation, RequestQuestion } from "./wsi/explain-request.ts";
export type { CredentialLabel, KnownExternalSystem } from "./wsi/external-system-record.ts";
export { findingsOfPolicy, managementDomains, type PolicyFinding } from "./wsi/policy-findings.ts";
export type { PolicyReplay } from "./wsi/replay-policy.ts";
export { readPackage, packageEncoding } from "./wsi/package-codec.ts";
export { deviceFields, isList, needsNoGrant, policyRules, subtreeWords } from "./wsi/policy-rules.ts";
export { commandKinds, type CommandKind } from "./options.ts";
export { accessesOfDeviceCommand } from "./wsi/device-accesses.ts";
export { deviceCommands } from "./wsi/commands.ts";
export type { DeviceAccount } from "./inventory/device-account.ts";
export type { AlertRetention, StoredAlert } from "./alerts/alert-store.ts";
export { alertTypeTest } from "./wsi/alerts/alert-types.ts";
export { filterTest } from "./wsi/selection.ts";
export { isInForce } from "./wsi/subscriptions/subscription-record.ts";
export { alertIdOf } from "./wsi/callback-queue.ts";
export type { SubscriptionRecord } from "./wsi/subscriptions/subscription-record.ts";
export type { CallbackRecord, OperationRecord, RegistrationRecord, TryRecord } from "./wsi/records.ts";
export type { RecipientStanding, StreamStanding } from "./wsi/callback-port.ts";
export type { TaskStanding } from "./wsi/tasks/task-contract.ts";
