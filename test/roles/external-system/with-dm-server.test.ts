import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../../simulator/core/virtual-clock.ts";
import type { ExternalSystemCommand } from "../../../simulator/roles/external-system/index.ts";
import { createLoop } from "../../../simulator/wire/loop.ts";
import { createMemoryWire } from "../../../simulator/wire/memory-wire.ts";
import type { RoleReport } from "../../../simulator/wire/role.ts";
import { createTap } from "../../../simulator/wire/tap.ts";
import { clockOnLoop, onLoop } from "../../../simulator/workbench/looped-wire.ts";
import { buildFourRoles } from "../../../simulator/workbench/worlds/four-roles.ts";
import { crypto } from "./world.ts";

/** An External System beside a DM server and a device; time stands still until it is told to pass. */
function world() {
  const virtual = createVirtualClock(Date.UTC(2026, 0, 2));
  const loop = createLoop((action) => setImmediate(action));
  const clock = clockOnLoop(virtual, loop);
  let seq = 0;
  const wire = createMemoryWire({
    baseUrl: "http://w.example",
    tap: createTap(() => ++seq),
    clock,
    loop,
  });
  const reports: RoleReport[] = [];
  const built = buildFourRoles(
    {
      wire: onLoop(wire, loop),
      clock,
      record: () => undefined,
      onReport: (report, party) => {
        if (party.role === "external-system") reports.push(report);
      },
      post: (task) => loop.post(task),
      settings: { registry: "off" },
      seed: "es",
    },
    crypto,
  );
  const quiet = async (): Promise<void> => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (loop.pending > 0 || wire.inTransit > 0 || built.pending > 0);
  };
  const care = built.roles.externalSystems.get("care");
  if (!care) throw new Error("there is no External System");
  return {
    care,
    named: (name: string) => reports.filter((report) => report.name === name),
    command: async (command: ExternalSystemCommand): Promise<void> => {
      built.act("external-system", { ...command });
      await quiet();
    },
    /** Lets time pass until there is such a report, at most so many timers long. */
    until: async (name: string, timers = 60): Promise<RoleReport | undefined> => {
      for (let left = timers; left > 0 && !reports.some((report) => report.name === name); left--) {
        virtual.advanceToNext();
        await quiet();
      }
      return reports.findLast((report) => report.name === name);
    },
  };
}

const deviceId = "IMEI:350000000000017";
const get: ExternalSystemCommand = {
  name: "call",
  operation: "ManageParameters",
  call: "mine",
  value: { deviceId, command: [{ kind: "get", locUri: "./DevInfo/Man" }] },
};

describe("an External System and a DM server", () => {
  it("a call is acknowledged, followed to its result, and its callbacks belong to it", async () => {
    const { care, command, until, named } = world();
    await command({ name: "register" });
    expect(care.view.registration).toMatchObject({ state: "registered" });
    await command(get);
    const result = await until("operation.result");
    expect(result?.data).toMatchObject({ state: "succeeded", statuses: "200" });
    const [, received] = named("callback.received");
    expect(received).toMatchObject({
      conversation: result?.conversation,
      data: { call: "mine", callback: "OperationResult", content: { state: "succeeded" } },
    });
    expect([...care.view.operations()]).toEqual([]);
    expect([...care.view.finished()]).toMatchObject([{ call: "mine", state: "succeeded" }]);
  });

  it.each(["unavailable", "fault-receiver", "close", "silence"] as const)(
    "what is answered with %s is delivered again, and taken once",
    async (answer) => {
      const { care, command, until, named } = world();
      await command({ name: "register" });
      await command({
        name: "setCallbackBehaviour",
        behaviour: { answer, times: 2, only: ["OperationResult"] },
      });
      await command(get);
      expect((await until("operation.result"))?.data["state"]).toBe("succeeded");
      expect(named("callback.refused")).toHaveLength(2);
      expect(named("operation.result")).toHaveLength(1);
      expect(named("callback.gap")).toEqual([]);
      expect([...care.view.callbacks()].slice(-3).map((entry) => entry.answer)).toEqual([
        answer,
        answer,
        "accept",
      ]);
    },
  );

  it("a late answer makes the DM server deliver again what was taken", async () => {
    const { command, until, named } = world();
    await command({ name: "register" });
    const behaviour = { delay: 120_000, times: 1, only: ["OperationResult"] } as const;
    await command({ name: "setCallbackBehaviour", behaviour });
    await command(get);
    expect(await until("callback.repeated")).toBeDefined();
    expect(named("operation.result")).toHaveLength(1);
  });

  it("F2.8-F2.18 two slow sessions after each other", async () => {
    const { care, command, until, named } = world();
    await command({ name: "register" });
    for (const count of [1, 2]) {
      await command({ name: "initiateSession", deviceId });
      await until("package.delivered");
      await command({
        name: "exchangePackage",
        commands: [{ kind: "get", locUri: "./DevInfo/Man" }],
        delay: 5_000,
      });
      expect(named("call.scheduled")).toHaveLength(count);
      for (let left = 60; left > 0 && named("package.delivered").length < count * 2; left--)
        await until("never", 1);
      await command({ name: "terminateSession" });
      for (let left = 60; left > 0 && [...care.view.sessions()].length > 0; left--) await until("never", 1);
    }
    expect(named("package.delivered").map(({ data }) => data["number"])).toEqual([1, 3, 1, 3]);
    expect([...care.view.finished()].map(({ operation, state }) => `${operation} ${state}`)).toEqual([
      "ExchangePackage succeeded",
      "InitiateSession closed",
      "ExchangePackage succeeded",
      "InitiateSession closed",
    ]);
  });
});
