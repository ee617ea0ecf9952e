import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../../../../simulator/roles/dm-server/options.ts";
import { createBulkDesk, exec, openings, replace } from "./bulk-desk.ts";

const HOUR = 3_600_000;

describe("B1 SubmitBulkOperation", () => {
  test("the acknowledgement tells how many devices are meant; nothing begins before the commit", () => {
    const { desk } = createBulkDesk(3);
    const response = desk.ok("SubmitBulkOperation", { target: { all: true }, command: [replace] });
    expect(response).toMatchObject({
      targetCount: 3,
      ack: { state: "accepted", expiresAt: desk.date + 24 * HOUR },
    });
    expect(desk.calls).toEqual([]);
    desk.settle();
    expect(openings(desk)).toMatchObject([
      { deviceId: "d1", notify: true, tellUnreached: true, mode: { kind: "commands" } },
      { deviceId: "d2" },
      { deviceId: "d3" },
    ]);
  });

  test.each([
    [{ command: [] }, "SVC0002 command, configurationId, updateId"],
    [{ command: [replace], updateId: "up-1" }, "SVC0002 command, configurationId, updateId"],
    [{ command: [], configurationId: "c-1" }, "SVC0207 c-1"],
    [{ command: [], updateId: "up-1" }, "SVC0207 up-1"],
    [{ target: {} }, "SVC0002 target"],
    [{ target: { deviceId: ["nobody"] } }, "SVC0004 target.deviceId"],
    [{ maxParallel: 0 }, "SVC0002 maxParallel"],
    [{ stopAfterFailures: 0 }, "SVC0002 stopAfterFailures"],
    [{ progressEvery: -1 }, "SVC0002 progressEvery"],
    [{ command: [{ kind: "get", locUri: "" } as const] }, "SVC0002 command[1].locUri"],
    [{ command: [replace, { kind: "get", locUri: "./DMAcc" } as const] }, "POL0202 get ./DMAcc"],
    [{ startAt: Date.UTC(2030, 0, 1), expires: HOUR }, "SVC0002 startAt"],
  ])("%j is refused and leaves nothing behind", (more, fault) => {
    const { desk } = createBulkDesk(2);
    const before = desk.stored.get("operations")?.size;
    expect(desk.fault("SubmitBulkOperation", { target: { all: true }, command: [replace], ...more })).toBe(
      fault,
    );
    expect(desk.stored.get("operations")?.size).toBe(before);
  });

  test("quotas: POL0003 for too many devices, POL0203 for too many operations", () => {
    const quota = { ...defaultPolicy.quota, devicesPerBulk: 2, outstandingOperations: 1 };
    const { desk, submit } = createBulkDesk(3, { policy: { quota } });
    expect(desk.fault("SubmitBulkOperation", { target: { all: true }, command: [replace] })).toBe(
      "POL0003 2",
    );
    submit({ target: { deviceId: ["d1"] } });
    expect(desk.fault("SubmitBulkOperation", { target: { deviceId: ["d2"] }, command: [replace] })).toBe(
      "POL0203 outstandingOperations",
    );
  });

  test("progress after so many devices, numbered, with what finished since; then one result", () => {
    const { submit, serve, told, state } = createBulkDesk(5);
    const id = submit({ progressEvery: 2 });
    serve(id, "d2");
    expect(told("OperationProgress")).toEqual([]);
    serve(id, "d1");
    expect(told("OperationProgress")).toMatchObject([
      {
        operationId: id,
        sequence: 1,
        totals: { targeted: 5, succeeded: 2 },
        deviceResult: [
          {
            deviceId: "d2",
            state: "succeeded",
            commandResult: [{ index: "1", status: 200, statusText: "OK" }],
          },
          { deviceId: "d1" },
        ],
      },
    ]);
    expect(state(id)).toMatchObject({ state: "running", totals: { targeted: 5, succeeded: 2 } });
    serve(id, "d3", "d4", "d5");
    const progress = told("OperationProgress");
    expect(progress.map(({ sequence, deviceResult }) => [sequence, deviceResult.length])).toEqual([
      [2, 2],
      [3, 1],
    ]);
    expect(state(id)).toMatchObject({ state: "succeeded", totals: { succeeded: 5 } });
  });

  test("the result tells totals alone; its number follows the last progress", () => {
    const { submit, serve, fail, told, results } = createBulkDesk(3);
    const id = submit();
    serve(id, "d1", "d2");
    fail(id, "d3");
    expect(told("OperationResult")).toMatchObject([
      { sequence: 2, state: "partly-succeeded", totals: { succeeded: 2, failed: 1 }, deviceResult: [] },
    ]);
    expect(results(id)).toMatchObject([
      { deviceId: "d1", state: "succeeded" },
      { deviceId: "d2", state: "succeeded" },
      { deviceId: "d3", state: "failed", commandResult: [{ status: 500 }] },
    ]);
  });

  test("all fail: failed; refusals and broken sessions say why", () => {
    const { desk, submit, fail, state, results } = createBulkDesk(3);
    const id = submit();
    fail(id, "d1");
    desk.report({ type: "refused", work: `${id}/d2`, by: "device", reason: "credentials" });
    desk.report({ type: "timed-out", work: `${id}/d3`, reason: "silence" });
    expect(state(id).state).toBe("failed");
    expect(results(id).map(({ reason }) => reason)).toEqual([
      undefined,
      "refused by the device: credentials",
      "silence",
    ]);
  });

  test("pages of results", () => {
    const { desk, submit } = createBulkDesk(5);
    const operationId = submit();
    const first = desk.ok("QueryOperation", { operationId, maxResults: 2 });
    expect(first.deviceResult.map(({ deviceId, state }) => [deviceId, state])).toEqual([
      ["d1", "pending"],
      ["d2", "pending"],
    ]);
    expect(first.nextIndex).toBe(2);
    const last = desk.ok("QueryOperation", { operationId, startIndex: 4 });
    expect(last.deviceResult).toHaveLength(1);
    expect(last.nextIndex).toBeUndefined();
  });

  test("without a registration it is polled, and its tasks go with it", () => {
    const { desk } = createBulkDesk(2, { options: { settings: { operationRetention: 1000 } } });
    const other = { credentials: { scheme: "basic", username: "other", password: "other" } as const };
    const { ack } = desk.ok("SubmitBulkOperation", { target: { all: true }, command: [replace] }, other);
    desk.settle();
    for (const deviceId of ["d1", "d2"]) {
      const work = `${ack.operationId}/${deviceId}`;
      desk.report({ type: "refused", work, by: "user", reason: "no" });
    }
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }, other).operation.state).toBe("failed");
    expect(desk.stored.get("deviceTasks")?.size).toBe(2);
    desk.advance(2000);
    for (let count = 0; count < 3; count++) desk.ok("DiscoverDevices", {});
    desk.settle();
    expect(desk.stored.get("deviceTasks")?.size).toBe(0);
    expect(desk.stored.get("operationTargets")?.size).toBe(0);
  });
});

describe("pace", () => {
  test("maxParallel: the next device begins when one is done", () => {
    const { submit, serve, opened } = createBulkDesk(4);
    const id = submit({ maxParallel: 2 });
    expect(opened()).toEqual(["d1", "d2"]);
    serve(id, "d2");
    expect(opened()).toEqual(["d1", "d2", "d3"]);
  });

  test("the setting devicesAtOnce where the request does not say", () => {
    const { submit, opened } = createBulkDesk(4, { options: { settings: { devicesAtOnce: 3 } } });
    submit();
    expect(opened()).toHaveLength(3);
  });

  test("startAt: nothing begins before; the lifetime counts from there", () => {
    const { desk, submit, opened, state } = createBulkDesk(1);
    const id = submit({ startAt: desk.date + HOUR });
    expect(state(id).expiresAt).toBe(desk.date + 25 * HOUR);
    desk.advance(HOUR - 1);
    expect(opened()).toEqual([]);
    desk.advance(1);
    expect(opened()).toEqual(["d1"]);
  });

  test("an offline device gives its place away and is served when it comes", () => {
    const { desk, submit, serve, opened, state } = createBulkDesk(3);
    const id = submit({ maxParallel: 1 });
    desk.report({ type: "unreached", work: `${id}/d1` });
    expect(opened()).toEqual(["d1", "d2"]);
    serve(id, "d2", "d1", "d3");
    expect(state(id).state).toBe("succeeded");
  });

  test("many devices are begun with a few at a time", () => {
    const { desk, submit, opened } = createBulkDesk(450);
    desk.ok("SubmitBulkOperation", { target: { all: true }, command: [replace], maxParallel: 1000 });
    expect([...desk.timers.keys()].filter((timer) => timer.startsWith("wsi/start/"))).toHaveLength(1);
    desk.settle();
    expect(opened()).toHaveLength(450);
    submit();
  });
});

describe("stopAfterFailures", () => {
  test("what is not begun is cancelled, what is under way is waited for", () => {
    const { submit, fail, state, states, opened, told } = createBulkDesk(5);
    const id = submit({ maxParallel: 2, stopAfterFailures: 2 });
    fail(id, "d1");
    expect(opened()).toEqual(["d1", "d2", "d3"]);
    fail(id, "d2");
    expect(state(id).state).toBe("cancelled");
    expect(states(id)).toBe("failed failed cancelled cancelled cancelled");
    expect(told("OperationResult")).toMatchObject([
      { state: "cancelled", reason: "stopped after 2 failures", totals: { failed: 2, cancelled: 3 } },
    ]);
  });

  test("a device in session comes to its end", () => {
    const { submit, establish, answer, fail, state, states } = createBulkDesk(4);
    const id = submit({ maxParallel: 2, stopAfterFailures: 1 });
    establish(id, "d2");
    fail(id, "d1");
    expect(state(id)).toMatchObject({ state: "running", totals: { failed: 1, cancelled: 2 } });
    answer(id, "d2");
    expect(state(id).state).toBe("cancelled");
    expect(states(id)).toBe("failed succeeded cancelled cancelled");
  });

  test("the last device is no stop: the real state is told", () => {
    const { submit, fail, state } = createBulkDesk(1);
    const id = submit({ stopAfterFailures: 1 });
    fail(id, "d1");
    expect(state(id)).toMatchObject({ state: "failed", reason: undefined });
  });
});

describe("expiry", () => {
  test("offline devices expire; what was done counts", () => {
    const { desk, submit, serve, state, states, told, ended } = createBulkDesk(3);
    const id = submit({ expires: HOUR });
    serve(id, "d1");
    desk.advance(HOUR);
    expect(state(id)).toMatchObject({ state: "partly-succeeded", totals: { succeeded: 1, expired: 2 } });
    expect(states(id)).toBe("succeeded expired expired");
    expect(told("OperationResult")).toHaveLength(1);
    expect(ended()).toEqual([`${id}/d2`, `${id}/d3`]);
    desk.report({ type: "timed-out", work: `${id}/d2`, reason: "late" });
    expect(told("OperationResult")).toEqual([]);
  });

  test("nobody came: expired", () => {
    const { desk, submit, state } = createBulkDesk(2);
    const id = submit({ expires: HOUR });
    desk.advance(HOUR);
    expect(state(id)).toMatchObject({ state: "expired", reason: "not carried out in time" });
  });
});

describe("rights", () => {
  test("are asked again for each device: a refused one gets no session", () => {
    const { desk, submit, opened, serve, results, state } = createBulkDesk(3);
    const id = submit({ maxParallel: 1 });
    desk.command((side, turn) => {
      const policy = { ...defaultPolicy, devices: ["d1", "d3"] };
      expect(side.administer({ name: "setPolicy", externalSystem: "care", policy }, turn)).toBeUndefined();
    });
    serve(id, "d1");
    expect(opened()).toEqual(["d1", "d3"]);
    serve(id, "d3");
    expect(results(id)[1]).toMatchObject({ state: "failed", reason: "Device d2 is outside the policy" });
    expect(state(id).state).toBe("partly-succeeded");
  });

  test("and once more when the device comes: it gets nothing", () => {
    const { desk, submit, establish, results, ended } = createBulkDesk(1);
    const id = submit();
    desk.command((side, turn) => {
      const policy = { ...defaultPolicy, subtrees: ["./Other"] };
      side.administer({ name: "setPolicy", externalSystem: "care", policy }, turn);
    });
    establish(id, "d1");
    expect(ended()).toEqual([`${id}/d1`]);
    desk.report({ type: "closed", work: `${id}/d1` });
    expect(results(id)).toMatchObject([{ state: "failed", commandResult: [] }]);
    expect(results(id)[0]?.reason).toContain("./X");
  });
});

describe("restart", () => {
  test("before it began: it begins", () => {
    const { desk, opened } = createBulkDesk(2);
    desk.ok("SubmitBulkOperation", { target: { all: true }, command: [replace] });
    desk.restart();
    expect(opened()).toEqual(["d1", "d2"]);
  });

  test("while it waits for its time: it goes on waiting", () => {
    const { desk, submit, opened } = createBulkDesk(1);
    submit({ startAt: desk.date + HOUR });
    desk.restart();
    expect(opened()).toEqual([]);
    desk.advance(HOUR);
    expect(opened()).toEqual(["d1"]);
  });

  test("running: finished devices stay so, progress and sequence go on, nothing is told twice", () => {
    const { desk, submit, serve, told, opened, state, states } = createBulkDesk(5);
    const id = submit({ progressEvery: 2, maxParallel: 2 });
    serve(id, "d1", "d2", "d3");
    expect(told("OperationProgress")).toHaveLength(1);
    const before = opened().length;
    desk.restart();
    expect(state(id)).toMatchObject({ state: "running", totals: { succeeded: 3 } });
    expect(opened().slice(before)).toEqual(["d4", "d5"]);
    serve(id, "d4");
    expect(told("OperationProgress")).toMatchObject([
      { sequence: 2, deviceResult: [{ deviceId: "d3" }, { deviceId: "d4" }] },
    ]);
    serve(id, "d5");
    expect(states(id)).toBe("succeeded succeeded succeeded succeeded succeeded");
    expect(told("OperationResult")).toHaveLength(1);
  });

  test("devices that were sent it: again where that changes nothing, else unknown", () => {
    for (const [command, expected] of [
      [replace, "sent sent"],
      [exec, "unknown pending"],
    ] as const) {
      const { desk, submit, establish, states, opened } = createBulkDesk(2);
      const id = submit({ command: [command] });
      establish(id, "d1");
      desk.restart();
      expect(opened().slice(2)).toEqual(command === replace ? ["d2", "d1"] : ["d2"]);
      if (command === replace) for (const deviceId of ["d1", "d2"]) establish(id, deviceId);
      expect(states(id)).toBe(expected);
    }
  });

  test("cancelling: nothing more begins, what was sent is unknown", () => {
    const { desk, submit, establish, states, state, opened } = createBulkDesk(3);
    const id = submit();
    establish(id, "d1");
    desk.ok("CancelOperation", { operationId: id });
    desk.restart();
    expect(opened()).toHaveLength(3);
    expect(states(id)).toBe("unknown cancelled cancelled");
    expect(state(id).state).toBe("cancelled");
  });
});

describe("a commit that fails", () => {
  test("leaves no operation, no devices and no timer behind", () => {
    const { desk, opened } = createBulkDesk(2);
    desk.failCommit();
    expect(desk.fault("SubmitBulkOperation", { target: { all: true }, command: [replace] })).toBe(
      "SVC0001 store",
    );
    desk.settle();
    expect(opened()).toEqual([]);
    expect(desk.stored.get("operationTargets")).toBeUndefined();
  });

  test("a cancel that was not stored has not happened", () => {
    const { desk, submit, serve, state } = createBulkDesk(1);
    const id = submit();
    desk.failCommit();
    expect(desk.fault("CancelOperation", { operationId: id })).toBe("SVC0001 store");
    serve(id, "d1");
    expect(state(id).state).toBe("succeeded");
  });
});
