import { expect, it } from "vitest";
import { createTestWorkbench } from "../support/workbench.ts";

it.each(["memory", "http"] as const)(
  "F2.9 goes on over the %s wire at full speed when a person drops Package 0: it is sent again",
  async (wire) => {
    const workbench = createTestWorkbench();
    const run = workbench.start({
      scenario: "figure-2",
      settings: { registry: "off" },
      speed: "max",
      wire,
      paused: true,
    });
    workbench.hold(run.id, "package 0", true);
    const held = new Promise<string>((resolve) => {
      run.changed.subscribe(() => {
        const caught = run.gate.held.find(({ by }) => by === "rule");
        if (caught) resolve(caught.id);
      });
    });
    run.resume();
    workbench.drop(run.id, await held);
    await run.ended;
    const pushes = run.journal
      .read(0, 1000)
      .filter((record) => record.kind === "crossing" && record.channel === "push");
    expect(pushes.map((push) => push.kind === "crossing" && push.outcome)).toEqual(["dropped", "delivered"]);
    expect(workbench.view(run.id).verdict).toBe("pass");
  },
);
