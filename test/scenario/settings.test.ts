import { describe, expect, it } from "vitest";
import { isWorkbenchError } from "../../simulator/core/error.ts";
import { applies } from "../../simulator/scenario/format.ts";
import { builtInScenario, builtInScenarios, parseScenario } from "../../simulator/scenario/library.ts";
import { resolveSettings } from "../../simulator/scenario/settings.ts";
import { substitute } from "../../simulator/scenario/variables.ts";
import { worse } from "../../simulator/scenario/verdict.ts";

const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return isWorkbenchError(error) ? error.code : String(error);
  }
  return "nothing was thrown";
};

describe("scenarios as data", () => {
  it("reads every built-in scenario and finds it by its id", () => {
    for (const scenario of builtInScenarios()) expect(builtInScenario(scenario.id)).toBe(scenario);
    expect(codeOf(() => builtInScenario("figure-9"))).toBe("scenario/unknown");
  });

  it("has the eighteen steps of Figure 2 under their stable ids", () => {
    expect(builtInScenario("figure-2").steps.map((step) => step.id)).toEqual(
      Array.from({ length: 18 }, (_, index) => `F2.${index + 1}`),
    );
  });

  it("names the place of a mistake in a scenario file", () => {
    expect(codeOf(() => parseScenario("{", "x.json"))).toBe("scenario/invalid");
    try {
      parseScenario(JSON.stringify({ ...builtInScenario("figure-2"), steps: [{ id: 1 }] }), "x.json");
    } catch (error) {
      expect(String(error)).toMatch(/x\.json is not a scenario: steps\.0\.id/);
    }
  });

  it("fills defaults in and refuses unknown settings and values, saying what there is", () => {
    const scenario = builtInScenario("figure-2");
    expect(resolveSettings(scenario, { mode: "parameters" })).toEqual({
      registry: "on",
      mode: "parameters",
      encoding: "xml",
      refuse: "none",
    });
    expect(() => resolveSettings(scenario, { colour: "red" })).toThrow(/registry, mode, refuse/);
    expect(() => resolveSettings(scenario, { mode: "x" })).toThrow(/tunnel, parameters/);
  });

  it("applies conditions to settings", () => {
    expect(applies(undefined, {})).toBe(true);
    expect(applies({ a: "1", b: ["2", "3"] }, { a: "1", b: "3" })).toBe(true);
    expect(applies({ a: "1" }, {})).toBe(false);
  });

  it("replaces variables everywhere in a value, and refuses unknown ones", () => {
    expect(substitute({ a: ["${x}-${x}", 1], b: { c: "${x}" } }, { x: "v" })).toEqual({
      a: ["v-v", 1],
      b: { c: "v" },
    });
    expect(codeOf(() => substitute("${y}", {}))).toBe("scenario/variable");
  });

  it("lets verdicts only get worse", () => {
    expect(worse("pass", "none")).toBe("pass");
    expect(worse("inconclusive", "pass")).toBe("inconclusive");
    expect(worse("fail", "error")).toBe("error");
  });
});
