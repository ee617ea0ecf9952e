import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import { writeFault } from "../../../../../simulator/stacks/wsi-http.ts";
import type { HttpRequest, HttpResponse } from "../../../../../simulator/wire/http.ts";
import { createFederation, type ServerSetup } from "./federation.ts";

const get = { kind: "get", locUri: "./DevInfo/Man" } as const;
const chain: Readonly<Record<string, ServerSetup>> = {
  enterprise: { devices: ["own-1"], upstreams: { operator: ["op-*"] } },
  operator: { devices: ["op-1", "op-2"] },
};
const page = (status: number): HttpResponse => ({
  status,
  headers: { "content-type": "text/html" },
  body: utf8("<html><body>connect ECONNREFUSED 10.1.2.3</body></html>"),
});

const operationOf = (body: Uint8Array): string =>
  /Body>\s*<([\w.-]+)/.exec(new TextDecoder().decode(body))?.[1] ?? "";

describe("upstream down", () => {
  test("at the start: the DM server serves its own devices, and goes on trying with growing pauses", () => {
    const world = createFederation(chain);
    world.wipe("enterprise");
    world.stop("operator");
    world.wipe("enterprise");
    expect(world.upstream("enterprise")).toMatchObject({
      state: "unreachable",
      devices: 0,
      reason: "the DM System operator cannot be reached",
    });
    world.register("enterprise");
    world.ok("enterprise", "ManageParameters", { deviceId: "own-1", command: [get] });
    expect(world.got("OperationResult")).toMatchObject([{ state: "succeeded" }]);
    const before = world.crossings("enterprise", "operator");
    world.advance(3_600_000);
    expect(world.crossings("enterprise", "operator") - before).toBeLessThan(25);
    world.start("operator");
    world.advance(400_000);
    expect(world.upstream("enterprise")).toMatchObject({ state: "registered", devices: 2 });
  });

  test("its devices fail with a reason that names no address, a bulk is partly-succeeded", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.stop("operator");
    const { ack } = world.ok("enterprise", "SubmitBulkOperation", { target: { all: true }, command: [get] });
    world.advance(60_000);
    const { operation, deviceResult } = world.query("enterprise", ack.operationId);
    expect(operation).toMatchObject({ state: "partly-succeeded", totals: { succeeded: 1, failed: 2 } });
    expect(deviceResult.map(({ state, reason }) => [state, reason])).toEqual([
      ["succeeded", undefined],
      ["failed", "the DM System operator cannot be reached"],
      ["failed", "the DM System operator cannot be reached"],
    ]);
    expect(world.got("OperationResult")).toMatchObject([{ state: "partly-succeeded" }]);
  });

  test("lost in mid-bulk: what it had told counts, the rest fails when patience is over", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.device("op-2")?.edge.dispose();
    const { ack } = world.ok("enterprise", "SubmitBulkOperation", {
      target: { all: true },
      command: [get],
      progressEvery: 1,
    });
    world.settle();
    world.stop("operator");
    world.advance(300_000);
    expect(world.query("enterprise", ack.operationId).operation).toMatchObject({
      state: "running",
      totals: { succeeded: 2 },
    });
    world.advance(1_200_000);
    const { operation, deviceResult } = world.query("enterprise", ack.operationId);
    expect(operation).toMatchObject({ state: "partly-succeeded", totals: { succeeded: 2, failed: 1 } });
    expect(deviceResult[2]).toMatchObject({ deviceId: "op-2", state: "failed" });
    expect(deviceResult[2]?.reason).toMatch(/^the DM System operator cannot be reached; what became/);
  });

  test("back within patience: the results come, each once", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.device("op-2")?.edge.dispose();
    const { ack } = world.ok("enterprise", "SubmitBulkOperation", {
      target: { all: true },
      command: [get],
      expires: 400_000,
    });
    world.settle();
    world.stop("operator");
    world.advance(200_000);
    world.start("operator");
    world.advance(500_000);
    const { operation, deviceResult } = world.query("enterprise", ack.operationId);
    expect(operation.totals).toMatchObject({ targeted: 3, succeeded: 2, expired: 1 });
    expect(deviceResult.map(({ state }) => state)).toEqual(["succeeded", "succeeded", "expired"]);
    expect(world.got("OperationResult")).toHaveLength(1);
  });

  test.each([
    ["a web page", page(200), /gave an answer that cannot be read/],
    ["502", page(502), /gave an answer that cannot be read/],
    ["401", page(401), /does not accept this DM System/],
    ["an empty answer", { ...page(200), body: new Uint8Array(0) }, /cannot be read/],
    [
      "a Server fault",
      writeFault("1.1", { kind: "server", text: "at Object.<anonymous> (/srv/x.js:1)" }),
      /operator could not do it$/,
    ],
  ])("answers with %s: the device fails, and nothing of it leaks", (_name, answer, reason) => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.stop("operator");
    world.standIn("operator", () => answer);
    world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [get] });
    world.advance(60_000);
    const [result] = world.got("OperationResult");
    expect(result).toMatchObject({ state: "failed" });
    expect(result?.deviceResult[0]?.reason).toMatch(reason);
    expect(JSON.stringify(result)).not.toMatch(/ECONN|10\.1\.2\.3|<html/);
  });

  test("an answer that got lost: the work is submitted again under its reference and done once", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    let lost = 0;
    // the upstream takes the request, and its answer does not come back
    world.loseAnswers(
      "operator",
      ({ body }: HttpRequest) => operationOf(body) === "ManageParameters" && lost++ === 0,
    );
    world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [get] });
    world.advance(120_000);
    expect(lost).toBe(2);
    expect(world.got("OperationResult")).toMatchObject([{ state: "succeeded" }]);
    const there = [...world.view("operator").operations()];
    expect(there.filter(({ operation }) => operation === "ManageParameters")).toHaveLength(1);
  });

  test("an upstream that forgot everything is registered with anew; what it had is unknown", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.device("op-1")?.edge.dispose();
    const { ack } = world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [get] });
    world.settle();
    world.wipe("operator");
    world.advance(120_000);
    expect(world.query("enterprise", ack.operationId).deviceResult).toMatchObject([
      { state: "unknown", reason: "operator does not know the operation any more" },
    ]);
    expect(world.upstream("enterprise")?.state).toBe("registered");
    expect([...world.view("operator").registrations()]).toMatchObject([{ state: "accepted" }]);
  });
});

describe("restart", () => {
  test("work at the upstream goes on over a restart of the DM server, and is told once", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.device("op-2")?.edge.dispose();
    const { ack } = world.ok("enterprise", "SubmitBulkOperation", {
      target: { all: true },
      command: [get],
      expires: 300_000,
      progressEvery: 1,
    });
    world.settle();
    world.restart("enterprise");
    world.advance(400_000);
    const { operation, deviceResult } = world.query("enterprise", ack.operationId);
    expect(deviceResult.map(({ state }) => state)).toEqual(["succeeded", "succeeded", "expired"]);
    expect(operation.totals).toMatchObject({ targeted: 3, succeeded: 2, expired: 1 });
    const there = [...world.view("operator").operations()];
    expect(there.filter(({ operation: name }) => name === "SubmitBulkOperation")).toHaveLength(1);
    expect(world.got("OperationResult")).toHaveLength(1);
    const told = world.got("OperationProgress").flatMap(({ deviceResult: results }) => results);
    expect(new Set(told.map(({ deviceId }) => deviceId)).size).toBe(told.length);
  });

  test("stopped before the answer of the upstream: submitted again, done once", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.loseAnswers("operator", ({ body }: HttpRequest) => operationOf(body) === "ManageParameters");
    const { ack } = world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [get] });
    world.settle();
    world.loseAnswers("operator", () => false);
    world.restart("enterprise");
    world.advance(60_000);
    expect(world.query("enterprise", ack.operationId).operation.state).toBe("succeeded");
    const there = [...world.view("operator").operations()];
    expect(there.filter(({ operation }) => operation === "ManageParameters")).toHaveLength(1);
  });

  test("the registration and the copies are kept: a restart registers nothing anew", () => {
    const world = createFederation(chain);
    const before = world.upstream("enterprise");
    world.restart("enterprise");
    expect(world.upstream("enterprise")).toMatchObject({
      state: "registered",
      registrationId: before?.registrationId,
      devices: 2,
    });
    const there = [...world.view("operator").operations()];
    expect(there.filter(({ operation }) => operation === "RegisterExternalSystem")).toHaveLength(1);
  });

  test("a copy is there before the upstream answers again", () => {
    const world = createFederation(chain);
    world.stop("operator");
    world.restart("enterprise");
    expect(world.ok("enterprise", "DiscoverDevices", {}).totalMatches).toBe(3);
  });
});

describe("callbacks of the upstream", () => {
  const callback = (operationId: string, sequence: number, password = "callbacks of operator") =>
    ({
      name: "OperationResult",
      value: {
        operationId,
        sequence,
        occurredAt: 0,
        state: "failed",
        totals: { targeted: 1, succeeded: 0, failed: 1, cancelled: 0, expired: 0 },
        deviceResult: [{ deviceId: "op-1", state: "failed", reason: "made up" }],
      },
      as: "operator",
      password,
    }) as const;

  test("are authenticated; a strange one changes nothing", () => {
    const world = createFederation(chain);
    world.device("op-1")?.edge.dispose();
    const { ack } = world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [get] });
    world.settle();
    const there = [...world.view("operator").operations()].find(
      ({ operation }) => operation === "ManageParameters",
    );
    const id = there?.operationId ?? "";
    expect(world.deliver("enterprise", callback(id, 1, "guessed"))).toBe(401);
    expect(world.deliver("enterprise", callback("op-of-somebody", 1))).toBe(200);
    expect(world.query("enterprise", ack.operationId).operation.state).toBe("running");
    expect(world.deliver("enterprise", callback(id, 7))).toBe(200);
    expect(world.query("enterprise", ack.operationId).operation.state).toBe("failed");
  });

  test("are taken once, over a restart too", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.device("op-1")?.edge.dispose();
    world.device("op-2")?.edge.dispose();
    const { ack } = world.ok("enterprise", "SubmitBulkOperation", {
      target: { deviceId: ["op-1", "op-2"] },
      command: [get],
    });
    world.settle();
    const there = [...world.view("operator").operations()].find(
      ({ operation }) => operation === "SubmitBulkOperation",
    );
    const { value, ...rest } = callback(there?.operationId ?? "", 3);
    const { state: _state, ...progress } = value;
    const delivery = { ...rest, name: "OperationProgress", value: progress } as const;
    expect(world.deliver("enterprise", delivery)).toBe(200);
    world.restart("enterprise");
    expect(world.deliver("enterprise", delivery)).toBe(200);
    expect(world.query("enterprise", ack.operationId).operation.totals).toMatchObject({ failed: 1 });
  });
});
