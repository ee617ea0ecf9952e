import type { ScenarioView } from "../api/index.ts";
import type { Scenario } from "../scenario/format.ts";

/** A scenario as lists and start pages show it. */
export function scenarioView(scenario: Scenario): ScenarioView {
  const { id, title, description, steps, settings } = scenario;
  return {
    id,
    title,
    description,
    steps: steps.map((step) => ({
      id: step.id,
      title: step.title,
      optional: step.optional,
      from: step.from,
      to: step.to,
    })),
    settings,
  };
}
