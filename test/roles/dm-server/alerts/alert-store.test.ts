import { describe, expect, test } from "vitest";
import {
  ALERTS,
  createAlertStore,
  type AlertRetention,
} from "../../../../simulator/roles/dm-server/alerts/alert-store.ts";
import type { AlertReport } from "../../../../simulator/roles/dm-server/ports.ts";
import type { StoreSnapshot, StoreWrite } from "../../../../simulator/wire/role.ts";

const report = (alertId: string, more: Partial<AlertReport> = {}): AlertReport => ({
  alertId,
  deviceId: "d-1",
  code: 1226,
  alertType: "urn:x",
  receivedAt: 0,
  items: [{ source: "./A", data: "1" }],
  ...more,
});

/** A store and what is on its disk. */
function open(retention: Partial<AlertRetention> = {}) {
  const disk = new Map<string, unknown>();
  const snapshot: StoreSnapshot = { entries: (name) => (name === ALERTS ? [...disk] : []) };
  const create = () => createAlertStore(snapshot, { alerts: 100, age: 1000, ...retention });
  const write = (writes: readonly StoreWrite[]): void => {
    for (const { key, value } of writes)
      if (value === undefined) disk.delete(key);
      else disk.set(key, JSON.parse(JSON.stringify(value)));
  };
  return { disk, create, write };
}

const idsOf = (alerts: Iterable<AlertReport>): readonly string[] => [...alerts].map(({ alertId }) => alertId);

describe("F3.9 the book of alerts", () => {
  test("order outlives a restart, whatever the disk's order is", () => {
    const { disk, create, write } = open();
    write(create().keep([report("c"), report("a"), report("b")], 0));
    const entries = [...disk].reverse();
    disk.clear();
    for (const [key, value] of entries) disk.set(key, value);
    const again = create();
    expect(idsOf(again.find({}))).toEqual(["c", "a", "b"]);
    expect(idsOf(again.since(1))).toEqual(["a", "b"]);
    again.keep([report("d")], 0);
    expect(again.get("d")?.order).toBe(4);
  });

  test("the most recent ones are kept, in memory as on disk", () => {
    const { disk, create, write } = open({ alerts: 3 });
    const store = create();
    for (const id of ["a", "b", "c", "d", "e"]) write(store.keep([report(id)], 0));
    expect(idsOf(store.find({}))).toEqual(["c", "d", "e"]);
    expect([...disk.keys()]).toEqual(["c", "d", "e"]);
    expect(store.size).toBe(3);
  });

  test("what was not handed on stays, however much it is, and goes when it was", () => {
    const { disk, create, write } = open({ alerts: 2 });
    const store = create();
    store.handedOn(0);
    write(store.keep([report("a"), report("b"), report("c"), report("d")], 0));
    expect(store.size).toBe(4);
    store.handedOn(3);
    write(store.keep([report("e", { receivedAt: 2000 })], 2000));
    expect([...disk.keys()]).toEqual(["d", "e"]);
  });

  test("what is too old is dropped with the next, and not found before", () => {
    const { disk, create, write } = open();
    const store = create();
    write(store.keep([report("old")], 0));
    expect(idsOf(store.find({}, 999))).toEqual(["old"]);
    expect(idsOf(store.find({}, 1001))).toEqual([]);
    write(store.keep([report("new", { receivedAt: 1001 })], 1001));
    expect([...disk.keys()]).toEqual(["new"]);
  });

  test("large values are bounded by their octets; the latest alert is always kept", () => {
    const { create } = open({ octets: 10_000 });
    const store = create();
    const large = (id: string): AlertReport => report(id, { items: [{ data: "x".repeat(6000) }] });
    store.keep([large("a")], 0);
    store.keep([large("b")], 0);
    expect(idsOf(store.find({}))).toEqual(["b"]);
    store.keep([report("huge", { items: [{ binaryData: "A".repeat(50_000) }] })], 0);
    expect(idsOf(store.find({}))).toEqual(["huge"]);
  });

  test("a failed write takes its alerts out again, and no other", () => {
    const { create } = open();
    const store = create();
    store.keep([report("a")], 0);
    store.keep([report("b"), report("c")], 0);
    store.revoke(["b", "c"]);
    expect(idsOf(store.find({}))).toEqual(["a"]);
    expect(idsOf(store.find({ deviceId: "d-1" }))).toEqual(["a"]);
    store.keep([report("d")], 0);
    expect(idsOf(store.since(0))).toEqual(["a", "d"]);
  });

  test("search by device, type and time", () => {
    const store = open().create();
    store.keep([report("a"), report("b", { deviceId: "d-2", alertType: "urn:y", receivedAt: 5 })], 5);
    store.keep([report("c", { receivedAt: 9 })], 9);
    expect(idsOf(store.find({ deviceId: "d-1" }))).toEqual(["a", "c"]);
    expect(idsOf(store.find({ deviceId: "d-9" }))).toEqual([]);
    expect(idsOf(store.find({ type: (type) => type === "urn:y" }))).toEqual(["b"]);
    expect(idsOf(store.find({ from: 5, to: 9 }))).toEqual(["b"]);
  });
});
