import type { JournalRecord } from "../journal/record.ts";
import type { Step } from "./format.ts";
import { matches, type Observed } from "./matcher.ts";
import { known } from "./variables.ts";
import type { Verdict } from "./verdict.ts";

/** A step as it stands: its verdict, why, and which records it is made of. */
export interface StepState {
  readonly id: string;
  readonly title: string;
  verdict: Verdict;
  reason: string | undefined;
  readonly messages: number[];
}

/** The messages of a run, sorted into the steps of its scenario. */
export interface StepLog {
  readonly states: readonly StepState[];
  /** Puts a crossing to the step that it belongs to; what belongs to none is left out. */
  put(item: Observed): void;
  itemsOf(step: string): readonly Observed[];
  /** Step of a crossing that was put. */
  stepOf(record: JournalRecord): string | undefined;
  /** Step to which a message would belong that has not crossed yet. */
  stepFor(item: Observed): string | undefined;
}

/**
 * Creates the empty log of a scenario's steps. `current` gives the id of the step that is awaited; `variables` are those of
 * the scenario as they stand.
 */
export function createStepLog(
  steps: readonly Step[],
  current: () => string | undefined,
  variables: Readonly<Record<string, string>>,
): StepLog {
  const states = steps.map(({ id, title }): StepState => ({
    id,
    title,
    verdict: "none",
    reason: undefined,
    messages: [],
  }));
  const items = new Map<string, Observed[]>(steps.map((step) => [step.id, []]));
  const stateById = new Map(states.map((state) => [state.id, state]));
  const stepOfExchange = new Map<string, string>();
  const stepOfSeq = new Map<number, string>();

  const isOf = (step: Step, item: Observed): boolean =>
    step.messages.some((matcher) => {
      const meant = known(matcher, variables);
      return meant !== undefined && matches(meant, item);
    });

  const stepFor = (item: Observed): string | undefined => {
    const { record } = item;
    if (record.kind !== "crossing") return undefined;
    const awaited = current();
    const own = steps.find((step) => (step.scope === "run" || step.id === awaited) && isOf(step, item));
    return own?.id ?? (record.direction === "response" ? stepOfExchange.get(record.exchange) : undefined);
  };

  return {
    states,
    put: (item) => {
      const { record } = item;
      const id = stepFor(item);
      if (record.kind !== "crossing" || id === undefined) return;
      if (record.direction === "request") stepOfExchange.set(record.exchange, id);
      stepOfSeq.set(record.seq, id);
      items.get(id)?.push(item);
      stateById.get(id)?.messages.push(record.seq);
    },
    itemsOf: (step) => items.get(step) ?? [],
    stepOf: (record) => stepOfSeq.get(record.seq),
    stepFor,
  };
}
