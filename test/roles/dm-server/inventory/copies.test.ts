import { describe, expect, test } from "vitest";
import {
  recordOfCopy,
  type DeviceAccount,
} from "../../../../simulator/roles/dm-server/inventory/device-account.ts";
import { createInventory } from "../../../../simulator/roles/dm-server/inventory/inventory.ts";
import type { Effect, StoreSnapshot } from "../../../../simulator/wire/role.ts";
import { createMemoryStore } from "../../../../simulator/workbench/memory-store.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";

const crypto = createNodeCrypto(new Uint8Array(32).fill(7));
const account: DeviceAccount = {
  deviceId: "op-1",
  groups: ["own"],
  client: { auth: "md5", username: "dev1", password: "p" },
  server: { auth: "md5", username: "dms", password: "s" },
};
const copy = (deviceId: string, managedBy = "operator", model?: string) =>
  recordOfCopy({ deviceId, managedBy, groups: [], model }, undefined);

function open(
  snapshot: StoreSnapshot,
  accounts: readonly DeviceAccount[] = [],
  unknownDevices: "refuse" | "accept" = "refuse",
) {
  return createInventory({ snapshot, accounts, unknownDevices, crypto });
}

/** A store that takes what an inventory commits. */
function storing() {
  const store = createMemoryStore();
  const commits: number[] = [];
  const sink = (effect: Effect): void => {
    if (effect.type !== "commit") return;
    commits.push(effect.writes.length);
    store.commit(effect.writes, () => undefined);
  };
  return { store, commits, sink };
}

describe("copies of devices of upstreams", () => {
  test("are there after a restart; only what changed is written", () => {
    const { store, commits, sink } = storing();
    const first = open(store);
    expect(first.copies.keep([copy("op-1"), copy("op-2")], sink)).toBe(2);
    const same = recordOfCopy({ deviceId: "op-1", managedBy: "operator", groups: [] }, first.device("op-1"));
    expect(first.copies.keep([same, copy("op-2", "operator", "M2")], sink)).toBe(2);
    expect(commits).toEqual([2, 1]);
    const second = open(store);
    expect(second.device("op-2")).toMatchObject({ managedBy: "operator", model: "M2" });
    expect([...second.copies.of("operator")]).toEqual(["op-1", "op-2"]);
    second.copies.forget(["op-1", "unknown"], sink);
    expect(open(store).copies.count("operator")).toBe(1);
  });

  test("a local account wins, before and after", () => {
    const { store, sink } = storing();
    const own = open(store, [account]);
    expect(own.copies.keep([copy("op-1")], sink)).toBe(0);
    expect(own.device("op-1")?.managedBy).toBeUndefined();
    expect(own.device("op-1")?.groups).toEqual(["own"]);
    open(store).copies.keep([copy("op-1")], sink);
    const later = open(store, [account]);
    expect(later.device("op-1")?.managedBy).toBeUndefined();
    expect(later.identify("op-1", undefined, sink)?.account.client.username).toBe("dev1");
    expect(later.copies.count("operator")).toBe(0);
  });

  test("the upstream that has a device keeps it from others", () => {
    const { store, sink } = storing();
    const inventory = open(store);
    inventory.copies.keep([copy("op-1")], sink);
    expect(inventory.copies.keep([copy("op-1", "other")], sink)).toBe(0);
    expect(inventory.device("op-1")?.managedBy).toBe("operator");
  });

  test("none is served at the DM endpoint, even where unknown devices are accepted", () => {
    const { store, sink } = storing();
    const inventory = open(store, [], "accept");
    inventory.copies.keep([copy("op-1")], sink);
    expect(inventory.identify("op-1", undefined, sink)).toBeUndefined();
    expect(inventory.identify("stranger", undefined, sink)?.deviceId).toBe("stranger");
  });
});
