import type { ObjectAction } from "./management-object.ts";
import { isRecord, numberField, textField } from "./node-values.ts";
import type { PlannedFailure } from "./object-spec.ts";

/** Reads a planned failure out of the store. */
export function readFailure(stored: unknown): PlannedFailure | undefined {
  if (!isRecord(stored)) return undefined;
  const at = textField(stored, "at");
  const result = numberField(stored, "result");
  return at === undefined || result === undefined ? undefined : { at, result };
}

/** The action by which a person has the next operation fail. */
export function failNext(stages: readonly string[], result: number): ObjectAction {
  return {
    name: "fail-next",
    title: "Have the next operation fail",
    parameters: [
      { name: "at", title: "Operation", default: stages[0] ?? "", values: stages },
      { name: "result", title: "Result code", default: String(result) },
    ],
  };
}

/** The failure that the action's parameters plan, or what is wrong with them. */
export function planFailure(
  stages: readonly string[],
  parameters: Readonly<Record<string, string>>,
): PlannedFailure | string {
  const at = parameters["at"] ?? stages[0] ?? "";
  const result = Number(parameters["result"]);
  if (!stages.includes(at)) return `There is no operation ${at}.`;
  return Number.isInteger(result) && result >= 100 && result <= 9999
    ? { at, result }
    : "The result is a number of three or four digits.";
}
