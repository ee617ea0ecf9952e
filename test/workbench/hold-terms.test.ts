import { describe, expect, it } from "vitest";
import type { MessageRow } from "../../simulator/api/index.ts";
import { holdTerms, rowHolds } from "../../simulator/workbench/rows.ts";

const row: MessageRow = {
  kind: "message",
  seq: 62,
  clock: 0,
  wall: 0,
  step: "F2.9",
  direction: "push",
  channel: "push",
  from: { role: "dm-server", name: "dms.example", underTest: false },
  to: { role: "device", name: "IMEI:350000000000017", underTest: false },
  exchange: "x1",
  title: "Package 0",
  summary: "session 5F44, 3 octets",
  badges: [],
  ack: false,
  bytes: 35,
  codec: "Notification 1.2",
  findings: 0,
  outcome: "delivered",
};

describe("a hold rule", () => {
  it.each([
    ["Package 0", true],
    ["package 0 push", true],
    ["F2.9 device", true],
    ["IMEI:350000000000017", true],
    ["Package 3", false],
    ["Pack", false],
    ["package 0 wsi", false],
    ["F2", true],
    ["F2.9 0", false],
  ])("%s holds this Package 0: %s", (text, holds) => {
    expect(rowHolds(row, holdTerms(text))).toBe(holds);
  });

  it("keeps a number with the word before it", () => {
    expect(holdTerms("  Package 3 of 7 ")).toEqual(["package 3", "of 7"]);
    expect(holdTerms("407")).toEqual(["407"]);
    expect(holdTerms("")).toEqual([]);
  });
});
