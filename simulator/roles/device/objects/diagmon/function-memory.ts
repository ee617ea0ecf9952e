import { readOrigin, type ExecOrigin } from "../exec-origin.ts";
import { isRecord, numberField, textField } from "../node-values.ts";
import type { PlannedFailure } from "../object-spec.ts";
import { readFailure } from "../planned-failure.ts";

/** Samples of a run that are kept for its report and, where the profile wants it, as nodes. */
export const KEPT_SAMPLES = 100;

/** A run of a diagnostics function. Durations in milliseconds, dates in milliseconds since 1970. */
export interface FunctionRun extends ExecOrigin {
  /** The Start that was run. */
  readonly uri: string;
  readonly phase: "asking" | "measuring";
  /** Samples taken. */
  readonly sample: number;
  readonly period?: number | undefined;
  readonly samples?: number | undefined;
  readonly nextAt?: number | undefined;
  readonly endsAt?: number | undefined;
  readonly collected: readonly string[];
}

/** What a diagnostics function remembers besides its tree. Plain JSON. */
export interface FunctionMemory {
  readonly run?: FunctionRun | undefined;
  readonly failure?: PlannedFailure | undefined;
}

/** Reads what was remembered; parts of another form are left out. */
export function readFunctionMemory(stored: unknown): FunctionMemory {
  if (!isRecord(stored)) return {};
  return { run: readRun(stored["run"]), failure: readFailure(stored["failure"]) };
}

function readRun(stored: unknown): FunctionRun | undefined {
  if (!isRecord(stored)) return undefined;
  const uri = textField(stored, "uri");
  const collected = stored["collected"];
  if (uri === undefined || !Array.isArray(collected)) return undefined;
  return {
    uri,
    ...readOrigin(stored),
    phase: stored["phase"] === "measuring" ? "measuring" : "asking",
    sample: numberField(stored, "sample") ?? 0,
    period: numberField(stored, "period"),
    samples: numberField(stored, "samples"),
    nextAt: numberField(stored, "nextAt"),
    endsAt: numberField(stored, "endsAt"),
    collected: collected.filter((text) => typeof text === "string"),
  };
}
