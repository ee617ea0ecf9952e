import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import {
  createTap,
  type CrossingDraft,
  type CrossingOutcome,
  type GateDecision,
  type Passage,
} from "../../simulator/wire/tap.ts";

const draft: CrossingDraft = {
  direction: "request",
  channel: "dm",
  from: { role: "device", name: "d" },
  to: { role: "dm-server", name: "s" },
  exchange: "x1",
  method: "POST",
  url: "http://dms/dm",
  headers: { "content-type": "text/plain", "content-length": "5" },
  body: utf8("hello"),
};

function tapWith(decision: GateDecision) {
  const records: { draft: CrossingDraft; outcome: CrossingOutcome; original: unknown }[] = [];
  const tap = createTap(
    (recorded, outcome, original) => records.push({ draft: recorded, outcome, original }),
    { admit: (_draft, decide) => decide(decision) },
  );
  return { tap, records };
}

describe("the tap", () => {
  it("records what passes before it goes on", () => {
    const { tap, records } = tapWith({ kind: "pass" });
    let passed: Passage | undefined;
    tap.cross(draft, (passage) => {
      expect(records).toHaveLength(1);
      passed = passage;
    });
    expect(passed).toMatchObject({ kind: "pass", seq: 1 });
    expect(records[0]?.outcome).toBe("delivered");
  });

  it("records a dropped message and tells that it goes no further", () => {
    const { tap, records } = tapWith({ kind: "drop" });
    let passed: Passage | undefined;
    tap.cross(draft, (passage) => (passed = passage));
    expect(passed).toEqual({ kind: "drop", seq: 1 });
    expect(records[0]?.outcome).toBe("dropped");
  });

  it("replaces an edited body, corrects its length and keeps the original", () => {
    const { tap, records } = tapWith({ kind: "pass", body: utf8("good-bye") });
    let passed: Passage | undefined;
    tap.cross(draft, (passage) => (passed = passage));
    expect(passed).toMatchObject({
      kind: "pass",
      headers: { "content-length": "8" },
      body: utf8("good-bye"),
    });
    expect(records[0]).toMatchObject({ outcome: "edited", original: { body: utf8("hello") } });
  });
});
