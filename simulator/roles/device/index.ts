export { createDevice, type Device, type DeviceView } from "./device.ts";
export type {
  DeviceBehaviour,
  DeviceCommand,
  DeviceOptions,
  DmAccount,
  DmEncoding,
  GenericAlert,
} from "./options.ts";
export type { UserAlert, UserAnswer, UserInteraction } from "./user-interaction.ts";
export { dmClientSession, type DmClientEvent } from "./session-machine.ts";
export { profileTree, type DeviceProfile, type ExecBehaviour, type ProfileTree } from "./profiles/profile.ts";
export { phone } from "./profiles/phone.ts";
export { readProfile, type ReadProfile } from "./profiles/read-profile.ts";
