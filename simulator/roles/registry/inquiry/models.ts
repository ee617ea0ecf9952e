import type { FindTModel } from "../../../protocols/uddi/index.ts";
import { refuse, unknownKey } from "../refusal.ts";
import type { Room } from "../room.ts";
import type { BindingRecord } from "../store/records.ts";
import { modelTerm } from "../store/terms.ts";
import { narrowest, union } from "./candidates.ts";
import { matchingTModels } from "./find-tmodel.ts";
import type { Search } from "./search.ts";

/** What a request says of the tModels that a binding must implement. */
export interface WantedModels {
  readonly tModelBag?: { readonly tModelKey: readonly string[] } | undefined;
  readonly find_tModel?: FindTModel | undefined;
}

/**
 * Keys of the bindings that implement the wanted tModels; undefined = none are wanted. What an inner find_tModel finds is
 * added to the bag.
 */
export function bindingsImplementing(
  room: Room,
  { tModelBag, find_tModel }: WantedModels,
  search: Search,
): ReadonlySet<string> | undefined {
  if (!tModelBag && !find_tModel) return undefined;
  const { bindings, tModels } = room.entries;
  const keys = [...(tModelBag?.tModelKey ?? [])];
  for (const key of keys) if (!tModels.get(key)) unknownKey("tModelKey", key);
  if (find_tModel) {
    const found = matchingTModels(room, search.version, find_tModel);
    if (found.length > room.limits.rows)
      refuse("E_resultSetTooLarge", `the inner find_tModel finds ${found.length} tModels`);
    keys.push(...found.map(({ key }) => key));
  }
  const wanted = [...new Set(keys)];
  const sets = wanted.map((key) => bindings.having(modelTerm(key)));
  if (search.models === "any") return union(sets);
  const candidates = narrowest(sets) ?? new Set<string>();
  if (wanted.length <= 1) return candidates;
  return new Set([...candidates].filter((key) => sets.every((set) => set.has(key))));
}

/** Parents of bindings: services, or businesses of those. */
export function parentsOf(
  { entries }: Room,
  bindings: ReadonlySet<string>,
  parentOf: (binding: BindingRecord) => string | undefined,
): ReadonlySet<string> {
  const parents = new Set<string>();
  for (const key of bindings) {
    const binding = entries.bindings.get(key);
    const parent = binding && parentOf(binding);
    if (parent !== undefined) parents.add(parent);
  }
  return parents;
}
