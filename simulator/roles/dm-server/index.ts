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
  type WsiLimits,
  type WsiSettings,
} from "./options.ts";
export { registrationMachine } from "./wsi/registration-machine.ts";
export { operationMachine } from "./wsi/operation-machine.ts";
export type { ChargingPort, PolicyPort, UsageEvent } from "./wsi/policy-port.ts";
export type { DeviceAccount } from "./inventory/device-account.ts";
