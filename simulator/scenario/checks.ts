import type { Check } from "./format.ts";
import { arrived, factFits, type Observed } from "./matcher.ts";
import type { Verdict } from "./verdict.ts";

/** Outcome of one check, pointing at the records that decided it. */
export interface CheckResult {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly messages: readonly number[];
}

/** Judges the messages of a step. `messagesOf` gives those of another step. */
export function judge(
  check: Check,
  messages: readonly Observed[],
  messagesOf: (step: string) => readonly Observed[],
): CheckResult {
  const meant = messages.filter((observed) => arrived(check.message, observed));
  const seqs = meant.map((observed) => observed.record.seq);
  switch (check.kind) {
    case "present":
      return meant.length > 0 ? pass(check.text, seqs) : fail(`${check.text}: no such message`, []);
    case "fact": {
      if (meant.length === 0) return fail(`${check.text}: no such message`, []);
      const wrong = meant.find((observed) => {
        const fact = observed.summary?.facts[check.fact];
        return fact === undefined || !factFits(fact, check.is);
      });
      if (!wrong) return pass(check.text, seqs);
      const found = String(wrong.summary?.facts[check.fact] ?? "nothing");
      return fail(`${check.text}: found ${found} instead of ${String(check.is)}`, [wrong.record.seq]);
    }
    case "same": {
      const others = messagesOf(check.step).filter((observed) => arrived(check.other.message, observed));
      const other = others.at(-1);
      const one = meant.at(-1);
      if (!other || !one) return fail(`${check.text}: nothing to compare`, seqs);
      const left = String(one.summary?.facts[check.fact] ?? "nothing");
      const right = String(other.summary?.facts[check.other.fact] ?? "nothing");
      const both = [other.record.seq, one.record.seq];
      return left === right ? pass(check.text, both) : fail(`${check.text}: ${left} is not ${right}`, both);
    }
  }
}

function pass(reason: string, messages: readonly number[]): CheckResult {
  return { verdict: "pass", reason, messages };
}
function fail(reason: string, messages: readonly number[]): CheckResult {
  return { verdict: "fail", reason, messages };
}
