import { WorkbenchError } from "../core/error.ts";
import { Scenario } from "./format.ts";
import figure2 from "./library/figure-2.scenario.json" with { type: "json" };

const files: readonly unknown[] = [figure2];
let parsed: readonly Scenario[] | undefined;

/** The built-in scenarios, in the order of the list. */
export function builtInScenarios(): readonly Scenario[] {
  parsed ??= files.map((file) => Scenario.parse(file));
  return parsed;
}

/** A built-in scenario. Throws `scenario/unknown`. */
export function builtInScenario(id: string): Scenario {
  const found = builtInScenarios().find((scenario) => scenario.id === id);
  if (found) return found;
  const known = builtInScenarios()
    .map((scenario) => scenario.id)
    .join(", ");
  throw new WorkbenchError("scenario/unknown", `There is no scenario ${id}; there are ${known}`, { id });
}

/** A scenario from the text of a file. Throws `scenario/invalid` naming the places. */
export function parseScenario(text: string, fileName: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new WorkbenchError(
      "scenario/invalid",
      `${fileName} is not JSON: ${String(error)}`,
      { fileName },
      error,
    );
  }
  const result = Scenario.safeParse(value);
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => `${issue.path.join(".") || "(root)"}: ${issue.message}`);
  throw new WorkbenchError("scenario/invalid", `${fileName} is not a scenario: ${places.join("; ")}`, {
    fileName,
    places,
  });
}
