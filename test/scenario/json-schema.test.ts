import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { scenarioSchema } from "../../simulator/scenario/json-schema.ts";

const page = readFileSync("docs/reference/scenario-format.md", "utf8");

describe("reference of the scenario format", () => {
  it("has the schema that the format gives (docs/reference/scenario-format.md says how to write it anew)", () => {
    const stored: unknown = JSON.parse(readFileSync("docs/reference/scenario.schema.json", "utf8"));
    expect(stored).toEqual(JSON.parse(JSON.stringify(scenarioSchema())));
  });

  it("names every field on its page", () => {
    const fields = new Set<string>();
    JSON.stringify(scenarioSchema(), (key, value: unknown) => {
      if (key === "properties" && typeof value === "object" && value !== null)
        for (const name of Object.keys(value)) fields.add(name);
      return value;
    });
    expect(fields.size).toBeGreaterThan(30);
    for (const field of fields) expect(page, field).toContain(`\`${field}\``);
  });
});
