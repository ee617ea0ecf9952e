import {
  canonicalKeys,
  type CategoryBag,
  type KeyedReference,
  type LocalisedText,
} from "../../../protocols/uddi/index.ts";
import { prefixMatcher, wildcardMatcher, type Matcher } from "./patterns.ts";
import type { Combination, Search } from "./search.ts";

/** Tells whether the names of an entry fit one of those that were asked for; none asked = all fit. */
export function nameMatcher(
  wanted: readonly LocalisedText[],
  search: Search,
): ((names: readonly LocalisedText[]) => boolean) | undefined {
  if (wanted.length === 0) return undefined;
  const matchers = wanted.map(({ text, lang }) => ({
    fits: textMatcher(search.fold(text), search.names),
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
  const groups = wanted?.keyedReferenceGroup ?? [];
  if (references.length + groups.length === 0) return undefined;
  const tests = [
    ...references.map((reference) => {
      const fits = referenceMatcher(reference, search);
      return {
        key: reference.tModelKey ?? "",
        holds: (bags: readonly CategoryBag[]) => bags.some((bag) => bag.keyedReference.some(fits)),
      };
    }),
    ...groups.map(({ tModelKey, keyedReference }) => {
      const matchers = keyedReference.map((reference) => referenceMatcher(reference, search));
      return {
        key: tModelKey,
        holds: (bags: readonly CategoryBag[]) =>
          bags.some((bag) =>
            bag.keyedReferenceGroup?.some(
              (group) =>
                group.tModelKey === tModelKey && matchers.every((fits) => group.keyedReference.some(fits)),
            ),
          ),
      };
    }),
  ];
  if (how === "all") return (bags) => tests.every(({ holds }) => holds(bags));
  if (how === "any") return (bags) => tests.some(({ holds }) => holds(bags));
  const alike = [...Map.groupBy(tests, ({ key }) => key).values()];
  return (bags) => alike.every((group) => group.some(({ holds }) => holds(bags)));
}

/** An identifierBag in the form of a categoryBag, so that both are matched alike. */
export function asBag(
  bag: { readonly keyedReference: readonly KeyedReference[] } | undefined,
): CategoryBag | undefined {
  return bag && { keyedReference: bag.keyedReference };
}

const KEYWORDS = canonicalKeys[3].generalKeywords;

/** The keyName counts for keywords alone, where it says what the keyword is about. */
function referenceMatcher(wanted: KeyedReference, search: Search): (held: KeyedReference) => boolean {
  const how = search.valueWildcards ? "wildcards" : "exact";
  const value = textMatcher(search.fold(wanted.keyValue), how);
  const key = wanted.tModelKey ?? "";
  const named =
    key === KEYWORDS && (search.version === 2 || wanted.keyName !== undefined)
      ? textMatcher(search.fold(wanted.keyName ?? ""), how)
      : undefined;
  return (held) =>
    (held.tModelKey ?? "") === key &&
    value(search.fold(held.keyValue)) &&
    (named === undefined || named(search.fold(held.keyName ?? "")));
}

function textMatcher(pattern: string, how: Search["names"]): Matcher {
  if (how === "prefix") return prefixMatcher(pattern);
  return how === "wildcards" ? wildcardMatcher(pattern) : (text) => text === pattern;
}
