import { describe, expect, it } from "vitest";
import { builtInScenario, builtInScenarios } from "../../simulator/scenario/library.ts";
import { expectRight, faults, right, runScenario } from "../support/scenario-runs.ts";
import { carriers, pairwise, type Settings } from "../support/scenario-settings.ts";

/** Milliseconds for all settings of a scenario on a busy machine. */
const PATIENCE = 120_000;
const scenarios = builtInScenarios().filter(({ world }) => world === "web-services");

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))("%s", (_id, scenario) => {
  it("passes with every two settings together in memory", { timeout: PATIENCE }, async () => {
    await expectRight(scenario, pairwise(scenario));
  });

  const others = Object.fromEntries(
    scenario.settings
      .filter(({ name }) => carriers.includes(name))
      .map(({ name, values }) => [name, values.at(-1)?.value ?? ""]),
  );
  it.each([{}, others])("passes over HTTP with %o", { timeout: PATIENCE }, async (settings) => {
    expect(await faults(scenario, settings, "http")).toEqual(right);
  });

  it("says in every step what happens, and checks something", () => {
    expect(new Set(scenario.steps.map(({ id }) => id)).size).toBe(scenario.steps.length);
    for (const step of scenario.steps) {
      expect(step.id).toMatch(/^(A1|B1|C1|D1|F3|G1|R1|S1)\.\d+$/);
      expect(step.what).toMatch(/^[A-Z].*\.$/);
      expect(step.checks.length, step.id).toBeGreaterThan(0);
    }
  });
});

describe("checks that can fail", () => {
  const spoilt = async (id: string, worldSettings: Settings, settings: Settings = {}) => {
    const scenario = builtInScenario(id);
    const { view } = await runScenario(
      { ...scenario, worldSettings: { ...scenario.worldSettings, ...worldSettings } },
      settings,
    );
    const first = view.steps.find(({ verdict }) => verdict !== "pass");
    return { verdict: view.verdict, id: first?.id, reason: first?.reason };
  };

  it("B1.8 fails when fewer devices succeed than should", async () => {
    const { verdict, id, reason } = await spoilt("bulk", { meters: "3" });
    expect({ verdict, id }).toEqual({ verdict: "fail", id: "B1.8" });
    expect(reason).toMatch(/succeeded.*found 5 instead of 6/);
  });

  it("B1.3 fails when the policy does not grant so many devices", async () => {
    const { verdict, id } = await spoilt("bulk", { policy: "narrow" });
    expect({ verdict, id }).toEqual({ verdict: "fail", id: "B1.3" });
  });

  it("C1.6 is as far as it comes without the upstream", async () => {
    const { verdict, id } = await spoilt("delegation", { upstream: "absent" });
    expect(verdict).toBe("fail");
    expect(id).toBe("C1.1");
  });

  it("D1.3 fails when the inventory has other devices", async () => {
    const { verdict, id, reason } = await spoilt("device-discovery", { meters: "4" });
    expect({ verdict, id }).toEqual({ verdict: "fail", id: "D1.3" });
    expect(reason).toMatch(/found 4 instead of 5/);
  });

  it("S1.6 fails when the DM server's patience is longer than the External System needs", async () => {
    const { verdict, id } = await spoilt("slow-external-system", { holdResponse: "120000" });
    expect({ verdict, id }).toEqual({ verdict: "fail", id: "S1.6" });
  });

  it("A1.1 is an error when the party that it asks is not there", async () => {
    const { verdict, id } = await spoilt("auth-matrix", { cast: "usual" });
    expect({ verdict, id }).toEqual({ verdict: "error", id: "A1.1" });
  });
});
