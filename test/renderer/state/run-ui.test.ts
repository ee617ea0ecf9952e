import { expect, test } from "vitest";
import { neighbourMessage, newestMessage, rowBySeq, selectedRow } from "../../../renderer/state/run-ui.ts";
import { message, state } from "../rows.ts";

const rows = [
  message(1),
  state(2, "device", "waiting"),
  message(3, { ack: true }),
  message(4),
  state(5, "device", "closed"),
];
const snapshot = { run: undefined, rows, count: rows.length, problem: undefined };
const ui = {
  pinned: undefined,
  lookingBack: false,
  showAcks: false,
  view: "ladder",
  armed: "",
  editing: undefined,
} as const;

test("live, the newest message is looked at", () => {
  expect(selectedRow(snapshot, ui)?.seq).toBe(4);
  expect(selectedRow({ ...snapshot, count: 3 }, ui)?.seq).toBe(1);
  expect(selectedRow({ ...snapshot, count: 3 }, { ...ui, showAcks: true })?.seq).toBe(3);
});

test("a chosen record stays chosen", () => {
  expect(selectedRow(snapshot, { ...ui, pinned: 2 })?.kind).toBe("state");
});

test("records are found by their number, not by their place", () => {
  const sparse = [message(10), message(20), message(30)];
  expect(rowBySeq(sparse, 3, 20)?.seq).toBe(20);
  expect(rowBySeq(sparse, 3, 25)).toBeUndefined();
  expect(rowBySeq(sparse, 1, 20)).toBeUndefined();
});

test("neighbours pass over states and hidden acknowledgements", () => {
  expect(neighbourMessage(snapshot, 4, -1, false)?.seq).toBe(1);
  expect(neighbourMessage(snapshot, 4, -1, true)?.seq).toBe(3);
  expect(neighbourMessage(snapshot, 1, 1, false)?.seq).toBe(4);
  expect(neighbourMessage(snapshot, 1, -1, false)).toBeUndefined();
  expect(newestMessage([], 0, true)).toBeUndefined();
});
