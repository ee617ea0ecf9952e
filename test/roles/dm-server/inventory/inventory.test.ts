import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBase64, utf8 } from "../../../../simulator/core/bytes.ts";
import type { DeviceAccount } from "../../../../simulator/roles/dm-server/inventory/device-account.ts";
import { createInventory } from "../../../../simulator/roles/dm-server/inventory/inventory.ts";
import type { Effect, StoreSnapshot } from "../../../../simulator/wire/role.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";

const crypto = createNodeCrypto(new Uint8Array(32).fill(7));
const account: DeviceAccount = {
  deviceId: "IMEI:1",
  groups: ["lab"],
  client: { auth: "md5", username: "dev1", password: "p1", nonce: utf8("first") },
  server: { auth: "md5", username: "dms", password: "tide-Pool-4", nonce: utf8("server") },
};
const nothing: StoreSnapshot = { entries: () => [] };

/** The store as JSON, as a file would keep it. */
function storeOf(effects: readonly Effect[]): StoreSnapshot {
  const values = new Map<string, unknown>();
  for (const effect of effects)
    if (effect.type === "commit")
      for (const { collection, key, value } of effect.writes)
        values.set(`${collection}/${key}`, JSON.parse(JSON.stringify(value)));
  return {
    entries: (collection) =>
      [...values].flatMap(([name, value]) =>
        name.startsWith(`${collection}/`) ? [[name.slice(collection.length + 1), value] as const] : [],
      ),
  };
}
function create(
  snapshot = nothing,
  accounts = [account],
  unknownDevices: "refuse" | "accept" = "refuse",
  with_ = crypto,
) {
  return createInventory({ snapshot, accounts, unknownDevices, crypto: with_ });
}

describe("inventory", () => {
  test("nonces, DevInfo and the last session id survive a restart", () => {
    const effects: Effect[] = [];
    const first = create();
    const record = first.device("IMEI:1");
    if (!record) throw new Error("no record");
    expect(record.account.client.nonce).toBe(toBase64(utf8("first")));
    const client = { ...record.account.client, nonce: "bmV4dA==" };
    first.update(
      "IMEI:1",
      { model: "M", lastNotificationId: 9, account: { ...record.account, client } },
      (effect) => effects.push(effect),
    );
    const second = create(storeOf(effects)).device("IMEI:1");
    expect(second).toEqual({
      ...record,
      model: "M",
      lastNotificationId: 9,
      account: { ...record.account, client },
    });
  });

  test("new credentials in the configuration begin with the configured nonce", () => {
    const effects: Effect[] = [];
    create().update("IMEI:1", { model: "M" }, (effect) => effects.push(effect));
    const client = { ...account.client, password: "p2", nonce: utf8("other") };
    const again = create(storeOf(effects), [{ ...account, client }]).device("IMEI:1");
    expect(again?.account.client.nonce).toBe(toBase64(utf8("other")));
    expect(again?.model).toBe("M");
  });

  test("no password is stored in the clear, and another key falls back to the configured one", () => {
    const effects: Effect[] = [];
    create().update("IMEI:1", {}, (effect) => effects.push(effect));
    const text = JSON.stringify(effects);
    expect(text).not.toContain("tide-Pool-4");
    expect(text).not.toContain('"p1"');
    const otherKey = createNodeCrypto(new Uint8Array(32).fill(8));
    expect(
      create(storeOf(effects), [account], "refuse", otherKey).device("IMEI:1")?.account.server.password,
    ).toBe("tide-Pool-4");
    expect(create(storeOf(effects), []).device("IMEI:1")?.account.server.password).toBe("tide-Pool-4");
  });

  test("a device is identified by its id, else by a user name that only one account has", () => {
    const twin = { ...account, deviceId: "IMEI:2", client: { ...account.client, username: "shared" } };
    const third = { ...twin, deviceId: "IMEI:3" };
    const inventory = create(nothing, [account, twin, third]);
    const ignore = (): void => undefined;
    expect(inventory.identify("IMEI:2", "dev1", ignore)?.deviceId).toBe("IMEI:2");
    expect(inventory.identify("other", "dev1", ignore)?.deviceId).toBe("IMEI:1");
    expect(inventory.identify("other", "shared", ignore)).toBeUndefined();
    expect(inventory.identify("other", undefined, ignore)).toBeUndefined();
  });

  test("a device without an account is kept where that is allowed", () => {
    const effects: Effect[] = [];
    const inventory = create(nothing, [], "accept");
    expect(inventory.identify("IMEI:9", undefined, (effect) => effects.push(effect))).toMatchObject({
      deviceId: "IMEI:9",
      external: true,
      account: { client: { auth: "none" } },
    });
    expect(effects).toHaveLength(1);
    expect([...inventory.devices()].map((record) => record.deviceId)).toEqual(["IMEI:9"]);
  });

  test("what is stored and is no record is left out, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const snapshot: StoreSnapshot = { entries: () => [["IMEI:5", value]] };
        expect(create(snapshot, []).device("IMEI:5")).toBeUndefined();
      }),
    );
  });

  test("changing a record that does not exist is our own error", () => {
    expect(() => create().update("IMEI:404", {}, () => undefined)).toThrow(/no record/);
  });
});

describe("devices without an account", () => {
  const known = (inventory: ReturnType<typeof create>): string[] =>
    [...inventory.devices()].map(({ deviceId }) => deviceId);

  test("so many are remembered: first those go that were never served, then the oldest", () => {
    const effects: Effect[] = [];
    const sink = (effect: Effect): void => void effects.push(effect);
    const inventory = createInventory({
      snapshot: nothing,
      accounts: [account],
      unknownDevices: "accept",
      crypto,
      strangers: 2,
    });
    inventory.identify("A", undefined, sink);
    inventory.update("A", { lastSeen: 5 }, sink);
    inventory.identify("B", undefined, sink);
    inventory.identify("C", undefined, sink);
    expect(known(inventory)).toEqual(["IMEI:1", "A", "C"]);
    inventory.update("C", { lastSeen: 6 }, sink);
    inventory.identify("D", undefined, sink);
    expect(known(inventory)).toEqual(["IMEI:1", "C", "D"]);
    const removed = effects.flatMap((effect) =>
      effect.type === "commit"
        ? effect.writes.flatMap(({ key, value }) => (value === undefined ? [key] : []))
        : [],
    );
    expect(removed).toEqual(["B", "A"]);
  });

  test("what was learnt of a device survives a restart", () => {
    const effects: Effect[] = [];
    const capabilities = { encoding: "wbxml", lrgObj: false, manners: ["chunk-taken-whole"] } as const;
    create().update("IMEI:1", { capabilities }, (effect) => effects.push(effect));
    expect(create(storeOf(effects)).device("IMEI:1")?.capabilities).toEqual(capabilities);
  });
});
