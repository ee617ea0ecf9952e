import { describe, expect, it } from "vitest";
import { applies, Scenario } from "../../simulator/scenario/format.ts";
import { builtInScenario, builtInScenarios } from "../../simulator/scenario/library.ts";
import { createTestWorkbench } from "../support/workbench.ts";

type Settings = Readonly<Record<string, string>>;

const encodings = ["xml", "wbxml"] as const;
/** Milliseconds for all settings of a scenario on a busy machine. */
const PATIENCE = 60_000;
const scenarios = builtInScenarios().filter(({ world }) => world === "device-management");

/** Runs a scenario to its end at full speed. */
async function run(scenario: string | Scenario, settings: Settings, wire: "memory" | "http" = "memory") {
  const workbench = createTestWorkbench();
  const started = workbench.start({ scenario, settings, speed: "max", wire, seed: "dm" });
  await started.ended;
  const source = workbench.source(started.id);
  const encodingsUsed = new Set(
    source.journal
      .read(0, 10_000)
      .flatMap((record) =>
        record.kind === "crossing" && record.channel === "dm"
          ? [source.summarise(record)?.facts["encoding"]]
          : [],
      ),
  );
  return { view: workbench.view(started.id), failure: started.failure, encodingsUsed };
}

/** The verdicts of a run that are not as they should be, with their reasons. */
async function faults(scenario: Scenario, settings: Settings, wire: "memory" | "http" = "memory") {
  const { view, failure, encodingsUsed } = await run(scenario.id, settings, wire);
  const expected = scenario.steps.filter((step) =>
    applies(step.when, { ...defaultsOf(scenario), ...settings }),
  );
  const bad = view.steps.filter(({ verdict }) => verdict !== "pass");
  const unheard = view.steps.filter(({ messages }) => messages.length === 0).map(({ id }) => id);
  return {
    failure,
    verdict: view.verdict,
    encodings: [...encodingsUsed].filter((used) => used !== settings["encoding"]),
    steps: view.steps.length - expected.length,
    // after a refusal that was asked for the other steps are not reached
    bad: view.refusal ? [] : bad.map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason ?? ""}`),
    unheard: view.refusal ? [] : unheard,
  };
}

const right = { failure: undefined, verdict: "pass", encodings: [], steps: 0, bad: [], unheard: [] };

function defaultsOf(scenario: Scenario): Settings {
  return Object.fromEntries(scenario.settings.map((setting) => [setting.name, setting.default]));
}

/** Every combination of the values of a scenario's settings but the encoding. */
function combinations(scenario: Scenario): readonly Settings[] {
  return scenario.settings
    .filter(({ name }) => name !== "encoding")
    .reduce<readonly Settings[]>(
      (all, { name, values }) =>
        all.flatMap((each) => values.map(({ value }) => ({ ...each, [name]: value }))),
      [{}],
    )
    .filter((settings) => isPossible(scenario, settings));
}

/** USERPINMAC is a method of the client provisioning profile alone. */
function isPossible({ id }: Scenario, settings: Settings): boolean {
  return id !== "bootstrap" || settings["profile"] !== "dm" || settings["security"] !== "userpinmac";
}

function text(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))("%s", (_id, scenario) => {
  it.each(encodings)(
    "passes with every setting in memory, in %s",
    { timeout: PATIENCE },
    async (encoding) => {
      const found: Record<string, unknown> = {};
      for (const settings of combinations(scenario)) {
        const outcome = await faults(scenario, { ...settings, encoding });
        if (JSON.stringify(outcome) !== JSON.stringify(right)) found[text(settings)] = outcome;
      }
      expect(found).toEqual({});
    },
  );

  it.each(encodings)("passes over HTTP, in %s", { timeout: PATIENCE }, async (encoding) => {
    expect(await faults(scenario, { encoding }, "http")).toEqual(right);
  });

  it("says in every step what happens, and checks something", () => {
    for (const step of scenario.steps) {
      expect(step.id).toMatch(/^DM\.[a-z0-9]+\.\d+$/);
      expect(step.what).toMatch(/^[A-Z].*\.$/);
      expect(step.checks.length, step.id).toBeGreaterThan(0);
    }
  });
});

describe("checks that can fail", () => {
  const spoilt = async (id: string, worldSettings: Settings, settings: Settings = {}) => {
    const scenario = builtInScenario(id);
    const { view } = await run(
      { ...scenario, worldSettings: { ...scenario.worldSettings, ...worldSettings } },
      settings,
    );
    const first = view.steps.find(({ verdict }) => verdict !== "pass");
    return { verdict: view.verdict, id: first?.id, reason: first?.reason, refusal: view.refusal };
  };

  it("DM.commands.4 fails for a device that says 202 where 200 is expected", async () => {
    const { verdict, id, reason } = await spoilt("dm-commands", { manners: "success=202" });
    expect({ verdict, id }).toEqual({ verdict: "fail", id: "DM.commands.4" });
    expect(reason).toMatch(/an interior node is added \(DM12-C-21\).*202.*instead of Add .* 200/);
  });

  it("DM.large.1 fails for a device that cannot take chunks", async () => {
    const { verdict, id, reason } = await spoilt("dm-large-objects", { manners: "moreData=unsupported" });
    expect({ verdict, id }).toEqual({ verdict: "fail", id: "DM.large.1" });
    expect(reason).toMatch(/several chunks|buffers/);
  });

  it("DM.large.1 fails for a device that takes a chunk for the whole value", async () => {
    const { verdict, id } = await spoilt("dm-large-objects", { manners: "moreData=chunk-is-value" });
    expect({ verdict, id }).toEqual({ verdict: "fail", id: "DM.large.1" });
  });

  it("DM.ui.2 fails for a device without a user", async () => {
    const { verdict, id, reason } = await spoilt("dm-user-interaction", { user: "none" });
    expect(verdict).not.toBe("pass");
    expect(id).toMatch(/^DM\.ui\.[12]$/);
    expect(reason).not.toBe("");
  });

  it("DM.acl.2 fails when the second server has rights", async () => {
    const { verdict, id } = await spoilt("dm-acl", { secondServer: "manages" });
    expect({ verdict, id }).toEqual({ verdict: "fail", id: "DM.acl.2" });
  });

  it("DM.commands.1 fails in the wrong encoding", async () => {
    const scenario = builtInScenario("dm-commands");
    const settings = scenario.settings.map((setting) =>
      setting.name === "encoding" ? { ...setting, name: "ignored" } : setting,
    );
    const steps = scenario.steps.slice(0, 1);
    const { view } = await run(
      Scenario.parse({
        ...scenario,
        settings: [...settings, { ...settings[0], name: "encoding", default: "wbxml" }],
        worldSettings: { ...scenario.worldSettings },
        steps: steps.map((step) => ({
          ...step,
          checks: [
            {
              kind: "fact",
              text: "the encoding is XML",
              message: { channel: "dm" },
              fact: "encoding",
              is: "xml",
            },
          ],
        })),
      }),
      {},
    );
    expect(view.verdict).toBe("fail");
    expect(view.steps[0]?.reason).toBe("the encoding is XML: found wbxml instead of xml");
  });

  it.each([
    ["auth-md5", "device", "dm-server", "DM.md5.2"],
    ["auth-md5", "server", "device", "DM.md5.3"],
    ["auth-hmac", "device", "dm-server", "DM.hmac.2"],
    ["auth-basic", "server", "device", "DM.basic.3"],
  ])(
    "%s fails with party and reason when the password of the %s is wrong unasked",
    async (id, refuse, _by, step) => {
      // the world has the wrong password, and nobody asked for it
      const scenario = builtInScenario(id);
      const settings = scenario.settings.filter(({ name }) => name !== "refuse");
      const { view } = await run(
        { ...scenario, settings, worldSettings: { ...scenario.worldSettings, refuse } },
        {},
      );
      expect(view.verdict).toBe("fail");
      expect(view.refusal).toMatchObject({ step });
      expect(view.refusal?.reason).toMatch(/credentials of the (device|DM server) are not accepted/);
    },
  );

  it("auth-md5 fails when a refusal that was asked for does not come", async () => {
    const scenario = builtInScenario("auth-md5");
    const { view } = await run(
      {
        ...scenario,
        refusals: scenario.refusals.map((refusal) => ({ ...refusal, evidence: [{ note: "never" }] })),
      },
      { refuse: "server" },
    );
    expect(view.verdict).toBe("fail");
  });

  it("DM.bootstrap.2 fails when the device knows another PIN", async () => {
    const scenario = builtInScenario("bootstrap");
    const steps = scenario.steps.map((step) => ({
      ...step,
      act: step.act.map((act) => ({ ...act, command: { ...act.command, networkId: "001019999999999" } })),
    }));
    const { view } = await run({ ...scenario, steps }, {});
    expect(view.verdict).toBe("fail");
    expect(view.steps.find(({ verdict }) => verdict === "fail")?.id).toBe("DM.bootstrap.2");
  });
});
