import { afterEach, describe, expect, test, vi } from "vitest";
import type { CommandOutcome, ReferencedCommand } from "../../../../../simulator/roles/dm-server/ports.ts";
import type { Planners } from "../../../../../simulator/roles/dm-server/wsi/tasks/planners.ts";
import type { Planner } from "../../../../../simulator/roles/dm-server/wsi/tasks/task-contract.ts";
import { createBulkDesk, openings, stepsOf } from "./bulk-desk.ts";

/** Work that reads, runs, awaits its alert and, where that says `more`, is done a second time. */
const planned = vi.hoisted(() => ({ planner: undefined as unknown }));
vi.mock("../../../../../simulator/roles/dm-server/wsi/tasks/planners.ts", async (original) => {
  const module = await original<{ planners: Planners }>();
  return {
    planners: new Proxy(module.planners, {
      get: (real, kind): unknown => planned.planner ?? Reflect.get(real, kind),
    }),
  };
});

const command = (reference: string): ReferencedCommand => ({
  reference,
  command: { kind: "Exec", CmdID: "", Item: [{ Target: { LocURI: "./Run" } }] },
});

const awaiting: Planner<"commands"> = {
  accesses: () => [],
  plan: (_work, { deviceId }) => ({
    next: (answered) => {
      if (answered.length < 2) return { kind: "send", commands: [command(String(answered.length + 1))] };
      return { kind: "await", correlator: `run-${deviceId}` };
    },
  }),
  repeatable: () => false,
  alerted: (_work, { items }) =>
    items[0]?.data === "more"
      ? "again"
      : { state: items[0]?.data === "200" ? "succeeded" : "failed", commandResult: [], reason: undefined },
};

afterEach(() => {
  planned.planner = undefined;
});

function fleetOf(devices: number) {
  planned.planner = awaiting;
  const fleet = createBulkDesk(devices);
  const { desk } = fleet;
  return {
    ...fleet,
    /** The device comes, answers both packages with 202 and goes. */
    run(operationId: string, deviceId: string, close = true): void {
      const work = `${operationId}/${deviceId}`;
      fleet.establish(operationId, deviceId);
      const mode = openings(desk).findLast((request) => request.work === work)?.mode ?? stepsOf(desk);
      if (mode.kind !== "steps") throw new Error(mode.kind);
      const answered: CommandOutcome[] = [];
      for (;;) {
        let commands: readonly ReferencedCommand[] = [];
        desk.command((_side, turn) => {
          commands = mode.next(answered, turn.moment, turn.emit);
        });
        if (commands.length === 0) break;
        const outcomes = commands.map(({ reference }) => ({ reference, status: 202, items: [] }));
        answered.push(...outcomes);
        desk.report({ type: "package3", work, messages: [], references: new Map(), outcomes });
      }
      if (close) desk.report({ type: "closed", work });
    },
    alert: (deviceId: string, data = "200") =>
      desk.alert({ deviceId, correlator: `run-${deviceId}`, items: [{ data }] }),
  };
}

describe("work that goes on with an alert of the device", () => {
  test("its place stays taken until the alert comes", () => {
    const { submit, run, alert, states, opened, state } = fleetOf(2);
    const id = submit({ maxParallel: 1 });
    run(id, "d1");
    expect(states(id)).toBe("sent pending");
    expect(opened()).toEqual(["d1"]);
    alert("d1");
    expect(opened()).toEqual(["d1", "d2"]);
    run(id, "d2");
    alert("d2", "500");
    expect(states(id)).toBe("succeeded failed");
    expect(state(id).state).toBe("partly-succeeded");
  });

  test("an alert that comes before the session is over, and one that comes twice", () => {
    const { desk, submit, run, alert, state, told } = fleetOf(1);
    const id = submit();
    run(id, "d1", false);
    alert("d1");
    expect(state(id).state).toBe("succeeded");
    desk.report({ type: "closed", work: `${id}/d1` });
    alert("d1");
    expect(told("OperationResult")).toHaveLength(1);
  });

  test("an alert that comes before the answer to the Exec", () => {
    const { desk, submit, establish, alert, state } = fleetOf(1);
    const id = submit();
    establish(id, "d1");
    const work = `${id}/d1`;
    alert("d1");
    const outcomes = ["1", "2"].map((reference) => ({ reference, status: 202, items: [] }));
    desk.report({ type: "package3", work, messages: [], references: new Map(), outcomes });
    desk.command((_side, turn) => {
      expect(stepsOf(desk).next(outcomes, turn.moment, turn.emit)).toEqual([]);
    });
    desk.report({ type: "closed", work });
    expect(state(id).state).toBe("succeeded");
  });

  test("another device's alert, another Correlator", () => {
    const { desk, submit, run, states } = fleetOf(2);
    const id = submit();
    run(id, "d1");
    desk.alert({ deviceId: "d2", correlator: "run-d1", items: [{ data: "200" }] });
    desk.alert({ deviceId: "d1", correlator: "run-d2", items: [{ data: "200" }] });
    desk.alert({ deviceId: "d1", items: [{ data: "200" }] });
    expect(states(id)).toBe("sent pending");
  });

  test("more is to be done: a second session", () => {
    const { submit, run, alert, opened, state, states } = fleetOf(1);
    const id = submit();
    run(id, "d1");
    alert("d1", "more");
    expect(opened()).toEqual(["d1", "d1"]);
    expect(states(id)).toBe("pending");
    run(id, "d1");
    alert("d1");
    expect(state(id).state).toBe("succeeded");
  });

  test("a restart keeps waiting for it, and keeps the place", () => {
    const { desk, submit, run, alert, opened, states, state } = fleetOf(2);
    const id = submit({ maxParallel: 1 });
    run(id, "d1");
    desk.restart();
    expect(states(id)).toBe("sent pending");
    expect(opened()).toEqual(["d1"]);
    alert("d1");
    expect(opened()).toEqual(["d1", "d2"]);
    run(id, "d2");
    alert("d2");
    expect(state(id).state).toBe("succeeded");
  });

  test("cancelled: the device has it already, its alert is waited for", () => {
    const { desk, submit, run, alert, state, states } = fleetOf(2);
    const id = submit({ maxParallel: 1 });
    run(id, "d1");
    desk.ok("CancelOperation", { operationId: id });
    desk.settle();
    expect(states(id)).toBe("sent cancelled");
    alert("d1");
    expect(states(id)).toBe("succeeded cancelled");
    expect(state(id).state).toBe("cancelled");
  });

  test("cancelled, and more is to be done: it is not", () => {
    const { desk, submit, run, alert, opened, states } = fleetOf(1);
    const id = submit();
    run(id, "d1");
    desk.ok("CancelOperation", { operationId: id });
    desk.settle();
    alert("d1", "more");
    expect(opened()).toEqual(["d1"]);
    expect(states(id)).toBe("cancelled");
  });

  test("the alert never comes: expired", () => {
    const { desk, submit, run, states } = fleetOf(1);
    const id = submit({ expires: 3_600_000 });
    run(id, "d1");
    desk.advance(3_600_000);
    expect(states(id)).toBe("expired");
  });
});

describe("work without a session", () => {
  const plannerOf = (plan: Planner<"commands">["plan"]): Planner<"commands"> => ({
    accesses: () => [],
    plan,
    repeatable: () => true,
  });

  test("a message is pushed, or cannot be; other devices are impossible", () => {
    planned.planner = plannerOf((_work, { deviceId }) =>
      deviceId === "d3"
        ? { impossible: "there is nothing to do" }
        : { push: () => (deviceId === "d2" ? "no address" : undefined) },
    );
    const { submit, results, state, opened } = createBulkDesk(3);
    const id = submit();
    expect(opened()).toEqual([]);
    expect(results(id)).toMatchObject([
      { state: "succeeded" },
      { state: "failed", reason: "no address" },
      { state: "failed", reason: "there is nothing to do" },
    ]);
    expect(state(id).state).toBe("partly-succeeded");
  });

  test("a long list does not keep the rest of the server waiting", () => {
    planned.planner = plannerOf(() => ({ push: () => undefined }));
    const { desk, state } = createBulkDesk(1000);
    const request = { target: { all: true }, command: [{ kind: "get", locUri: "./X" } as const] };
    const { ack } = desk.ok("SubmitBulkOperation", request);
    desk.command((side, turn) => side.handleTimer(`wsi/start/${ack.operationId}`, turn));
    expect(state(ack.operationId).totals.succeeded).toBeLessThan(500);
    desk.settle();
    expect(state(ack.operationId)).toMatchObject({ state: "succeeded", totals: { succeeded: 1000 } });
  });
});
