import type { DeviceCommand } from "../../roles/device/index.ts";
import type { DmServerCommand } from "../../roles/dm-server/index.ts";
import type { ExternalSystemCommand } from "../../roles/external-system/index.ts";
import type { RegistryCommand } from "../../roles/registry/index.ts";
import type { RoleName } from "../../wire/party.ts";

const externalSystem: Readonly<Record<ExternalSystemCommand["name"], true>> = {
  findService: true,
  fetchWsdl: true,
  register: true,
  deregister: true,
  initiateSession: true,
  exchangePackage: true,
  terminateSession: true,
  manageParameters: true,
  call: true,
  setCallbackBehaviour: true,
  queryOperation: true,
  discoverDevices: true,
};
const dmServer: Readonly<Record<DmServerCommand["name"], true>> = {
  start: true,
  publish: true,
  withdraw: true,
  decideRegistration: true,
  cancelOperation: true,
  resumeRecipient: true,
  resendDeadLetter: true,
  refreshUpstream: true,
  testEndpoint: true,
  setPolicy: true,
  resetPolicy: true,
  addExternalSystem: true,
  setExternalSystem: true,
  removeExternalSystem: true,
  setCredential: true,
  removeCredential: true,
  pauseRecipient: true,
  tryRecipientNow: true,
  resendAll: true,
  dropDeadLetter: true,
  dropDeadLetters: true,
  restoreDeadLetters: true,
  manageDevice: true,
  bootstrapDevice: true,
};
const device: Readonly<Record<DeviceCommand["name"], true>> = {
  start: true,
  startSession: true,
  abortSession: true,
  setBehaviour: true,
  setManners: true,
  setValue: true,
  editNode: true,
  addNode: true,
  deleteNode: true,
  raiseAlert: true,
  answerUser: true,
  runAction: true,
};

const registry: Readonly<Record<RegistryCommand["name"], true>> = { behave: true };

/** Names of the commands that each role takes; the compiler holds them to the roles' own types. */
export const commandNames: Readonly<Record<RoleName, Readonly<Record<string, true>>>> = {
  "external-system": externalSystem,
  "dm-server": dmServer,
  device,
  registry,
};
