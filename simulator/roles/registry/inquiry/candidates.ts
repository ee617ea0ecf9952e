import type { KeyedReference, LocalisedText } from "../../../protocols/uddi/index.ts";
import type { Stamp } from "../store/records.ts";
import type { Table } from "../store/table.ts";
import { nameTerm, referenceTerm, taxonomyOf } from "../store/terms.ts";
import type { Search } from "./search.ts";

/** Keys among which all that is looked for must be; undefined = nothing narrows it. */
export type Narrowing = ReadonlySet<string> | undefined;

/** The smallest of several sets of which all hold what is looked for. */
export function narrowest(sets: readonly Narrowing[]): Narrowing {
  let smallest: Narrowing;
  for (const set of sets) if (set && (!smallest || set.size < smallest.size)) smallest = set;
  return smallest;
}

/** What exact names narrow a table to. */
export function byNames<R extends Stamp>(
  table: Table<R>,
  names: readonly LocalisedText[],
  search: Search,
): Narrowing {
  if (names.length === 0 || search.names !== "exact" || isLoose(search)) return undefined;
  return union(names.map(({ text }) => table.having(nameTerm(text))));
}

/** Keys that a term leads to: those of the records that have it, or of what these are parts of. */
export interface Reach {
  /** How many records have the term. */
  count(term: string): number;
  keys(term: string): Iterable<string>;
}

/** The records of a table themselves. */
export function ownReach<R extends Stamp>(table: Table<R>): Reach {
  return { count: (term) => table.having(term).size, keys: (term) => table.having(term) };
}

/** What several ways lead to. */
export function reachOfAll(ways: readonly Reach[]): Reach {
  const [only] = ways;
  if (only && ways.length === 1) return only;
  return {
    count: (term) => ways.reduce((sum, way) => sum + way.count(term), 0),
    keys: (term) => union(ways.map((way) => way.keys(term))),
  };
}

/**
 * What references narrow a search to. Of those that must all be met the one with the fewest records counts; many records are
 * no help, `most` says how many are too many.
 */
export function byReferences(
  kind: "category" | "identifier",
  references: readonly KeyedReference[],
  search: Search,
  reach: Reach,
  most: number,
): Narrowing {
  if (references.length === 0 || search.valueWildcards || isLoose(search)) return undefined;
  const how = kind === "category" ? search.categories : search.identifiers;
  const alternatives =
    how === "all"
      ? references.map((reference) => [reference])
      : how === "any"
        ? [references]
        : [...Map.groupBy(references, taxonomyOf).values()];
  let best: { readonly terms: readonly string[]; readonly count: number } | undefined;
  for (const alternative of alternatives) {
    const terms = alternative.map((reference) => referenceTerm(kind, reference));
    const count = terms.reduce((sum, term) => sum + reach.count(term), 0);
    if (!best || count < best.count) best = { terms, count };
  }
  return best && best.count <= most ? union(best.terms.map((term) => reach.keys(term))) : undefined;
}

/** All members of several sets. */
export function union(sets: readonly Iterable<string>[]): ReadonlySet<string> {
  const [only] = sets;
  if (sets.length === 1 && only instanceof Set) return only;
  const all = new Set<string>();
  for (const set of sets) for (const key of set) all.add(key);
  return all;
}

/** Texts that differ more than in case may be alike: the terms of the index are of no use then. */
function isLoose({ fold }: Search): boolean {
  return fold("é") !== "é";
}
