import { expect, test } from "vitest";
import {
  buildLadder,
  nextMessageSeq,
  statesBefore,
} from "../../../../../renderer/features/session/ladder/ladder-model.ts";
import { lanesOf } from "../../../../../renderer/features/session/ladder/lanes.ts";
import { message, note, state } from "../../../rows.ts";

const rows = [
  message(1),
  state(2, "dm-server", "challenging"),
  message(3, { ack: true }),
  state(4, "device", "waiting"),
  message(5, { clock: 2500 }),
  note(6, "dropped the notification"),
];

test("UX 1.3 lines follow the journal, acknowledgements only when asked for", () => {
  const kinds = (showAcks: boolean) => buildLadder(rows, rows.length, showAcks).items.map(({ kind }) => kind);
  expect(kinds(false)).toEqual(["message", "gap", "message", "note"]);
  expect(kinds(true)).toEqual(["message", "message", "gap", "message", "note"]);
});

test("UX 1.3 order comes from the journal, not from the clock", () => {
  const reversed = [message(1, { clock: 900 }), message(2, { clock: 100 })];
  const seqs = buildLadder(reversed, 2, false).items.map((item) =>
    item.kind === "message" ? item.row.seq : 0,
  );
  expect(seqs).toEqual([1, 2]);
});

test("a silence of more than a second is marked with its length", () => {
  const gap = buildLadder(rows, rows.length, false).items[1];
  expect(gap).toEqual({ kind: "gap", ms: 2400, before: 5 });
});

test("a change of state belongs to the line before it, also when that line's acknowledgement is hidden", () => {
  const [first] = buildLadder(rows, rows.length, false).items;
  expect(first?.kind === "message" && first.changed.map(({ role }) => role)).toEqual(["dm-server", "device"]);
});

test("rows beyond the moment shown are left out", () => {
  expect(buildLadder(rows, 1, false).items).toHaveLength(1);
});

test("chips show the newest state of each party before a record", () => {
  const { states } = buildLadder([...rows, state(7, "dm-server", "closed")], 7, false);
  const lanes = lanesOf({ parties: states.map(({ party }) => party) }, new Set());
  expect(statesBefore(states, 5, lanes).get("dm-server")?.state).toBe("challenging");
  expect(statesBefore(states, Infinity, lanes).get("dm-server")?.state).toBe("closed");
  expect(statesBefore(states, 2, lanes).size).toBe(0);
});

test("what happens before the next message belongs to a record", () => {
  const { items } = buildLadder(rows, rows.length, false);
  expect(nextMessageSeq(items, 1)).toBe(5);
  expect(nextMessageSeq(items, 5)).toBe(Infinity);
});

test("10,000 rows are laid out, each once and in order", () => {
  const many = Array.from({ length: 10_000 }, (_, index) => message(index + 1));
  const { items } = buildLadder(many, many.length, false);
  expect(items.length).toBeGreaterThanOrEqual(many.length);
  expect([0, 1, 2].map((seq) => nextMessageSeq(items, seq))).toEqual([1, 2, 3]);
  expect(nextMessageSeq(items, 9_999)).toBe(10_000);
});
