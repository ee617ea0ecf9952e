import type { CommandOutcome, ReferencedCommand } from "../../ports.ts";
import { normaliseLocUri } from "../loc-uri.ts";
import { isSuccess } from "../results.ts";

/*
 * Where a management object lies is the device's own choice: it is found by the Type of its root (DM Standardized
 * Objects 1.2, 5). One Get of the structure tells it; a device that lists no structure is walked level by level.
 */

/** Nodes that were seen, by their normalised address, with their Type; "" where it is not known. */
export type SeenNodes = ReadonlyMap<string, string>;

/** What is known of the device's tree, or what has to be asked first. */
export type Survey = { readonly ask: readonly ReferencedCommand[] } | { readonly nodes: SeenNodes };

const STRUCTURE = "structure";
const PLACE = "place ";
const NODE = "node ";
const TYPE = "type ";
/** Levels and nodes that are looked at where no structure is listed. */
const DEEPEST = 4;
const MOST_NODES = 400;
/** Subtrees with a place of their own, which hold no other objects. */
const standard: ReadonlySet<string> = new Set(["DevInfo", "DevDetail", "DMAcc", "Inbox"]);

/**
 * Reads what the device has answered so far. `id` is the management object id that is sought, without its version;
 * `places` where the device was seen to have such objects: only there is looked, as long as one is still there.
 */
export function survey(
  answered: readonly CommandOutcome[],
  id: string,
  places: readonly string[] = [],
): Survey {
  const outcomes = new Map(answered.map((outcome) => [outcome.reference, outcome]));
  const [first] = places;
  if (first !== undefined) {
    if (!outcomes.has(`${PLACE}${first}`))
      return { ask: places.map((place) => get(`${PLACE}${place}`, `${place}?list=Struct`)) };
    const nodes = listed(places.flatMap((place) => outcomes.get(`${PLACE}${place}`) ?? []));
    if (objectsWith(nodes, id).length > 0) return { nodes };
  }
  const structure = outcomes.get(STRUCTURE);
  if (!structure) return { ask: [get(STRUCTURE, ".?list=Struct")] };
  const nodes = listed([structure]);
  return nodes.size > 0 ? { nodes } : walk(outcomes);
}

/** The nodes of structures that the device has listed. */
function listed(outcomes: readonly CommandOutcome[]): SeenNodes {
  const nodes = new Map<string, string>();
  for (const { status, items } of outcomes)
    for (const { source, target, type } of isSuccess(status) ? items : []) {
      const uri = normaliseLocUri(source ?? target ?? "")?.text;
      if (uri !== undefined) nodes.set(uri, type ?? "");
    }
  return nodes;
}

function walk(outcomes: ReadonlyMap<string, CommandOutcome>): Survey {
  const nodes = new Map<string, string>();
  const ask: ReferencedCommand[] = [];
  const visit = (uri: string, depth: number): void => {
    const outcome = outcomes.get(`${NODE}${uri}`);
    if (!outcome) {
      if (outcomes.size + ask.length <= 2 * MOST_NODES)
        ask.push(get(`${NODE}${uri}`, uri), get(`${TYPE}${uri}`, `${uri}?prop=Type`));
      return;
    }
    const type = outcomes.get(`${TYPE}${uri}`);
    const [item] = outcome.items;
    nodes.set(uri, (isSuccess(type?.status ?? 0) && type?.items[0]?.data) || "");
    if (!isSuccess(outcome.status) || item?.format !== "node" || depth >= DEEPEST) return;
    for (const name of (item.data ?? "").split("/"))
      if (name !== "" && !(depth === 0 && standard.has(name)))
        visit(uri === "." ? `./${name}` : `${uri}/${name}`, depth + 1);
  };
  visit(".", 0);
  return ask.length > 0 ? { ask } : { nodes };
}

function get(reference: string, locUri: string): ReferencedCommand {
  return { reference, command: { kind: "Get", CmdID: "", Item: [{ Target: { LocURI: locUri } }] } };
}

/** Roots of the objects with this management object id, in the order of the tree. `id` is without its version. */
export function objectsWith(nodes: SeenNodes, id: string): readonly string[] {
  const found: string[] = [];
  for (const [uri, type] of nodes) if (type.trim().toLowerCase().startsWith(id)) found.push(uri);
  return found;
}
