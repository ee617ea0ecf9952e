import { expect, test } from "vitest";
import { createCommitLedger } from "../../../simulator/roles/dm-server/commit-ledger.ts";
import type { Effect } from "../../../simulator/wire/role.ts";

const commit = (key: string): Effect => ({ type: "commit", writes: [{ collection: "c", key }] });
const cancel = (timer: string): Effect => ({ type: "timer.cancel", timer });

test("finds the commit of the latest event, of an earlier one, and knows those of others", () => {
  const ledger = createCommitLedger();
  const first = [commit("1"), cancel("a"), commit("other"), cancel("b")];
  const second = [commit("2"), cancel("c")];
  ledger.enter(first);
  expect(ledger.find(first.slice(1))).toMatchObject({ kind: "latest", writes: [{ key: "1" }] });
  ledger.enter(second);
  expect(ledger.find(first.slice(1))).toMatchObject({ kind: "earlier", writes: [{ key: "1" }] });
  expect(ledger.find(second.slice(1))).toMatchObject({ kind: "latest" });
  ledger.pass();
  expect(ledger.find(second.slice(1))).toMatchObject({ kind: "earlier" });
  expect(ledger.find(first.slice(3))).toEqual({ kind: "other" });
});

test("a commit with nothing after it is found too", () => {
  const ledger = createCommitLedger();
  ledger.enter([commit("1")]);
  expect(ledger.find([])).toMatchObject({ kind: "latest" });
});

test("it remembers a bounded number of events", () => {
  const ledger = createCommitLedger();
  const first = [commit("1"), cancel("a")];
  ledger.enter(first);
  for (let count = 0; count < 64; count++) ledger.enter([commit("x"), cancel("y")]);
  expect(ledger.find(first.slice(1))).toEqual({ kind: "other" });
});
