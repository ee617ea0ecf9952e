import { readOrigin, type ExecOrigin } from "../exec-origin.ts";
import { isRecord, numberField } from "../node-values.ts";
import type { PlannedFailure } from "../object-spec.ts";
import { readFacts, type PackageFacts } from "../package-format.ts";
import { readFailure } from "../planned-failure.ts";
import { fumoOperations, type FumoOperation } from "./fumo-nodes.ts";

const phases = [
  "askingForDownload",
  "requesting",
  "transferring",
  "storing",
  "askingForUpdate",
  "updating",
  "rebooting",
] as const;

/** What an operation is at: each waits for an answer or for time. */
export type FumoPhase = (typeof phases)[number];

/** An operation that runs. */
export interface FumoRun extends ExecOrigin {
  readonly operation: FumoOperation;
  readonly phase: FumoPhase;
  /** Percent of the transfer or of the update. */
  readonly percent: number;
  /** Date at which the phase goes on, milliseconds since 1970. */
  readonly endsAt?: number | undefined;
}

/** What a FUMO remembers besides its tree. Plain JSON. */
export interface FumoMemory {
  readonly run?: FumoRun | undefined;
  /** The package that was downloaded. */
  readonly pkg?: PackageFacts | undefined;
  /** What the device's driver has planned for the next operation. */
  readonly failure?: PlannedFailure | undefined;
}

/** Reads what was remembered; parts of another form are left out. */
export function readFumoMemory(stored: unknown): FumoMemory {
  if (!isRecord(stored)) return {};
  return {
    run: readRun(stored["run"]),
    pkg: readFacts(stored["pkg"]),
    failure: readFailure(stored["failure"]),
  };
}

function readRun(stored: unknown): FumoRun | undefined {
  if (!isRecord(stored)) return undefined;
  const operation = fumoOperations.find((name) => name === stored["operation"]);
  const phase = phases.find((name) => name === stored["phase"]);
  if (!operation || !phase) return undefined;
  return {
    operation,
    phase,
    ...readOrigin(stored),
    percent: numberField(stored, "percent") ?? 0,
    endsAt: numberField(stored, "endsAt"),
  };
}
