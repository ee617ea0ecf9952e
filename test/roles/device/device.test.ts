import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../simulator/core/random.ts";
import { nodeAt } from "../../../simulator/tree/index.ts";
import { createFleet, phone } from "../../../simulator/roles/device/index.ts";
import { tableSteppers } from "../../support/table-steppers.ts";
import {
  account,
  crypto,
  deviceId,
  dialogue,
  getOf,
  headerStatus,
  lines,
  replaceOf,
  serverCred,
  storeOf,
  target,
  type Dialogue,
} from "./dialogue.ts";

const free = { auth: "none", serverAuth: "none" } as const;
const valueAt = (each: Dialogue, ...segments: string[]) => {
  const node = nodeAt(each.device.view().root, segments);
  return node?.kind === "leaf" ? node.value : undefined;
};

describe("editing a device by hand", () => {
  test("values, ACL and title; the change is counted, kept and told", () => {
    const each = dialogue();
    each.command({
      name: "editNode",
      uri: "./Settings/Ring",
      value: "Chime",
      acl: "Get=*&Replace=dm.example.com",
      title: "Ring tone",
    });
    expect(nodeAt(each.device.view().root, ["Settings", "Ring"])).toMatchObject({
      value: "Chime",
      title: "Ring tone",
      verNo: 1,
      acl: { text: "Get=*&Replace=dm.example.com" },
    });
    expect(each.report("tree.changed")).toEqual({
      by: "hand",
      changes: [
        { uri: "./Settings/Ring", how: "acl", verNo: 1 },
        { uri: "./Settings/Ring", how: "replace", verNo: 1 },
      ],
    });
    expect(each.written.has(`device:${deviceId} tree`)).toBe(true);
    each.command({ name: "editNode", uri: "./Settings/Ring", acl: "" });
    expect(nodeAt(each.device.view().root, ["Settings", "Ring"])).toMatchObject({ acl: undefined });
  });

  test("nodes are added and deleted", () => {
    const each = dialogue();
    each.command({ name: "addNode", uri: "./Vendor/Box", format: "node" });
    each.command({ name: "addNode", uri: "./Vendor/Box/Size", format: "int", value: "3" });
    expect(each.report("tree.changed")).toEqual({
      by: "hand",
      changes: [{ uri: "./Vendor/Box/Size", how: "add", verNo: 0 }],
    });
    expect(valueAt(each, "Vendor", "Box", "Size")).toBe("3");
    const again = dialogue({ stored: storeOf(each) });
    expect(valueAt(again, "Vendor", "Box", "Size")).toBe("3");
    each.command({ name: "deleteNode", uri: "./Vendor/Box" });
    expect(each.report("tree.changed")).toEqual({
      by: "hand",
      changes: [{ uri: "./Vendor/Box", how: "delete" }],
    });
    expect(nodeAt(each.device.view().root, ["Vendor", "Box"])).toBeUndefined();
  });

  test.each([
    [{ name: "editNode", uri: "./None", value: "x" }],
    [{ name: "editNode", uri: "./Settings", value: "x" }],
    [{ name: "editNode", uri: "./Settings/Volume", value: "loud" }],
    [{ name: "editNode", uri: "./Settings/Ring", acl: "Nonsense" }],
    [{ name: "editNode", uri: ".", acl: "" }],
    [{ name: "addNode", uri: "./Settings/Ring", format: "chr" }],
    [{ name: "addNode", uri: "./None/x", format: "chr" }],
    [{ name: "addNode", uri: "./Vendor/X", format: "weird" }],
    [{ name: "addNode", uri: "./Vendor/X", format: "node", value: "x" }],
    [{ name: "deleteNode", uri: "." }],
    [{ name: "deleteNode", uri: "./None" }],
    [{ name: "runAction", object: "none", action: "x" }],
  ] as const)("what cannot be is refused: %j", (command) => {
    const each = dialogue();
    const before = each.device.view().root;
    each.command(command);
    expect(each.report("command.refused")).toMatchObject({ command: command.name });
    expect(each.device.view().root).toEqual(before);
    expect(each.written.size).toBe(0);
  });

  test("an edit in the middle of a session is not lost", () => {
    const each = dialogue({ account: free });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    each.command({ name: "setValue", uri: "./Settings/Volume", value: "9" });
    const second = each.answer({}, [
      headerStatus(first, 200),
      replaceOf("./Settings/Ring", "Chime"),
      getOf("./Settings/Volume"),
    ]);
    expect(lines(second)).toContain("Results 1/3 ./Settings/Volume=9");
    expect(each.report("tree.changed")).toEqual({
      by: "server",
      changes: [{ uri: "./Settings/Ring", how: "replace", verNo: 1 }],
    });
    const again = dialogue({ account: free, stored: storeOf(each) });
    expect([valueAt(again, "Settings", "Volume"), valueAt(again, "Settings", "Ring")]).toEqual([
      "9",
      "Chime",
    ]);
  });

  test("what a server changes is told with its kind", () => {
    const each = dialogue({ account: free });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    each.answer({}, [
      headerStatus(first, 200),
      { kind: "Add", CmdID: "", Item: [{ ...target("./Vendor/A"), Data: "1" }] },
      replaceOf("./Vendor/A?prop=ACL", "Get=*&Delete=*&Replace=*"),
      replaceOf("./Vendor/A?prop=Name", "B"),
      replaceOf("./Vendor/B?prop=Title", "Box"),
      { kind: "Delete", CmdID: "", Item: [target("./Vendor/B")] },
      { kind: "Copy", CmdID: "", Item: [{ Source: { LocURI: "./Settings/Ring" }, ...target("./Vendor/C") }] },
    ]);
    const changes = (each.report("tree.changed")?.["changes"] ?? []) as { uri: string; how: string }[];
    expect(changes.map(({ uri, how }) => `${how} ${uri}`)).toEqual([
      "add ./Vendor/A",
      "acl ./Vendor/A",
      "rename ./Vendor/A",
      "replace ./Vendor/B",
      "delete ./Vendor/B",
      "add ./Vendor/C",
    ]);
  });
});

describe("a device between events", () => {
  test("behaviour and manners that were chosen stay", () => {
    const each = dialogue({ account: free });
    each.command({ name: "setBehaviour", behaviour: { user: { 1101: "reject" } } });
    each.command({ name: "setManners", manners: { cmdIds: "from-two" } });
    expect(each.device.view()).toMatchObject({
      behaviour: { user: { 1101: "reject" } },
      manners: { cmdIds: "from-two" },
    });
    const first = each.command({ name: "startSession" });
    expect(first?.SyncBody.commands[0]?.CmdID).toBe("2");
    each.command({ name: "setManners", manners: { cmdIds: "counted" } });
    each.answer({}, [headerStatus(first, 200)]);
    expect(each.command({ name: "startSession" })?.SyncBody.commands[0]?.CmdID).toBe("1");
  });

  test("names of requests are not used again", () => {
    const each = dialogue({ account: free });
    const names = new Set<string>();
    for (let turn = 0; turn < 3; turn++) {
      const first = each.command({ name: "startSession" });
      names.add(each.request().request);
      each.answer({}, [headerStatus(first, 200)]);
    }
    expect(names.size).toBe(3);
  });

  test("nonces and notifications are remembered by an idle device", () => {
    const each = dialogue({ account: { authPref: "unasked" } });
    const first = each.command({ name: "startSession", sessionId: "1F" });
    each.answer({ Cred: serverCred("serverNonce-0000") }, [headerStatus(first, 212, "clientNonce-0002")]);
    const second = each.command({ name: "startSession", sessionId: "20" });
    expect(second?.SyncHdr.Cred?.Data).toBe("24s7NZJo0dDppLqWhAXDkw==");
  });

  test("devices of a fleet share their options and have names of their own", () => {
    const fleet = createFleet(
      { profile: phone, account: { ...account, auth: "basic", authPref: "unasked" } },
      { random: seededRandom(1), crypto, steppers: tableSteppers },
    );
    const devices = [1, 2].map((number) =>
      fleet({ deviceId: `IMEI:${number}`, account: { username: `dev${number}`, password: `pw${number}` } }),
    );
    const first = devices.map((device) =>
      device.handle({ type: "command", command: { name: "startSession" } }, { now: 0, date: 0 }),
    );
    const bodies = first.map((effects) =>
      effects
        .flatMap((effect) => (effect.type === "request" ? [new TextDecoder().decode(effect.http.body)] : []))
        .join(""),
    );
    expect(bodies[0]).toContain(btoa("dev1:pw1"));
    expect(bodies[1]).toContain(btoa("dev2:pw2"));
    expect(bodies[1]).toContain("IMEI:2");
    expect(devices.map((device) => device.summary().state)).toEqual(["awaitingPackage2", "awaitingPackage2"]);
  });
});
