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
      return meant.length > 0 ? pass(check.text, seqs) : missing(check, messages);
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
    case "count": {
      const { least = 0, most = Infinity } = check;
      if (meant.length >= least && meant.length <= most) return pass(check.text, seqs);
      return fail(`${check.text}: ${meant.length} such messages`, seqs);
    }
    case "same":
    case "different": {
      const others = messagesOf(check.step).filter((observed) => arrived(check.other.message, observed));
      const other = others.at(-1);
      const one = meant.at(-1);
      if (!other || !one) return fail(`${check.text}: nothing to compare`, seqs);
      const left = String(one.summary?.facts[check.fact] ?? "nothing");
      const right = String(other.summary?.facts[check.other.fact] ?? "nothing");
      const both = [other.record.seq, one.record.seq];
      if ((left === right) === (check.kind === "same")) return pass(check.text, both);
      return fail(`${check.text}: ${left} is ${check.kind === "same" ? "not " : ""}${right}`, both);
    }
  }
}

/** Says what the messages have instead that fit but for one fact. */
function missing(check: Extract<Check, { kind: "present" }>, messages: readonly Observed[]): CheckResult {
  const { facts = {}, ...envelope } = check.message;
  const near = messages.filter((observed) => arrived(envelope, observed));
  for (const [name, wanted] of Object.entries(facts)) {
    const stated = near.filter((observed) => observed.summary?.facts[name] !== undefined);
    if (stated.some((observed) => factFits(observed.summary?.facts[name] ?? "", wanted))) continue;
    const found = [...new Set(stated.flatMap((observed) => observed.summary?.facts[name] ?? []))];
    if (found.length > 0)
      return fail(
        `${check.text}: ${name} ${found.join(", ")} instead of ${String(wanted)}`,
        stated.map((observed) => observed.record.seq),
      );
  }
  return fail(`${check.text}: no such message`, []);
}

function pass(reason: string, messages: readonly number[]): CheckResult {
  return { verdict: "pass", reason, messages };
}
function fail(reason: string, messages: readonly number[]): CheckResult {
  return { verdict: "fail", reason, messages };
}
