import { once } from "node:events";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import type { WorkbenchError } from "../../simulator/core/error.ts";
import { createMemoryStore, openRecordStore, type RecordStore } from "../../simulator/host/record-store.ts";
import type { StoreWrite } from "../../simulator/wire/role.ts";
import { temporaryFolder } from "./temporary-folder.ts";

function commit(
  store: RecordStore,
  role: string,
  ...writes: StoreWrite[]
): Promise<WorkbenchError | undefined> {
  return new Promise((resolve) => {
    store.of(role).commit(writes, resolve);
  });
}

function entries(store: RecordStore, role: string, collection: string): unknown[] {
  return [...store.of(role).snapshot.entries(collection)];
}

const kinds = [
  { name: "memory", create: createMemoryStore },
  { name: "file", create: () => openRecordStore(join(temporaryFolder(), "store.sqlite")) },
];

describe.each(kinds)("record store in $name", ({ create }) => {
  it("keeps, replaces and removes values by role, collection and key", async () => {
    const store = create();
    await commit(store, "dm-server", { collection: "operations", key: "1", value: { state: "accepted" } });
    await commit(store, "dm-server", { collection: "operations", key: "2", value: [1, "two"] });
    await commit(store, "es", { collection: "operations", key: "1", value: "mine" });
    await commit(
      store,
      "dm-server",
      { collection: "operations", key: "1", value: { state: "done" } },
      { collection: "operations", key: "2" },
    );
    expect(entries(store, "dm-server", "operations")).toEqual([["1", { state: "done" }]]);
    expect(entries(store, "es", "operations")).toEqual([["1", "mine"]]);
    expect(entries(store, "es", "nothing")).toEqual([]);
    store.close();
  });

  it("gives entries in the order in which their keys were first put", async () => {
    const store = create();
    const put = (key: string, value: number): StoreWrite => ({ collection: "c", key, value });
    await commit(store, "r", put("z", 1), put("b", 2));
    await commit(store, "r", put("a", 3), put("z", 4), put("gone", 5));
    await commit(store, "r", { collection: "c", key: "b" }, { collection: "c", key: "gone" });
    await commit(store, "r", put("m", 6), put("b", 7));
    expect(entries(store, "r", "c")).toEqual([
      ["z", 4],
      ["a", 3],
      ["m", 6],
      ["b", 7],
    ]);
    store.close();
  });

  it("does not share objects with whoever wrote them", async () => {
    const store = create();
    const value = { list: [1] };
    await commit(store, "r", { collection: "c", key: "k", value });
    value.list.push(2);
    expect(entries(store, "r", "c")).toEqual([["k", { list: [1] }]]);
    store.close();
  });
});

describe("record store in a file", () => {
  it("answers commits in their order, each when it is on disk", async () => {
    const file = join(temporaryFolder(), "store.sqlite");
    const store = openRecordStore(file);
    const order: string[] = [];
    await Promise.all(
      ["a", "b", "c"].map(async (key) => {
        await commit(store, "r", { collection: "c", key, value: key });
        order.push(key);
      }),
    );
    expect(order).toEqual(["a", "b", "c"]);
    const reader = new DatabaseSync(file, { readOnly: true });
    expect(reader.prepare("select count(*) as n from entry").get()).toEqual({ n: 3 });
    reader.close();
    store.close();
  });

  it("tells that a commit failed and keeps nothing of it", async () => {
    const file = join(temporaryFolder(), "store.sqlite");
    const store = openRecordStore(file);
    const other = new DatabaseSync(file, { timeout: 0 });
    other.exec(
      "CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN NEW.key = 'bad' BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    other.close();
    const outcomes = await Promise.all([
      commit(store, "r", { collection: "c", key: "good", value: 1 }),
      commit(
        store,
        "r",
        { collection: "c", key: "half", value: 1 },
        { collection: "c", key: "bad", value: 1 },
      ),
      commit(store, "r", { collection: "c", key: "fine", value: 1 }),
    ]);
    expect(outcomes.map((error) => error?.code)).toEqual([undefined, "store/failed", undefined]);
    expect(entries(store, "r", "c")).toEqual([
      ["good", 1],
      ["fine", 1],
    ]);
    store.close();
  });

  it("tells its owner once when it begins to refuse commits, and again after it took one", async () => {
    const file = join(temporaryFolder(), "store.sqlite");
    const told: string[] = [];
    const store = openRecordStore(file, { onTrouble: ({ code }) => told.push(code) });
    const other = new DatabaseSync(file, { timeout: 0 });
    other.exec(
      "CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN NEW.key = 'bad' BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    other.close();
    const bad = { collection: "c", key: "bad", value: 1 };
    await commit(store, "r", bad);
    await commit(store, "r", bad);
    expect(told).toEqual(["store/failed"]);
    await commit(store, "r", { collection: "c", key: "good", value: 1 });
    expect(told).toHaveLength(1);
    await commit(store, "r", bad);
    expect(told).toHaveLength(2);
    store.close();
  });

  it("holds every commit that was answered when the process is killed between commits", async () => {
    const file = join(temporaryFolder(), "store.sqlite");
    const child = spawn(process.execPath, [join(import.meta.dirname, "commit-forever.ts"), file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let answered = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      answered = Number(line);
      if (answered === 40) child.kill("SIGKILL");
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const store = openRecordStore(file);
    const found = entries(store, "r", "numbers").length;
    expect(found).toBeGreaterThanOrEqual(answered);
    // Both writes of a commit are there, or neither.
    expect(entries(store, "r", "twins").length).toBe(found);
    store.close();
  });
});
