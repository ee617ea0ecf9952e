import { WorkbenchError } from "../../../core/error.ts";
import gatewayFile from "./gateway.profile.json" with { type: "json" };
import meterFile from "./meter.profile.json" with { type: "json" };
import phoneFile from "./phone.profile.json" with { type: "json" };
import type { DeviceProfile } from "./profile.ts";
import { readProfile } from "./read-profile.ts";
import vehicleFile from "./vehicle.profile.json" with { type: "json" };
import windowsFile from "./windows.profile.json" with { type: "json" };

const files = {
  phone: phoneFile,
  meter: meterFile,
  gateway: gatewayFile,
  vehicle: vehicleFile,
  windows: windowsFile,
} satisfies Readonly<Record<string, unknown>>;

/** Names of the built-in profiles. */
export type BuiltInProfileId = keyof typeof files;

/** The built-in profiles' names, in the order of lists. */
export const builtInProfileIds = Object.freeze(Object.keys(files)) as readonly BuiltInProfileId[];

const read = new Map<string, DeviceProfile>();

/** A built-in profile, the same object at each call. Throws `profile/built-in` when its file is wrong: our mistake. */
export function builtInProfile(id: BuiltInProfileId): DeviceProfile {
  const known = read.get(id);
  if (known) return known;
  const { profile, findings } = readProfile(files[id]);
  if (!profile)
    throw new WorkbenchError("profile/built-in", `The profile ${id} is wrong: ${findings[0]?.text ?? ""}`, {
      id,
    });
  read.set(id, profile);
  return profile;
}

/** True for the name of a built-in profile. */
export function isBuiltInProfile(id: string): id is BuiltInProfileId {
  return Object.hasOwn(files, id);
}

/** The built-in profiles, in the order of lists. */
export function builtInProfiles(): readonly DeviceProfile[] {
  return builtInProfileIds.map(builtInProfile);
}
