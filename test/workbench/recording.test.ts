import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { createMemoryJournal } from "../../simulator/journal/memory-journal.ts";
import { JOURNAL_VERSION } from "../../simulator/journal/record.ts";
import type { Party } from "../../simulator/wire/party.ts";
import { createRecording } from "../../simulator/workbench/recording.ts";

const dms: Party = { role: "dm-server", name: "s" };
const device: Party = { role: "device", name: "d" };

function recording() {
  const journal = createMemoryJournal(
    {
      run: "R-1",
      journalVersion: JOURNAL_VERSION,
      productVersion: "0",
      title: "",
      settings: {},
      seed: "",
      wire: "memory",
      epoch: 0,
      startedAt: 0,
    },
    { now: () => 5, wall: () => 7 },
  );
  const told: number[] = [];
  return { journal, told, recording: createRecording(journal, ({ seq }) => told.push(seq)) };
}

describe("the recording of a world", () => {
  it("keeps a crossing with what became of it and gives its place", () => {
    const { journal, told, recording: world } = recording();
    const draft = {
      direction: "push",
      channel: "push",
      from: dms,
      to: device,
      exchange: "x1",
      headers: {},
      body: utf8("0"),
    } as const;
    expect(world.recorder(draft, "dropped")).toBe(1);
    expect(journal.get(1)).toMatchObject({ kind: "crossing", outcome: "dropped", clock: 5, wall: 7 });
    expect(world.messages).toBe(1);
    expect(told).toEqual([1]);
  });

  it("knows the newest state of every party", () => {
    const { recording: world } = recording();
    const state = { kind: "state", machine: "m", conversation: "c", event: "e", from: "a" } as const;
    world.record({ ...state, party: dms, state: "b" });
    world.record({ ...state, party: device, state: "c" });
    world.record({ ...state, party: dms, state: "d" });
    expect([...world.states.values()].map((record) => record.state)).toEqual(["d", "c"]);
    expect(world.messages).toBe(0);
  });
});
