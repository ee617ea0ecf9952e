export {
  characteristic,
  characteristicsOf,
  parm,
  parmsOf,
  valueOf,
  type Characteristic,
  type Parm,
  type ProvisioningDocument,
  type ProvisioningPart,
} from "./document.ts";
export {
  inspectProvisioning,
  provisioningEncodingOf,
  readProvisioning,
  type DecodedProvisioning,
  type ProvisioningEncoding,
  type ProvisioningInspection,
} from "./read.ts";
export { writeProvisioning } from "./write.ts";
export {
  W7,
  w7Accounts,
  w7Characteristic,
  type W7Account,
  type W7Address,
  type W7Credentials,
} from "./w7.ts";
export {
  bootstrapMac,
  cpKey,
  cpMethods,
  dmKey,
  dmMethods,
  imsiOctets,
  macFits,
  userPinMac,
  userPinMacFits,
  type CpMethod,
  type DmMethod,
  type SharedSecrets,
} from "./security.ts";
export {
  bootstrapTypeText,
  DM_BOOTSTRAP_TYPE,
  provisioningTypes,
  readBootstrapType,
  type BootstrapType,
} from "./content-type.ts";
export {
  decodeBootstrapPush,
  encodeBootstrapPush,
  type BootstrapPushUnit,
  type DecodedBootstrapPush,
} from "./push-unit.ts";
