import { readFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { parse } from "yaml";
import { errorText, WorkbenchError } from "../core/error.ts";
import { readProfile, type DeviceProfile } from "../roles/device/index.ts";
import { builtInProfile, builtInProfileIds, isBuiltInProfile } from "../roles/device/profiles/built-in.ts";

/** True when a profile is named by its file, not by a built-in name. */
export function isProfileFile(name: string): boolean {
  return [".json", ".yaml", ".yml"].includes(extname(name));
}

/**
 * A profile by its built-in name or by the path of a file (JSON or YAML). Device descriptions that the file names are
 * looked for beside it.
 *
 * @throws WorkbenchError `config/invalid` with everything that is wrong with it
 */
export function profileNamed(name: string): DeviceProfile {
  if (isBuiltInProfile(name)) return builtInProfile(name);
  if (!isProfileFile(name))
    throw new WorkbenchError(
      "config/invalid",
      `devices: there is no profile "${name}"; there are ${builtInProfileIds.join(", ")}, or name a .json or .yaml file.`,
    );
  const folder = dirname(name);
  const { profile, findings } = readProfile(dataOf(name), (file) => textOf(resolve(folder, file)));
  if (profile) return profile;
  const mistakes = findings.map(({ text }) => `${name}: ${text}`);
  throw new WorkbenchError("config/invalid", mistakes.join("\n"), { mistakes });
}

function dataOf(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"), { maxAliasCount: 100 });
  } catch (error) {
    throw new WorkbenchError(
      "config/invalid",
      `${file} cannot be read: ${errorText(error)}.`,
      { file },
      error,
    );
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // the reader of the profile says that the file is missing
  }
}
