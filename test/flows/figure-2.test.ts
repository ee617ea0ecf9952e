import { describe, expect, it } from "vitest";
import { builtInScenario } from "../../simulator/scenario/library.ts";
import { applies } from "../../simulator/scenario/format.ts";
import { createTestWorkbench } from "../support/workbench.ts";

const wires = ["memory", "http"] as const;
const scenario = builtInScenario("figure-2");

async function run(wire: "memory" | "http", settings: Record<string, string>) {
  const workbench = createTestWorkbench();
  const started = workbench.start({ scenario: "figure-2", settings, speed: "max", wire, seed: "figure-2" });
  await started.ended;
  const view = workbench.view(started.id);
  return { view, workbench, source: workbench.source(started.id) };
}

describe.each(wires)("Figure 2 over the %s wire", (wire) => {
  it.each([
    { registry: "on", mode: "tunnel" },
    { registry: "off", mode: "tunnel" },
    { registry: "on", mode: "parameters" },
    { registry: "off", mode: "parameters" },
    { registry: "off", mode: "tunnel", encoding: "wbxml" },
    { registry: "off", mode: "parameters", encoding: "wbxml" },
  ])("F2.1-F2.18 every step that applies passes with %o", async (settings) => {
    const { view } = await run(wire, settings);
    const expected = scenario.steps
      .filter((step) => applies(step.when, { ...settings, refuse: "none" }))
      .map((step) => `${step.id} pass`);
    expect(view.steps.map((step) => `${step.id} ${step.verdict}`)).toEqual(expected);
    expect(view.verdict).toBe("pass");
    expect(view.refusal).toBeUndefined();
    expect(view.steps.every((step) => step.messages.length > 0)).toBe(true);
  });

  it.each(
    (["tunnel", "parameters"] as const).flatMap((mode) => [
      { mode, refuse: "external-system", step: "F2.6", party: "DM server" },
      { mode, refuse: "callback", step: "F2.7", party: "External System" },
      { mode, refuse: "notification", step: "F2.9", party: "Device" },
      { mode, refuse: "device", step: "F2.10", party: "DM server" },
      { mode, refuse: "server", step: "F2.13", party: "Device" },
    ]),
  )(
    "$step ends the flow with mode=$mode refuse=$refuse, refused by $party",
    async ({ mode, refuse, step, party }) => {
      const { view } = await run(wire, { registry: "off", mode, refuse });
      expect(view.refusal).toMatchObject({ step, party });
      expect(view.refusal?.reason).not.toBe("");
      expect(view.verdict).toBe("pass");
      const after = view.steps.slice(view.steps.findIndex((candidate) => candidate.id === step) + 1);
      expect(after.every((later) => later.verdict === "none")).toBe(true);
      expect(after.length).toBeGreaterThan(0);
    },
  );
});

describe("Figure 2, recorded", () => {
  it("tells the ES of SessionStatus timed-out and names the cause from the device's own record (F2.9)", async () => {
    const { view } = await run("memory", { registry: "off", refuse: "notification" });
    expect(view.refusal?.reason).toMatch(/^notification-refused/);
    expect(view.refusal?.reason).toMatch(/digest/i);
  });

  it("sends Package 0 up to three times with the same session id (F2.9)", async () => {
    const { source, workbench, view } = await run("memory", { registry: "off", refuse: "notification" });
    const pushes = source.journal
      .read(0, 1000)
      .filter((record) => record.kind === "crossing" && record.channel === "push");
    const sessions = new Set(
      pushes.map((push) => workbench.source(view.id).summarise(push)?.facts["sessionId"]),
    );
    expect(pushes).toHaveLength(3);
    expect(sessions.size).toBe(1);
  });

  it("repeats byte for byte with the same seed in memory", async () => {
    const bodies = async () => {
      const { source } = await run("memory", { registry: "on" });
      return source.journal
        .read(0, 1000)
        .map((record) =>
          record.kind === "crossing"
            ? `${record.direction} ${record.body.length} ${record.url ?? ""}`
            : record.kind,
        );
    };
    expect(await bodies()).toEqual(await bodies());
  });

  it("records the same messages over HTTP as in memory", async () => {
    const titles = async (wire: "memory" | "http") => {
      const { source } = await run(wire, { registry: "on" });
      return source.journal
        .read(0, 1000)
        .filter((record) => record.kind === "crossing")
        .map((record) => source.summarise(record)?.title ?? "")
        .toSorted((a, b) => a.localeCompare(b));
    };
    expect(await titles("http")).toEqual(await titles("memory"));
  });

  it("keeps no secret in an export", async () => {
    const { workbench, view, source } = await run("memory", { registry: "on" });
    const secrets = source.journal
      .read(0, 1000)
      .flatMap((record) =>
        record.kind === "crossing" && record.headers["authorization"]
          ? [record.headers["authorization"].slice(6)]
          : [],
      );
    expect(secrets.length).toBeGreaterThan(0);
    for (const to of ["text", "jsonl", "mermaid"] as const) {
      const { text } = workbench.export(view.id, to);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });
});
