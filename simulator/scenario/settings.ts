import { WorkbenchError } from "../core/error.ts";
import type { Scenario } from "./format.ts";

/** The scenario's settings with defaults filled in. Throws `scenario/setting` for an unknown name or value. */
export function resolveSettings(
  scenario: Scenario,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const name of Object.keys(given))
    if (!scenario.settings.some((setting) => setting.name === name))
      throw new WorkbenchError(
        "scenario/setting",
        `${scenario.id} has no setting ${name}; it has ${scenario.settings.map((setting) => setting.name).join(", ") || "none"}`,
        { name },
      );
  const resolved: Record<string, string> = {};
  for (const setting of scenario.settings) {
    const value = given[setting.name] ?? setting.default;
    if (!setting.values.some((allowed) => allowed.value === value))
      throw new WorkbenchError(
        "scenario/setting",
        `${setting.name}=${value} is not possible; choose ${setting.values.map((allowed) => allowed.value).join(", ")}`,
        { name: setting.name, value },
      );
    resolved[setting.name] = value;
  }
  return resolved;
}
