import { describe, expect, it } from "vitest";
import { applies, type Scenario } from "../../simulator/scenario/format.ts";
import { builtInScenario } from "../../simulator/scenario/library.ts";
import { createTestWorkbench } from "../support/workbench.ts";

type Settings = Readonly<Record<string, string>>;

const scenario = builtInScenario("registry");
const PATIENCE = 60_000;
const defaults = { version: "2", registry: "present", offers: "one", restart: "no" };

async function run(settings: Settings, wire: "memory" | "http" = "memory", given: Scenario = scenario) {
  const workbench = createTestWorkbench();
  const started = workbench.start({ scenario: given, settings, speed: "max", wire, seed: "registry" });
  await started.ended;
  const source = workbench.source(started.id);
  const records = source.journal.read(0, 10_000);
  /** Titles of the messages that a party sent, in order, and notes that it made. */
  const story = (name: string): readonly string[] =>
    records.flatMap((record) => {
      if (record.kind === "note") return record.party?.name === name ? [record.code] : [];
      if (record.kind !== "crossing" || record.from.name !== name || record.direction !== "request")
        return [];
      return [source.summarise(record)?.title ?? ""];
    });
  return { view: workbench.view(started.id), records, story };
}

describe("R1 the registry over HTTP", () => {
  it.each<Settings>([
    { version: "3", restart: "yes" },
    { offers: "several", restart: "yes" },
    { version: "3", registry: "absent" },
    { registry: "refuses-tokens" },
    { version: "3", registry: "finds-nothing", restart: "yes", offers: "several" },
    { registry: "comes-late", restart: "yes" },
    { version: "3", registry: "comes-late", offers: "several" },
  ])("R1.1-R1.21 the steps of %o pass", { timeout: PATIENCE }, async (settings) => {
    const { view } = await run(settings, "http");
    const ids = scenario.steps
      .filter((step) => applies(step.when, { ...defaults, ...settings }))
      .map(({ id }) => id);
    expect(
      view.steps.map(({ id, verdict, reason }) => `${id} ${verdict} ${verdict === "pass" ? "" : reason}`),
    ).toEqual(ids.map((id) => `${id} pass `));
    expect(view.verdict).toBe("pass");
  });
});

describe("R1 the registry, recorded", () => {
  it("R1.2 finds before it saves, and R1.6 finds everything again after a restart", async () => {
    const { story } = await run({ restart: "yes" });
    const asked = story("dms.example").filter((title) => /^(find|get|save|delete|discard)_/.test(title));
    expect(asked).toEqual([
      "get_authToken",
      "find_tModel",
      "save_tModel",
      "save_tModel",
      "find_business",
      "save_business",
      "find_service",
      "save_service",
      "discard_authToken",
      "get_authToken",
      "find_tModel",
      "get_tModelDetail",
      "find_business",
      "find_service",
      "get_serviceDetail",
      "save_service",
      "discard_authToken",
      "get_authToken",
      "delete_service",
      "discard_authToken",
    ]);
  });

  it("R1.14 work on devices waits for no registry: it is over before the second try", async () => {
    const { records, story } = await run({ registry: "comes-late" });
    const place = (test: (record: (typeof records)[number]) => boolean): number => records.findIndex(test);
    const unreachable = place((record) => record.kind === "note" && record.code === "registry-unreachable");
    const done = place(
      (record) => record.kind === "state" && record.machine === "operation" && record.state === "succeeded",
    );
    const published = place((record) => record.kind === "state" && record.state === "published");
    expect(unreachable).toBeGreaterThan(0);
    expect(done).toBeGreaterThan(unreachable);
    expect(published).toBeGreaterThan(done);
    // the first try and the one that succeeded
    expect(story("dms.example").filter((title) => title === "get_authToken")).toHaveLength(3);
  });

  it("R1.16 compares the access points of several businesses", async () => {
    const { records } = await run({ offers: "several" });
    const picked = records.flatMap((record) =>
      record.kind === "note" && record.code === "service-picked" ? [record.text] : [],
    );
    expect(picked).toHaveLength(2);
    expect(picked[0]).toMatch(/^https:.*\/wsi is taken; access points compared: 4$/);
    expect(picked[1]).toMatch(/^http:.*\/i\/operator\/wsi is taken; access points compared: 2$/);
  });
});

describe("R1 checks that can fail", () => {
  const spoilt = async (settings: Settings, worldSettings: Settings, change = (text: string) => text) => {
    const given = JSON.parse(change(JSON.stringify(scenario))) as Scenario;
    const { view } = await run(settings, "memory", {
      ...given,
      worldSettings: { ...given.worldSettings, ...worldSettings },
    });
    const first = view.steps.find(({ verdict }) => verdict !== "pass");
    return { id: first?.id, reason: first?.reason };
  };

  it("R1.2 fails when another version is spoken than was asked for", async () => {
    const given = (text: string): string =>
      text.replace('"fact":"version","is":2', '"fact":"version","is":3');
    expect(await spoilt({}, {}, given)).toMatchObject({ id: "R1.2" });
  });

  it("R1.6 fails when the registry has forgotten everything meanwhile", async () => {
    const lost = (text: string): string => text.replace('{"name":"restart"}', '{"name":"withdraw"}');
    expect(await spoilt({ restart: "yes" }, {}, lost)).toMatchObject({ id: "R1.6" });
  });

  it("R1.16 fails when the service is not there to be found", async () => {
    const hidden = (text: string): string =>
      text.replace(
        '"command":{"name":"findService","serviceName":"DeviceManagementService"}}],"messages":[{"channel":"uddi","direction":"request","from":"external-system"},{"channel":"uddi","direction":"response","to":"external-system"}]',
        '"command":{"name":"findService","serviceName":"Another"}}],"messages":[{"channel":"uddi","direction":"request","from":"external-system"},{"channel":"uddi","direction":"response","to":"external-system"}]',
      );
    expect(await spoilt({}, {}, hidden)).toMatchObject({ id: "R1.15" });
  });
});
