import { beforeEach, describe, expect, it } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { seededRandom } from "../../../simulator/core/random.ts";
import {
  GENERIC,
  tModelKeys,
  type UddiMessage,
  type UddiMessageInput,
  type UddiRequestName,
  type UddiResponseName,
} from "../../../simulator/protocols/uddi/index.ts";
import { createRegistry } from "../../../simulator/roles/registry/index.ts";
import { readUddiResponse, writeUddiRequest } from "../../../simulator/stacks/uddi-http.ts";
import type { Effect, Role, StoreSnapshot } from "../../../simulator/wire/role.ts";
import { createMemoryStore, type MemoryStore } from "../../../simulator/workbench/memory-store.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { tableSteppers } from "../../support/table-steppers.ts";

const crypto = createNodeCrypto();
const publishers = [
  { userId: "dms", password: "secret" },
  { userId: "other", password: "secret" },
];

let store: MemoryStore;
let registry: Role<never>;
let now = 0;
let effects: Effect[] = [];

function create(snapshot: StoreSnapshot): Role<never> {
  return createRegistry(
    { operator: "ddi.example", publishers },
    { random: seededRandom("r"), crypto, steppers: tableSteppers },
    snapshot,
  );
}

function post(http: ReturnType<typeof writeUddiRequest>) {
  effects = [
    ...registry.handle(
      { type: "request.received", exchange: "x", request: http, peer: { address: "memory", secure: false } },
      { now, date: now },
    ),
  ];
  for (const effect of effects) if (effect.type === "commit") store.commit(effect.writes, () => undefined);
  const responds = effects.filter((effect) => effect.type === "respond");
  expect(responds).toHaveLength(1);
  return responds[0]!.http;
}

function ask(message: UddiMessageInput<UddiRequestName>, api?: "inquiry" | "publish") {
  const at = api ?? (/^(find|get_(?!auth))/.test(message.name) ? "inquiry" : "publish");
  return readUddiResponse(post(writeUddiRequest(`http://ddi.example/uddi/${at}`, message)));
}

function expectMessage<N extends UddiResponseName>(
  answer: ReturnType<typeof ask>,
  name: N,
): UddiMessage<N>["value"] {
  if (answer.kind !== "response" || !isNamed(answer.message, name))
    throw new Error(`${name} was expected: ${JSON.stringify(answer)}`);
  return answer.message.value;
}

function isNamed<N extends UddiResponseName>(
  message: UddiMessage<UddiResponseName>,
  name: N,
): message is UddiMessage<N> & UddiMessage<UddiResponseName> {
  return message.name === name;
}

function logIn(userID = "dms"): string {
  return expectMessage(
    ask({ name: "get_authToken", value: { generic: GENERIC, userID, cred: "secret" } }),
    "authToken",
  ).authInfo;
}

function publish(authInfo: string, name: string): { business: string; service: string; tModel: string } {
  const tModel = expectMessage(
    ask({
      name: "save_tModel",
      value: { generic: GENERIC, authInfo, tModel: [{ tModelKey: "", name: { text: `${name} type` } }] },
    }),
    "tModelDetail",
  ).tModel[0]!.tModelKey!;
  const business = expectMessage(
    ask({
      name: "save_business",
      value: {
        generic: GENERIC,
        authInfo,
        businessEntity: [{ businessKey: "", name: [{ text: `${name} Ltd` }] }],
      },
    }),
    "businessDetail",
  ).businessEntity[0]!.businessKey!;
  const service = expectMessage(
    ask({
      name: "save_service",
      value: {
        generic: GENERIC,
        authInfo,
        businessService: [
          {
            serviceKey: "",
            businessKey: business,
            name: [{ text: name }],
            bindingTemplates: {
              bindingTemplate: [
                {
                  bindingKey: "",
                  accessPoint: { URLType: "http", text: `http://${name}.example/wsi` },
                  tModelInstanceDetails: { tModelInstanceInfo: [{ tModelKey: tModel }] },
                },
              ],
            },
            categoryBag: {
              keyedReference: [
                { tModelKey: tModelKeys.wsdlTypes, keyName: "WSDL type", keyValue: "service" },
              ],
            },
          },
        ],
      },
    }),
    "serviceDetail",
  ).businessService[0]!.serviceKey!;
  return { business, service, tModel };
}

beforeEach(() => {
  store = createMemoryStore();
  registry = create(store);
  now = 0;
});

describe("UDDI 2.0 publication", () => {
  it("assigns keys: UUIDs for businesses, services and bindings, uuid: before those of tModels", () => {
    const keys = publish(logIn(), "alpha");
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(keys.business).toMatch(uuid);
    expect(keys.service).toMatch(uuid);
    expect(keys.tModel.replace(/^uuid:/, "")).toMatch(uuid);
  });

  it("commits an entry before it answers", () => {
    publish(logIn(), "alpha");
    expect(effects.findIndex((effect) => effect.type === "commit")).toBeLessThan(
      effects.findIndex((effect) => effect.type === "respond"),
    );
  });

  it("finds after a restart what was published before", () => {
    const { service } = publish(logIn(), "alpha");
    registry = create(store);
    const list = expectMessage(
      ask({ name: "find_service", value: { generic: GENERIC, name: [{ text: "alpha" }] } }),
      "serviceList",
    );
    expect(list.serviceInfos?.serviceInfo.map((info) => info.serviceKey)).toEqual([service]);
  });

  it.each([
    [
      "E_unknownUser",
      () => ask({ name: "get_authToken", value: { generic: GENERIC, userID: "dms", cred: "wrong" } }),
    ],
    [
      "E_authTokenRequired",
      () => ask({ name: "save_tModel", value: { generic: GENERIC, authInfo: "made up", tModel: [] } }),
    ],
    [
      "E_authTokenExpired",
      () => {
        const authInfo = logIn();
        now += 31 * 60_000;
        return ask({ name: "save_tModel", value: { generic: GENERIC, authInfo, tModel: [] } });
      },
    ],
    [
      "E_userMismatch",
      () => {
        const { service } = publish(logIn(), "alpha");
        return ask({
          name: "delete_service",
          value: { generic: GENERIC, authInfo: logIn("other"), serviceKey: [service] },
        });
      },
    ],
    [
      "E_invalidKeyPassed",
      () =>
        ask({ name: "delete_service", value: { generic: GENERIC, authInfo: logIn(), serviceKey: ["none"] } }),
    ],
    [
      "E_invalidKeyPassed",
      () =>
        ask({
          name: "save_service",
          value: {
            generic: GENERIC,
            authInfo: logIn(),
            businessService: [{ serviceKey: "", businessKey: "none", name: [{ text: "x" }] }],
          },
        }),
    ],
    [
      "E_nameTooLong",
      () =>
        ask({
          name: "save_tModel",
          value: {
            generic: GENERIC,
            authInfo: logIn(),
            tModel: [{ tModelKey: "", name: { text: "x".repeat(256) } }],
          },
        }),
    ],
    ["E_unsupported", () => ask({ name: "find_service", value: { generic: GENERIC } }, "publish")],
    ["E_unrecognizedVersion", () => ask({ name: "find_service", value: { generic: "1.0" } })],
    [
      "E_unsupported",
      () =>
        ask({
          name: "find_service",
          value: { generic: GENERIC, findQualifiers: { findQualifier: ["soundex"] }, name: [{ text: "x" }] },
        }),
    ],
    [
      "E_unsupported",
      () =>
        ask({
          name: "find_service",
          value: {
            generic: GENERIC,
            findQualifiers: { findQualifier: ["sortByNameAsc", "sortByNameDesc"] },
            name: [{ text: "x" }],
          },
        }),
    ],
    [
      "E_invalidKeyPassed",
      () => ask({ name: "get_serviceDetail", value: { generic: GENERIC, serviceKey: ["none"] } }),
    ],
    [
      "E_tooManyOptions",
      () =>
        ask({
          name: "get_tModelDetail",
          value: {
            generic: GENERIC,
            tModelKey: ["x", ...Array.from({ length: 1000 }, () => "x")],
          },
        }),
    ],
  ] as const)("answers %s", (code, attempt) => {
    expect(attempt()).toMatchObject({ kind: "error", code });
  });

  it("changes nothing when one of several entries is refused", () => {
    const authInfo = logIn();
    ask({
      name: "save_tModel",
      value: {
        generic: GENERIC,
        authInfo,
        tModel: [
          { tModelKey: "", name: { text: "good" } },
          { tModelKey: "none", name: { text: "bad" } },
        ],
      },
    });
    const list = expectMessage(
      ask({ name: "find_tModel", value: { generic: GENERIC, name: { text: "good" } } }),
      "tModelList",
    );
    expect(list.tModelInfos?.tModelInfo).toEqual([]);
  });

  it("withdraws a service for good, and hides a tModel that can still be read", () => {
    const authInfo = logIn();
    const { service, tModel } = publish(authInfo, "alpha");
    expectMessage(
      ask({ name: "delete_service", value: { generic: GENERIC, authInfo, serviceKey: [service] } }),
      "dispositionReport",
    );
    expect(
      ask({ name: "get_serviceDetail", value: { generic: GENERIC, serviceKey: [service] } }),
    ).toMatchObject({ code: "E_invalidKeyPassed" });
    expectMessage(
      ask({ name: "delete_tModel", value: { generic: GENERIC, authInfo, tModelKey: [tModel] } }),
      "dispositionReport",
    );
    expectMessage(
      ask({ name: "get_tModelDetail", value: { generic: GENERIC, tModelKey: [tModel] } }),
      "tModelDetail",
    );
    const list = expectMessage(
      ask({ name: "find_tModel", value: { generic: GENERIC, name: { text: "alpha" } } }),
      "tModelList",
    );
    expect(list.tModelInfos?.tModelInfo).toEqual([]);
  });

  it("forgets a token that is discarded", () => {
    const authInfo = logIn();
    ask({ name: "discard_authToken", value: { generic: GENERIC, authInfo } });
    expect(ask({ name: "save_tModel", value: { generic: GENERIC, authInfo, tModel: [] } })).toMatchObject({
      code: "E_authTokenRequired",
    });
  });
});

describe("UDDI 2.0 inquiry", () => {
  it("matches names by prefix without case, with % inside, and exactly on request", () => {
    publish(logIn(), "AlphaService");
    const found = (text: string, ...findQualifier: string[]) =>
      expectMessage(
        ask({
          name: "find_service",
          value: { generic: GENERIC, findQualifiers: { findQualifier }, name: [{ text }] },
        }),
        "serviceList",
      ).serviceInfos?.serviceInfo.length;
    expect(found("alpha")).toBe(1);
    expect(found("a%service")).toBe(1);
    expect(found("service")).toBe(0);
    expect(found("alphaservice", "exactNameMatch")).toBe(1);
    expect(found("alphaservice", "exactNameMatch", "caseSensitiveMatch")).toBe(0);
  });

  it("gives an empty list without criteria, and cuts at maxRows with truncated", () => {
    const authInfo = logIn();
    for (const name of ["a1", "a2", "a3"]) publish(authInfo, name);
    const all = expectMessage(ask({ name: "find_service", value: { generic: GENERIC } }), "serviceList");
    expect(all.serviceInfos?.serviceInfo).toEqual([]);
    const some = expectMessage(
      ask({ name: "find_service", value: { generic: GENERIC, maxRows: 2, name: [{ text: "a" }] } }),
      "serviceList",
    );
    expect(some.serviceInfos?.serviceInfo.map((info) => info.name[0]?.text)).toEqual(["a1", "a2"]);
    expect(some.truncated).toBe(true);
  });

  it("finds services by the tModels of one binding, keys compared without case", () => {
    const { tModel } = publish(logIn(), "alpha");
    const by = (...keys: [string, ...string[]]) =>
      expectMessage(
        ask({ name: "find_service", value: { generic: GENERIC, tModelBag: { tModelKey: keys } } }),
        "serviceList",
      ).serviceInfos?.serviceInfo.length;
    expect(by(tModel.toUpperCase().replace("UUID:", "uuid:"))).toBe(1);
    expect(by(tModel, tModelKeys.soap)).toBe(0);
  });

  it("holds the canonical tModels from its start", () => {
    const found = expectMessage(
      ask({
        name: "get_tModelDetail",
        value: { generic: GENERIC, tModelKey: [tModelKeys.wsdlTypes.toUpperCase()] },
      }),
      "tModelDetail",
    );
    expect(found.tModel[0]).toMatchObject({ operator: "ddi.example", name: { text: "uddi-org:wsdl:types" } });
  });
});

describe("UDDI bad input", () => {
  const raw = (body: string, type = "text/xml") =>
    post({
      method: "POST",
      url: "http://ddi.example/uddi/inquiry",
      headers: { "content-type": type },
      body: utf8(body),
    });
  const envelope = (inside: string) =>
    `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${inside}</e:Body></e:Envelope>`;

  it.each([
    ["not XML", "hello", 500],
    [
      "a DTD",
      `<!DOCTYPE a [<!ENTITY b "c">]>${envelope("<find_service generic='2.0' xmlns='urn:uddi-org:api_v2'/>")}`,
      500,
    ],
    ["another envelope", "<Envelope xmlns='urn:x'/>", 500],
    ["an empty body", envelope(""), 500],
    ["two requests", envelope("<a xmlns='urn:uddi-org:api_v2'/><b xmlns='urn:uddi-org:api_v2'/>"), 500],
    ["version 1", envelope("<find_service generic='1.0' xmlns='urn:uddi-org:api'/>"), 500],
    [
      "an unknown request",
      envelope("<find_relatedBusinesses generic='2.0' xmlns='urn:uddi-org:api_v2'/>"),
      500,
    ],
    ["a missing attribute", envelope("<find_service xmlns='urn:uddi-org:api_v2'/>"), 500],
  ])("answers %s with a fault and no trace of our insides", (_what, body, status) => {
    const response = raw(body);
    expect(response.status).toBe(status);
    const text = new TextDecoder().decode(response.body);
    expect(text).toContain("Fault");
    expect(text).not.toMatch(/\bat .*\.ts/);
  });

  const FIND = "<find_service generic='2.0' xmlns='urn:uddi-org:api_v2'><name>a</name></find_service>";
  const codeOf = (body: string) => {
    const text = new TextDecoder().decode(raw(body).body);
    return {
      code: /<faultcode>[^:]*:?(\w+)<\/faultcode>/.exec(text)?.[1],
      text: /<faultstring[^>]*>([^<]*)</.exec(text)?.[1] ?? "",
    };
  };
  const notes = () => effects.filter((effect) => effect.type === "note");

  it("answers 415 for another media type or a coded body and 405 for another method, each with a note", () => {
    const request = { method: "POST", url: "http://ddi.example/uddi/inquiry", body: utf8(envelope(FIND)) };
    const headers = { "content-type": "text/xml" };
    expect(post({ ...request, headers: { "content-type": "application/json" } }).status).toBe(415);
    expect(notes()).toMatchObject([{ findings: [{ code: "http/415" }], exchange: "x" }]);
    const coded = post({ ...request, headers: { ...headers, "content-encoding": "gzip" } });
    expect(coded).toMatchObject({ status: 415, headers: { "accept-encoding": "identity" } });
    expect(notes()).toMatchObject([{ findings: [{ code: "http/415" }] }]);
    expect(post({ ...request, method: "GET", headers: {} }).status).toBe(405);
    expect(notes()).toMatchObject([{ findings: [{ code: "http/405" }] }]);
    expect(post({ ...request, headers: { ...headers, "content-encoding": "identity" } }).status).toBe(200);
  });

  it.each(["/uddi/inquiry/anything", "/uddi/publish/inquiry", "/uddi/inquiry/publish", "/inquiry"])(
    "answers 404 at %s, with a note",
    (path) => {
      const url = `http://ddi.example${path}`;
      const headers = { "content-type": "text/xml" };
      expect(post({ method: "POST", url, headers, body: utf8(envelope(FIND)) }).status).toBe(404);
      expect(notes()).toMatchObject([{ code: "uddi/path", exchange: "x" }]);
    },
  );

  it("serves below the path of a public URL, with or without a slash at the end", () => {
    for (const path of ["/registry/uddi/inquiry", "/uddi/inquiry/"]) {
      const url = `http://ddi.example${path}`;
      const headers = { "content-type": "text/xml" };
      expect(post({ method: "POST", url, headers, body: utf8(envelope(FIND)) }).status).toBe(200);
    }
  });

  it.each([
    ["an ampersand", envelope(FIND.replace("a</", "&</"))],
    ["a character that XML has not", envelope(FIND.replace("a</", "\u0000</"))],
    ["a second root", `${envelope(FIND)}<x/>`],
    ["another second root", `<Envelope/>${envelope(FIND)}`],
    ["a text cut short", envelope(FIND).slice(0, -20)],
    ["no XML", "hello"],
  ])("guesses nothing about %s: the fault is the peer's, and says what is wrong", (_what, body) => {
    const { code, text } = codeOf(body);
    expect(code).toBe("Client");
    expect(text).not.toMatch(/E_fatalError|^$/);
    expect(notes()).toHaveLength(1);
  });

  it.each([
    ["two requests", envelope("<a xmlns='urn:uddi-org:api_v2'/><b xmlns='urn:uddi-org:api_v2'/>")],
    ["a missing attribute", envelope("<find_service xmlns='urn:uddi-org:api_v2'/>")],
  ])("blames the peer for %s", (_what, body) => {
    expect(codeOf(body)).toMatchObject({
      code: "Client",
      text: expect.stringContaining("E_fatalError") as string,
    });
  });

  it("says which limit a message is past, and takes the limits of the configuration", () => {
    expect(codeOf("<a>".repeat(100_000))).toEqual({
      code: "Client",
      text: "More than 64 levels of elements; reading ends here.",
    });
    expect(codeOf(`<!DOCTYPE a>${envelope(FIND)}`).text).toContain("document type declaration");
    registry = createRegistry(
      { operator: "ddi.example", publishers, limits: { elements: 3 } },
      { random: seededRandom("r"), crypto, steppers: tableSteppers },
      store,
    );
    expect(codeOf(envelope(FIND)).text).toContain("More than 3 elements");
  });

  it("refuses a header that must be understood", () => {
    const response = raw(
      `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><x xmlns="urn:x" e:mustUnderstand="1"/></e:Header><e:Body/></e:Envelope>`,
    );
    expect(new TextDecoder().decode(response.body)).toContain("MustUnderstand");
  });

  it("goes back to what is stored when a commit fails, and tells the publisher", () => {
    const authInfo = logIn();
    const before = [...store.entries("uddi.tModels")].length;
    const http = writeUddiRequest("http://ddi.example/uddi/publish", {
      name: "save_tModel",
      value: { generic: GENERIC, authInfo, tModel: [{ tModelKey: "", name: { text: "unlucky" } }] },
    });
    const saved = registry.handle(
      {
        type: "request.received",
        exchange: "u",
        request: http,
        peer: { address: "memory", secure: false },
      },
      { now, date: now },
    );
    const at = saved.findIndex((effect) => effect.type === "commit");
    const after = registry.handle(
      { type: "commit.failed", text: "disk full", dropped: saved.slice(at + 1) },
      { now, date: now },
    );
    const answer = after.find((effect) => effect.type === "respond");
    expect(answer && readUddiResponse(answer.http)).toMatchObject({ kind: "error", code: "E_fatalError" });
    const found = ask({ name: "find_tModel", value: { generic: GENERIC, name: { text: "unlucky" } } });
    expect(expectMessage(found, "tModelList").tModelInfos?.tModelInfo).toEqual([]);
    expect([...store.entries("uddi.tModels")]).toHaveLength(before);
  });

  it("gives the oldest token up when there are too many, and stays usable", () => {
    const first = logIn();
    for (let count = 0; count < 1000; count++) logIn();
    const save = (authInfo: string) =>
      ask({
        name: "save_tModel",
        value: { generic: GENERIC, authInfo, tModel: [{ tModelKey: "", name: { text: "t" } }] },
      });
    expect(save(first)).toMatchObject({ kind: "error", code: "E_authTokenRequired" });
    expectMessage(save(logIn()), "tModelDetail");
  });
});
