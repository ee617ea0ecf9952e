import type { ScenarioView } from "../../../simulator/api/index.ts";

/** What a run was set to, in the words of its scenario: only what differs from the defaults. */
export function variantText(
  settings: Readonly<Record<string, string>>,
  scenario: ScenarioView | undefined,
): string {
  if (scenario === undefined) return Object.values(settings).join(", ");
  return scenario.settings
    .filter(({ name, default: usual }) => settings[name] !== undefined && settings[name] !== usual)
    .map(({ name, values }) => values.find(({ value }) => value === settings[name])?.title ?? settings[name])
    .join(", ");
}
