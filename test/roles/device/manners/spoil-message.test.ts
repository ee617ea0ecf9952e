import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../simulator/core/random.ts";
import type { SyncMLInput } from "../../../../simulator/protocols/syncml/index.ts";
import { spellSessionId, spoilMessage } from "../../../../simulator/roles/device/manners/index.ts";
import type { ChosenManners } from "../../../../simulator/roles/device/manners/index.ts";
import { buildTree } from "../../../../simulator/tree/index.ts";
import { commandsOf, goodManners, manners, package1, package3 } from "./messages.ts";

const { root } = buildTree({
  DevInfo: {
    children: {
      Man: { value: "Labs" },
      Ext: {
        children: {
          Colour: { value: "graphite" },
          Radio: { children: { Band: { format: "int", value: "20" } } },
        },
      },
    },
  },
});
const spoil = (message: SyncMLInput, bad: ChosenManners): SyncMLInput =>
  spoilMessage(message, manners(bad), seededRandom(1), root);
const cmdIds = (message: SyncMLInput) => commandsOf(message).map((command) => command.CmdID);
const kinds = (message: SyncMLInput) => commandsOf(message).map((command) => command.kind);
const devInfo = (message: SyncMLInput) =>
  commandsOf(message).flatMap((command) => (command.kind === "Replace" ? command.Item : []));

describe("a message with good manners", () => {
  test("is the same object", () => {
    expect(spoilMessage(package1, goodManners, seededRandom(1), root)).toBe(package1);
    expect(manners({ cmdIds: "counted" })).toBe(goodManners);
  });
});

describe("CmdIDs", () => {
  test("from two, and nothing else", () => {
    const spoilt = spoil(package1, { cmdIds: "from-two" });
    expect(cmdIds(spoilt)).toEqual(["2", "3", "4"]);
    expect(commandsOf(spoilt).map((command, index) => ({ ...command, CmdID: String(index + 1) }))).toEqual(
      commandsOf(package1),
    );
    expect(spoilt.SyncHdr).toEqual(package1.SyncHdr);
  });
  test("repeated: two commands share a number", () => {
    expect(cmdIds(spoil(package1, { cmdIds: "repeated" }))).toEqual(["1", "1", "2"]);
  });
  test("UUIDs, each another, and the same for the same seed", () => {
    const ids = cmdIds(spoil(package1, { cmdIds: "uuid" }));
    expect(new Set(ids).size).toBe(3);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(cmdIds(spoil(package1, { cmdIds: "uuid" }))).toEqual(ids);
  });
});

describe("DevInfo", () => {
  test("missing: no Replace, the rest stays", () => {
    expect(kinds(spoil(package1, { devInfo: "missing" }))).toEqual(["Alert", "Alert"]);
    expect(spoil(package3, { devInfo: "missing" })).toEqual(package3);
  });
  test("without Meta", () => {
    const spoilt = devInfo(spoil(package1, { devInfo: "without-meta" }));
    expect(spoilt.map((item) => item.Meta)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(spoilt.map((item) => item.Data)).toEqual(devInfo(package1).map((item) => item.Data));
  });
  test("with interior nodes before the leaves", () => {
    const spoilt = devInfo(spoil(package1, { devInfo: "with-interior" }));
    expect(spoilt.slice(0, 2)).toEqual([
      { Source: { LocURI: "./DevInfo" }, Meta: { Format: "node" }, Data: "Man/Ext" },
      { Source: { LocURI: "./DevInfo/Ext" }, Meta: { Format: "node" }, Data: "Colour/Radio" },
    ]);
    expect(spoilt.slice(2)).toEqual(devInfo(package1));
  });
  test("with the vendor's leaves after the standard ones", () => {
    const spoilt = devInfo(spoil(package1, { devInfo: "with-vendor-nodes" }));
    expect(spoilt.slice(0, 5)).toEqual(devInfo(package1));
    expect(spoilt.slice(5).map((item) => [item.Source?.LocURI, item.Meta?.Format, item.Data])).toEqual([
      ["./DevInfo/Ext/Colour", "chr", "graphite"],
      ["./DevInfo/Ext/Radio/Band", "int", "20"],
    ]);
  });
});

describe("statuses", () => {
  test("a challenge in every Status", () => {
    const chals = commandsOf(spoil(package3, { challenge: "every-status" })).map((command) =>
      command.kind === "Status" ? command.Chal?.Meta.Type : command.kind,
    );
    expect(chals).toEqual(["syncml:auth-md5", "syncml:auth-md5", "Results"]);
  });
  test("no challenge where the header's Status has none", () => {
    expect(spoil(package1, { challenge: "every-status" })).toEqual(package1);
  });
  test("references left out", () => {
    const [head, status, results] = commandsOf(spoil(package3, { refs: "omitted" }));
    expect(head).toMatchObject({ TargetRef: [], SourceRef: [], CmdRef: "0", Data: 407 });
    expect(status).toMatchObject({ TargetRef: [], CmdRef: "2", Data: 200 });
    expect(results).toEqual(commandsOf(package3)[2]);
  });
});

describe("SessionID", () => {
  test.each([
    ["plain", "A7"],
    ["leading-zeros", "00A7"],
    ["lower-case", "a7"],
  ] as const)("%s: %s", (sessionId, expected) => {
    const spoilt = spoil(package1, { sessionId, refs: "omitted" });
    expect(spoilt.SyncHdr.SessionID).toBe(expected);
    expect(spellSessionId(expected, manners({ sessionId }))).toBe(expected);
  });
});

test("what is spoilt twice has unique or repeated numbers, never none", () => {
  fc.assert(
    fc.property(fc.constantFrom("repeated", "from-two", "uuid", "counted"), fc.integer(), (ids, seed) => {
      const spoilt = spoilMessage(
        package3,
        manners({ cmdIds: ids, refs: "omitted" }),
        seededRandom(seed),
        root,
      );
      for (const id of cmdIds(spoilt)) expect(id).toMatch(/^[1-9a-f]|^0[0-9a-f]/);
    }),
    { numRuns: 50 },
  );
});
