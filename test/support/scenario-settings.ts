import { applies, type Scenario } from "../../simulator/scenario/format.ts";

export type Settings = Readonly<Record<string, string>>;

/** Settings that change how messages are written, not what happens: they take turns instead of multiplying. */
export const carriers: readonly string[] = ["soapVersion", "encoding"];

type Setting = Scenario["settings"][number];

function all(settings: readonly Setting[]): readonly Settings[] {
  return settings.reduce<readonly Settings[]>(
    (found, { name, values }) =>
      found.flatMap((each) => values.map(({ value }) => ({ ...each, [name]: value }))),
    [{}],
  );
}

function withCarriers(scenario: Scenario, combinations: readonly Settings[]): readonly Settings[] {
  const carried = scenario.settings.filter(({ name }) => carriers.includes(name));
  return combinations.map((settings, index) => ({
    ...settings,
    ...Object.fromEntries(
      carried.map(({ name, values }, place) => [name, values[(index + place) % values.length]?.value ?? ""]),
    ),
  }));
}

function settingsThatMatter(scenario: Scenario): readonly Setting[] {
  return scenario.settings.filter(({ name }) => !carriers.includes(name));
}

/** Every combination of the values of a scenario's settings, the carriers taking turns. */
export function combinations(scenario: Scenario): readonly Settings[] {
  return withCarriers(scenario, all(settingsThatMatter(scenario)));
}

/** Every two values of two settings, as they stand together in a combination. */
function pairsIn(settings: Settings): string[] {
  const entries = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return entries.flatMap((one, at) => entries.slice(at).map((other) => `${one} ${other}`));
}

/**
 * As many combinations as it takes for every value to meet every value of each other setting, and for every step
 * to apply: what goes wrong between two settings is found, at a fraction of the runs.
 */
export function pairwise(scenario: Scenario): readonly Settings[] {
  const candidates = all(settingsThatMatter(scenario));
  const defaults = Object.fromEntries(scenario.settings.map(({ name, default: usual }) => [name, usual]));
  const covered = (settings: Settings) => [
    ...pairsIn(settings),
    ...scenario.steps
      .filter(({ when }) => applies(when, { ...defaults, ...settings }))
      .map(({ id }) => `step ${id}`),
  ];
  const missing = new Set(candidates.flatMap(covered));
  const gain = (settings: Settings) => covered(settings).filter((pair) => missing.has(pair)).length;
  const chosen: Settings[] = [];
  while (missing.size > 0) {
    const best = candidates.reduce((best, candidate) => (gain(candidate) > gain(best) ? candidate : best));
    for (const pair of covered(best)) missing.delete(pair);
    chosen.push(best);
  }
  return withCarriers(scenario, chosen.length === 0 ? [{}] : chosen);
}
