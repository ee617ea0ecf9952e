import { expect, it } from "vitest";
import type { StateRecord } from "../../simulator/journal/record.ts";
import type { Party } from "../../simulator/wire/party.ts";
import { partiesOf, statesOf } from "../../simulator/workbench/parties.ts";

const crowd: readonly Party[] = [
  { role: "dm-server", name: "dms" },
  ...Array.from({ length: 5000 }, (_, at): Party => ({ role: "device", name: `IMEI:${at}` })),
  { role: "device", name: "product", underTest: true },
];

function stateOf(party: Party): StateRecord {
  const record = { kind: "state", seq: 7, clock: 0, wall: 0, machine: "dm-client-session" } as const;
  return { ...record, event: "session.closed", from: "idle", party, state: "closed" };
}

it("a view lists the first parties of a crowded role, every product under test, and counts the others", () => {
  const { parties, crowd: counts } = partiesOf(crowd);
  expect(counts).toEqual({ "dm-server": 1, device: 5000 });
  expect(parties.length).toBeLessThan(20);
  expect(parties.map(({ name }) => name)).toEqual(expect.arrayContaining(["dms", "IMEI:0", "product"]));
});

it("the states of a view are those of the parties that it lists", () => {
  const { parties } = partiesOf(crowd);
  const states = new Map(crowd.map((party) => [`${party.role}/${party.name}`, stateOf(party)]));
  const shown = statesOf(parties, states);
  expect(shown).toHaveLength(parties.length);
  expect(shown[0]).toMatchObject({ machine: "dm-client-session", state: "closed", changedAt: 7 });
});
