import { describe, expect, test } from "vitest";
import { inOneCommit } from "../../../simulator/roles/dm-server/one-commit.ts";
import type { Effect } from "../../../simulator/wire/role.ts";

const report: Effect = { type: "report", report: { name: "done", data: {} } };
const write = (collection: string, key: string, value?: unknown) =>
  value === undefined ? { collection, key } : { collection, key, value };

describe("one commit for an event", () => {
  test("leaves effects that write nothing as they are", () => {
    const emitted = [report];
    expect(inOneCommit([], emitted).effects).toBe(emitted);
  });

  test("writes what no effect has yet before all else", () => {
    const first = [write("operations", "1", { state: "running" })];
    expect(inOneCommit(first, [report]).effects).toEqual([{ type: "commit", writes: first }, report]);
  });

  test("joins commits, and of several writes of one value the last one counts", () => {
    const emitted: Effect[] = [
      { type: "commit", writes: [write("devices", "a", 1)] },
      report,
      { type: "commit", writes: [write("devices", "a", 2), write("alerts", "1")] },
    ];
    const { writes, effects } = inOneCommit([write("operations", "1", 0)], emitted);
    expect(writes).toEqual([write("operations", "1", 0), write("devices", "a", 2), write("alerts", "1")]);
    expect(effects).toEqual([{ type: "commit", writes }, report]);
  });
});
