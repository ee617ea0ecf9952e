import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalKeys,
  uddiErrors,
  type UddiErrorCode,
  type UddiMessageInput,
} from "../../../simulator/protocols/uddi/index.ts";
import { comparatorOf, type Order } from "../../../simulator/roles/registry/store/orders.ts";
import type { Stamp } from "../../../simulator/roles/registry/store/records.ts";
import { createTable } from "../../../simulator/roles/registry/store/table.ts";
import { createKeyTranslation } from "../../../simulator/roles/registry/keys/key-translation.ts";
import { writeUddiError, writeUddiRequest } from "../../../simulator/stacks/uddi-http.ts";
import { createMemoryStore } from "../../../simulator/workbench/memory-store.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { AskedRegistry, schemaProblems } from "../../support/uddi-registry.ts";

const keys = canonicalKeys[3];
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);

/** A registry with one business, and a publisher who is logged in. */
function published(options: ConstructorParameters<typeof AskedRegistry>[0] = {}) {
  const registry = new AskedRegistry(options);
  const authInfo = registry.logIn(3);
  const save = (name: string, more: object = {}): string => {
    registry.date += 1000;
    const businessService = [{ businessKey, name: [{ text: name }], ...more }];
    return registry.get(3, { name: "save_service", value: { authInfo, businessService } }, "serviceDetail")
      .businessService[0]!.serviceKey!;
  };
  const businessKey = registry.get(
    3,
    { name: "save_business", value: { authInfo, businessEntity: [{ name: [{ text: "Alpha" }] }] } },
    "businessDetail",
  ).businessEntity[0]!.businessKey!;
  const find = (
    value: Omit<UddiMessageInput<"find_service">["value"], "findQualifiers">,
    ...qualifiers: string[]
  ): string[] =>
    registry
      .get(
        3,
        {
          name: "find_service",
          value: {
            ...value,
            findQualifiers: qualifiers.length > 0 ? { findQualifier: qualifiers } : undefined,
          },
        },
        "serviceList",
      )
      .serviceInfos?.serviceInfo.map(({ name }) => name[0]!.text) ?? [];
  return { registry, authInfo, businessKey, save, find };
}

describe("UDDI 3.0 5.1.4 find qualifiers", () => {
  it("orLikeKeys is about categories and identifiers: a tModelBag still asks for all", () => {
    const { registry, authInfo, save, find } = published();
    const tModel = ["one", "two"].map((text) => ({ name: { text } }));
    const models = registry
      .get(3, { name: "save_tModel", value: { authInfo, tModel } }, "tModelDetail")
      .tModel.map(({ tModelKey }) => tModelKey!);
    const tModelInstanceInfo = [{ tModelKey: models[0]! }];
    const accessPoint = { text: "http://a.example/" };
    save("half", {
      bindingTemplates: {
        bindingTemplate: [{ accessPoint, tModelInstanceDetails: { tModelInstanceInfo } }],
      },
    });
    const tModelBag = { tModelKey: models };
    expect(find({ tModelBag }, "orLikeKeys")).toEqual([]);
    expect(find({ tModelBag }, "orAllKeys")).toEqual(["half"]);
  });

  it("dates decide among equal names, in the direction that was asked for", () => {
    const { save, find, registry } = published();
    const first = save("same");
    const second = save("same");
    save("other");
    const order = (...qualifiers: string[]) =>
      registry
        .get(
          3,
          {
            name: "find_service",
            value: {
              name: [{ text: "same" }],
              findQualifiers: { findQualifier: qualifiers },
            },
          },
          "serviceList",
        )
        .serviceInfos!.serviceInfo.map(({ serviceKey }) => serviceKey);
    for (const names of ["sortByNameAsc", "sortByNameDesc"]) {
      expect(order(names)).toEqual([first, second]);
      expect(order(names, "sortByDateAsc")).toEqual([first, second]);
      expect(order(names, "sortByDateDesc")).toEqual([second, first]);
    }
    const all = { name: [{ text: "%" }] };
    expect(find(all, "approximateMatch", "sortByNameDesc", "sortByDateDesc")).toEqual([
      "same",
      "same",
      "other",
    ]);
  });

  it("sorts by code points, without case or as people do, also after changes", () => {
    const { registry, authInfo, save, find } = published();
    const all = { name: [{ text: "%" }] };
    const orders = () => [
      find(all, "approximateMatch", "binarySort"),
      find(all, "approximateMatch", "caseInsensitiveSort"),
      find(all, "approximateMatch", "UTS-10"),
    ];
    for (const name of ["b", "Z", "a"]) save(name);
    expect(orders()).toEqual([
      ["Z", "a", "b"],
      ["a", "b", "Z"],
      ["a", "b", "Z"],
    ]);
    const key = save("é");
    save("f");
    expect(orders()).toEqual([
      ["Z", "a", "b", "f", "é"],
      ["a", "b", "f", "Z", "é"],
      ["a", "b", "é", "f", "Z"],
    ]);
    registry.succeed(3, { name: "delete_service", value: { authInfo, serviceKey: [key] } });
    expect(orders()[2]).toEqual(["a", "b", "f", "Z"]);
  });

  it("narrows by the categories of bindings and services as it would match without", () => {
    const { save, find } = published();
    const category = (keyValue: string) => ({
      categoryBag: { keyedReference: [{ tModelKey: keys.xmlLocalName, keyValue }] },
    });
    const binding = (value: string) => ({
      bindingTemplates: {
        bindingTemplate: [{ accessPoint: { text: "http://a.example/" }, ...category(value) }],
      },
    });
    save("own", category("x"));
    save("inside", binding("x"));
    save("both", { ...category("x"), ...binding("y") });
    for (let index = 0; index < 40; index++) save(`filler ${index}`, category("z"));
    expect(find(category("x"))).toEqual(["both", "own"]);
    expect(find(category("x"), "bindingSubset")).toEqual(["inside"]);
    expect(find(category("x"), "combineCategoryBags")).toEqual(["both", "inside", "own"]);
    const two = {
      categoryBag: {
        keyedReference: ["x", "y"].map((keyValue) => ({ tModelKey: keys.xmlLocalName, keyValue })),
      },
    };
    expect(find(two, "combineCategoryBags")).toEqual(["both"]);
    expect(find(two, "combineCategoryBags", "orLikeKeys")).toEqual(["both", "inside", "own"]);
    expect(find(two, "combineCategoryBags", "approximateMatch")).toEqual(["both"]);
    expect(find(two)).toEqual([]);
    expect(find(category("_"), "approximateMatch", "bindingSubset")).toEqual(["both", "inside"]);
  });

  it("ends a search that compares too much instead of keeping all others waiting", () => {
    const { save, registry } = published();
    save("hostile", {
      categoryBag: {
        keyedReference: Array.from({ length: 1000 }, (_, index) => ({
          tModelKey: keys.xmlLocalName,
          keyValue: "a".repeat(240) + String(index),
        })),
      },
    });
    const keyedReference = Array.from({ length: 100 }, (_, index) => ({
      tModelKey: keys.xmlLocalName,
      keyValue: `%${"a_".repeat(110)}b${index}`,
    }));
    const findQualifiers = { findQualifier: ["approximateMatch", "orAllKeys"] };
    const started = process.cpuUsage().user;
    expect(
      registry.refuse(3, {
        name: "find_service",
        value: { categoryBag: { keyedReference }, findQualifiers },
      }),
    ).toBe("E_resultSetTooLarge");
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(2000);
  });
});

describe("a table", () => {
  it("keeps every order through changes that are made and taken back", () => {
    const orders: readonly Order[] = ["name", "foldedName", "collatedName", "date"];
    type Named = Stamp & { readonly name: string };
    const change = fc.record({
      key: fc.constantFrom("a", "b", "c", "d", "e"),
      name: fc.option(fc.constantFrom("x", "X", "é", "e", "y")),
      isTakenBack: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        let undo = (): void => undefined;
        const table = createTable<Named>(
          { collection: "t", terms: () => [], nameOf: ({ name }) => name },
          createMemoryStore(),
          { write: (_write, back) => (undo = back) },
        );
        for (const order of orders) expect(table.sorted(order)).toEqual([]);
        for (const [index, { key, name, isTakenBack }] of changes.entries()) {
          if (name === null) table.remove(key);
          else table.put({ key, name, owner: "o", order: index, created: 0, modified: index >> 2 });
          if (isTakenBack) undo();
        }
        for (const order of orders) {
          const sorting = { order, descending: false, latestFirst: false };
          const compare = comparatorOf<Named>(({ name }) => name, sorting);
          expect(table.sorted(order)).toEqual([...table.values()].sort(compare));
        }
      }),
    );
  });
});

describe("UDDI 2.0 references and texts", () => {
  it("a category without taxonomy is a general keyword, in either version", () => {
    const registry = new AskedRegistry();
    const authInfo = registry.logIn(2);
    registry.get(
      2,
      {
        name: "save_business",
        value: {
          authInfo,
          businessEntity: [
            {
              businessKey: "",
              name: [{ text: "Tagged" }],
              categoryBag: { keyedReference: [{ keyName: "trade", keyValue: "phones" }] },
            },
          ],
        },
      },
      "businessDetail",
    );
    const found = (version: 2 | 3, tModelKey: string | undefined) =>
      registry.get(
        version,
        {
          name: "find_business",
          value: {
            name: [],
            categoryBag: { keyedReference: [{ tModelKey, keyName: "trade", keyValue: "phones" }] },
          },
        },
        "businessList",
      ).businessInfos?.businessInfo.length;
    expect(found(2, undefined)).toBe(1);
    expect(found(2, canonicalKeys[2].generalKeywords)).toBe(1);
    expect(found(3, keys.generalKeywords)).toBe(1);
  });

  it.each([2, 3] as const)("drops empty descriptions wherever they stand, in version %i", (version) => {
    const registry = new AskedRegistry();
    const authInfo = registry.logIn(version);
    const [businessKey, serviceKey, bindingKey] = version === 2 ? ["", "", ""] : [];
    const description = [{ text: "" }];
    const tModelInstanceInfo = [
      {
        tModelKey: canonicalKeys[version].soap,
        description,
        instanceDetails: { description, instanceParms: "p" },
      },
    ];
    const bindingTemplate = [
      {
        bindingKey,
        description,
        accessPoint: { text: "http://a.example/", ...(version === 2 ? { URLType: "http" as const } : {}) },
        tModelInstanceDetails: { tModelInstanceInfo },
      },
    ];
    const businessService = [{ serviceKey, name: [], description, bindingTemplates: { bindingTemplate } }];
    const contact = [{ personName: [{ text: "N" }], description }];
    const businessEntity = [
      {
        businessKey,
        name: [{ text: "n" }],
        description,
        contacts: { contact },
        businessServices: { businessService },
      },
    ];
    const saved = registry.get(
      version,
      { name: "save_business", value: { authInfo, businessEntity } },
      "businessDetail",
    );
    expect(JSON.stringify(saved)).not.toContain('"text":""');
  });

  it.each([
    [2, "E_nameTooLong"],
    [3, "E_fatalError"],
  ] as const)("version %i refuses a name or pattern of more than 255 characters: %s", (version, code) => {
    const { registry } = published();
    const text = "%a".repeat(128);
    const find = (name: "find_service" | "find_business" | "find_tModel") =>
      registry.refuse(version, {
        name,
        value: { name: name === "find_tModel" ? { text } : [{ text }] },
      } as never);
    for (const name of ["find_service", "find_business", "find_tModel"] as const)
      expect(find(name)).toBe(code);
  });

  it("counts characters, not their halves", () => {
    const { save, find } = published();
    const name = "\u{1f4f1}".repeat(255);
    save(name);
    expect(find({ name: [{ text: name }] })).toEqual([name]);
    expect(() => save(`${name}x`)).toThrow("E_fatalError");
  });
});

describe("UDDI 2.0 and 3.0 limits, tokens and faults", () => {
  it("E_messageTooLarge: a list inside an entry is too long, a message has too many elements or levels", () => {
    const { registry, save } = published();
    const description = Array.from({ length: 1001 }, () => ({ text: "d" }));
    expect(() => save("s", { description })).toThrow("E_messageTooLarge");
    for (const version of [2, 3] as const)
      for (const inside of ["<name>".repeat(80), "<name>a</name>".repeat(100_001)]) {
        const message = `<find_service generic="2.0" xmlns="urn:uddi-org:api_v${version}">${inside}`;
        const { status, body } = registry.raw("inquiry", `${message}</find_service>`);
        expect(status).toBe(500);
        expect(textOf(body)).toMatch(/errCode="E_messageTooLarge"/);
        expect(textOf(body)).toContain(`urn:uddi-org:api_v${version}`);
        expect(schemaProblems(version, body)).toEqual([]);
      }
  });

  it("E_authTokenExpired as often as the expired token is shown, E_authTokenRequired once it is discarded", () => {
    const { registry, authInfo } = published();
    const ask = () =>
      registry.refuse(3, { name: "get_registeredInfo", value: { authInfo, infoSelection: "all" } });
    registry.now += 31 * 60_000;
    expect([ask(), ask()]).toEqual(["E_authTokenExpired", "E_authTokenExpired"]);
    registry.succeed(3, { name: "discard_authToken", value: { authInfo } });
    expect(ask()).toBe("E_authTokenRequired");
  });

  it("a refusal is the peer's fault, also one with E_fatalError", () => {
    const { registry, authInfo, businessKey } = published();
    const businessService = [{ businessKey, name: [{ text: "" }] }];
    const request = writeUddiRequest(
      "http://ddi.example/uddi/publish",
      { name: "save_service", value: { authInfo, businessService } },
      3,
    );
    const answer = textOf(registry.post(request).body);
    expect(answer).toContain("E_fatalError");
    expect(answer).toMatch(/faultcode>[^<]*Client</);
  });

  it.each([2, 3] as const)(
    "every error makes a report of version %i that the official schema allows",
    (version) => {
      for (const code of Object.keys(uddiErrors) as UddiErrorCode[])
        for (const keyType of [undefined, "serviceKey"] as const) {
          const { status, body } = writeUddiError(
            { code, text: "why & how", keyType },
            "ddi.example",
            version,
          );
          expect(status).toBe(500);
          expect(textOf(body)).toContain(`errno="${uddiErrors[code]}"`);
          expect(schemaProblems(version, body), code).toEqual([]);
        }
    },
  );

  it("notes a SOAPAction that names another request, and goes by the body", () => {
    const { registry } = published();
    const request = writeUddiRequest("http://ddi.example/uddi/inquiry", {
      name: "find_service",
      value: { name: [{ text: "a" }] },
    });
    const post = (soapaction: string) =>
      registry.post({ ...request, headers: { ...request.headers, soapaction } }).status;
    const noted = () => registry.effects.filter(({ type }) => type === "note").length;
    for (const soapaction of ["", '""', "find_service", '"find_service"']) {
      expect(post(soapaction)).toBe(200);
      expect(noted()).toBe(0);
    }
    expect(post('"delete_business"')).toBe(200);
    expect(noted()).toBe(1);
  });

  it("forgets the version 2 name of a proposed key with its entry", () => {
    const translation = createKeyTranslation(createNodeCrypto());
    const key = "uddi:a.example:x";
    const shown = translation.keyOutward(2, "serviceKey", key);
    const read = () => {
      const { value } = translation.inward(2, {
        name: "get_serviceDetail",
        value: { serviceKey: [shown] },
      } as never);
      return (value as { serviceKey: string[] }).serviceKey[0];
    };
    translation.learn(key);
    expect(read()).toBe(key);
    translation.forget(key);
    expect(read()).toBe(`uddi:${shown}`);
  });
});
