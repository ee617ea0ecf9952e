import { describe, expect, test } from "vitest";
import { createFederation, type Federation, type ServerSetup } from "./federation.ts";

const chain: Readonly<Record<string, ServerSetup>> = {
  enterprise: { devices: ["own-1"], upstreams: { operator: ["op-*"] } },
  operator: { devices: ["op-1", "op-2", "hidden-1"] },
};
const TYPE = "urn:example:battery";

function alert(world: Federation, deviceId: string, type = TYPE, data = "7"): void {
  world.device(deviceId)?.edge.command({
    name: "startSession",
    alerts: [{ type, format: "chr", data, source: "./Battery" }],
  });
  world.settle();
}
const alerts = (world: Federation): readonly string[] =>
  world.got("AlertNotification").map(({ alert: { deviceId, item } }) => `${deviceId} ${item[0]?.data}`);
const subscriptions = (world: Federation): readonly string[] =>
  Array.from(world.view("operator").subscriptions(), ({ state }) => state);

describe("alerts of devices of an upstream", () => {
  test("F3.10: reach the subscriber hop by hop, with its own subscription", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    const { subscriptionId } = world.ok("enterprise", "SubscribeAlerts", { alertType: [TYPE] });
    expect(subscriptions(world)).toEqual(["accepted"]);
    alert(world, "op-1");
    alert(world, "own-1", TYPE, "8");
    alert(world, "op-2", "urn:example:other");
    expect(alerts(world)).toEqual(["op-1 7", "own-1 8"]);
    expect(world.got("AlertNotification").map((told) => told.subscriptionId)).toEqual([
      subscriptionId,
      subscriptionId,
    ]);
  });

  test("are handed on only as the policy and the patterns here allow", () => {
    const world = createFederation({
      ...chain,
      enterprise: { ...chain["enterprise"], policies: { care: { devices: ["op-1"] } } },
    });
    world.register("enterprise");
    world.ok("enterprise", "SubscribeAlerts", { alertType: [TYPE] });
    for (const id of ["op-1", "op-2", "hidden-1"]) alert(world, id);
    expect(alerts(world)).toEqual(["op-1 7"]);
  });

  test("a subscription for own devices alone asks the upstream for nothing", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.ok("enterprise", "SubscribeAlerts", { alertType: [TYPE], target: { deviceId: ["own-1"] } });
    expect(subscriptions(world)).toEqual([]);
  });

  test("UnsubscribeAlerts and RenewSubscription go on to the upstream", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    const { subscriptionId } = world.ok("enterprise", "SubscribeAlerts", {
      alertType: [TYPE],
      expires: 60_000,
    });
    world.advance(50_000);
    world.ok("enterprise", "RenewSubscription", { subscriptionId, expires: 60_000 });
    world.advance(50_000);
    alert(world, "op-1");
    expect(alerts(world)).toEqual(["op-1 7"]);
    world.ok("enterprise", "UnsubscribeAlerts", { subscriptionId });
    expect(subscriptions(world)).toEqual(["ended"]);
    alert(world, "op-1");
    expect(alerts(world)).toHaveLength(1);
  });

  test("an upstream that is down is subscribed with when it is back", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.stop("operator");
    world.ok("enterprise", "SubscribeAlerts", { alertType: [TYPE] });
    world.advance(10_000);
    world.start("operator");
    world.advance(600_000);
    alert(world, "op-1");
    expect(alerts(world)).toEqual(["op-1 7"]);
  });

  test("an upstream that forgot the subscription gets it anew, and no alert comes twice", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.ok("enterprise", "SubscribeAlerts", { alertType: [TYPE] });
    world.wipe("operator");
    world.command("enterprise", { name: "refreshUpstream", upstreamId: "operator" });
    world.advance(60_000);
    expect(subscriptions(world)).toEqual(["accepted"]);
    alert(world, "op-1");
    expect(alerts(world)).toEqual(["op-1 7"]);
  });

  test("go on over a restart of the DM server", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    world.ok("enterprise", "SubscribeAlerts", { alertType: [TYPE] });
    world.stop("enterprise");
    alert(world, "op-1");
    expect(alerts(world)).toEqual([]);
    world.start("enterprise");
    world.advance(60_000);
    expect(alerts(world)).toEqual(["op-1 7"]);
    expect(subscriptions(world)).toEqual(["accepted"]);
  });

  test("F3.6: setUp commands reach devices of the upstream as work of their own", () => {
    const world = createFederation(chain);
    world.register("enterprise");
    const { ack } = world.ok("enterprise", "SubscribeAlerts", {
      alertType: [TYPE],
      target: { deviceId: ["op-1"] },
      setUp: [{ kind: "replace", locUri: "./Settings/Ring", data: "Set up" }],
    });
    world.settle();
    expect(world.query("enterprise", ack.operationId).deviceResult).toMatchObject([
      { deviceId: "op-1", state: "succeeded" },
    ]);
  });
});
