import { describe, expect, test } from "vitest";
import { builtInScenario } from "../../../simulator/scenario/library.ts";
import { diagnosticsView } from "../../../simulator/workbench/diagnostics/diagnostics-view.ts";
import { createTestWorkbench } from "../../support/workbench.ts";

const scenario = builtInScenario("figure-3");
const TRAP = "urn:oma:at:diagmon:1.0:TrapNotification";

/** What the screen shows when Figure 3 has come to this step. */
async function shown(
  settings: Readonly<Record<string, string>>,
  last = "F3.13",
  query: Partial<Parameters<typeof diagnosticsView>[2]> = {},
) {
  const workbench = createTestWorkbench();
  const upTo = scenario.steps.slice(0, scenario.steps.findIndex(({ id }) => id === last) + 1);
  // a recipient that is down stays down
  const steps = upTo.map((step) => (step.id === "F3.10" ? { ...step, act: [] } : step));
  const run = workbench.start({
    scenario: { ...scenario, steps },
    settings,
    speed: "max",
    wire: "memory",
    seed: "view",
  });
  await run.ended;
  return diagnosticsView(workbench.devices(run.id), workbench.roles(run.id), {
    ownAlerts: false,
    text: "",
    alerts: 100,
    ...query,
  });
}

describe("Diagnostics as its screen shows it", () => {
  test("what was asked, granted and refused, and what the recipient got", async () => {
    const view = await shown({ outcome: "partly" });
    expect(view.subscriptions).toMatchObject([
      {
        owner: "care",
        recipient: "care",
        state: "ended",
        alertTypes: [
          { text: TRAP, granted: "granted" },
          { granted: "granted" },
          { text: "urn:oma:at:scomo:1.0:OperationComplete", granted: "refused" },
        ],
        parameters: [
          { text: "./DiagMon/Radio", granted: "granted" },
          { text: "./Traps", granted: "granted" },
          { text: "./SCM", granted: "refused", about: expect.stringMatching(/./) as unknown },
        ],
        setUpCommands: 4,
        got: 1,
        waits: 0,
      },
    ]);
    expect(view.alerts).toMatchObject([
      {
        type: TRAP,
        mark: "warning",
        data: "12",
        source: "./Traps/LowBattery",
        passed: [{ recipient: "care", state: "delivered" }],
        seq: expect.any(Number) as unknown,
      },
    ]);
  });

  test("what waits for a recipient that is down", async () => {
    const view = await shown({ recipient: "down-then-up" }, "F3.10");
    expect(view.subscriptions).toMatchObject([{ got: 0, waits: 2, state: "accepted" }]);
    expect(view.alerts.map(({ passed }) => passed.map(({ state }) => state))).toEqual([["waits"], ["waits"]]);
  });

  test("alerts go to the recipient that was named", async () => {
    const view = await shown({ recipient: "other" });
    expect(view.subscriptions).toMatchObject([{ owner: "care", recipient: "analytics", got: 1 }]);
    expect(view.alerts[0]?.passed).toMatchObject([{ recipient: "analytics" }]);
  });

  test("values of the functions, and the traps as they are set", async () => {
    const { device } = await shown({});
    const [battery] = device?.functions ?? [];
    expect(battery).toMatchObject({ title: "Battery", uri: "./DiagMon/Battery" });
    const level = battery?.values[0];
    expect(level).toMatchObject({ uri: "./DiagMon/Battery/DiagMonData/Level", how: "measured" });
    expect(level?.history).toHaveLength(30);
    expect(Number(level?.value)).toBeGreaterThanOrEqual(0);
    const radio = device?.functions.find(({ id }) => id === "DiagMon.Radio");
    expect(radio).toMatchObject({ busy: true });
    expect(radio?.values[0]).toMatchObject({
      how: "sampled",
      value: expect.stringMatching(/^-\d+$/) as unknown,
    });
    expect(device?.traps).toMatchObject([
      { uri: "./Traps/LowBattery", enabled: true, active: true, condition: "below", threshold: "20" },
      { uri: "./Traps/CallDrop", enabled: false, active: false, condition: "grows" },
    ]);
  });

  test("words filter the devices; a device that is not there is not shown", async () => {
    expect((await shown({}, "F3.0", { text: "phone" })).devices).toHaveLength(1);
    const none = await shown({}, "F3.0", { text: "meter", device: "nobody" });
    expect(none).toMatchObject({ devices: [], deviceTotal: 1, alerts: [], subscriptions: [] });
    expect(none.device).toBeUndefined();
  });
});
