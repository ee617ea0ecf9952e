import { WorkbenchError } from "../../core/error.ts";
import type { DeviceOptions, DmAccount } from "../../roles/device/index.ts";
import type { DeviceManners } from "../../roles/device/manners/index.ts";
import { builtInProfile, builtInProfileIds, isBuiltInProfile } from "../../roles/device/profiles/built-in.ts";
import { readManners } from "../devices/manner-view.ts";

type Settings = Readonly<Record<string, string>>;

/** Encoding of the device's messages; XML unless the setting `encoding` says otherwise. */
export function encodingIn(settings: Settings): "xml" | "wbxml" {
  return choice(settings, "encoding", ["xml", "wbxml"]);
}

/** Profile of the setting `deviceProfile`, the phone by default. Throws `scenario/setting`. */
export function profileIn(settings: Settings): DeviceOptions["profile"] {
  const id = settings["deviceProfile"] ?? "phone";
  if (isBuiltInProfile(id)) return builtInProfile(id);
  throw unusable("deviceProfile", id, builtInProfileIds);
}

/** How both sides prove themselves: the settings `auth`, `authPref` and `serverAuth`. */
export function authIn(settings: Settings): Pick<DmAccount, "auth" | "authPref" | "serverAuth"> {
  return {
    auth: choice(settings, "auth", ["md5", "basic", "mac", "none"]),
    authPref: choice(settings, "authPref", ["challenge", "unasked"]),
    serverAuth: choice(settings, "serverAuth", ["md5", "basic", "mac", "none"]),
  };
}

/** Departures from the protocol in the setting `manners`: `nonce=stale, closes=status-only`. Throws `device-input/manners`. */
export function mannersIn(settings: Settings): Partial<DeviceManners> {
  const pairs = (settings["manners"] ?? "")
    .split(",")
    .map((part) => part.split("=").map((text) => text.trim()))
    .filter(([name = ""]) => name !== "");
  return readManners(Object.fromEntries(pairs.map(([name = "", value = ""]) => [name, value])));
}

/** A whole number of a setting, or undefined when it is not set. Throws `scenario/setting`. */
export function numberIn(settings: Settings, name: string): number | undefined {
  const text = settings[name];
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw unusable(name, text, ["a whole number"]);
}

/** One of the values of a setting; the first by default. Throws `scenario/setting`. */
export function choice<const T extends string>(
  settings: Settings,
  name: string,
  values: readonly [T, ...T[]],
): T {
  const text = settings[name];
  if (text === undefined) return values[0];
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw unusable(name, text, values);
}

function unusable(name: string, value: string, values: readonly string[]): WorkbenchError {
  return new WorkbenchError(
    "scenario/setting",
    `The setting ${name} cannot be "${value}"; it can be ${values.join(", ")}`,
    { name, value },
  );
}
