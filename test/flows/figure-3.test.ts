import { describe, expect, it } from "vitest";
import type { Scenario } from "../../simulator/scenario/format.ts";
import { builtInScenario } from "../../simulator/scenario/library.ts";
import { createTestWorkbench } from "../support/workbench.ts";

type Settings = Readonly<Record<string, string>>;

const scenario = builtInScenario("figure-3");
const PATIENCE = 60_000;

async function run(settings: Settings, wire: "memory" | "http" = "memory", given: Scenario = scenario) {
  const workbench = createTestWorkbench();
  const started = workbench.start({ scenario: given, settings, speed: "max", wire, seed: "figure-3" });
  await started.ended;
  const source = workbench.source(started.id);
  /** Every message and note as a short text, in order. */
  const story = source.journal.read(0, 10_000).flatMap((record) => {
    if (record.kind === "note") return [record.code];
    if (record.kind !== "crossing") return [];
    const { title = "", facts = {} } = source.summarise(record) ?? {};
    const detail = record.channel === "wsi-callback" ? facts["alert.data"] : facts["answers"];
    return [`${record.status ?? ""} ${title} ${String(detail ?? "")}`.trim()];
  });
  return { view: workbench.view(started.id), story };
}

const whole = Array.from({ length: 14 }, (_, number) => `F3.${number}`);

describe("Figure 3 over HTTP", () => {
  it.each([
    [{ outcome: "partly" }, whole],
    [{ outcome: "rejected" }, whole.slice(0, 4)],
    [{ recipient: "other" }, whole],
    [{ recipient: "down-then-up", restart: "yes" }, whole],
    [{ device: "refuses" }, [...whole.slice(0, 11), "F3.13"]],
    [{ device: "offline" }, [...whole.slice(0, 5), "F3.13"]],
    [{ retrieve: "fresh", restart: "yes" }, whole],
    [
      { recipient: "other", device: "refuses", restart: "yes", encoding: "wbxml" },
      [...whole.slice(0, 11), "F3.13"],
    ],
  ])("F3.0-F3.13 the steps of %o pass", { timeout: PATIENCE }, async (settings: Settings, ids) => {
    const { view } = await run(settings, "http");
    expect(
      view.steps.map(({ id, verdict, reason }) => `${id} ${verdict} ${verdict === "pass" ? "" : reason}`),
    ).toEqual(ids.map((id) => `${id} pass `));
    expect(view.verdict).toBe("pass");
  });
});

describe("Figure 3, recorded", () => {
  const place = (story: readonly string[], text: string | RegExp): number =>
    story.findIndex((each) => (typeof text === "string" ? each === text : text.test(each)));

  it.each(["same", "down-then-up"])(
    "F3.9-F3.10 the restart lies between the Status 200 and the first notification (recipient=%s)",
    async (recipient) => {
      const { story } = await run({ restart: "yes", recipient });
      const stored = place(story, "alert-stored");
      const answered = stored + place(story.slice(stored), /^200 .*Alert 200/);
      const restarted = place(story, "dm-server-restarted");
      const notified = place(story, /^AlertNotification /);
      expect(stored).toBeGreaterThan(0);
      expect([stored, answered, restarted, notified]).toEqual(
        [stored, answered, restarted, notified].toSorted((one, other) => one - other),
      );
    },
  );

  it("F3.10 alerts of a recipient that is down are delivered in the order in which they were stored", async () => {
    const { story } = await run({ recipient: "down-then-up", restart: "yes" });
    const sent = story.filter((each) => each.startsWith("AlertNotification "));
    const refused = story.filter((each) => each.startsWith("503"));
    expect(refused.length).toBeGreaterThan(0);
    expect(sent).toEqual([
      ...refused.map(() => "AlertNotification 200"),
      "AlertNotification 200",
      "AlertNotification 12",
    ]);
  });

  it("F3.5 nothing but the notifications goes to a device that is offline", async () => {
    const { story } = await run({ device: "offline" });
    expect(story.filter((each) => each.startsWith("notification-refused"))).toHaveLength(3);
    expect(story.some((each) => /Package [1-4]/.test(each))).toBe(false);
  });
});

describe("Figure 3, checks that can fail", () => {
  const spoilt = async (settings: Settings, worldSettings: Settings) => {
    const { view } = await run(settings, "memory", {
      ...scenario,
      worldSettings: { ...scenario.worldSettings, ...worldSettings },
    });
    const first = view.steps.find(({ verdict }) => verdict !== "pass");
    return { id: first?.id, reason: first?.reason };
  };

  it("F3.3 fails when the policy grants less than was to be accepted", async () => {
    const { id, reason } = await spoilt({}, { policy: "diagnostics" });
    expect(id).toBe("F3.3");
    expect(reason).toMatch(/found partly-accepted instead of accepted/);
  });

  it("F3.8 cannot be begun when nobody asks the user", async () => {
    expect(await spoilt({ device: "refuses" }, { consent: "none" })).toMatchObject({ id: "F3.8" });
  });

  type Step = Scenario["steps"][number];
  type Command = Readonly<Record<string, unknown>>;
  /** The scenario with other commands; the steps in front of the one that is looked at check nothing. */
  const tampered = async (step: string, settings: Settings, change: (command: Command) => Command) => {
    const steps = scenario.steps.map((each): Step => ({
      ...each,
      act: each.act.map((act) => ({ ...act, command: change(act.command) })),
      checks: each.id === step ? each.checks : [],
    }));
    const { view } = await run(settings, "memory", { ...scenario, steps });
    const found = view.steps.find(({ id }) => id === step);
    return `${found?.verdict ?? ""}: ${found?.reason ?? ""}`;
  };
  const calling = (operation: string, change: Readonly<Record<string, unknown>>) => (command: Command) =>
    command["operation"] === operation
      ? { ...command, value: { ...(command["value"] as Command), ...change } }
      : command;
  const reporting = (correlator: string, change: Readonly<Record<string, unknown>>) => (command: Command) => {
    const alert = command["alert"] as Command | undefined;
    return alert?.["correlator"] === correlator ? { ...command, alert: { ...alert, ...change } } : command;
  };
  const everything = calling("SubscribeAlerts", { parameter: [] });

  it.each<[string, Settings, string, (command: Command) => Command, RegExp]>([
    ["F3.1", {}, "fewer parameters are asked for", everything, /three parameters|and three/],
    [
      "F3.6",
      {},
      "no function is started",
      calling("SubscribeAlerts", {
        setUp: [{ kind: "replace", locUri: "./Traps/LowBattery/Enabled", format: "bool", data: "true" }],
      }),
      /the function is started/,
    ],
    ["F3.9", {}, "a report is refused", reporting("not-asked", { format: "weird" }), /otherwise: found 415/],
    ["F3.10", {}, "alerts leak", everything, /told to nobody|low battery/],
    ["F3.10", { recipient: "down-then-up" }, "alerts leak", everything, /told to nobody/],
    [
      "F3.10",
      { recipient: "other" },
      "the wrong recipient gets them",
      calling("SubscribeAlerts", { deliverTo: "Customer care" }),
      /recipient that was named/,
    ],
    [
      "F3.10",
      { recipient: "down-then-up" },
      "an item leaks",
      calling("SubscribeAlerts", { parameter: ["./DiagMon/Radio", "./Traps", "./Vendor"] }),
      /an item beside/,
    ],
    [
      "F3.12",
      {},
      "all that is stored is delivered",
      calling("RetrieveAlerts", { subscriptionId: undefined, filter: {} }),
      /outside the parameters/,
    ],
    [
      "F3.12",
      { retrieve: "fresh" },
      "another function is read",
      calling("RequestDiagnostics", {
        function: "urn:oma:mo:oma-diag:memory:1.0",
        parameter: ["./DiagMon/Memory"],
      }),
      /the signal level/,
    ],
  ])("%s %o fails when %s", async (step, settings, _what, change, reason) => {
    expect(await tampered(step, settings, change)).toMatch(reason);
  });
});
