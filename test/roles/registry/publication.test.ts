import { beforeEach, describe, expect, it } from "vitest";
import {
  canonicalKeys,
  type BusinessServiceInput,
  type TModelInput,
  type UddiVersion,
} from "../../../simulator/protocols/uddi/index.ts";
import { AskedRegistry } from "../../support/uddi-registry.ts";

let registry: AskedRegistry;
beforeEach(() => {
  registry = new AskedRegistry();
});

const newKey = { 2: "", 3: undefined } as const;

function saveTModel(version: UddiVersion, authInfo: string, model: Partial<TModelInput> = {}): string {
  const tModel = [{ tModelKey: newKey[version], name: { text: "model" }, ...model }];
  return registry.get(version, { name: "save_tModel", value: { authInfo, tModel } }, "tModelDetail")
    .tModel[0]!.tModelKey!;
}

function saveBusiness(
  version: UddiVersion,
  authInfo: string,
  businessService: readonly BusinessServiceInput[] = [],
  businessKey: string | undefined = newKey[version],
) {
  return registry.get(
    version,
    {
      name: "save_business",
      value: {
        authInfo,
        businessEntity: [
          {
            businessKey,
            name: [{ lang: "en", text: "Example Ltd" }],
            businessServices: businessService.length > 0 ? { businessService } : undefined,
          },
        ],
      },
    },
    "businessDetail",
  ).businessEntity[0]!;
}

function service(
  version: UddiVersion,
  name: string,
  model: string,
  more: Partial<BusinessServiceInput> = {},
) {
  const kind = version === 2 ? ({ URLType: "http" } as const) : { useType: "endPoint" };
  return {
    serviceKey: newKey[version],
    name: [{ text: name }],
    bindingTemplates: {
      bindingTemplate: [
        {
          bindingKey: newKey[version],
          accessPoint: { ...kind, text: `http://${name}.example/wsi` },
          tModelInstanceDetails: { tModelInstanceInfo: [{ tModelKey: model }] },
        },
      ],
    },
    ...more,
  } satisfies BusinessServiceInput;
}

const keysOf = (entity: ReturnType<typeof saveBusiness>) =>
  (entity.businessServices?.businessService ?? []).map((inside) => inside.serviceKey!);

describe.each([2, 3] as const)("publication in UDDI version %i", (version) => {
  it("saves a business with services and bindings in one request, and gives the same back", () => {
    const authInfo = registry.logIn(version);
    const model = saveTModel(version, authInfo);
    const saved = saveBusiness(version, authInfo, [
      service(version, "a", model),
      service(version, "b", model),
    ]);
    const read = registry.get(
      version,
      { name: "get_businessDetail", value: { businessKey: [saved.businessKey!] } },
      "businessDetail",
    );
    expect(read.businessEntity).toEqual([saved]);
    const inside = saved.businessServices!.businessService;
    expect(inside.map(({ name }) => name[0]!.text)).toEqual(["a", "b"]);
    expect(inside[0]!.bindingTemplates!.bindingTemplate[0]!.accessPoint!.text).toBe("http://a.example/wsi");
    expect(saved.authorizedName).toBe(version === 2 ? "dms" : undefined);
  });

  it("deletes what a business that is saved again has no more, with its bindings", () => {
    const authInfo = registry.logIn(version);
    const model = saveTModel(version, authInfo);
    const first = saveBusiness(version, authInfo, [
      service(version, "a", model),
      service(version, "b", model),
    ]);
    const [a, b] = keysOf(first);
    const again = saveBusiness(
      version,
      authInfo,
      [service(version, "a", model, { serviceKey: a })],
      first.businessKey,
    );
    expect(keysOf(again)).toEqual([a]);
    expect(registry.refuse(version, { name: "get_serviceDetail", value: { serviceKey: [b!] } })).toBe(
      "E_invalidKeyPassed",
    );
    const bindings = registry.get(
      version,
      { name: "find_binding", value: { serviceKey: a, tModelBag: { tModelKey: [model] } } },
      "bindingDetail",
    );
    expect(bindings.bindingTemplate).toHaveLength(1);
    if (version === 3)
      expect(bindings.listDescription).toEqual({ includeCount: 1, actualCount: 1, listHead: 1 });
  });

  it("moves a service to another business and a binding to another service", () => {
    const authInfo = registry.logIn(version);
    const model = saveTModel(version, authInfo);
    const one = saveBusiness(version, authInfo, [service(version, "a", model), service(version, "b", model)]);
    const other = saveBusiness(version, authInfo);
    const [a, b] = keysOf(one);
    const moved = registry.get(
      version,
      {
        name: "save_service",
        value: {
          authInfo,
          businessService: [service(version, "a", model, { serviceKey: a, businessKey: other.businessKey })],
        },
      },
      "serviceDetail",
    ).businessService[0]!;
    expect(moved.businessKey).toBe(other.businessKey);
    const binding = moved.bindingTemplates!.bindingTemplate[0]!;
    const movedBinding = registry.get(
      version,
      { name: "save_binding", value: { authInfo, bindingTemplate: [{ ...binding, serviceKey: b }] } },
      "bindingDetail",
    );
    expect(movedBinding.bindingTemplate[0]).toMatchObject({ bindingKey: binding.bindingKey, serviceKey: b });
    const left = registry.get(
      version,
      { name: "get_serviceDetail", value: { serviceKey: [a!, b!] } },
      "serviceDetail",
    );
    expect(left.businessService.map((s) => s.bindingTemplates?.bindingTemplate.length ?? 0)).toEqual([0, 2]);
  });

  it("projects a service of another business, and refuses one that it does not have", () => {
    const authInfo = registry.logIn(version);
    const model = saveTModel(version, authInfo);
    const owner = saveBusiness(version, authInfo, [service(version, "a", model)]);
    const others = registry.logIn(version, "other");
    const [a] = keysOf(owner);
    const projection = { serviceKey: a, businessKey: owner.businessKey };
    const lister = saveBusiness(version, others, [projection]);
    expect(lister.businessServices?.businessService).toMatchObject([projection]);
    const found = (...findQualifier: string[]) =>
      registry.get(
        version,
        {
          name: "find_service",
          value: {
            businessKey: lister.businessKey,
            findQualifiers: findQualifier.length > 0 ? { findQualifier } : undefined,
          },
        },
        "serviceList",
      ).serviceInfos?.serviceInfo.length ?? 0;
    expect(found()).toBe(1);
    if (version === 3) expect(found("suppressProjectedServices")).toBe(0);
    const wrong = { ...projection, businessKey: lister.businessKey };
    expect(
      registry.refuse(version, {
        name: "save_business",
        value: {
          authInfo: others,
          businessEntity: [
            {
              businessKey: newKey[version],
              name: [{ text: "x" }],
              businessServices: { businessService: [wrong] },
            },
          ],
        },
      }),
    ).toBe("E_invalidProjection");
    registry.succeed(version, { name: "delete_service", value: { authInfo, serviceKey: [a!] } });
    expect(found()).toBe(0);
  });

  it("deletes businesses, services and bindings for good and hides tModels", () => {
    const authInfo = registry.logIn(version);
    const model = saveTModel(version, authInfo);
    const business = saveBusiness(version, authInfo, [service(version, "a", model)]);
    const binding = business.businessServices!.businessService[0]!.bindingTemplates!.bindingTemplate[0]!;
    registry.succeed(version, {
      name: "delete_binding",
      value: { authInfo, bindingKey: [binding.bindingKey!] },
    });
    expect(
      registry.refuse(version, { name: "get_bindingDetail", value: { bindingKey: [binding.bindingKey!] } }),
    ).toBe("E_invalidKeyPassed");
    registry.succeed(version, {
      name: "delete_business",
      value: { authInfo, businessKey: [business.businessKey!] },
    });
    expect(
      registry.refuse(version, { name: "get_serviceDetail", value: { serviceKey: keysOf(business) } }),
    ).toBe("E_invalidKeyPassed");
    registry.succeed(version, { name: "delete_tModel", value: { authInfo, tModelKey: [model] } });
    const info = registry.get(
      version,
      {
        name: "get_registeredInfo",
        value: { authInfo, infoSelection: version === 3 ? "hidden" : undefined },
      },
      "registeredInfo",
    );
    expect(info.tModelInfos?.tModelInfo.map(({ tModelKey }) => tModelKey)).toEqual([model]);
    const read = registry.get(
      version,
      { name: "get_tModelDetail", value: { tModelKey: [model] } },
      "tModelDetail",
    );
    expect(read.tModel[0]?.deleted).toBe(version === 3 ? true : undefined);
    registry.restart();
    expect(
      registry.get(version, { name: "find_tModel", value: { name: { text: "model" } } }, "tModelList")
        .tModelInfos?.tModelInfo ?? [],
    ).toEqual([]);
  });

  it("relates businesses whose owners both assert it", () => {
    const [mine, theirs] = [registry.logIn(version), registry.logIn(version, "other")];
    const from = saveBusiness(version, mine).businessKey!;
    const to = saveBusiness(version, theirs).businessKey!;
    const relation = saveTModel(version, mine);
    const publisherAssertion = [
      {
        fromKey: from,
        toKey: to,
        keyedReference: { tModelKey: relation, keyName: "peer", keyValue: "peer" },
      },
    ];
    const report = (authInfo: string, completionStatus?: string) =>
      registry
        .get(
          version,
          { name: "get_assertionStatusReport", value: { authInfo, completionStatus } },
          "assertionStatusReport",
        )
        .assertionStatusItem.map((item) => item.completionStatus);
    const related = () =>
      registry
        .get(
          version,
          { name: "find_relatedBusinesses", value: { businessKey: from } },
          "relatedBusinessesList",
        )
        .relatedBusinessInfos?.relatedBusinessInfo.map(({ businessKey, sharedRelationships }) => [
          businessKey,
          sharedRelationships[0]!.direction,
        ]) ?? [];
    registry.succeed(version, {
      name: "add_publisherAssertions",
      value: { authInfo: mine, publisherAssertion },
    });
    expect(report(mine)).toEqual(["status:toKey_incomplete"]);
    expect(related()).toEqual([]);
    const set = registry.get(
      version,
      { name: "set_publisherAssertions", value: { authInfo: theirs, publisherAssertion } },
      "publisherAssertions",
    );
    expect(set.publisherAssertion).toHaveLength(1);
    expect(report(theirs, "status:complete")).toEqual(["status:complete"]);
    expect(related()).toEqual([[to, "fromKey"]]);
    registry.succeed(version, {
      name: "delete_publisherAssertions",
      value: { authInfo: mine, publisherAssertion },
    });
    expect(related()).toEqual([]);
    expect(report(mine)).toEqual(["status:fromKey_incomplete"]);
    expect(
      registry.refuse(version, {
        name: "delete_publisherAssertions",
        value: { authInfo: mine, publisherAssertion },
      }),
    ).toBe("E_assertionNotFound");
    expect(
      registry.refuse(version, {
        name: "get_assertionStatusReport",
        value: { authInfo: mine, completionStatus: "status:odd" },
      }),
    ).toBe("E_invalidCompletionStatus");
    const own = registry.ask(version, { name: "get_publisherAssertions", value: { authInfo: theirs } });
    expect(own).toMatchObject({ message: { value: { publisherAssertion: [{ fromKey: from }] } } });
  });
});

describe("one store for both versions", () => {
  it("shows what one version saved to the other, with the keys of each", () => {
    const authInfo = registry.logIn(2);
    const model = saveTModel(2, authInfo, { name: { text: "DeviceManagement" } });
    const business = saveBusiness(2, authInfo, [service(2, "a", model)]);
    const key3 = `uddi:${business.businessKey!}`;
    const [entity] = registry.get(
      3,
      { name: "get_businessDetail", value: { businessKey: [key3.toUpperCase()] } },
      "businessDetail",
    ).businessEntity;
    const binding = entity!.businessServices!.businessService[0]!.bindingTemplates!.bindingTemplate[0]!;
    expect(binding.accessPoint).toEqual({ text: "http://a.example/wsi", useType: "endPoint" });
    expect(binding.tModelInstanceDetails!.tModelInstanceInfo[0]!.tModelKey).toBe(
      model.replace("uuid:", "uddi:"),
    );
  });

  it("translates categories whose values are keys of tModels", () => {
    const [keys2, keys3] = [canonicalKeys[2], canonicalKeys[3]];
    const authInfo = registry.logIn(2);
    const portType = saveTModel(2, authInfo, {
      categoryBag: { keyedReference: [{ tModelKey: keys2.wsdlTypes, keyValue: "portType" }] },
    });
    saveTModel(2, authInfo, {
      name: { text: "binding" },
      categoryBag: { keyedReference: [{ tModelKey: keys2.portTypeReference, keyValue: portType }] },
    });
    const found = registry.get(
      3,
      {
        name: "find_tModel",
        value: {
          categoryBag: {
            keyedReference: [
              { tModelKey: keys3.portTypeReference, keyValue: portType.replace("uuid:", "uddi:") },
            ],
          },
        },
      },
      "tModelList",
    );
    expect(found.tModelInfos?.tModelInfo.map(({ name }) => name.text)).toEqual(["binding"]);
  });

  it("shows a proposed key to version 2 as a name-based UUID by which it can be read", () => {
    const authInfo = registry.logIn(3);
    const types = canonicalKeys[3].types;
    saveTModel(3, authInfo, {
      tModelKey: "uddi:dms.example:keygenerator",
      categoryBag: { keyedReference: [{ tModelKey: types, keyValue: "keyGenerator" }] },
    });
    expect(saveTModel(3, authInfo, { tModelKey: "uddi:DMS.example:wsi", name: { text: "wsi" } })).toBe(
      "uddi:dms.example:wsi",
    );
    const read = (tModelKey: string) =>
      registry.get(2, { name: "get_tModelDetail", value: { tModelKey: [tModelKey] } }, "tModelDetail")
        .tModel[0]!;
    const shown = read("uddi:dms.example:wsi").tModelKey!;
    expect(shown).toMatch(/^uuid:[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab]/);
    registry.restart();
    expect(read(shown).name.text).toBe("wsi");
    const refuse = (tModelKey: string, who = authInfo) =>
      registry.refuse(3, {
        name: "save_tModel",
        value: { authInfo: who, tModel: [{ tModelKey, name: { text: "x" } }] },
      });
    const again = registry.logIn(3, "other");
    const mine = registry.logIn(3);
    expect(refuse("uddi:dms.example:theirs", again)).toBe("E_keyUnavailable");
    expect(refuse("uddi:elsewhere.example:x", mine)).toBe("E_keyUnavailable");
    expect(refuse("uddi:dms.example:deep:keygenerator", mine)).toBe("E_keyUnavailable");
    expect(refuse("not a key", mine)).toBe("E_invalidKeyPassed");
    expect(refuse("uddi:dms.example:wsi", again)).toBe("E_userMismatch");
  });

  it("tells when and by whom entries were saved", () => {
    const authInfo = registry.logIn(3);
    const model = saveTModel(3, authInfo);
    const business = saveBusiness(3, authInfo, [service(3, "a", model)]);
    registry.date += 60_000;
    const [a] = keysOf(business);
    registry.get(
      3,
      {
        name: "save_service",
        value: {
          authInfo,
          businessService: [service(3, "a", model, { serviceKey: a, businessKey: business.businessKey })],
        },
      },
      "serviceDetail",
    );
    const infos = registry.get(
      3,
      { name: "get_operationalInfo", value: { entityKey: [business.businessKey!, a!] } },
      "operationalInfos",
    );
    const created = Date.UTC(2026, 0, 1);
    expect(infos.operationalInfo).toMatchObject([
      { created, modified: created, modifiedIncludingChildren: created + 60_000, authorizedName: "dms" },
      { created, modified: created + 60_000, nodeID: "ddi.example" },
    ]);
  });
});

describe("what is refused", () => {
  const attempts: readonly (readonly [string, UddiVersion, TModelInput, string])[] = [
    ["a long name", 2, { tModelKey: "", name: { text: "x".repeat(256) } }, "E_nameTooLong"],
    ["a long name", 3, { name: { text: "x".repeat(256) } }, "E_fatalError"],
    ["an empty name", 2, { tModelKey: "", name: { text: "" } }, "E_fatalError"],
    ["a language that is none", 2, { tModelKey: "", name: { lang: "e n", text: "x" } }, "E_languageError"],
    [
      "two descriptions in a language",
      2,
      {
        tModelKey: "",
        name: { text: "x" },
        description: [
          { lang: "en", text: "a" },
          { lang: "EN", text: "b" },
        ],
      },
      "E_languageError",
    ],
    ["an unknown key", 2, { tModelKey: "uuid:none", name: { text: "x" } }, "E_invalidKeyPassed"],
    ["a canonical tModel", 2, { tModelKey: canonicalKeys[2].types, name: { text: "x" } }, "E_userMismatch"],
    ["a canonical tModel", 3, { tModelKey: canonicalKeys[3].types, name: { text: "x" } }, "E_userMismatch"],
    ["a signature", 3, { name: { text: "x" }, Signature: ["signed"] }, "E_unacceptableSignature"],
    ["two documents", 2, { tModelKey: "", name: { text: "x" }, overviewDoc: [{}, {}] }, "E_fatalError"],
    ["an empty document", 3, { name: { text: "x" }, overviewDoc: [{}] }, "E_fatalError"],
    ...(
      [
        ["types", "nothing", "E_invalidValue"],
        ["portTypeReference", "uddi:none", "E_invalidValue"],
        ["protocol", canonicalKeys[3].types, "E_valueNotAllowed"],
      ] as const
    ).map(
      ([taxonomy, keyValue, code]) =>
        [
          `the value ${keyValue} of ${taxonomy}`,
          3,
          {
            name: { text: "x" },
            categoryBag: { keyedReference: [{ tModelKey: canonicalKeys[3][taxonomy], keyValue }] },
          },
          code,
        ] as const,
    ),
    [
      "a category of no taxonomy",
      2,
      {
        tModelKey: "",
        name: { text: "x" },
        categoryBag: { keyedReference: [{ tModelKey: "uuid:none", keyValue: "x" }] },
      },
      "E_invalidKeyPassed",
    ],
  ];
  it.each(attempts)("refuses %s in version %i", (_what, version, tModel, code) => {
    const authInfo = registry.logIn(version);
    expect(registry.refuse(version, { name: "save_tModel", value: { authInfo, tModel: [tModel] } })).toBe(
      code,
    );
  });

  it("refuses values that nobody here can check, and types on what is no tModel", () => {
    const authInfo = registry.logIn(2);
    const taxonomy = saveTModel(2, authInfo, {
      categoryBag: { keyedReference: [{ tModelKey: canonicalKeys[2].types, keyValue: "unvalidatable" }] },
    });
    const save = (tModelKey: string, keyValue: string) =>
      registry.refuse(2, {
        name: "save_business",
        value: {
          authInfo,
          businessEntity: [
            {
              businessKey: "",
              name: [{ text: "x" }],
              categoryBag: { keyedReference: [{ tModelKey, keyValue }] },
            },
          ],
        },
      });
    expect(save(taxonomy, "x")).toBe("E_unvalidatable");
    expect(save(canonicalKeys[2].types, "protocol")).toBe("E_valueNotAllowed");
  });

  it("refuses what is past the limits of a request or a publisher", () => {
    registry = new AskedRegistry({ registryLimits: { savedAtOnce: 2, tModels: 1 } });
    const authInfo = registry.logIn(2);
    const tModel = [1, 2, 3].map((number) => ({ tModelKey: "", name: { text: `t${number}` } }));
    const save = (count: number) =>
      registry.refuse(2, { name: "save_tModel", value: { authInfo, tModel: tModel.slice(0, count) } });
    expect(save(3)).toBe("E_messageTooLarge");
    expect(save(2)).toBe("E_accountLimitExceeded");
    saveTModel(2, authInfo);
    expect(save(1)).toBe("E_accountLimitExceeded");
  });

  it("fetches nothing: an uploadRegister is refused", () => {
    const authInfo = registry.logIn(2);
    const save = (address: string) =>
      registry.refuse(2, { name: "save_tModel", value: { authInfo, uploadRegister: [address] } });
    expect(save("nowhere")).toBe("E_invalidURLPassed");
    expect(save("http://a.example/tmodel.xml")).toBe("E_unsupported");
  });

  it.each([2, 3] as const)("says that a token is missing or too old, version %i", (version) => {
    const save = (authInfo: string | undefined) => {
      const tModel = [{ tModelKey: newKey[version], name: { text: "x" } }];
      return registry.refuse(version, { name: "save_tModel", value: { authInfo, tModel } });
    };
    expect(save("made up")).toBe("E_authTokenRequired");
    const authInfo = registry.logIn(version);
    registry.now += 31 * 60_000;
    expect(save(authInfo)).toBe("E_authTokenExpired");
    if (version === 3) expect(save(undefined)).toBe("E_authTokenRequired");
  });

  it.each(["sub_v3", "custody_v3", "vs_v3"])("does not offer the API %s of version 3", (name) => {
    const response = registry.raw("inquiry", `<anything xmlns="urn:uddi-org:${name}"/>`);
    const text = new TextDecoder().decode(response.body);
    expect(text).toContain('errCode="E_unsupported"');
    expect(text).toContain("urn:uddi-org:api_v3");
  });
});
