import type { UddiVersion } from "./version.ts";

/** Find qualifiers of version 2, by their names. */
export const qualifiers2 = [
  "exactNameMatch",
  "caseSensitiveMatch",
  "sortByNameAsc",
  "sortByNameDesc",
  "sortByDateAsc",
  "sortByDateDesc",
  "orLikeKeys",
  "orAllKeys",
  "andAllKeys",
  "combineCategoryBags",
  "serviceSubset",
] as const;

/** Find qualifiers of version 3, by their short names. */
export const qualifiers3 = [
  "andAllKeys",
  "approximateMatch",
  "binarySort",
  "bindingSubset",
  "caseInsensitiveMatch",
  "caseInsensitiveSort",
  "caseSensitiveMatch",
  "caseSensitiveSort",
  "combineCategoryBags",
  "diacriticInsensitiveMatch",
  "diacriticSensitiveMatch",
  "exactMatch",
  "orAllKeys",
  "orLikeKeys",
  "serviceSubset",
  "signaturePresent",
  "sortByNameAsc",
  "sortByNameDesc",
  "sortByDateAsc",
  "sortByDateDesc",
  "suppressProjectedServices",
  "UTS-10",
] as const;

export type FindQualifier = (typeof qualifiers2)[number] | (typeof qualifiers3)[number];

/** What each qualifier does, in one sentence. */
export const qualifierTexts: Readonly<Record<FindQualifier, string>> = {
  exactNameMatch:
    "Only names that are the same as the one asked for; without it a name is found by its beginning.",
  exactMatch: "Only names and values that are the same; the default of version 3.",
  approximateMatch: "Names and values may hold the wildcards % (any text) and _ (one character).",
  caseSensitiveMatch: "Upper and lower case differ when names are compared.",
  caseInsensitiveMatch: "Upper and lower case are the same when names are compared.",
  diacriticSensitiveMatch: "Letters with and without marks differ when names are compared.",
  diacriticInsensitiveMatch: "Letters with and without marks are the same when names are compared.",
  sortByNameAsc: "Sorted by name, from A on.",
  sortByNameDesc: "Sorted by name, from Z on.",
  sortByDateAsc: "Sorted by the time of the last change, the oldest first.",
  sortByDateDesc: "Sorted by the time of the last change, the newest first.",
  binarySort: "Sorted by the code points of the names.",
  "UTS-10": "Sorted by the Unicode collation algorithm.",
  caseSensitiveSort: "Upper and lower case differ when names are sorted.",
  caseInsensitiveSort: "Upper and lower case are the same when names are sorted.",
  orLikeKeys: "References of one taxonomy are alternatives, those of different ones must all be there.",
  orAllKeys: "One of the references or tModels is enough.",
  andAllKeys: "All references or tModels must be there.",
  combineCategoryBags: "Categories of a business count together with those of its services and bindings.",
  serviceSubset: "Only the categories of the services are looked at, for a business.",
  bindingSubset: "Only the categories of the bindings are looked at, for a business or a service.",
  signaturePresent: "Only entries that carry a signature.",
  suppressProjectedServices: "Services that a business only lists for another are left out.",
};

/** Qualifiers of which a request may have one. */
export const exclusive: readonly (readonly FindQualifier[])[] = [
  ["andAllKeys", "orAllKeys", "orLikeKeys"],
  ["sortByNameAsc", "sortByNameDesc"],
  ["sortByDateAsc", "sortByDateDesc"],
  ["combineCategoryBags", "serviceSubset", "bindingSubset"],
  ["exactMatch", "approximateMatch"],
  ["exactMatch", "caseInsensitiveMatch"],
  ["exactMatch", "diacriticInsensitiveMatch"],
  ["caseSensitiveMatch", "caseInsensitiveMatch"],
  ["diacriticSensitiveMatch", "diacriticInsensitiveMatch"],
  ["binarySort", "UTS-10"],
  ["caseSensitiveSort", "caseInsensitiveSort"],
];

/** Ending of a qualifier's tModel key where it is not the short name in lower case. */
const endings: Partial<Record<FindQualifier, string>> = {
  diacriticInsensitiveMatch: "diacriticsinsensitivematch",
  diacriticSensitiveMatch: "diacriticssensitivematch",
};
const sortOrders: ReadonlySet<FindQualifier> = new Set(["binarySort", "UTS-10"]);

/** Key of the tModel that stands for a qualifier in version 3. */
export function qualifierKey(qualifier: FindQualifier): string {
  const kind = sortOrders.has(qualifier) ? "sortorder" : "findqualifier";
  return `uddi:uddi.org:${kind}:${endings[qualifier] ?? qualifier.toLowerCase()}`;
}

const known: Readonly<Record<UddiVersion, ReadonlyMap<string, FindQualifier>>> = {
  2: new Map(qualifiers2.map((name) => [name, name])),
  3: new Map(
    qualifiers3.flatMap((name) => [
      [name.toLowerCase(), name],
      [qualifierKey(name), name],
      [`uddi:uddi.org:findqualifier:${name.toLowerCase()}`, name],
    ]),
  ),
};

/** The qualifier that a text of a request means, or undefined. Version 3 takes names and keys, without regard to case. */
export function findQualifier(version: UddiVersion, text: string): FindQualifier | undefined {
  return known[version].get(version === 3 ? text.toLowerCase() : text);
}
