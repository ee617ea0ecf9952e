import type { JournalRecord } from "../journal/record.ts";
import type { Matcher } from "./format.ts";
import type { Fact, MessageSummary } from "../stacks/summary.ts";

/** A record with its summary, as the engine looks at it. */
export interface Observed {
  readonly record: JournalRecord;
  readonly summary: MessageSummary | undefined;
}

/** True when the record is what the matcher means. */
export function matches(matcher: Matcher, { record, summary }: Observed): boolean {
  if (matcher.note !== undefined) return record.kind === "note" && record.code === matcher.note;
  if (record.kind !== "crossing") return false;
  return (
    (matcher.channel === undefined || matcher.channel === record.channel) &&
    (matcher.direction === undefined || matcher.direction === record.direction) &&
    (matcher.from === undefined || matcher.from === record.from.role) &&
    (matcher.to === undefined || matcher.to === record.to.role) &&
    (matcher.fromName === undefined || matcher.fromName === record.from.name) &&
    (matcher.toName === undefined || matcher.toName === record.to.name) &&
    (matcher.outcome === undefined || matcher.outcome === record.outcome) &&
    (matcher.status === undefined ||
      (record.status !== undefined && factFits(record.status, matcher.status))) &&
    Object.entries(matcher.facts ?? {}).every(([name, wanted]) => {
      const fact = summary?.facts[name];
      return fact !== undefined && factFits(fact, wanted);
    })
  );
}

/** True when the record fits and reached its receiver, unless the matcher names another outcome itself. */
export function arrived(matcher: Matcher, item: Observed): boolean {
  const { record } = item;
  const reached = record.kind !== "crossing" || record.outcome === "delivered" || record.outcome === "edited";
  return (reached || matcher.outcome !== undefined) && matches(matcher, item);
}

/** True when the fact, or one of a list fact, is the wanted value or one of them. */
export function factFits(
  fact: Fact,
  wanted: string | number | boolean | readonly (string | number | boolean)[],
): boolean {
  const values: readonly (string | number | boolean)[] = Array.isArray(wanted) ? wanted : [wanted as string];
  const facts: readonly (string | number | boolean)[] = Array.isArray(fact) ? fact : [fact as string];
  return facts.some((value) => values.includes(value));
}
