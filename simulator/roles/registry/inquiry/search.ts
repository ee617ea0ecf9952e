import {
  exclusive,
  findQualifier,
  type FindQualifier,
  type UddiErrorCode,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";
import { refuse } from "../refusal.ts";

/** How several references or keys count: every one, any one, or any one of each taxonomy. */
export type Combination = "all" | "any" | "like";

/** How a search is done, as its qualifiers ask. */
export interface Search {
  readonly version: UddiVersion;
  readonly names: "exact" | "prefix" | "wildcards";
  /** Wildcards count in values too (approximateMatch). */
  readonly valueWildcards: boolean;
  /** Form in which texts are compared. */
  fold(text: string): string;
  readonly categories: Combination;
  readonly identifiers: Combination;
  readonly models: Combination;
  /** Whose categories count: the entry's own, those of its parts too, or those of its services or bindings alone. */
  readonly bags: "own" | "combined" | "services" | "bindings";
  readonly byName: "ascending" | "descending";
  /** Absent: by name first. */
  readonly byDate: "ascending" | "descending" | undefined;
  /** Compares names; undefined = by code points. */
  readonly collate: ((left: string, right: string) => number) | undefined;
  readonly withoutProjections: boolean;
  readonly signed: boolean;
}

/** The search that qualifiers ask for; refuses unknown ones and those that contradict each other. */
export function searchOf(
  version: UddiVersion,
  qualifiers: { readonly findQualifier: readonly string[] } | undefined,
): Search {
  const asked = new Set<FindQualifier>();
  for (const text of qualifiers?.findQualifier ?? []) {
    const qualifier = findQualifier(version, text);
    if (!qualifier) return refuse("E_unsupported", `the find qualifier ${text.slice(0, 80)} is not offered`);
    asked.add(qualifier);
  }
  for (const group of exclusive) {
    const [one, other] = group.filter((qualifier) => asked.has(qualifier));
    if (one !== undefined && other !== undefined)
      return refuse(contradiction[version], `${one} and ${other} exclude each other`);
  }
  const has = (qualifier: FindQualifier): boolean => asked.has(qualifier);
  const combination: Combination | undefined = has("orAllKeys")
    ? "any"
    : has("orLikeKeys")
      ? "like"
      : has("andAllKeys")
        ? "all"
        : undefined;
  const wildcards = has("approximateMatch");
  return {
    version,
    names: version === 2 ? (has("exactNameMatch") ? "exact" : "prefix") : wildcards ? "wildcards" : "exact",
    valueWildcards: wildcards,
    fold: folding(
      version === 2 ? !has("caseSensitiveMatch") : has("caseInsensitiveMatch"),
      has("diacriticInsensitiveMatch"),
    ),
    categories: combination ?? "all",
    identifiers: combination ?? "any",
    models: combination === "any" || combination === "like" ? "any" : "all",
    bags: has("combineCategoryBags")
      ? "combined"
      : has("serviceSubset")
        ? "services"
        : has("bindingSubset")
          ? "bindings"
          : "own",
    byName: has("sortByNameDesc") ? "descending" : "ascending",
    byDate: dateFirst(has),
    collate: collation(has),
    withoutProjections: has("suppressProjectedServices"),
    signed: has("signaturePresent"),
  };
}

const contradiction: Readonly<Record<UddiVersion, UddiErrorCode>> = {
  2: "E_unsupported",
  3: "E_invalidCombination",
};

/** Dates come before names only where nothing was said of names: a sort by name always counts first. */
function dateFirst(has: (qualifier: FindQualifier) => boolean): Search["byDate"] {
  if (has("sortByNameAsc") || has("sortByNameDesc")) return undefined;
  return has("sortByDateDesc") ? "descending" : has("sortByDateAsc") ? "ascending" : undefined;
}

function collation(has: (qualifier: FindQualifier) => boolean): Search["collate"] {
  if (has("UTS-10")) {
    const collator = new Intl.Collator("und");
    return (left, right) => collator.compare(left, right);
  }
  if (!has("caseInsensitiveSort")) return undefined;
  return (left, right) => {
    const [a, b] = [left.toLowerCase(), right.toLowerCase()];
    return a < b ? -1 : a > b ? 1 : 0;
  };
}

function folding(withoutCase: boolean, withoutDiacritics: boolean): (text: string) => string {
  const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "");
  if (withoutDiacritics) return withoutCase ? (text) => plain(text).toLowerCase() : (text) => plain(text);
  return withoutCase ? (text) => text.toLowerCase() : (text) => text;
}
