import type { CrossingRecord } from "../journal/record.ts";
import type { Fact } from "../stacks/summary.ts";
import type { Run } from "./run.ts";

/** A message with what its summary says. */
export interface Told {
  readonly message: CrossingRecord;
  readonly title: string;
  readonly facts: Readonly<Record<string, Fact>>;
}

/** The messages of a run that arrived, as its story is told from them. */
export interface Material {
  readonly all: readonly Told[];
  /** Requests of an operation or callback, in order. */
  requests(operation: string): readonly Told[];
  /** Responses to an operation, faults left out. */
  answers(operation: string): readonly Told[];
}

/** Reads what each message says, once. */
export function materialOf(run: Pick<Run, "summarise">, messages: readonly CrossingRecord[]): Material {
  const all = messages.map((message): Told => {
    const summary = run.summarise(message);
    return { message, title: summary?.title ?? "", facts: summary?.facts ?? {} };
  });
  const part = (operation: string, name: string) =>
    all.filter(({ facts }) => facts["operation"] === operation && facts["part"] === name);
  return {
    all,
    requests: (operation) => part(operation, "request"),
    answers: (operation) => part(operation, "response"),
  };
}

/** A fact that is a number. */
export function numberOf(told: Told | undefined, fact: string): number | undefined {
  const value = told?.facts[fact];
  return typeof value === "number" ? value : undefined;
}

/** A fact that is a text. */
export function textOf(told: Told | undefined, fact: string): string | undefined {
  const value = told?.facts[fact];
  return typeof value === "string" ? value : undefined;
}

/** True when a list fact contains a value. */
export function hasFact(told: Told, fact: string, value: string | number): boolean {
  const list = told.facts[fact];
  return Array.isArray(list) ? list.some((item) => item === value) : list === value;
}

/** `1 device`, `8 devices`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** The text with one full stop at its end. */
export function sentence(text: string): string {
  return `${text.replace(/\.+$/, "")}.`;
}

const ends: Readonly<Record<string, string>> = {
  "partly-succeeded": "partly succeeded",
  cancelled: "was cancelled",
  expired: "expired",
  failed: "failed",
  succeeded: "succeeded",
};

/** How an operation ended, with its devices where it had several: "partly succeeded: 6 of 8 devices done, 2 failed". */
export function endWords(result: Told): string {
  const state = textOf(result, "field.state") ?? "ended";
  const said = ends[state] ?? state;
  const reason = textOf(result, "field.reason");
  const why = reason === undefined ? "" : `, ${reason}`;
  const targeted = numberOf(result, "totals.targeted") ?? 1;
  if (targeted < 2) return `${said}${why}`;
  const parts = [`${numberOf(result, "totals.succeeded") ?? 0} of ${counted(targeted, "device")} done`];
  for (const [name, word] of [
    ["failed", "failed"],
    ["expired", "not reached in time"],
    ["cancelled", "never begun"],
  ] as const) {
    const count = numberOf(result, `totals.${name}`) ?? 0;
    if (count > 0) parts.push(`${count} ${word}`);
  }
  return `${said}${why}: ${parts.join(", ")}`;
}
