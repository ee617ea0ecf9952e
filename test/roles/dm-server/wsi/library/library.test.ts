import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import { seededRandom } from "../../../../../simulator/core/random.ts";
import { defaultWsiLimits, type WsiLimits } from "../../../../../simulator/roles/dm-server/options.ts";
import { readConfiguration } from "../../../../../simulator/roles/dm-server/wsi/library/content.ts";
import { createLibrary } from "../../../../../simulator/roles/dm-server/wsi/library/library.ts";
import { createStore } from "../../../../../simulator/roles/dm-server/store.ts";
import { createMemoryStore, type MemoryStore } from "../../../../../simulator/workbench/memory-store.ts";
import { createNodeCrypto } from "../../../../support/node-crypto.ts";
import { tableSteppers } from "../../../../support/table-steppers.ts";

const type = "application/vnd.dmwsi.parameters+xml";
const content = utf8(
  `<parameters xmlns="urn:dmwsi:1.0"><parameter><locUri>./Settings/Ring</locUri><data>1</data></parameter></parameters>`,
);

function open(disk: MemoryStore, key = 1, limits: WsiLimits = defaultWsiLimits) {
  const store = createStore(disk);
  const crypto = createNodeCrypto(new Uint8Array(32).fill(key));
  const library = createLibrary({
    store,
    context: { random: seededRandom("library"), crypto, steppers: tableSteppers },
    limits,
    dms: { id: "d", serverId: "d", dmUrl: "http://h/dm" },
    pushProvisioning: () => undefined,
  });
  const commit = (): void => disk.commit(store.take(), () => {});
  return { store, library, commit };
}

function stored() {
  const disk = createMemoryStore();
  const { library, commit } = open(disk);
  const meaning = readConfiguration(type, content, defaultWsiLimits);
  const item = { owner: "care", name: "n", version: "1", contentType: type, size: content.length };
  const { configurationId } = library.addConfiguration(item, content, meaning, 5);
  const update = {
    owner: "care",
    name: "u",
    version: "1",
    kind: "firmware",
    install: "download",
    size: 3,
    sha256: "ab",
  } as const;
  library.addUpdate(update, Uint8Array.of(1, 2, 3), 6);
  library.addUpdate({ ...update, packageUri: "http://cdn/x" }, undefined, 7);
  commit();
  return { disk, configurationId };
}

describe("the library", () => {
  test("is the same after a restart: items, contents, addresses, octets that count", () => {
    const { disk, configurationId } = stored();
    const { library } = open(disk);
    expect(library.understood(configurationId)).toEqual(readConfiguration(type, content, defaultWsiLimits));
    expect(library.understood(configurationId)).toBe(library.understood(configurationId));
    const [update] = library.updates("care");
    const [, { token }] = [...disk.entries("updateContents")][0] as [string, { token: string }];
    expect(library.packageOf(token)).toEqual({ update, octets: Uint8Array.of(1, 2, 3) });
    expect(library.storedBytes("care")).toBe(content.length + 3);
    expect(library.configurations("other")).toEqual([]);
  });

  test("what another key sealed, and what other limits do not take, is not understood", () => {
    const { disk, configurationId } = stored();
    expect(open(disk, 2).library.understood(configurationId)).toBeUndefined();
    const narrow = { ...defaultWsiLimits, elements: 1 };
    expect(open(disk, 1, narrow).library.understood(configurationId)).toBeUndefined();
  });

  test("undone changes leave nothing behind, removed packages have no address", () => {
    const { disk } = stored();
    const { library, store } = open(disk);
    const [update] = library.updates("care");
    const [, { token }] = [...disk.entries("updateContents")][0] as [string, { token: string }];
    if (!update) throw new Error("no update");
    store.begin();
    library.removeUpdate(update, false);
    expect(library.packageOf(token)).toBeUndefined();
    store.undo();
    expect(library.packageOf(token)?.update).toBe(update);
    store.begin();
    const added = library.addUpdate({ ...update, owner: "other" }, Uint8Array.of(9), 8);
    store.undo();
    expect(library.update(added.updateId)).toBeUndefined();
    expect(library.storedBytes("other")).toBe(0);
  });

  test("progress of an operation goes with it", () => {
    const { library } = open(createMemoryStore());
    library.setDownloaded("op-1", "IMEI:1");
    library.setDownloaded("op-2", "IMEI:1");
    library.clearProgress("op-1");
    expect(library.isDownloaded("op-1", "IMEI:1")).toBe(false);
    expect(library.isDownloaded("op-2", "IMEI:1")).toBe(true);
  });
});
