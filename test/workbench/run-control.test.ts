import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toBase64, utf8, utf8Text } from "../../simulator/core/bytes.ts";
import type { CrossingRecord } from "../../simulator/journal/record.ts";
import type { Run } from "../../simulator/workbench/run.ts";
import type { WorkbenchService } from "../../simulator/workbench/service.ts";
import { createTestWorkbench } from "../support/workbench.ts";

const settings = { registry: "off" };

function start(more: { readonly paused?: boolean; readonly speed?: number | "max" } = {}) {
  const workbench = createTestWorkbench();
  const run = workbench.start({ scenario: "figure-2", settings, speed: "max", seed: "c", ...more });
  return { workbench, run };
}

const crossings = (run: Run): CrossingRecord[] =>
  run.journal.read(0, 10_000).filter((record): record is CrossingRecord => record.kind === "crossing");

/** Waits until the message that a rule caught stands. */
async function heldBy(workbench: WorkbenchService, run: Run) {
  await expect.poll(() => run.gate.held.some(({ by }) => by === "rule")).toBe(true);
  const held = workbench.view(run.id).held.find(({ by }) => by === "rule");
  if (!held) throw new Error("nothing is held");
  return held;
}

describe("a run under control", () => {
  it("stops every actor at its end and tells what happened", async () => {
    const { workbench, run } = start();
    await run.ended;
    const { story } = workbench.view(run.id);
    expect(story).toEqual([
      "The External System registered with the DM server.",
      expect.stringMatching(
        /^The DM server notified IMEI:\d+, which began session [0-9A-F]+ after a challenge/,
      ),
      "The device answered Get ./DevDetail/FwV with 1.0.3 and accepted Replace ./Settings/Ring.",
      "The DM server told the External System that the session is closed.",
    ]);
  });

  it("is stepped to its end message by message, with the same verdict", async () => {
    const { run } = start({ paused: true });
    for (let steps = 0; run.state === "paused"; steps++) {
      expect(steps).toBeLessThan(200);
      const before = run.messages;
      run.step();
      await expect.poll(() => run.messages > before || run.state === "finished").toBe(true);
    }
    expect(run.engine?.outcome?.verdict).toBe("pass");
  });

  it("goes to the ends of packages", async () => {
    const { run } = start({ paused: true });
    for (let steps = 0; run.state === "paused"; steps++) {
      expect(steps).toBeLessThan(60);
      const before = run.messages;
      run.stepPackage();
      await expect
        .poll(() => (run.messages > before && !run.gate.wanting) || run.state === "finished")
        .toBe(true);
    }
    expect(run.engine?.outcome?.verdict).toBe("pass");
  });

  it("changes its speed on the way", async () => {
    const { run } = start({ speed: 0.001 });
    await expect.poll(() => run.messages).toBeGreaterThan(0);
    expect(run.state).toBe("running");
    run.setSpeed("max");
    await run.ended;
    expect(run.engine?.outcome?.verdict).toBe("pass");
  });

  it("is aborted with what it waited for, and what stands at the gate never crosses", async () => {
    const { workbench, run } = start({ paused: true });
    await expect.poll(() => run.gate.held.length).toBe(1);
    run.abort();
    await run.ended;
    const view = workbench.view(run.id);
    expect(view).toMatchObject({ state: "aborted", verdict: "inconclusive", held: [] });
    expect(view.reason).toMatch(/aborted by the user/);
    expect(crossings(run).map(({ outcome }) => outcome)).toEqual(["dropped"]);
  });

  it("F2.9 sends a dropped Package 0 again, and passes", async () => {
    const { workbench, run } = start({ paused: true });
    workbench.hold(run.id, "package 0", true);
    run.resume();
    const held = await heldBy(workbench, run);
    workbench.drop(run.id, held.id);
    await run.ended;
    const pushes = crossings(run).filter(({ channel }) => channel === "push");
    expect(pushes.map(({ outcome }) => outcome)).toEqual(["dropped", "delivered"]);
    expect(run.engine?.outcome?.verdict).toBe("pass");
    expect(workbench.view(run.id).story.at(-1)).toBe("On the way, 1 message was dropped.");
  });

  it("stands its clock while a message is held, and shows its step and its body", async () => {
    const { workbench, run } = start({ paused: true, speed: 1000 });
    workbench.hold(run.id, "F2.8 request", true);
    run.resume();
    const held = await heldBy(workbench, run);
    expect(held.message.title).toBe("InitiateSession");
    expect(held.body?.length).toBeGreaterThan(100);
    expect(run.clock.paused).toBe(true);
    workbench.release(run.id, held.id, undefined);
    expect(run.clock.paused).toBe(false);
    run.abort();
    await run.ended;
  });

  it("shows an edited message as edited, keeps its original, and the receiver gets the edit", async () => {
    const { workbench, run } = start({ paused: true });
    workbench.hold(run.id, "InitiateSession request", true);
    run.resume();
    const held = await heldBy(workbench, run);
    const [standing] = run.gate.held;
    const original = utf8Text(standing?.draft.body ?? utf8("")) ?? "";
    const edited = original.replace("IMEI:350000000000017", "IMEI:000000000000000");
    workbench.release(run.id, held.id, toBase64(utf8(edited)));
    await run.ended;
    const record = crossings(run).find(({ outcome }) => outcome === "edited");
    expect(utf8Text(record?.body ?? utf8(""))).toBe(edited);
    expect(utf8Text(record?.original?.body ?? utf8(""))).toBe(original);
    const view = workbench.inspect(run.id, record?.seq ?? 0, false);
    expect(view.row.badges[0]).toMatchObject({ text: "edited", tone: "held" });
    expect(workbench.view(run.id).verdict).toBe("fail");
  });

  it("is an error when our own part fails, with the reason", async () => {
    const workbench = createTestWorkbench();
    const broken = {
      ...workbench.ports,
      openHttpWire: () => Promise.reject(new Error("port 8480 is taken")),
    };
    const { createWorkbenchService } = await import("../../simulator/workbench/service.ts");
    const service = createWorkbenchService(broken);
    const run = service.start({ scenario: "figure-2", wire: "http" });
    await run.ended;
    expect(service.view(run.id)).toMatchObject({
      state: "aborted",
      verdict: "error",
      reason: "port 8480 is taken",
    });
  });

  it("closes a port that opens after the run was aborted", async () => {
    const workbench = createTestWorkbench();
    let closed = 0;
    const { createWorkbenchService } = await import("../../simulator/workbench/service.ts");
    const service = createWorkbenchService({
      ...workbench.ports,
      openHttpWire: async (...wish) => {
        const opened = await workbench.ports.openHttpWire(...wish);
        return { ...opened, close: () => opened.close().then(() => void closed++) };
      },
    });
    const run = service.start({ scenario: "figure-2", wire: "http" });
    run.abort();
    await run.ended;
    await expect.poll(() => closed).toBe(1);
    expect(service.view(run.id).reason).toBe("aborted by the user");
  });

  it("always ends or stands, whatever is asked of it in whatever order", async () => {
    type Control = (workbench: WorkbenchService, run: Run) => void;
    const controls: Readonly<Record<string, Control>> = {
      resume: (_workbench, run) => run.resume(),
      pause: (_workbench, run) => run.pause(),
      step: (_workbench, run) => run.step(),
      package: (_workbench, run) => run.stepPackage(),
      fast: (_workbench, run) => run.setSpeed("max"),
      slow: (_workbench, run) => run.setSpeed(500),
      hold: (workbench, run) => workbench.hold(run.id, "request", true),
      releaseAll: (workbench, run) => workbench.releaseAll(run.id),
      drop: (workbench, run) => {
        const [held] = run.gate.held;
        if (held) workbench.drop(run.id, held.id);
      },
      abort: (_workbench, run) => run.abort(),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(controls)), { maxLength: 25 }),
        async (names) => {
          const { workbench, run } = start({ paused: true });
          for (const name of names) {
            controls[name]?.(workbench, run);
            await new Promise((resolve) => setImmediate(resolve));
            workbench.view(run.id);
          }
          workbench.hold(run.id, "", false);
          run.setSpeed("max");
          run.resume();
          workbench.releaseAll(run.id);
          await run.ended;
          expect(["finished", "aborted"]).toContain(run.state);
          expect(run.failure).toBeUndefined();
          expect(run.gate.held).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
