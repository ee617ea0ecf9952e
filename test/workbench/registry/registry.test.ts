import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../simulator/core/random.ts";
import { createRegistry, type Registry } from "../../../simulator/roles/registry/index.ts";
import { writeUddiRequest } from "../../../simulator/stacks/uddi-http.ts";
import { createMemoryStore } from "../../../simulator/workbench/memory-store.ts";
import { entryView } from "../../../simulator/workbench/registry/entry-view.ts";
import { readExchanges } from "../../../simulator/workbench/registry/exchanges.ts";
import { registryPage } from "../../../simulator/workbench/registry/page-view.ts";
import { templateOf } from "../../../simulator/workbench/registry/templates.ts";
import { treeRows } from "../../../simulator/workbench/registry/tree-rows.ts";
import { parseEnvelope, writeEnvelope } from "../../../simulator/workbench/registry/uddi-draft.ts";
import { formOf, uddiCatalog } from "../../../simulator/workbench/registry/uddi-form.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { tableSteppers } from "../../support/table-steppers.ts";
import { createTestWorkbench } from "../../support/workbench.ts";

const everything = { text: "", open: [], skip: 0, limit: 300 };

/** Figure 2 with its registry, when it has ended. */
async function figure2() {
  const workbench = createTestWorkbench();
  const run = workbench.start({ scenario: "figure-2", speed: "max", wire: "memory", seed: "registry" });
  await run.ended;
  return { workbench, id: run.id };
}

/** A registry with one business of so many services. */
function filled(services: number): Registry {
  const registry = createRegistry(
    { operator: "ddi.example", publishers: [{ userId: "dms", password: "secret" }] },
    { random: seededRandom("r"), crypto: createNodeCrypto(), steppers: tableSteppers },
    createMemoryStore(),
  );
  const post = (message: Parameters<typeof writeUddiRequest>[1]): string => {
    const request = writeUddiRequest("http://ddi.example/uddi/publish", message, 3);
    const peer = { address: "memory", secure: false };
    const effects = registry.handle(
      { type: "request.received", exchange: "x", request, peer },
      { now: 0, date: 0 },
    );
    const respond = effects.find((effect) => effect.type === "respond");
    return new TextDecoder().decode(respond?.http.body);
  };
  const token = post({ name: "get_authToken", value: { userID: "dms", cred: "secret" } });
  const authInfo = /<(?:\w+:)?authInfo>([^<]+)/.exec(token)?.[1] ?? "";
  for (let at = 0; at < services || at === 0; at += 900) {
    const count = Math.min(900, services - at);
    post({
      name: "save_business",
      value: {
        authInfo,
        businessEntity: [
          {
            name: [{ text: `Business ${at}`, lang: "en" }],
            ...(count <= 0
              ? {}
              : {
                  businessServices: {
                    businessService: Array.from({ length: count }, (_, index) => ({
                      name: [{ text: `Service no-${at + index}`, lang: "en" }],
                    })),
                  },
                }),
          },
        ],
      },
    });
  }
  return registry;
}

describe("the registry as its screen shows it", () => {
  test("F2.1 what the DM server published, with its tModels, and how its publication stands", async () => {
    const { workbench, id } = await figure2();
    const roles = workbench.roles(id);
    const page = registryPage(roles, 0, everything);
    expect(page.registries).toMatchObject([
      {
        id: "registry",
        operator: "registry.example",
        behaviour: "normal",
        counts: { businesses: 1, services: 1 },
      },
    ]);
    expect(page.rows[0]).toMatchObject({ kind: "business", name: "Example Operator", open: false });
    expect(page.publications).toMatchObject([{ server: "dms.example", state: "published" }]);
    const { view } = [...roles.registries.values()][0]!;
    const found = treeRows(view, ["soap11"], new Set());
    const binding = found.rows.find(({ kind }) => kind === "binding")!;
    expect(binding.parent).toBe(1);
    const entry = entryView(view, binding.id);
    expect(entry).toMatchObject({
      owner: "dms.example",
      path: [{ kind: "business" }, { kind: "service" }],
      accessPoint: { url: "http://workbench.example/wsi", type: "http" },
    });
    expect(entry.wsdl).toMatch(/wsdl/);
    expect(entry.models.length).toBeGreaterThan(0);
    expect(entry.keys.map(({ title }) => title)).toEqual(["businessKey", "serviceKey", "bindingKey"]);
    expect(entry.keys.every(({ uddi2, uddi3 }) => uddi3 === `uddi:${uddi2}`)).toBe(true);
  });

  test("F2.1 to F2.5 the exchanges, by group", async () => {
    const { workbench, id } = await figure2();
    const source = workbench.source(id);
    const all = readExchanges(source, { group: "all", skip: 0, limit: 100 });
    const published = readExchanges(source, { group: "publish", skip: 0, limit: 100 });
    const asked = readExchanges(source, { group: "inquiry", skip: 0, limit: 100 });
    expect(published.total + asked.total).toBe(all.total);
    expect(published.exchanges.map(({ call }) => call)).toContain("save_service");
    expect(asked.exchanges.map(({ call }) => call)).toContain("get_serviceDetail");
    expect(
      asked.exchanges.some(({ group, answer }) => group === "description" && answer.includes("WSDL")),
    ).toBe(true);
    expect(all.exchanges.every(({ failed, answerSeq }) => !failed && answerSeq !== undefined)).toBe(true);
  });

  test("nothing is sent once the run has ended, and the reason is told", async () => {
    const { workbench, id } = await figure2();
    const http = { method: "GET", url: "http://workbench.example/wsi", headers: {}, body: new Uint8Array(0) };
    await expect(
      workbench.roles(id).send({ channel: "http", http, conversation: "inquiry:workbench" }),
    ).rejects.toThrow(/ended/);
  });

  test("ten thousand services are one list; the filter finds one with what holds it", () => {
    const { view } = filled(10_000);
    expect(view.counts().services).toBe(10_000);
    const open = new Set(view.businesses().map(({ key }) => `business:${key}`));
    const { rows } = treeRows(view, [], open);
    expect(rows.length).toBeGreaterThan(10_000);
    const found = treeRows(view, ["no-9876"], new Set());
    expect(found.matching).toBe(1);
    expect(found.rows.map(({ kind }) => kind)).toEqual(["business", "service"]);
  });
});

describe("requests of the inquiry console", () => {
  test("every call of both versions has a form, and every qualifier its explanation", () => {
    const { calls, qualifiers } = uddiCatalog();
    for (const version of [2, 3] as const)
      for (const { name } of calls[version]) expect(formOf(version, name as never).length).toBeGreaterThan(0);
    expect(calls[2].map(({ name }) => name)).toContain("get_businessDetailExt");
    expect(calls[3].map(({ name }) => name)).toContain("get_operationalInfo");
    expect(qualifiers.every(({ about }) => about.length > 10)).toBe(true);
    expect(qualifiers.find(({ name }) => name === "exactMatch")?.conflicts).toContain("approximateMatch");
  });

  test("an entry becomes the draft that saves it, and comes back from its envelope", () => {
    const { view } = filled(2);
    const [business] = view.businesses();
    for (const version of [2, 3] as const) {
      const draft = templateOf(version, "save_business", view, `business:${business!.key}`);
      const xml = writeEnvelope(version, draft);
      expect(xml).toContain("{token}");
      expect(xml).toContain('<name xml:lang="en">Business 0</name>');
      expect(xml).not.toContain("authorizedName");
      expect(parseEnvelope(xml)).toMatchObject({ version, lost: [], draft: { name: "save_business" } });
      expect(writeEnvelope(version, parseEnvelope(xml).draft!)).toBe(xml);
    }
  });

  test("a business with more services than one message should have is not taken whole", () => {
    const { view } = filled(600);
    const id = `business:${view.businesses()[0]!.key}`;
    expect(() => templateOf(3, "save_business", view, id)).toThrow(/600/);
  });

  test("a search begins with every name, and its text is where the form has it after the raw view", () => {
    for (const version of [2, 3] as const)
      for (const call of ["find_service", "find_business", "find_tModel"] as const) {
        const draft = templateOf(version, call, undefined, undefined);
        const parsed = parseEnvelope(writeEnvelope(version, draft));
        expect(parsed.lost).toEqual([]);
        expect(parsed.draft).toEqual(draft);
        expect(JSON.stringify(draft)).toContain('{"name":"#text","text":"%"}');
        expect(writeEnvelope(version, draft).includes("approximateMatch")).toBe(version === 3);
      }
  });

  test("an element that a call does not have is told", () => {
    const draft = { name: "find_service", children: [{ name: "nome", text: "x" }] };
    expect(parseEnvelope(writeEnvelope(3, draft)).lost).toEqual(["The element nome in find_service."]);
  });

  test("what an envelope has no place for in a form is told", () => {
    expect(parseEnvelope("<a>")).toMatchObject({ problem: expect.any(String) as unknown });
    expect(
      parseEnvelope('<e:Envelope xmlns:e="x"><e:Body><f xmlns="y"/></e:Body></e:Envelope>').lost[0],
    ).toMatch(/namespace/);
  });
});
