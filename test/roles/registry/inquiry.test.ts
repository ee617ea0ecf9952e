import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  canonicalKeys,
  exclusive,
  findQualifier,
  qualifierKey,
  qualifiers2,
  qualifiers3,
  type UddiMessageInput,
  type UddiVersion,
} from "../../../simulator/protocols/uddi/index.ts";
import { prefixMatcher, wildcardMatcher } from "../../../simulator/roles/registry/inquiry/patterns.ts";
import { AskedRegistry } from "../../support/uddi-registry.ts";

type Asked<N extends "find_service" | "find_business" | "find_tModel"> = Omit<
  UddiMessageInput<N>["value"],
  "findQualifiers"
>;

const keys = canonicalKeys[3];
const GROUP = "uddi:uddi.org:xml:namespace";
let registry: AskedRegistry;
const model: Record<string, string> = {};

beforeAll(() => {
  registry = new AskedRegistry();
  const authInfo = registry.logIn(3);
  for (const name of ["one", "two"]) {
    model[name] = registry.get(
      3,
      { name: "save_tModel", value: { authInfo, tModel: [{ name: { text: name } }] } },
      "tModelDetail",
    ).tModel[0]!.tModelKey!;
    registry.date += 1000;
  }
  const category = (tModelKey: string, keyValue: string, keyName?: string) => ({
    tModelKey,
    keyValue,
    keyName,
  });
  const service = (name: string, values: readonly string[], bindings: readonly (readonly string[])[]) => ({
    name: [{ lang: name === "Élan" ? "fr" : "en", text: name }],
    categoryBag:
      values.length > 0
        ? { keyedReference: values.map((value) => category(keys.xmlLocalName, value)) }
        : undefined,
    bindingTemplates: {
      bindingTemplate: bindings.map((names) => ({
        accessPoint: { text: `http://${names.join("-")}.example/` },
        tModelInstanceDetails: { tModelInstanceInfo: names.map((key) => ({ tModelKey: model[key]! })) },
        categoryBag: { keyedReference: [category(keys.xmlNamespace, names.join("+"))] },
      })),
    },
  });
  registry.get(
    3,
    {
      name: "save_business",
      value: {
        authInfo,
        businessEntity: [
          {
            name: [{ text: "Alpha" }],
            discoveryURLs: { discoveryURL: [{ text: "http://alpha.example/", useType: "home" }] },
            identifierBag: {
              keyedReference: [category(keys.xmlLocalName, "id-1"), category(keys.xmlLocalName, "id-2")],
            },
            categoryBag: {
              keyedReference: [category(keys.generalKeywords, "phone", "trade")],
              keyedReferenceGroup: [
                {
                  tModelKey: GROUP,
                  keyedReference: [category(keys.xmlLocalName, "x"), category(keys.xmlLocalName, "y")],
                },
              ],
            },
            businessServices: {
              businessService: [
                service("Élan", ["a", "b"], [["one", "two"]]),
                service("elan", ["a"], [["one"], ["two"]]),
                service("50%_x", ["c"], [["two"]]),
              ],
            },
          },
          { name: [{ text: "beta" }], businessServices: undefined },
        ],
      },
    },
    "businessDetail",
  );
});

function services(version: UddiVersion, asked: Asked<"find_service">, ...qualifiers: string[]): string[] {
  const findQualifiers = qualifiers.length > 0 ? { findQualifier: qualifiers } : undefined;
  return (
    registry
      .get(version, { name: "find_service", value: { ...asked, findQualifiers } }, "serviceList")
      .serviceInfos?.serviceInfo.map((info) => info.name[0]!.text) ?? []
  );
}

function businesses(version: UddiVersion, asked: Asked<"find_business">, ...qualifiers: string[]): string[] {
  const findQualifiers = qualifiers.length > 0 ? { findQualifier: qualifiers } : undefined;
  return (
    registry
      .get(version, { name: "find_business", value: { ...asked, findQualifiers } }, "businessList")
      .businessInfos?.businessInfo.map((info) => info.name[0]!.text) ?? []
  );
}

const named = (text: string, lang?: string) => ({ name: [{ text, lang }] });
const values = (...all: string[]) => ({
  categoryBag: { keyedReference: all.map((keyValue) => ({ tModelKey: keys.xmlLocalName, keyValue })) },
});

describe("names", () => {
  it.each<[UddiVersion, string, string[], string[]]>([
    [2, "EL", [], ["elan"]],
    [2, "e%n", [], ["elan"]],
    [2, "elan", ["exactNameMatch"], ["elan"]],
    [2, "Elan", ["exactNameMatch", "caseSensitiveMatch"], []],
    [2, "50%", [], ["50%_x"]],
    [3, "ela", [], []],
    [3, "elan", [], ["elan"]],
    [3, "ELAN", [], []],
    [3, "ELAN", ["caseInsensitiveMatch"], ["elan"]],
    [3, "ELAN", ["caseInsensitiveMatch", "diacriticInsensitiveMatch"], ["elan", "Élan"]],
    [3, "%l_n", ["approximateMatch"], ["elan", "Élan"]],
    [3, "50\\%\\_x", ["approximateMatch"], ["50%_x"]],
    [3, "50\\_%", ["approximateMatch"], []],
    [3, "ELAN", [qualifierKey("caseInsensitiveMatch").toUpperCase()], ["elan"]],
  ])("version %i finds %s with %o", (version, name, qualifiers, found) => {
    expect(services(version, named(name), ...qualifiers)).toEqual(found);
  });

  it("compares the language only where one is asked for", () => {
    expect(services(3, named("%lan", "FR"), "approximateMatch")).toEqual(["Élan"]);
    expect(services(3, named("%lan", "de"), "approximateMatch")).toEqual([]);
  });

  it("matches like a regular expression would, whatever the pattern", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "%", "_"), maxLength: 8 });
    const expression = (pattern: string, one: string, end: string) =>
      new RegExp(
        `^${pattern
          .split("")
          .map((c) => (c === "%" ? ".*" : c === "_" ? one : c))
          .join("")}${end}$`,
        "s",
      );
    fc.assert(
      fc.property(text, text, (pattern, subject) => {
        expect(wildcardMatcher(pattern)(subject)).toBe(expression(pattern, ".", "").test(subject));
        expect(prefixMatcher(pattern)(subject)).toBe(expression(pattern, "_", ".*").test(subject));
      }),
    );
  });
});

describe("categories, identifiers and tModels", () => {
  it.each<[string[], string[], string[]]>([
    [["a"], [], ["elan", "Élan"]],
    [["a", "b"], [], ["Élan"]],
    [["b", "c"], ["orAllKeys"], ["50%_x", "Élan"]],
    [["b", "c"], ["orLikeKeys"], ["50%_x", "Élan"]],
    [["A"], [], []],
    [["A"], ["caseInsensitiveMatch"], ["elan", "Élan"]],
    [["_"], ["approximateMatch"], ["50%_x", "elan", "Élan"]],
  ])("finds services with %o and %o", (wanted, qualifiers, found) => {
    expect(services(3, values(...wanted), ...qualifiers)).toEqual(found);
  });

  it("wants all tModels of one binding, or any on request", () => {
    const tModelBag = { tModelKey: [model["one"]!, model["two"]!] };
    expect(services(3, { tModelBag })).toEqual(["Élan"]);
    expect(services(3, { tModelBag }, "orAllKeys")).toEqual(["50%_x", "elan", "Élan"]);
    expect(businesses(3, { tModelBag })).toEqual(["Alpha"]);
  });

  it("adds what an inner find_tModel finds", () => {
    const inner = { name: { text: "one" } };
    expect(services(3, { find_tModel: inner })).toEqual(["elan", "Élan"]);
    expect(services(3, { find_tModel: { name: { text: "none" } } })).toEqual([]);
  });

  it("looks at the categories of the bindings, of the services or of all together", () => {
    const both = {
      categoryBag: {
        keyedReference: [
          { tModelKey: keys.xmlLocalName, keyValue: "b" },
          { tModelKey: keys.xmlNamespace, keyValue: "one+two" },
        ],
      },
    };
    expect(services(3, both)).toEqual([]);
    expect(services(3, both, "combineCategoryBags")).toEqual(["Élan"]);
    expect(businesses(3, both, "combineCategoryBags")).toEqual(["Alpha"]);
    const ofBinding = { categoryBag: { keyedReference: both.categoryBag.keyedReference.slice(1) } };
    expect(services(3, ofBinding, "bindingSubset")).toEqual(["Élan"]);
    expect(businesses(3, values("c"), "serviceSubset")).toEqual(["Alpha"]);
    expect(businesses(3, values("c"))).toEqual([]);
  });

  it("compares groups as wholes, and key names of keywords", () => {
    const group = (...all: string[]) => ({
      categoryBag: {
        keyedReferenceGroup: [
          {
            tModelKey: GROUP,
            keyedReference: all.map((keyValue) => ({ tModelKey: keys.xmlLocalName, keyValue })),
          },
        ],
      },
    });
    expect(businesses(3, group("x", "y"))).toEqual(["Alpha"]);
    expect(businesses(3, group("x", "z"))).toEqual([]);
    const keyword = (keyName: string | undefined) => ({
      categoryBag: { keyedReference: [{ tModelKey: keys.generalKeywords, keyName, keyValue: "phone" }] },
    });
    expect(businesses(3, keyword("trade"))).toEqual(["Alpha"]);
    expect(businesses(3, keyword("other"))).toEqual([]);
    expect(businesses(3, keyword(undefined))).toEqual(["Alpha"]);
  });

  it("takes any identifier unless all are asked for, and any discovery address", () => {
    const identifierBag = (...all: string[]) => ({
      identifierBag: { keyedReference: all.map((keyValue) => ({ tModelKey: keys.xmlLocalName, keyValue })) },
    });
    expect(businesses(3, identifierBag("id-1", "id-9"))).toEqual(["Alpha"]);
    expect(businesses(3, identifierBag("id-1", "id-9"), "andAllKeys")).toEqual([]);
    const discoveryURLs = (text: string) => ({ discoveryURLs: { discoveryURL: [{ text }] } });
    expect(businesses(3, discoveryURLs("http://alpha.example/"))).toEqual(["Alpha"]);
    expect(businesses(3, discoveryURLs("http://beta.example/"))).toEqual([]);
  });
});

describe("lists", () => {
  it("sorts by name or date, up or down", () => {
    const all = named("%");
    expect(businesses(3, all, "approximateMatch")).toEqual(["Alpha", "beta"]);
    expect(businesses(3, all, "approximateMatch", "sortByNameDesc")).toEqual(["beta", "Alpha"]);
    const models = (...findQualifier: string[]) =>
      registry
        .get(
          3,
          {
            name: "find_tModel",
            value: {
              findQualifiers: { findQualifier: ["approximateMatch", ...findQualifier] },
              name: { text: "%o%" },
            },
          },
          "tModelList",
        )
        .tModelInfos!.tModelInfo.map(({ name }) => name.text)
        .filter((name) => name === "one" || name === "two");
    expect(models("sortByDateAsc")).toEqual(["one", "two"]);
    expect(models("sortByDateDesc")).toEqual(["two", "one"]);
    for (const sort of ["caseInsensitiveSort", "UTS-10", "binarySort"])
      expect(services(3, all, "approximateMatch", sort).toSorted()).toHaveLength(3);
  });

  it("gives part of a list: maxRows, listHead, truncated", () => {
    const list = (maxRows: number, listHead?: number) =>
      registry.get(
        3,
        {
          name: "find_service",
          value: {
            maxRows,
            listHead,
            findQualifiers: { findQualifier: ["approximateMatch"] },
            ...named("%"),
          },
        },
        "serviceList",
      );
    expect(list(2)).toMatchObject({
      truncated: true,
      listDescription: { includeCount: 2, actualCount: 3, listHead: 1 },
    });
    expect(list(2, 3)).toMatchObject({
      truncated: undefined,
      listDescription: { includeCount: 1, actualCount: 3, listHead: 3 },
    });
    expect(list(2, 9).serviceInfos).toBeUndefined();
    expect(services(2, {})).toEqual([]);
  });
});

describe("find qualifiers", () => {
  it.each(qualifiers3)("%s is known by its name and by its key in version 3", (name) => {
    expect(findQualifier(3, name.toUpperCase())).toBe(name);
    expect(findQualifier(3, qualifierKey(name))).toBe(name);
  });

  const pairs = exclusive.flatMap((group) =>
    group.flatMap((one, index) => group.slice(index + 1).map((other) => [one, other] as const)),
  );
  it.each(pairs)("%s and %s exclude each other", (one, other) => {
    const ask = (version: UddiVersion) =>
      registry.refuse(version, {
        name: "find_service",
        value: { findQualifiers: { findQualifier: [one, other] }, name: [{ text: "x" }] },
      });
    expect(ask(3)).toBe("E_invalidCombination");
    const known = qualifiers2.some((name) => name === one) && qualifiers2.some((name) => name === other);
    if (known) expect(ask(2)).toBe("E_unsupported");
  });

  it("refuses an unknown one, too many names and too many criteria", () => {
    const ask = (value: UddiMessageInput<"find_service">["value"], version: UddiVersion = 2) =>
      registry.refuse(version, { name: "find_service", value });
    expect(ask({ findQualifiers: { findQualifier: ["soundex"] }, name: [{ text: "x" }] })).toBe(
      "E_unsupported",
    );
    expect(ask({ findQualifiers: { findQualifier: ["nonsense"] }, name: [{ text: "x" }] }, 3)).toBe(
      "E_unsupported",
    );
    expect(ask({ name: Array.from({ length: 6 }, () => ({ text: "x" })) })).toBe("E_tooManyOptions");
    const tModelKey = Array.from({ length: 101 }, () => "uuid:x");
    expect(ask({ tModelBag: { tModelKey } })).toBe("E_tooManyOptions");
    expect(ask({ tModelBag: { tModelKey: ["uuid:none"] } })).toBe("E_invalidKeyPassed");
    expect(ask({ businessKey: "none", name: [{ text: "x" }] })).toBe("E_invalidKeyPassed");
  });

  it("says that an inner list is too large", () => {
    const small = new AskedRegistry({ registryLimits: { rows: 3 } });
    const find_tModel = { findQualifiers: { findQualifier: ["approximateMatch"] }, name: { text: "uddi%" } };
    expect(small.refuse(3, { name: "find_service", value: { find_tModel } })).toBe("E_resultSetTooLarge");
  });
});
