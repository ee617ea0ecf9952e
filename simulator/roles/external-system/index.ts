export { createExternalSystem } from "./external-system.ts";
export type { ExternalSystemCommand, ExternalSystemOptions, PlainCommand } from "./command.ts";
export { registrationMachine } from "./registration-machine.ts";
export { tunnelMachine } from "./tunnel-machine.ts";
export { operationMachine } from "./operation-machine.ts";
