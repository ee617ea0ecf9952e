import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { phone, profileTree, readProfile } from "../../../../simulator/roles/device/index.ts";
import { countNodes, nodeAt, uriLimitsOf } from "../../../../simulator/tree/index.ts";

describe("profile phone", () => {
  const { root, findings } = profileTree(phone, "dm.example.com");

  test("is built without findings, with the standard objects and the vendor's nodes", () => {
    expect(findings).toEqual([]);
    expect(countNodes(root)).toBeGreaterThanOrEqual(60);
    expect(root.acl?.text).toBe(
      "Add=dm.example.com&Delete=dm.example.com&Exec=dm.example.com&Get=*&Replace=dm.example.com",
    );
    expect(nodeAt(root, ["DevDetail", "FwV"])).toMatchObject({ value: "1.0.3" });
    expect(uriLimitsOf(root)).toEqual({ maxDepth: 16, maxTotLen: 512, maxSegLen: 64 });
  });

  test("is one tree for all devices of a server", () => {
    expect(profileTree(phone, "dm.example.com").root).toBe(root);
    expect(profileTree(phone, "other").root).not.toBe(root);
  });

  test("is plain data, and is read as such", () => {
    const read = readProfile(JSON.parse(JSON.stringify(phone)));
    expect(read.findings).toEqual([]);
    expect(JSON.parse(JSON.stringify(read.profile))).toMatchObject({ ...phone, nodes: {} });
  });
});

describe("reading a profile", () => {
  const codes = (change: Record<string, unknown>) => {
    const { profile, findings } = readProfile({ ...phone, ...change });
    expect(profile).toBeUndefined();
    return findings.map(({ code, path }) => `${code} ${path}`);
  };

  test.each([
    ["profile/text id", { id: 5 }],
    ["profile/size maxMsgSize", { maxMsgSize: -1 }],
    ["profile/unknown colour", { colour: "red" }],
    ["profile/record nodes", { nodes: [] }],
    ["profile/record nodes/A", { nodes: { A: "x" } }],
    ["profile/unknown nodes/A/valeu", { nodes: { A: { valeu: "x" } } }],
    ["profile/text nodes/A/children/B/value", { nodes: { A: { children: { B: { value: 5 } } } } }],
    ["profile/scope nodes/A/scope", { nodes: { A: { scope: "static" } } }],
    ["profile/size execs/./A/status", { execs: { "./A": { status: "200" } } }],
    ["object/missing ./DevInfo/Man", { devInfo: { Mod: "m", DmV: "1", Lang: "en" } }],
    ["tree/value ./A", { nodes: { A: { format: "int", value: "x" } } }],
  ])("%s", (expected, change) => {
    expect(codes(change)).toContain(expected);
  });

  test("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(readProfile(data).profile).toBeUndefined();
      }),
    );
  });
});
