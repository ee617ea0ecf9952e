import type { RoleContext } from "../../wire/role.ts";
import type { DeviceBehaviour, DeviceOptions, DmAccount } from "./options.ts";

/** What the parts of a device share. */
export interface DeviceCore {
  readonly options: DeviceOptions;
  readonly context: RoleContext;
  /** The account as it holds for the running session: what servers changed in DMAcc counts from the next session on. */
  account: DmAccount;
  behaviour: DeviceBehaviour;
  readonly maxMsgSize: number;
  readonly maxObjSize: number;
}

/** The behaviour of a device of which a scenario wants nothing special. */
export const plainBehaviour: DeviceBehaviour = Object.freeze({ notification: "accept", user: "none" });

/** Creates what the parts of a device share. */
export function createCore(options: DeviceOptions, context: RoleContext): DeviceCore {
  return {
    options,
    context,
    account: options.account,
    behaviour: options.behaviour ? { ...plainBehaviour, ...options.behaviour } : plainBehaviour,
    maxMsgSize: options.maxMsgSize ?? options.profile.maxMsgSize,
    maxObjSize: options.maxObjSize ?? options.profile.maxObjSize,
  };
}
