import { describe, expect, it } from "vitest";
import { applies, type Scenario } from "../../simulator/scenario/format.ts";
import { builtInScenario, builtInScenarios } from "../../simulator/scenario/library.ts";
import { createTestWorkbench } from "../support/workbench.ts";

type Settings = Readonly<Record<string, string>>;

/** Milliseconds for all settings of a scenario on a busy machine. */
const PATIENCE = 120_000;
const scenarios = builtInScenarios().filter(({ world }) => world === "web-services");

async function run(scenario: string | Scenario, settings: Settings, wire: "memory" | "http" = "memory") {
  const workbench = createTestWorkbench();
  const started = workbench.start({ scenario, settings, speed: "max", wire, seed: "wsi" });
  await started.ended;
  return { view: workbench.view(started.id), failure: started.failure };
}

/** What is not as it should be in a run, with the reasons. */
async function faults(scenario: Scenario, settings: Settings, wire: "memory" | "http" = "memory") {
  const { view, failure } = await run(scenario.id, settings, wire);
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

const right = { failure: undefined, verdict: "pass", refusal: undefined, missing: [], bad: [] };

function defaultsOf(scenario: Scenario): Settings {
  return Object.fromEntries(scenario.settings.map((setting) => [setting.name, setting.default]));
}

/** Settings that change how messages are written, not what happens: they take turns instead of multiplying. */
const carriers = ["soapVersion", "encoding"];

/** Every combination of the values of a scenario's settings, the carriers taking turns. */
function combinations(scenario: Scenario): readonly Settings[] {
  const carried = scenario.settings.filter(({ name }) => carriers.includes(name));
  return scenario.settings
    .filter(({ name }) => !carriers.includes(name))
    .reduce<readonly Settings[]>(
      (all, { name, values }) =>
        all.flatMap((each) => values.map(({ value }) => ({ ...each, [name]: value }))),
      [{}],
    )
    .map((settings, index) => ({
      ...settings,
      ...Object.fromEntries(
        carried.map(({ name, values }, place) => [
          name,
          values[(index + place) % values.length]?.value ?? "",
        ]),
      ),
    }));
}

function textOf(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))("%s", (_id, scenario) => {
  it("passes with every setting in memory", { timeout: PATIENCE }, async () => {
    const found: Record<string, unknown> = {};
    for (const settings of combinations(scenario)) {
      const outcome = await faults(scenario, settings);
      if (JSON.stringify(outcome) !== JSON.stringify(right)) found[textOf(settings)] = outcome;
    }
    expect(found).toEqual({});
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
      expect(step.id).toMatch(/^(A1|B1|C1|D1|F3|G1|S1)\.\d+$/);
      expect(step.what).toMatch(/^[A-Z].*\.$/);
      expect(step.checks.length, step.id).toBeGreaterThan(0);
    }
  });
});

describe("checks that can fail", () => {
  const spoilt = async (id: string, worldSettings: Settings, settings: Settings = {}) => {
    const scenario = builtInScenario(id);
    const { view } = await run(
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
