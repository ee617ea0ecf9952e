import type { PartyView } from "../../../../simulator/api/index.ts";
import { type Parties, partyCounts } from "../../../shared/format/party-name.ts";
import { roleTitle } from "../../../shared/format/row-text.ts";

/** A lane of the ladder: who stands there, and where across the diagram, in percent. */
export interface Lane {
  /** The role, or role and name where each party of a role has a lane. */
  readonly key: string;
  readonly role: PartyView["role"];
  readonly name: string;
  /** What its head says. */
  readonly title: string;
  /** How many parties stand on it. */
  readonly count: number;
  readonly underTest: boolean;
  readonly x: number;
}

const order = ["external-system", "registry", "dm-server", "device"] as const;

/** So many parties of a role have lanes of their own; more share one. Devices come in numbers and always share. */
const ownLanes: Readonly<Partial<Record<PartyView["role"], number>>> = {
  "dm-server": 3,
  "external-system": 2,
};

/** Places that leave room for labels between External System, DM server and Device. */
const places: Readonly<Record<number, readonly number[]>> = {
  1: [50],
  2: [18, 82],
  3: [12, 49, 87],
  4: [11.5, 35, 59.5, 88],
};
/** Three lanes, with room at the left for the names of those who share the first. */
const crowdAtLeft = [22, 55, 88] as const;
/** Room at both sides where lanes stand in even distances. */
const MARGIN = 12;

/**
 * The lanes of a run, in the order of the figures. A second party of a role gets its lane once it has done something:
 * a server that only offers files needs none.
 *
 * @param active keys of the parties that have done something, as `activeParties` gives them
 */
export function lanesOf(run: Parties, active: ReadonlySet<string>): readonly Lane[] {
  const counts = partyCounts(run);
  const lanes = order.flatMap((role): Omit<Lane, "x">[] => {
    const parties = run.parties.filter((party) => party.role === role);
    const [first] = parties;
    if (first === undefined) return [];
    const count = counts.get(role) ?? parties.length;
    const moved = parties.filter((party) => party === first || active.has(partyKey(party)));
    if (count > (ownLanes[role] ?? 0) || moved.length < 2)
      return [
        {
          key: role,
          role,
          name: first.name,
          title: roleTitle(role),
          count: moved.length < 2 && role !== "device" ? 1 : count,
          underTest: parties.some(({ underTest }) => underTest),
        },
      ];
    return moved.map((party) => ({
      key: partyKey(party),
      role,
      name: party.name,
      title: party.name,
      count: 1,
      underTest: party.underTest,
    }));
  });
  return lanes.map((lane, index) => ({ ...lane, x: placeOf(lanes, index) }));
}

/** One text for a party. */
export function partyKey({ role, name }: PartyView): string {
  return `${role}/${name}`;
}

/** The lane on which a party stands, if its role has one. */
export function laneOf(lanes: readonly Lane[], party: PartyView): Lane | undefined {
  const key = partyKey(party);
  return lanes.find((lane) => lane.key === key) ?? lanes.find(({ role }) => role === party.role);
}

/** Where a party stands; the middle when its role has no lane. */
export function laneX(lanes: readonly Lane[], party: PartyView): number {
  return laneOf(lanes, party)?.x ?? 50;
}

/** Room for the head of each lane, in percent of the diagram; heads never overlap. */
export function headWidth(lanes: readonly Lane[], lane: Lane): number {
  if (hasUnevenPlaces(lanes)) return 23;
  const between = lanes.length < 4 ? 96 / Math.max(1, lanes.length) : (100 - 2 * MARGIN) / (lanes.length - 1);
  return Math.min(2 * lane.x, 2 * (100 - lane.x), between);
}

function placeOf(lanes: readonly Omit<Lane, "x">[], index: number): number {
  if (lanes.length === 3 && (lanes[0]?.count ?? 1) > 1) return crowdAtLeft[index] ?? 50;
  if (lanes.length < 4 || hasUnevenPlaces(lanes)) return places[lanes.length]?.[index] ?? 50;
  return MARGIN + ((100 - 2 * MARGIN) * index) / (lanes.length - 1);
}

/** The four roles of Figure 2: what is said between DM server and device has the longest labels. */
function hasUnevenPlaces(lanes: readonly Omit<Lane, "x">[]): boolean {
  return lanes.length === 4 && lanes.some(({ role }) => role === "registry");
}
