import { readOrigin, type ExecOrigin } from "../exec-origin.ts";
import { isRecord, numberField, textField } from "../node-values.ts";
import type { PlannedFailure } from "../object-spec.ts";
import { readFailure } from "../planned-failure.ts";
import { readFacts, type PackageFacts } from "../package-format.ts";
import { scomoLists, scomoOperations, type ScomoList, type ScomoOperation } from "./scomo-nodes.ts";

const phases = ["asking", "requesting", "transferring", "working"] as const;

/** What an operation is at: each waits for an answer or for time. */
export type ScomoPhase = (typeof phases)[number];

/** An operation that runs on one entry. */
export interface ScomoWork extends ExecOrigin {
  readonly list: ScomoList;
  /** Name of the entry. */
  readonly entry: string;
  readonly operation: ScomoOperation;
  /** The Exec's own spelling of the operation node. */
  readonly uri: string;
  readonly phase: ScomoPhase;
  readonly percent: number;
  /** Date at which the phase goes on, milliseconds since 1970. */
  readonly endsAt?: number | undefined;
  /** The package that was fetched. */
  readonly facts?: PackageFacts | undefined;
}

/** What a SCOMO remembers besides its tree. Plain JSON. */
export interface ScomoMemory {
  /** Operations that run, by a name of their own. */
  readonly works: Readonly<Record<string, ScomoWork>>;
  /** Packages that were fetched, by the names of their entries below Delivered. */
  readonly facts: Readonly<Record<string, PackageFacts>>;
  readonly failure?: PlannedFailure | undefined;
}

/** Reads what was remembered; parts of another form are left out. */
export function readScomoMemory(stored: unknown): ScomoMemory {
  if (!isRecord(stored)) return { works: {}, facts: {} };
  return {
    works: each(stored["works"], readWork),
    facts: each(stored["facts"], readFacts),
    failure: readFailure(stored["failure"]),
  };
}

/** The record without one of its fields. */
export function without<T>(record: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

function each<T>(stored: unknown, read: (entry: unknown) => T | undefined): Readonly<Record<string, T>> {
  if (!isRecord(stored)) return {};
  return Object.fromEntries(
    Object.entries(stored).flatMap(([name, entry]): [string, T][] => {
      const value = read(entry);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function readWork(stored: unknown): ScomoWork | undefined {
  if (!isRecord(stored)) return undefined;
  const list = (Object.keys(scomoLists) as ScomoList[]).find((name) => name === stored["list"]);
  const operation =
    list && scomoOperations[list].find((name: ScomoOperation) => name === stored["operation"]);
  const phase = phases.find((name) => name === stored["phase"]);
  const [entry, uri] = [textField(stored, "entry"), textField(stored, "uri")];
  if (!list || !operation || !phase || entry === undefined || uri === undefined) return undefined;
  return {
    list,
    operation,
    phase,
    entry,
    uri,
    ...readOrigin(stored),
    percent: numberField(stored, "percent") ?? 0,
    endsAt: numberField(stored, "endsAt"),
    facts: readFacts(stored["facts"]),
  };
}
