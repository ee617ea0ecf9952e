import type { HeldView, RunView, Verdict } from "../../../../simulator/api/index.ts";
import { itemSeq, type LadderItem } from "./ladder-model.ts";

/** A line of the ladder on screen: from the journal, or what stands behind its end. */
export type LadderLine =
  | LadderItem
  | { readonly kind: "held"; readonly held: HeldView }
  | { readonly kind: "next"; readonly next: NonNullable<RunView["next"]> }
  | { readonly kind: "past"; readonly left: number };

/**
 * The lines to draw. Live, held messages and the expected next one follow the journal. Looking back, everything after
 * `until` is left out and counted.
 */
export function ladderLines(
  items: readonly LadderItem[],
  run: RunView | undefined,
  until: number | undefined,
): readonly LadderLine[] {
  if (until !== undefined) {
    const shown = items.filter((item) => itemSeq(item) <= until);
    const left = items.length - shown.length;
    return left === 0 ? shown : [...shown, { kind: "past", left }];
  }
  if (run === undefined) return items;
  const recorded = new Set(items.flatMap((item) => (item.kind === "message" ? [item.row.seq] : [])));
  const held = run.held
    .filter(({ by, message }) => by === "rule" && !recorded.has(message.seq))
    .map((view) => ({ kind: "held" as const, held: view }));
  const isHolding = run.held.some(({ by }) => by === "rule");
  const next = isHolding ? undefined : nextOf(run);
  return [...items, ...held, ...(next === undefined ? [] : [{ kind: "next" as const, next }])];
}

/** What will cross next: what the run says, or the message that stands before the next step. */
function nextOf(run: RunView): RunView["next"] {
  if (run.state === "finished" || run.state === "aborted") return undefined;
  if (run.next !== undefined) return run.next;
  const standing = run.held.find(({ by }) => by === "step");
  if (standing === undefined) return undefined;
  const { step, from, to, title, summary } = standing.message;
  return { step, from, to, title, reason: summary === "" ? "stands before the next step" : summary };
}

/** What the gutter says of a message: the step it belongs to, where that step begins, and how it was judged. */
export function gutterSteps(
  items: readonly LadderItem[],
  steps: RunView["steps"],
): ReadonlyMap<number, { readonly id: string; readonly verdict: Verdict | undefined }> {
  const gutter = new Map<number, { id: string; verdict: Verdict | undefined }>();
  const verdictAt = new Map<number, Verdict>();
  for (const { messages, verdict } of steps) {
    const last = messages.at(-1);
    if (last !== undefined) verdictAt.set(last, verdict);
  }
  let before: string | undefined;
  for (const item of items) {
    if (item.kind !== "message") continue;
    const { seq, step } = item.row;
    const verdict = verdictAt.get(seq);
    if (step !== undefined && step !== before) gutter.set(seq, { id: step, verdict });
    else if (verdict !== undefined) gutter.set(seq, { id: "", verdict });
    before = step ?? before;
  }
  return gutter;
}

/** Sentence of a line that is not in the journal, for screen readers. */
export function lineSeq(line: LadderLine): number | undefined {
  return line.kind === "message" || line.kind === "note" ? line.row.seq : undefined;
}

/** The next line in a direction that can be chosen; undefined at the end. */
export function nextChoice(
  lines: readonly LadderLine[],
  index: number,
  direction: 1 | -1,
): number | undefined {
  for (let at = index; at >= 0 && at < lines.length; at += direction) {
    const line = lines[at];
    if (line !== undefined && lineSeq(line) !== undefined) return at;
  }
  return undefined;
}
