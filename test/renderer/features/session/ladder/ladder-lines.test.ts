import { expect, test } from "vitest";
import type { RunView } from "../../../../../simulator/api/index.ts";
import {
  gutterSteps,
  ladderLines,
  nextChoice,
} from "../../../../../renderer/features/session/ladder/ladder-lines.ts";
import { buildLadder } from "../../../../../renderer/features/session/ladder/ladder-model.ts";
import { message, note } from "../../../rows.ts";

const items = buildLadder([message(1), message(2), note(3, "silence"), message(4)], 4, false).items;
const next = {
  step: "F2.13",
  from: { role: "dm-server", name: "DM server", underTest: false },
  to: { role: "device", name: "Device", underTest: false },
  title: "Package 2",
  reason: "the DM server answers",
} as const;

function run(more: Partial<RunView>): RunView {
  return {
    id: "R-1",
    title: "Figure 2",
    settings: {},
    seed: "1",
    wire: "memory",
    state: "paused",
    speed: 1,
    startedAt: 0,
    durationMs: 0,
    clock: 0,
    records: 4,
    messages: 3,
    bytes: 0,
    verdict: "none",
    steps: [],
    parties: [],
    states: [],
    held: [],
    story: [],
    ...more,
  };
}

const kinds = (lines: readonly { readonly kind: string }[]) => lines.map(({ kind }) => kind);

test("F2 the expected next message stands behind the journal, until the run has ended", () => {
  expect(kinds(ladderLines(items, run({ next }), undefined)).at(-1)).toBe("next");
  expect(kinds(ladderLines(items, run({ next, state: "finished" }), undefined)).at(-1)).toBe("message");
});

test("F2 looking back leaves later lines out and counts them", () => {
  expect(ladderLines(items, run({ next }), 2).at(-1)).toEqual({ kind: "past", left: 2 });
  expect(kinds(ladderLines(items, run({ next }), 4))).not.toContain("past");
});

test("F3 a message caught by a rule takes the place of the expected one", () => {
  const held = [{ id: "h1", message: message(5), heldSince: 0, by: "rule" as const }];
  expect(kinds(ladderLines(items, run({ next, held }), undefined)).slice(-2)).toEqual(["message", "held"]);
});

test("F3 a held message that is in the journal already is not drawn twice", () => {
  const held = [{ id: "h1", message: message(4), heldSince: 0, by: "rule" as const }];
  expect(kinds(ladderLines(items, run({ held }), undefined))).not.toContain("held");
});

test("a message that waits for the next step is the expected one", () => {
  const held = [{ id: "h1", message: message(5, { title: "Package 3" }), heldSince: 0, by: "step" as const }];
  const last = ladderLines(items, run({ held }), undefined).at(-1);
  expect(last?.kind === "next" && last.next.title).toBe("Package 3");
});

test("the gutter names a step where it begins and judges it where it ends", () => {
  const steps = buildLadder(
    [message(1, { step: "F2.1" }), message(2, { step: "F2.1" }), message(3, { step: "F2.2" })],
    3,
    false,
  );
  const gutter = gutterSteps(steps.items, [
    { id: "F2.1", title: "", verdict: "pass", messages: [1, 2] },
    { id: "F2.2", title: "", verdict: "none", messages: [3] },
  ]);
  expect(gutter.get(1)).toEqual({ id: "F2.1", verdict: undefined });
  expect(gutter.get(2)).toEqual({ id: "", verdict: "pass" });
  expect(gutter.get(3)).toEqual({ id: "F2.2", verdict: "none" });
});

test("choosing passes over what cannot be chosen", () => {
  const lines = ladderLines(items, run({ next }), undefined);
  expect(nextChoice(lines, lines.length - 1, 1)).toBeUndefined();
  expect(nextChoice(lines, lines.length - 1, -1)).toBe(lines.length - 2);
});
