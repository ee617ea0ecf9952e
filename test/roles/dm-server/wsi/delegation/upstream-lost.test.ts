import { describe, expect, it } from "vitest";
import type { HttpRequest } from "../../../../../simulator/wire/http.ts";
import { createFederation, type Federation } from "./federation.ts";

const MINUTE = 60_000;
const replace = { kind: "replace", locUri: "./Settings/Ring", data: "Chime" } as const;
const isBulk = ({ body }: HttpRequest): boolean =>
  new TextDecoder().decode(body).includes("SubmitBulkOperation");

/** When the upstream is lost. */
const moments: Readonly<Record<string, (world: Federation, submit: () => string) => string>> = {
  "before it hears of it": (world, submit) => {
    world.stop("operator");
    return submit();
  },
  "when it has taken it and its answer is lost": (world, submit) => {
    world.loseAnswers("operator", isBulk);
    const id = submit();
    world.stop("operator");
    world.loseAnswers("operator", () => false);
    return id;
  },
  "when it has told of some devices": (world, submit) => {
    const id = submit();
    world.settle();
    world.stop("operator");
    return id;
  },
};

/** What happens then. */
const turns: Readonly<Record<string, (world: Federation, operationId: string) => void>> = {
  "for ever": () => undefined,
  "for three minutes": (world) => {
    world.advance(3 * MINUTE);
    world.start("operator");
  },
  "and comes back without memory": (world) => {
    world.advance(3 * MINUTE);
    world.wipe("operator");
  },
  "and it is cancelled": (world, operationId) => {
    world.ok("enterprise", "CancelOperation", { operationId });
    world.advance(MINUTE);
  },
  "it is cancelled, and it comes back": (world, operationId) => {
    world.ok("enterprise", "CancelOperation", { operationId });
    world.advance(3 * MINUTE);
    world.start("operator");
  },
  "it comes back, and it is cancelled": (world, operationId) => {
    world.advance(3 * MINUTE);
    world.start("operator");
    world.ok("enterprise", "CancelOperation", { operationId });
  },
  "and this DM server restarts": (world) => {
    world.advance(1000);
    world.restart("enterprise");
    world.advance(3 * MINUTE);
    world.start("operator");
  },
};

const rows = Object.entries(moments).flatMap(([moment, lose]) =>
  Object.entries(turns).map(([turn, go]) => ({ moment, turn, lose, go })),
);

describe("an upstream that is lost in mid-bulk", () => {
  it.each(rows)("$moment, $turn: every device has one end, the bulk has one result", ({ turn, lose, go }) => {
    const world = createFederation({
      enterprise: { devices: ["own-1"], upstreams: { operator: ["op-*"] } },
      operator: { devices: ["op-1", "op-2", "op-3"] },
    });
    world.register("enterprise");
    world.device("op-3")?.edge.dispose();
    const submit = (): string =>
      world.ok("enterprise", "SubmitBulkOperation", {
        target: { all: true },
        command: [replace],
        progressEvery: 1,
        expires: 30 * MINUTE,
      }).ack.operationId;
    const operationId = lose(world, submit);
    go(world, operationId);
    world.advance(90 * MINUTE);

    const { operation, deviceResult } = world.query("enterprise", operationId);
    const { targeted, succeeded, failed, cancelled, expired } = operation.totals;
    expect(deviceResult.map(({ deviceId }) => deviceId)).toEqual(["own-1", "op-1", "op-2", "op-3"]);
    expect(deviceResult[0]).toMatchObject({ deviceId: "own-1", state: "succeeded" });
    for (const { state } of deviceResult) expect(["pending", "sent"]).not.toContain(state);
    const unknown = deviceResult.filter(({ state }) => state === "unknown").length;
    // an outcome that is not known counts as a failure
    expect({ targeted, sum: succeeded + failed + cancelled + expired }).toEqual({ targeted: 4, sum: 4 });
    expect(failed).toBeGreaterThanOrEqual(unknown);
    expect(["succeeded", "partly-succeeded", "cancelled"]).toContain(operation.state);

    const results = world.got("OperationResult");
    expect(results).toMatchObject([{ operationId, state: operation.state, totals: operation.totals }]);
    const told = world.got("OperationProgress").flatMap(({ deviceResult: some }) => some);
    expect(new Set(told.map(({ deviceId }) => deviceId)).size).toBe(told.length);
    for (const one of told)
      expect(deviceResult).toContainEqual(
        expect.objectContaining({ deviceId: one.deviceId, state: one.state }),
      );

    if (turn === "and comes back without memory") return;
    if (turn !== "for ever" && turn !== "and it is cancelled") {
      const there = [...world.view("operator").operations()].filter(
        ({ operation: name }) => name === "SubmitBulkOperation",
      );
      expect(there.length).toBeLessThanOrEqual(1);
      for (const { state } of there) expect(["pending", "running"]).not.toContain(state);
    }
    const { outstanding } = world.upstream("enterprise") ?? {};
    expect(outstanding).toBe(0);
  });
});

describe("devices that an upstream does not know any more", () => {
  const many = Array.from({ length: 9 }, (_, at) => `op-${at + 1}`);
  const createWorld = (): Federation => {
    const world = createFederation({
      enterprise: { devices: [], upstreams: { operator: ["op-*"] } },
      operator: { devices: many },
    });
    world.register("enterprise");
    return world;
  };
  const submit = (world: Federation): string =>
    world.ok("enterprise", "SubmitBulkOperation", { target: { all: true }, command: [replace] }).ack
      .operationId;

  it.each([
    ["one", ["op-4"]],
    ["two of them", ["op-1", "op-9"]],
    ["all but one", many.slice(1)],
    ["all", many],
  ])("%s: those fail with the reason, the others are managed once", (_, gone) => {
    const world = createWorld();
    world.forget("operator", gone);
    const operationId = submit(world);
    world.advance(MINUTE);

    const { deviceResult, operation } = world.query("enterprise", operationId);
    const failed = deviceResult.filter(({ state }) => state === "failed");
    expect(failed.map(({ deviceId }) => deviceId).sort()).toEqual([...gone].sort());
    // the refusal has the inventory copied anew, which may tell it before the upstream is asked about the device alone
    for (const { reason } of failed)
      expect(reason).toMatch(/^(SVC0004 .* \(by operator\)|the device is not known any more)$/);
    const succeeded = deviceResult.filter(({ state }) => state === "succeeded");
    expect(succeeded).toHaveLength(many.length - gone.length);
    expect(operation.state).toBe(gone.length === many.length ? "failed" : "partly-succeeded");
    const targeted = [...world.view("operator").operations()]
      .filter(({ operation: name }) => name === "ManageParameters" || name === "SubmitBulkOperation")
      .reduce((sum, { totals }) => sum + (totals?.targeted ?? 1), 0);
    expect(targeted).toBe(succeeded.length);
    expect(world.upstream("enterprise")?.outstanding).toBe(0);
  });

  it("is taken up after a restart between two halves", () => {
    const world = createWorld();
    world.forget("operator", ["op-4"]);
    const operationId = submit(world);
    world.restart("enterprise");
    world.advance(3 * MINUTE);

    const { deviceResult } = world.query("enterprise", operationId);
    expect(deviceResult.filter(({ state }) => state === "succeeded")).toHaveLength(many.length - 1);
    expect(deviceResult.find(({ state }) => state === "failed")?.deviceId).toBe("op-4");
  });
});
