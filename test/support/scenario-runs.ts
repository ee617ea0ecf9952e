import { expect } from "vitest";
import { applies, type Scenario } from "../../simulator/scenario/format.ts";
import type { Settings } from "./scenario-settings.ts";
import { createTestWorkbench } from "./workbench.ts";

/** Runs a scenario to its end. */
export async function runScenario(
  scenario: string | Scenario,
  settings: Settings,
  wire: "memory" | "http" = "memory",
) {
  const workbench = createTestWorkbench();
  const started = workbench.start({ scenario, settings, speed: "max", wire, seed: "wsi" });
  await started.ended;
  return { view: workbench.view(started.id), failure: started.failure };
}

/** What is not as it should be in a run, with the reasons. */
export async function faults(scenario: Scenario, settings: Settings, wire: "memory" | "http" = "memory") {
  const { view, failure } = await runScenario(scenario.id, settings, wire);
  const all = { ...defaultsOf(scenario), ...settings };
  const expected = scenario.steps.filter((step) => applies(step.when, all)).map(({ id }) => id);
  return {
    failure,
    verdict: view.verdict,
    refusal: view.refusal,
    missing: expected.filter((id) => !view.steps.some((step) => step.id === id)),
    bad: view.steps
      .filter(({ verdict, messages }) => verdict !== "pass" || messages.length === 0)
      .map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason ?? ""}`),
  };
}

/** What `faults` finds in a run with which all is well. */
export const right = { failure: undefined, verdict: "pass", refusal: undefined, missing: [], bad: [] };

function defaultsOf(scenario: Scenario): Settings {
  return Object.fromEntries(scenario.settings.map((setting) => [setting.name, setting.default]));
}

function textOf(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

/** Expects all to be well with each of these settings, and names those with which it is not. */
export async function expectRight(
  scenario: Scenario,
  combinations: readonly Settings[],
  wire: "memory" | "http" = "memory",
): Promise<void> {
  const found: Record<string, unknown> = {};
  for (const settings of combinations) {
    const outcome = await faults(scenario, settings, wire);
    if (JSON.stringify(outcome) !== JSON.stringify(right)) found[textOf(settings)] = outcome;
  }
  expect(found).toEqual({});
}
