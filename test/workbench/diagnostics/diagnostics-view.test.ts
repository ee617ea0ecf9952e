import { describe, expect, test } from "vitest";
import { builtInScenario } from "../../../simulator/scenario/library.ts";
import { diagnosticsChoices } from "../../../simulator/workbench/diagnostics/choices.ts";
import { diagnosticsView } from "../../../simulator/workbench/diagnostics/diagnostics-view.ts";
import { lastReads } from "../../../simulator/workbench/diagnostics/last-reads.ts";
import { measuredDevice } from "../../../simulator/workbench/diagnostics/measured.ts";
import { createTestWorkbench } from "../../support/workbench.ts";

const scenario = builtInScenario("figure-3");
const TRAP = "urn:oma:at:diagmon:1.0:TrapNotification";

type Query = Partial<Parameters<typeof diagnosticsView>[1]>;

const everything = {
  ownAlerts: false,
  text: "",
  devices: { skip: 0, limit: 100 },
  alerts: { skip: 0, limit: 100 },
  subscriptions: { skip: 0, limit: 100 },
};

/** Figure 3 up to and with this step. */
async function played(settings: Readonly<Record<string, string>>, last = "F3.13") {
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
  const devices = workbench.devices(run.id);
  const roles = workbench.roles(run.id);
  const { journal } = workbench.source(run.id);
  return {
    devices,
    roles,
    journal,
    read: (query: Query = {}) => diagnosticsView({ devices, roles, journal }, { ...everything, ...query }),
  };
}

/** What the screen shows when Figure 3 has come to this step. */
async function shown(settings: Readonly<Record<string, string>>, last = "F3.13", query: Query = {}) {
  return (await played(settings, last)).read(query);
}

/** Alerts that somebody subscribed to. */
function forwarded(view: ReturnType<typeof diagnosticsView>) {
  return view.alerts.lines.filter(({ passed }) => passed.length > 0);
}

describe("Diagnostics as its screen shows it", () => {
  test("what was asked, granted and refused by which rule, and what the recipient got", async () => {
    const view = await shown({ outcome: "partly" });
    expect(view.subscriptions).toMatchObject({
      total: 1,
      lines: [{ owner: "care", recipient: "care", state: "ended", got: 1, waits: 0 }],
    });
    const { subscription } = view;
    expect(subscription).toMatchObject({
      alertTypes: [
        { text: TRAP, granted: "granted" },
        { granted: "granted" },
        {
          text: "urn:oma:at:scomo:1.0:OperationComplete",
          granted: "refused",
          about: expect.stringContaining("POL0204") as unknown,
          rule: expect.stringMatching(/alertTypes/) as unknown,
        },
      ],
      parameters: [
        { text: "./DiagMon/Radio", granted: "granted" },
        { text: "./Traps", granted: "granted" },
        {
          text: "./SCM",
          granted: "refused",
          about: expect.stringContaining("POL0202") as unknown,
          rule: expect.stringMatching(/subtrees/) as unknown,
        },
      ],
      setUp: { commands: 4, devices: 1, succeeded: 1, failed: 0, session: expect.any(Number) as unknown },
      request: expect.any(Number) as unknown,
      told: expect.any(Number) as unknown,
      inForce: false,
      ours: true,
    });
    expect(forwarded(view)).toMatchObject([
      {
        type: TRAP,
        mark: "warning",
        // the Item of the vendor's trap comes first; only the other one was asked for
        source: "./Vendor/Trap",
        data: "beside",
        items: 2,
        passed: [{ recipient: "care", state: "delivered", at: expect.any(Number) as unknown }],
        seq: expect.any(Number) as unknown,
      },
    ]);
    expect(view.alerts.kept).toEqual({ alerts: 100_000, age: 30 * 86_400_000 });
    expect(view.recipients).toMatchObject([
      { externalSystem: "care", got: 1, waits: 0, why: "nothing waits" },
    ]);
  });

  test("what waits for a recipient that is down", async () => {
    const view = await shown({ recipient: "down-then-up" }, "F3.10");
    expect(view.subscriptions.lines).toMatchObject([{ got: 0, waits: 2, state: "accepted" }]);
    expect(forwarded(view).map(({ passed }) => passed.map(({ state }) => state))).toEqual([
      ["waits"],
      ["waits"],
    ]);
    expect(view.recipients[0]).toMatchObject({
      got: 0,
      waits: 2,
      registrationId: expect.any(String) as unknown,
    });
  });

  test("alerts go to the recipient that was named", async () => {
    const view = await shown({ recipient: "other" });
    expect(view.subscription).toMatchObject({ owner: "care", recipient: "analytics", got: 1 });
    expect(forwarded(view)[0]?.passed).toMatchObject([{ recipient: "analytics" }]);
  });

  test("F3.8 to F3.10 the way of an alert, station by station, with its messages", async () => {
    const figure = await played({});
    const [alert] = forwarded(figure.read());
    const { path } = figure.read({ alert: alert?.alertId ?? "" });
    expect(path?.stored.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "Reported done",
      "Stored done",
      "Status 200 done",
      "Matched done",
    ]);
    const messages = path?.stored.flatMap((station) => station.messages) ?? [];
    expect(messages.map((seq) => figure.journal.get(seq))).toMatchObject([
      { kind: "crossing", channel: "dm", direction: "request" },
      { kind: "crossing", channel: "dm", direction: "response" },
    ]);
    expect(path?.forwarded).toMatchObject([
      {
        recipient: "care",
        stations: [
          { name: "Queued", state: "done" },
          { name: "Delivered", state: "done", messages: [expect.any(Number) as unknown] },
        ],
      },
    ]);
    const answer = path?.forwarded[0]?.stations[1]?.messages[0] ?? 0;
    expect(figure.journal.get(answer)).toMatchObject({ channel: "wsi-callback", direction: "response" });
    const times = [...(path?.stored ?? []), ...(path?.forwarded[0]?.stations ?? [])].map(({ at }) => at ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("the way of an alert that waits ends at the queue", async () => {
    const figure = await played({ recipient: "down-then-up" }, "F3.10");
    const [alert] = forwarded(figure.read());
    const { path } = figure.read({ alert: alert?.alertId ?? "" });
    expect(path?.forwarded[0]?.stations).toMatchObject([
      { name: "Queued", state: "now" },
      { name: "Delivered", state: "expected", text: "care must answer 2xx" },
    ]);
    expect(figure.read({ alert: "nobody" }).path).toBeUndefined();
  });

  test("values of the functions, the traps as they are set, and who read a value last", async () => {
    const { devices, roles } = await played({});
    const [device] = devices.devices.values();
    if (!device) throw new Error("there is no device");
    const values = measuredDevice(device, devices.clock.date(), lastReads(roles, device.id));
    const [battery] = values.functions;
    expect(battery).toMatchObject({
      title: "Battery",
      uri: "./DiagMon/Battery",
      type: "urn:oma:mo:oma-diag:batteryinfo:1.0",
    });
    const level = battery?.values[0];
    expect(level).toMatchObject({
      uri: "./DiagMon/Battery/DiagMonData/Level",
      how: "measured",
    });
    expect(level?.history).toHaveLength(30);
    expect(Number(level?.value)).toBeGreaterThanOrEqual(0);
    const radio = values.functions.find(({ id }) => id === "DiagMon.Radio");
    expect(radio).toMatchObject({ busy: true });
    expect(radio?.values[0]).toMatchObject({
      how: "sampled",
      value: expect.stringMatching(/^-\d+$/) as unknown,
    });
    expect(values.traps).toMatchObject([
      {
        uri: "./Traps/LowBattery",
        enabled: true,
        active: true,
        condition: "below",
        threshold: "20",
      },
      { uri: "./Traps/CallDrop", enabled: false, active: false, condition: "grows" },
    ]);
  });

  test("F3.12 a fresh reading says in which session it was had", async () => {
    const { devices, roles } = await played({ retrieve: "fresh" });
    const [device] = devices.devices.values();
    const values = device && measuredDevice(device, devices.clock.date(), lastReads(roles, device.id));
    const radio = values?.functions.find(({ id }) => id === "DiagMon.Radio");
    expect(radio?.values.map(({ read }) => read?.by)).toContain("session");
  });

  test("words filter the devices; a device that is not there is not shown", async () => {
    const figure = await played({}, "F3.0");
    expect(figure.read({ text: "phone" }).devices).toMatchObject({ matching: 1, total: 1 });
    const none = figure.read({ text: "meter", device: "nobody" });
    expect(none).toMatchObject({
      devices: { lines: [], total: 1, matching: 0 },
      alerts: { lines: [], total: 0 },
      subscriptions: { lines: [], total: 0 },
    });
    expect(none.subscription).toBeUndefined();
  });

  test("what the forms choose from: who is registered, and who accepts alerts of whom", async () => {
    const { roles } = await played({ recipient: "other" });
    const { systems, alertTypes, devices } = diagnosticsChoices(roles);
    expect(devices).toBe(1);
    expect(systems.find(({ id }) => id === "care")).toMatchObject({
      registered: true,
      mayDeliverTo: [{ consents: true, rule: expect.stringContaining("acceptsAlertsFrom") as unknown }],
      refused: [],
    });
    expect(alertTypes.find(({ value }) => value === TRAP)?.detail).toContain("raised once");
  });
});
