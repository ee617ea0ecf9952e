import { describe, expect, it } from "vitest";
import { builtInScenarios } from "../../simulator/scenario/library.ts";
import { expectRight } from "../support/scenario-runs.ts";
import { combinations, pairwise } from "../support/scenario-settings.ts";

/* `wsi-scenarios.test.ts` runs every two settings together; here all of them multiply. */

const multiplied = builtInScenarios().filter(
  (scenario) =>
    scenario.world === "web-services" && combinations(scenario).length > pairwise(scenario).length,
);

it("there are such scenarios", () => {
  expect(multiplied.map(({ id }) => id)).toContain("figure-3");
});

describe.each(["memory", "http"] as const)("over %s", (wire) => {
  it.each(multiplied)("$id passes with every combination of its settings", async (scenario) => {
    await expectRight(scenario, combinations(scenario), wire);
  });
});
