import type { KeyedReference, LocalisedText } from "../../../protocols/uddi/index.ts";
import type { Stamp } from "../store/records.ts";
import type { Table } from "../store/table.ts";
import { nameTerm, referenceTerm } from "../store/terms.ts";
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

/** What references narrow a table to. */
export function byReferences<R extends Stamp>(
  table: Table<R>,
  kind: "category" | "identifier",
  references: readonly KeyedReference[],
  search: Search,
): Narrowing {
  if (references.length === 0 || search.valueWildcards || isLoose(search)) return undefined;
  const sets = references.map((reference) => table.having(referenceTerm(kind, reference)));
  const how = kind === "category" ? search.categories : search.identifiers;
  if (how === "all") return narrowest(sets);
  return how === "any" ? union(sets) : undefined;
}

/** All members of several sets. */
export function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  if (sets.length === 1 && sets[0]) return sets[0];
  const all = new Set<string>();
  for (const set of sets) for (const key of set) all.add(key);
  return all;
}

/** Texts that differ more than in case may be alike: the terms of the index are of no use then. */
function isLoose({ fold }: Search): boolean {
  return fold("é") !== "é";
}
