import type { FindQualifiers, KeyedReference } from "../../protocols/uddi/index.ts";
import { tModelKeys } from "../../protocols/uddi/index.ts";
import { foldKey } from "./entries.ts";

/** How a search is done; the qualifiers of version 2 that the registry offers. */
export interface Search {
  readonly exactNames: boolean;
  readonly caseSensitive: boolean;
  readonly descending: boolean;
  /** Any category is enough instead of all. */
  readonly anyKey: boolean;
}

const offered = [
  "exactNameMatch",
  "caseSensitiveMatch",
  "sortByNameAsc",
  "sortByNameDesc",
  "orAllKeys",
  "andAllKeys",
];

/** The search that qualifiers ask for, or the sentence that refuses one of them. */
export function searchOf(qualifiers: FindQualifiers | undefined): Search | { readonly refused: string } {
  const words = qualifiers?.findQualifier ?? [];
  const unknown = words.find((word) => !offered.includes(word));
  if (unknown !== undefined) return { refused: `the find qualifier ${unknown} is not offered` };
  for (const [one, other] of [
    ["sortByNameAsc", "sortByNameDesc"],
    ["orAllKeys", "andAllKeys"],
  ] as const)
    if (words.includes(one) && words.includes(other))
      return { refused: `${one} and ${other} contradict each other` };
  return {
    exactNames: words.includes("exactNameMatch"),
    caseSensitive: words.includes("caseSensitiveMatch"),
    descending: words.includes("sortByNameDesc"),
    anyKey: words.includes("orAllKeys"),
  };
}

/** True when one of the names fits one of the patterns (prefix match with `%`, unless exact); no pattern fits all. */
export function namesFit(patterns: readonly string[], names: readonly string[], search: Search): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => names.some((name) => nameFits(pattern, name, search)));
}

function nameFits(pattern: string, name: string, search: Search): boolean {
  const fold = (text: string): string => (search.caseSensitive ? text : text.toLowerCase());
  if (search.exactNames) return fold(pattern) === fold(name);
  // split on the wildcard and look for the parts in order: linear, unlike a regular expression made of a peer's text
  const [first = "", ...rest] = fold(pattern).split("%");
  const text = fold(name);
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

/** True when the bag holds all (or any) of the wanted references. */
export function referencesFit(
  wanted: readonly KeyedReference[],
  bag: readonly KeyedReference[],
  search: Search,
): boolean {
  if (wanted.length === 0) return true;
  const holds = (reference: KeyedReference): boolean => bag.some((item) => sameReference(reference, item));
  return search.anyKey ? wanted.some(holds) : wanted.every(holds);
}

function sameReference(wanted: KeyedReference, held: KeyedReference): boolean {
  const key = foldKey(wanted.tModelKey ?? "");
  if (key !== foldKey(held.tModelKey ?? "")) return false;
  if (key === foldKey(tModelKeys.generalKeywords) && (wanted.keyName ?? "") !== (held.keyName ?? ""))
    return false;
  return foldKey(wanted.keyValue) === foldKey(held.keyValue);
}
