import {
  canonicalKeys,
  type CategoryBag,
  type KeyedReference,
  type LocalisedText,
} from "../../../protocols/uddi/index.ts";
import { taxonomyOf } from "../store/terms.ts";
import { prefixMatcher, wildcardMatcher, type Matcher } from "./patterns.ts";
import type { Combination, Search } from "./search.ts";

/** Tells whether the names of an entry fit one of those that were asked for; none asked = all fit. */
export function nameMatcher(
  wanted: readonly LocalisedText[],
  search: Search,
): ((names: readonly LocalisedText[]) => boolean) | undefined {
  if (wanted.length === 0) return undefined;
  const matchers = wanted.map(({ text, lang }) => ({
    fits: textMatcher(search.fold(text), search.names, search.spend),
    language: lang?.toLowerCase(),
  }));
  return (names) =>
    names.some(({ text, lang }) => {
      const folded = search.fold(text);
      return matchers.some(
        ({ fits, language }) => (language === undefined || language === lang?.toLowerCase()) && fits(folded),
      );
    });
}

/** Tells whether bags hold what was asked for; nothing asked = undefined. */
export function bagMatcher(
  wanted: CategoryBag | undefined,
  how: Combination,
  search: Search,
): ((bags: readonly CategoryBag[]) => boolean) | undefined {
  const references = wanted?.keyedReference ?? [];
  const groups = (wanted?.keyedReferenceGroup ?? []).map(({ tModelKey, keyedReference }) => ({
    tModelKey,
    members: referenceFinder(keyedReference, search),
    count: keyedReference.length,
  }));
  const count = references.length + groups.length;
  if (count === 0) return undefined;
  const find = referenceFinder(references, search);
  const taxonomies = [...references.map(taxonomyOf), ...groups.map(({ tModelKey }) => tModelKey)];
  const alike = new Set(taxonomies).size;
  return (bags) => {
    const found = new Set<number>();
    for (const bag of bags) {
      find(bag.keyedReference, found);
      for (const held of bag.keyedReferenceGroup ?? [])
        for (const [place, group] of groups.entries())
          if (held.tModelKey === group.tModelKey && holdsAll(group, held.keyedReference))
            found.add(references.length + place);
      if (how === "any" && found.size > 0) return true;
    }
    if (how !== "like") return how === "all" && found.size === count;
    return new Set([...found].map((place) => taxonomies[place])).size === alike;
  };
}

function holdsAll(
  { members, count }: { readonly members: ReferenceFinder; readonly count: number },
  held: readonly KeyedReference[],
): boolean {
  const found = new Set<number>();
  members(held, found);
  return found.size === count;
}

/** An identifierBag in the form of a categoryBag, so that both are matched alike. */
export function asBag(
  bag: { readonly keyedReference: readonly KeyedReference[] } | undefined,
): CategoryBag | undefined {
  return bag && { keyedReference: bag.keyedReference };
}

const KEYWORDS = canonicalKeys[3].generalKeywords;

/** Adds the places of those wanted references that some held one fits. */
type ReferenceFinder = (held: readonly KeyedReference[], found: Set<number>) => void;

interface WantedReference {
  readonly place: number;
  readonly fits: Matcher;
  /** The keyName counts for keywords alone, where it says what the keyword is about. */
  readonly fitsName: Matcher | undefined;
}

/** Finds many references at once: the held ones are walked once, exact values are looked up. */
function referenceFinder(wanted: readonly KeyedReference[], search: Search): ReferenceFinder {
  const { fold, spend, valueWildcards, version } = search;
  const how = valueWildcards ? "wildcards" : "exact";
  const exact = new Map<string, Map<string, WantedReference[]>>();
  const patterns = new Map<string, WantedReference[]>();
  for (const [place, reference] of wanted.entries()) {
    const taxonomy = taxonomyOf(reference);
    const value = fold(reference.keyValue);
    const isNamed = taxonomy === KEYWORDS && (version === 2 || reference.keyName !== undefined);
    const entry: WantedReference = {
      place,
      fits: textMatcher(value, how, spend),
      fitsName: isNamed ? textMatcher(fold(reference.keyName ?? ""), how, spend) : undefined,
    };
    if (valueWildcards && /[%_\\]/.test(value)) {
      patterns.set(taxonomy, [...(patterns.get(taxonomy) ?? []), entry]);
      continue;
    }
    const values = exact.get(taxonomy) ?? new Map<string, WantedReference[]>();
    exact.set(taxonomy, values.set(value, [...(values.get(value) ?? []), entry]));
  }
  const isSought = (taxonomy: string): boolean => exact.has(taxonomy) || patterns.has(taxonomy);
  return (held, found) => {
    for (const reference of held) {
      const taxonomy = taxonomyOf(reference);
      if (!isSought(taxonomy)) continue;
      const value = fold(reference.keyValue);
      spend(1);
      const add = ({ place, fitsName }: WantedReference): void => {
        if (!fitsName || fitsName(fold(reference.keyName ?? ""))) found.add(place);
      };
      exact.get(taxonomy)?.get(value)?.forEach(add);
      for (const pattern of patterns.get(taxonomy) ?? [])
        if (!found.has(pattern.place) && pattern.fits(value)) add(pattern);
    }
  };
}

function textMatcher(pattern: string, how: Search["names"], spend: Search["spend"]): Matcher {
  if (how === "prefix") return prefixMatcher(pattern, spend);
  return how === "wildcards" ? wildcardMatcher(pattern, spend) : (text) => text === pattern;
}
