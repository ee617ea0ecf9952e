import type { RunView } from "../api/index.ts";
import type { StateRecord } from "../journal/record.ts";
import type { Party } from "../wire/party.ts";
import { stateDescription } from "./machine-descriptions.ts";
import { optionally } from "./optionally.ts";
import { partyView } from "./rows.ts";

/** Simulated parties of one role that a view lists; the others are counted, since a view goes out after each change. */
const MOST_LISTED = 8;

/** The parties of a world as a view has them: all products under test, the first simulated ones, and how many there are. */
export function partiesOf(all: readonly Party[]): Required<Pick<RunView, "parties" | "crowd">> {
  const crowd: NonNullable<RunView["crowd"]> = {};
  const parties: RunView["parties"] = [];
  for (const party of all) {
    const view = partyView(party);
    if (!view.underTest) {
      const count = (crowd[view.role] ?? 0) + 1;
      crowd[view.role] = count;
      if (count > MOST_LISTED) continue;
    }
    parties.push(view);
  }
  return { parties, crowd };
}

/** Newest state of the listed parties; `states` has them by `role/name`. */
export function statesOf(
  parties: RunView["parties"],
  states: ReadonlyMap<string, StateRecord>,
): RunView["states"] {
  return parties.flatMap((party) => {
    const known = states.get(`${party.role}/${party.name}`);
    if (!known) return [];
    const { machine, conversation = "", state, seq } = known;
    return [
      {
        party,
        machine,
        conversation,
        state,
        changedAt: seq,
        ...optionally("description", stateDescription(party.role, machine, state)),
      },
    ];
  });
}
