export { createDevice, createFleet, type Device, type Fleet } from "./device.ts";
export type { DeviceIdentity } from "./identity.ts";
export type { AccountView, AlertView, DeviceSummary, DeviceView } from "./device-view.ts";
export type {
  BootstrapSecrets,
  DeviceBehaviour,
  DeviceCommand,
  DeviceOptions,
  DmAccount,
  GenericAlert,
} from "./options.ts";
export type { PendingQuestion } from "./questions.ts";
export type { UserAlert, UserAnswer, UserInteraction, UserQuestion } from "./user-interaction.ts";
export type { ChangeKind, NodeChange } from "./execution/execution.ts";
export { dmClientSession, type DmClientEvent } from "./session/session-machine.ts";
export {
  profileTree,
  type DeviceProfile,
  type ExecBehaviour,
  type ProfileTree,
  type SessionAlert,
} from "./profiles/profile.ts";
export {
  builtInProfile,
  builtInProfileIds,
  builtInProfiles,
  isBuiltInProfile,
  type BuiltInProfileId,
} from "./profiles/built-in.ts";
export { phone } from "./profiles/phone.ts";
export {
  readProfile,
  readProfileText,
  type ProfileFiles,
  type ReadProfile,
} from "./profiles/read-profile.ts";
export { profileOfDdf, type DescribedDevice } from "./profiles/profile-of-ddf.ts";
export type { DeviceDescription } from "./profiles/descriptions.ts";
