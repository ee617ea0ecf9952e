import type { PartyView } from "../../../../simulator/api/index.ts";

/** A lane of the ladder: who stands there, and where across the diagram, in percent. */
export interface Lane {
  readonly role: PartyView["role"];
  readonly name: string;
  readonly underTest: boolean;
  readonly x: number;
}

const order = ["external-system", "registry", "dm-server", "device"] as const;

/** Places that leave room for labels between External System, DM server and Device. */
const places: Readonly<Record<number, readonly number[]>> = {
  1: [50],
  2: [18, 82],
  3: [12, 49, 87],
  4: [11.5, 33, 52, 88],
};

/** The lanes of a run, in the order of the figures. Parties with one role share a lane. */
export function lanesOf(parties: readonly PartyView[]): readonly Lane[] {
  const present = order.flatMap((role) => parties.find((party) => party.role === role) ?? []);
  return present.map((party, index) => ({
    role: party.role,
    name: party.name,
    underTest: party.underTest,
    x: places[present.length]?.[index] ?? 50,
  }));
}

/** Where a role stands; the middle when it has no lane. */
export function laneX(lanes: readonly Lane[], role: PartyView["role"]): number {
  return lanes.find((lane) => lane.role === role)?.x ?? 50;
}

/** Room for the head of each lane, in percent of the diagram; heads never overlap. */
export function headWidth(lanes: readonly Lane[], lane: Lane): number {
  if (lanes.length === 4) return lane.role === "registry" ? 15 : 23;
  return Math.min(2 * lane.x, 2 * (100 - lane.x), 96 / Math.max(1, lanes.length));
}
