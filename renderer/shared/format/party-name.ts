import type { PartyView, RunView } from "../../../simulator/api/index.ts";
import { roleTitle } from "./row-text.ts";

type Role = PartyView["role"];

/** Longer names are told by their end, where ids differ. */
const SHORT = 16;
const ID_TAIL = 5;
const NAME_TAIL = 14;

/** The name of a party in little room: whole, or the end of a long one such as `IMEI:350000000000014`. */
export function shortName({ role, name }: PartyView): string {
  return name.length <= SHORT ? name : `…${name.slice(role === "device" ? -ID_TAIL : -NAME_TAIL)}`;
}

/** What a party is called: by its role, and by its name where several have that role. */
export function partyName(party: PartyView, named: ReadonlySet<Role>): string {
  if (!named.has(party.role)) return roleTitle(party.role);
  return party.role === "device" ? `${roleTitle(party.role)} ${shortName(party)}` : shortName(party);
}

/** The parties of a run, as far as they are listed, and how many there are. */
export interface Parties {
  readonly parties: readonly PartyView[];
  readonly crowd?: RunView["crowd"];
}

/** How many parties have each role. */
export function partyCounts({ parties, crowd = {} }: Parties): ReadonlyMap<Role, number> {
  const counts = new Map<Role, number>();
  for (const { role, underTest } of parties)
    if (underTest || crowd[role] === undefined) counts.set(role, (counts.get(role) ?? 0) + 1);
  for (const [role, count] of Object.entries(crowd) as [Role, number][])
    counts.set(role, (counts.get(role) ?? 0) + count);
  return counts;
}

/** Roles that several parties have: their names must be told. */
export function namedRoles(run: Parties): ReadonlySet<Role> {
  return new Set([...partyCounts(run)].flatMap(([role, count]) => (count > 1 ? [role] : [])));
}
