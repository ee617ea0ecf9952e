export { createExternalSystem, type ExternalSystem } from "./external-system.ts";
export type { ExternalSystemView } from "./view.ts";
export type { OperationRecord as ExternalOperationRecord } from "./open-operations.ts";
export type { RegistrationView as ExternalRegistrationView } from "./registration.ts";
export type { CallbackEntry } from "./callback-service.ts";
export type {
  CallbackAnswer,
  CallbackBehaviour,
  CallbackServiceCredentials,
  ExternalSystemCommand,
  ExternalSystemOptions,
  OperationCall,
  PlainCommand,
} from "./command.ts";
export { registrationMachine } from "./registration-machine.ts";
export { tunnelMachine } from "./tunnel-machine.ts";
export { operationMachine } from "./operation-machine.ts";
