import {
  exclusive,
  findQualifier,
  type FindQualifier,
  type UddiErrorCode,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";
import { refuse } from "../refusal.ts";
import type { Sorting } from "../store/orders.ts";

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
  readonly sorting: Sorting;
  readonly withoutProjections: boolean;
  readonly signed: boolean;
  /** Counts the characters that are compared; refuses the request when they are too many. */
  spend(characters: number): void;
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
    models: combination === "any" ? "any" : "all",
    bags: has("combineCategoryBags")
      ? "combined"
      : has("serviceSubset")
        ? "services"
        : has("bindingSubset")
          ? "bindings"
          : "own",
    sorting: sortingOf(has),
    withoutProjections: has("suppressProjectedServices"),
    signed: has("signaturePresent"),
    spend: spending(version),
  };
}

const contradiction: Readonly<Record<UddiVersion, UddiErrorCode>> = {
  2: "E_unsupported",
  3: "E_invalidCombination",
};

/** Dates come before names only where nothing was said of names; else they decide among equal names. */
function sortingOf(has: (qualifier: FindQualifier) => boolean): Sorting {
  const latestFirst = has("sortByDateDesc");
  const named = has("sortByNameAsc") || has("sortByNameDesc");
  if (!named && (latestFirst || has("sortByDateAsc")))
    return { order: "date", descending: latestFirst, latestFirst };
  const order = has("UTS-10") ? "collatedName" : has("caseInsensitiveSort") ? "foldedName" : "name";
  return { order, descending: has("sortByNameDesc"), latestFirst };
}

function folding(withoutCase: boolean, withoutDiacritics: boolean): (text: string) => string {
  if (!withoutDiacritics) return withoutCase ? (text) => text.toLowerCase() : (text) => text;
  return withoutCase ? (text) => plain(text).toLowerCase() : plain;
}

function plain(text: string): string {
  return PLAIN.test(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, "");
}
const PLAIN = /^[\x00-\x7f]*$/;

/** Characters that one search compares at the most: some tens of milliseconds. */
const MOST_COMPARED = 10_000_000;

/** Ends a search that would keep all others waiting. */
function spending(version: UddiVersion): (characters: number) => void {
  let left = MOST_COMPARED;
  return (characters) => {
    left -= characters + 1;
    if (left < 0) refuse(tooMuch[version], "the search compares too much: ask for less at once");
  };
}

const tooMuch: Readonly<Record<UddiVersion, UddiErrorCode>> = {
  2: "E_tooManyOptions",
  3: "E_resultSetTooLarge",
};
