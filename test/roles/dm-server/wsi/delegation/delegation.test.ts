import { describe, expect, test } from "vitest";
import { createFederation } from "./federation.ts";

const replace = { kind: "replace", locUri: "./Settings/Ring", data: "Chime" } as const;
const get = { kind: "get", locUri: "./DevInfo/Man" } as const;
const chain = {
  enterprise: { devices: ["own-1"], upstreams: { operator: ["op-*"] } },
  operator: { devices: ["op-1", "op-2", "hidden-1"] },
} as const;

describe("delegation", () => {
  test("C1: the DM server registers with its upstream and copies the inventory that it may see", () => {
    const world = createFederation(chain);
    expect(world.upstream("enterprise")).toMatchObject({ state: "registered", devices: 2 });
    const { device, totalMatches } = world.ok("enterprise", "DiscoverDevices", {});
    expect(totalMatches).toBe(3);
    expect(device.map(({ deviceId, managedBy }) => `${deviceId} ${managedBy}`)).toEqual([
      "own-1 enterprise",
      "op-1 operator",
      "op-2 operator",
    ]);
    expect([...world.view("operator").registrations()]).toMatchObject([
      { owner: "enterprise", kind: "dm-server", state: "accepted" },
    ]);
  });

  test("C1: ManageParameters goes to the upstream, its result comes back hop by hop", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    const { ack } = world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [replace, get] });
    world.settle();
    const [result] = world.got("OperationResult");
    expect(result).toMatchObject({
      operationId: ack.operationId,
      state: "succeeded",
      deviceResult: [
        {
          deviceId: "op-1",
          state: "succeeded",
          commandResult: [
            { index: "1", status: 200 },
            { index: "2", status: 200 },
          ],
        },
      ],
    });
    const [there] = [...world.view("operator").operations()].filter(
      ({ operation }) => operation === "ManageParameters",
    );
    expect(there).toMatchObject({ owner: "enterprise", via: { hops: ["enterprise"], originator: "care" } });
  });

  test("B1: a bulk is split by upstream; the parts run side by side and the totals are one", () => {
    const world = createFederation({
      enterprise: { devices: ["own-1"], upstreams: { operator: ["op-*"], factory: ["fab-*"] } },
      operator: { devices: ["op-1", "op-2"] },
      factory: { devices: ["fab-1"] },
    });
    world.register("enterprise");
    const { ack, targetCount } = world.ok("enterprise", "SubmitBulkOperation", {
      target: { all: true },
      command: [replace],
      progressEvery: 1,
    });
    expect(targetCount).toBe(4);
    world.settle();
    expect(world.got("OperationResult")).toMatchObject([
      { operationId: ack.operationId, state: "succeeded", totals: { targeted: 4, succeeded: 4 } },
    ]);
    const told = world.got("OperationProgress").flatMap(({ deviceResult }) => deviceResult);
    expect(told.map(({ deviceId, state }) => `${deviceId} ${state}`).sort()).toEqual([
      "fab-1 succeeded",
      "op-1 succeeded",
      "op-2 succeeded",
      "own-1 succeeded",
    ]);
    const kinds = (id: string): readonly string[] =>
      [...world.view(id).operations()].map(({ operation }) => operation);
    expect(kinds("operator")).toContain("SubmitBulkOperation");
    expect(kinds("factory")).toContain("ManageParameters");
  });

  test("C1: three DM Systems in a row; hops and originator are handed on, results come back", () => {
    const world = createFederation({
      broker: { upstreams: { enterprise: ["*"] } },
      enterprise: { upstreams: { operator: ["*"] } },
      operator: { devices: ["op-1"] },
    });
    world.advance(3_600_000);
    expect(world.ok("broker", "DiscoverDevices", {}).device).toMatchObject([
      { deviceId: "op-1", managedBy: "operator" },
    ]);
    world.register("broker");
    world.ok("broker", "ManageParameters", { deviceId: "op-1", command: [get] });
    world.settle();
    expect(world.got("OperationResult")).toMatchObject([
      { state: "succeeded", deviceResult: [{ commandResult: [{ item: [{ data: "Example Labs" }] }] }] },
    ]);
    const last = [...world.view("operator").operations()].find(
      ({ operation }) => operation === "ManageParameters",
    );
    expect(last?.via).toEqual({ hops: ["broker", "enterprise"], originator: "care" });
  });

  test("atomic requests, containers and values travel unchanged", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    const value = { kind: "replace", locUri: "./Settings/Ring", format: "chr", data: "Bell" } as const;
    world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [value], atomic: true });
    const sequence = {
      kind: "sequence",
      commands: [value, { kind: "atomic", commands: [value] }, get],
    } as const;
    world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [get, sequence] });
    world.settle();
    const [atomic, mixed] = world.got("OperationResult");
    expect(atomic?.deviceResult[0]?.commandResult.map(({ index }) => index)).toEqual(["1"]);
    expect(atomic?.state).toBe("succeeded");
    expect(mixed?.deviceResult[0]?.commandResult.map(({ index }) => index)).toContain("2.1");
    expect(mixed?.deviceResult[0]?.commandResult[0]).toMatchObject({ index: "1", status: 200 });
  });

  test("a fault of the upstream becomes the reason of the device's result", () => {
    const world = createFederation({
      ...chain,
      operator: { ...chain.operator, policies: { enterprise: { subtrees: { get: ["./"] } } } },
    });
    world.register("enterprise");
    world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [replace] });
    world.settle();
    const [result] = world.got("OperationResult");
    expect(result).toMatchObject({ state: "failed", totals: { failed: 1 } });
    expect(result?.deviceResult[0]?.reason).toMatch(/^POL0202 .*Settings.* \(by operator\)$/);
  });

  test("rights of the caller are checked here before anything goes to the upstream", () => {
    const world = createFederation({
      ...chain,
      enterprise: {
        ...chain.enterprise,
        policies: { care: { subtrees: { get: ["./"] }, devices: ["op-1"] } },
      },
    });
    expect(world.fault("enterprise", "ManageParameters", { deviceId: "op-1", command: [replace] })).toBe(
      "POL0202 replace ./Settings/Ring",
    );
    expect(world.fault("enterprise", "ManageParameters", { deviceId: "op-2", command: [get] })).toBe(
      "POL0201 op-2",
    );
    expect(world.ok("enterprise", "DiscoverDevices", {}).device).toHaveLength(1);
  });

  test("the originator narrows what a calling DM server may do, and nobody else's is believed", () => {
    const world = createFederation({
      ...chain,
      operator: {
        ...chain.operator,
        policies: { care: { devices: ["hidden-1"], subtrees: { get: ["./"] } } },
      },
    });
    const via = { hop: ["enterprise"], originator: "care" };
    const as = "enterprise";
    // the DM server may use op-1, its originator may not
    expect(
      world.fault("operator", "ManageParameters", { deviceId: "op-1", command: [get] }, { as, via }),
    ).toBe("POL0201 op-1");
    expect(
      world.fault("operator", "ManageParameters", { deviceId: "hidden-1", command: [replace] }, { as, via }),
    ).toBe("POL0202 replace ./Settings/Ring");
    // an originator that is not known here narrows nothing
    const unknown = { hop: ["enterprise"], originator: "somebody" };
    world.ok("operator", "ManageParameters", { deviceId: "op-1", command: [get] }, { as, via: unknown });
    // care is no DM server: its word about an originator is not taken, in no direction
    const false_ = { hop: ["x"], originator: "enterprise" };
    expect(
      world.fault("operator", "ManageParameters", { deviceId: "op-1", command: [get] }, { via: false_ }),
    ).toBe("POL0201 op-1");
  });

  test("SVC0209: a loop, and more hops than eight", () => {
    const world = createFederation(chain);
    const request = { deviceId: "op-1", command: [get] } as const;
    const via = (...hop: string[]) => ({ via: { hop } });
    expect(world.fault("enterprise", "ManageParameters", request, via("a", "enterprise"))).toBe(
      "SVC0209 enterprise",
    );
    const eight = ["1", "2", "3", "4", "5", "6", "7", "8"];
    expect(world.fault("enterprise", "DiscoverDevices", {}, via(...eight, "9"))).toMatch(/^SVC0209/);
    // with eight behind it a request is served here, and goes no further
    expect(world.fault("enterprise", "ManageParameters", request, via(...eight))).toMatch(/^SVC0209/);
    world.ok("enterprise", "ManageParameters", { ...request, deviceId: "own-1" }, via(...eight));
    world.ok("enterprise", "ManageParameters", request, via(...eight.slice(1)));
  });

  test("two DM servers that delegate to each other keep the devices that are theirs", () => {
    const world = createFederation({
      left: { upstreams: { right: ["*"] } },
      right: { devices: ["op-1"], upstreams: { left: ["*"] } },
    });
    world.advance(3_600_000);
    expect(world.ok("left", "DiscoverDevices", {}).device).toHaveLength(1);
    expect(world.ok("right", "DiscoverDevices", {}).device).toMatchObject([{ managedBy: "right" }]);
  });

  test("SVC0208: what is not delegated", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    expect(world.fault("enterprise", "InitiateSession", { deviceId: "op-1" })).toBe(
      "SVC0208 InitiateSession op-1",
    );
    expect(world.fault("enterprise", "RequestDiagnostics", { deviceId: "op-1", function: "urn:x" })).toBe(
      "SVC0208 RequestDiagnostics op-1",
    );
    const content = new TextEncoder().encode(
      "<parameters xmlns='urn:dmwsi:1.0'><parameter><locUri>./Settings/Ring</locUri><data>1</data></parameter></parameters>",
    );
    expect(
      world.fault("enterprise", "SubmitConfiguration", {
        name: "c",
        version: "1",
        contentType: "application/vnd.dmwsi.parameters+xml",
        content,
        assignTo: { deviceId: ["op-1"] },
      }),
    ).toBe("SVC0208 SubmitConfiguration op-1");
  });

  test("DescribeDevice with refresh is delegated, and the copy follows", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    const { ack } = world.ok("enterprise", "DescribeDevice", { deviceId: "op-1", refresh: true });
    world.settle();
    expect(world.query("enterprise", ack.operationId).operation.state).toBe("succeeded");
    const { device } = world.ok("enterprise", "DescribeDevice", { deviceId: "op-1" });
    expect(device).toMatchObject({ deviceId: "op-1", manufacturer: "Example Labs", managedBy: "operator" });
  });
});

describe("cancel", () => {
  test("what the upstream has not begun is stopped there", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    for (const id of ["op-1", "op-2"]) world.device(id)?.edge.dispose();
    const { ack } = world.ok("enterprise", "SubmitBulkOperation", { target: { all: true }, command: [get] });
    world.settle();
    expect(world.query("enterprise", ack.operationId).operation.state).toBe("running");
    world.ok("enterprise", "CancelOperation", { operationId: ack.operationId });
    world.settle();
    const { operation, deviceResult } = world.query("enterprise", ack.operationId);
    expect(operation).toMatchObject({ state: "cancelled", totals: { succeeded: 1, cancelled: 2 } });
    expect(deviceResult.map(({ state }) => state)).toEqual(["succeeded", "cancelled", "cancelled"]);
    const there = [...world.view("operator").operations()].find(
      ({ operation: name }) => name === "SubmitBulkOperation",
    );
    expect(there?.state).toBe("cancelled");
  });

  test("a cancel that the upstream does not hear is told again when it is back", () => {
    const world = createFederation(chain);
    world.device("op-1")?.edge.dispose();
    const { ack } = world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [get] });
    world.settle();
    world.stop("operator");
    world.ok("enterprise", "CancelOperation", { operationId: ack.operationId });
    world.advance(5000);
    expect(world.query("enterprise", ack.operationId).operation.state).toBe("running");
    world.start("operator");
    world.advance(120_000);
    expect(world.query("enterprise", ack.operationId).operation.state).toBe("cancelled");
  });
});
