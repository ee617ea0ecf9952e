import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { phone, profileTree, readProfile } from "../../../../simulator/roles/device/index.ts";
import { goodManners, mannersOf } from "../../../../simulator/roles/device/manners/index.ts";
import {
  builtInProfile,
  builtInProfileIds,
  builtInProfiles,
  isBuiltInProfile,
} from "../../../../simulator/roles/device/profiles/built-in.ts";
import { profileOfDdf } from "../../../../simulator/roles/device/profiles/profile-of-ddf.ts";
import { readProfileText } from "../../../../simulator/roles/device/profiles/read-profile.ts";
import { readMgmtTree, writeMgmtTree } from "../../../../simulator/protocols/dmddf/index.ts";
import {
  countNodes,
  documentOfTree,
  isUriProblem,
  nodeAt,
  parseLocUri,
  printLocUri,
  uriLimitsOf,
  type TreeNode,
} from "../../../../simulator/tree/index.ts";

/** Addresses of a node and all below it. */
function addresses(node: TreeNode, segments: readonly string[] = []): readonly (readonly string[])[] {
  const below = node.kind === "interior" ? [...node.children] : [];
  return [segments, ...below.flatMap(([name, child]) => addresses(child, [...segments, name]))];
}

describe.each(builtInProfileIds)("profile %s", (id) => {
  const profile = builtInProfile(id);
  const { root, findings } = profileTree(profile, "dm.example.com");

  test("is built without findings, and is one object and one tree for all", () => {
    expect(findings).toEqual([]);
    expect(builtInProfile(id)).toBe(profile);
    expect(profileTree(profile, "dm.example.com").root).toBe(root);
    expect(countNodes(root)).toBeGreaterThanOrEqual(60);
    expect(countNodes(root)).toBeLessThan(450);
  });

  test("has the standard objects, its management objects with their identifiers, and the server's rights", () => {
    expect(nodeAt(root, ["DevInfo"])?.type).toBe("urn:oma:mo:oma-dm-devinfo:1.0");
    expect(nodeAt(root, ["DevDetail"])?.type).toBe("urn:oma:mo:oma-dm-devdetail:1.0");
    expect(root.acl?.text).toContain("Replace=dm.example.com");
    for (const { uri, kind } of profile.objects ?? []) {
      const path = parseLocUri(uri);
      const node = isUriProblem(path) ? undefined : nodeAt(root, path.segments);
      expect(node?.kind, uri).toBe("interior");
      if (kind !== "readings") expect(node?.type, uri).toMatch(/^urn:oma:mo:|^com\./);
    }
  });

  test("has no address beyond its own limits", () => {
    const limits = uriLimitsOf(root);
    for (const segments of addresses(root)) {
      const uri = printLocUri(segments);
      expect(isUriProblem(parseLocUri(uri, limits)), uri).toBe(false);
    }
  });

  test("travels as a TNDS document", () => {
    const octets = writeMgmtTree(documentOfTree(root, ""), "xml");
    const { value, findings: read } = readMgmtTree(octets, "xml");
    expect(read.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(value?.Node[0]?.Node.length).toBe(root.children.size);
  });

  test("is plain data, and is read as such", () => {
    const read = readProfile(JSON.parse(JSON.stringify(profile)));
    expect(read.findings).toEqual([]);
    expect(read.profile).toEqual(profile);
  });
});

describe("the built-in profiles", () => {
  test("are known by name, and differ", () => {
    expect(builtInProfiles().map(({ id }) => id)).toEqual([
      "phone",
      "meter",
      "gateway",
      "vehicle",
      "windows",
    ]);
    expect(new Set(builtInProfiles().map(({ devInfo }) => JSON.stringify(devInfo))).size).toBe(5);
    expect(isBuiltInProfile("meter")).toBe(true);
    expect(isBuiltInProfile("toString")).toBe(false);
  });

  test("the phone has good manners, others have those of the field", () => {
    expect(mannersOf(phone.manners, undefined)).toBe(goodManners);
    expect(builtInProfile("windows").manners).toMatchObject({ cmdIds: "from-two", refs: "omitted" });
    expect(builtInProfile("windows").sessionAlerts).toMatchObject([{ code: 1224 }]);
    expect(builtInProfile("meter")).toMatchObject({
      encoding: "wbxml",
      manners: { publicId: "string-table" },
    });
  });

  test("the phone is the one that scenarios know", () => {
    const { root } = profileTree(phone, "dm.example.com");
    expect(root.acl?.text).toBe(
      "Add=dm.example.com&Delete=dm.example.com&Exec=dm.example.com&Get=*&Replace=dm.example.com",
    );
    expect(nodeAt(root, ["DevDetail", "FwV"])).toMatchObject({ value: "1.0.3" });
    expect(nodeAt(root, ["Settings", "Ring"])).toMatchObject({
      value: "Classic",
      access: ["Get", "Replace"],
    });
    expect(uriLimitsOf(root)).toEqual({ maxDepth: 16, maxTotLen: 512, maxSegLen: 64 });
    expect(profileTree(phone, "other").root).not.toBe(root);
  });
});

const lamp = {
  id: "lamp",
  title: "Lamp",
  devInfo: { Man: "Labs", Mod: "L", DmV: "1.2", Lang: "en" },
  devDetail: {
    URI: { MaxDepth: "8", MaxTotLen: "127", MaxSegLen: "32" },
    DevTyp: "lamp",
    OEM: "Labs",
    FwV: "1",
    SwV: "1",
    HwV: "1",
    LrgObj: "true",
  },
};

describe("reading a profile", () => {
  const codes = (change: Record<string, unknown>) => {
    const { profile, findings } = readProfile({ ...lamp, ...change });
    expect(profile).toBeUndefined();
    return findings.map(({ code, path }) => `${code} ${path}`);
  };

  test.each([
    ["profile/type id", { id: 5 }],
    ["profile/value id", { id: "A B" }],
    ["profile/value maxMsgSize", { maxMsgSize: -1 }],
    ["profile/unknown colour", { colour: "red" }],
    ["profile/type nodes", { nodes: [] }],
    ["profile/type nodes/A", { nodes: { A: "x" } }],
    ["profile/unknown nodes/A/valeu", { nodes: { A: { valeu: "x" } } }],
    ["profile/type nodes/A/children/B/value", { nodes: { A: { children: { B: { value: 5 } } } } }],
    ["profile/value nodes/A/scope", { nodes: { A: { scope: "static" } } }],
    ["profile/value nodes/A/occurs", { nodes: { A: { occurs: "Often" } } }],
    ["profile/type execs/./A/status", { execs: { "./A": { status: "200" } } }],
    ["profile/exec execs/./A", { execs: { "./A": { status: 200 } } }],
    ["profile/live live/./A", { live: { "./A": { shape: "count", pace: 5 } } }],
    ["profile/value objects/0/kind", { objects: [{ kind: "fomo", uri: "./A" }] }],
    ["profile/value objects/0/uri", { objects: [{ kind: "fumo", uri: "A/" }] }],
    ["profile/unknown objects/0/packge", { objects: [{ kind: "fumo", uri: "./A", packge: "any" }] }],
    ["profile/value objects/0/watch/reading/shape", { objects: [trap({ shape: "jump" })] }],
    [
      "profile/object objects/0",
      {
        objects: [
          { kind: "fumo", uri: "./A" },
          { kind: "lawmo", uri: "./A" },
        ],
      },
    ],
    ["profile/value manners/order", { manners: { order: "random" } }],
    ["profile/value manners/success", { manners: { success: 403 } }],
    ["profile/unknown manners/mood", { manners: { mood: "bad" } }],
    ["profile/value ddf/0", { ddf: [{ text: 5 }] }],
    ["profile/ddf ddf/0/file", { ddf: [{ file: "vendor.ddf" }] }],
    ["object/missing ./DevInfo/Man", { devInfo: { Mod: "m", DmV: "1", Lang: "en" } }],
    ["profile/value devInfo/Ext", { devInfo: { Ext: { A: 5 } } }],
    ["tree/value ./A", { nodes: { A: { format: "int", value: "x" } } }],
  ])("%s", (expected, change) => {
    expect(codes(change)).toContain(expected);
  });

  test("what may be left out has its default", () => {
    expect(readProfile(lamp).profile).toMatchObject({
      accountName: "Main",
      rootAcl: "Add=*&Get=*",
      encoding: "xml",
      userInterface: false,
      maxMsgSize: 16384,
      objects: [],
      manners: {},
    });
  });

  test("data that is nested too deep or is too much is refused", () => {
    let deep: unknown = {};
    for (let level = 0; level < 100_000; level++) deep = { A: deep };
    expect(codes({ nodes: deep })).toEqual(["profile/size "]);
    // as YAML makes it: each level is used twice by the one above
    let wide: unknown = ["x", "y"];
    for (let level = 0; level < 60; level++) wide = [wide, wide];
    expect(codes({ nodes: wide })).toEqual(["profile/size "]);
  });

  test("a text names its file, and what is not JSON is told", () => {
    expect(readProfileText("{", "my.profile.json")).toMatchObject({
      profile: undefined,
      findings: [
        { code: "profile/json", text: expect.stringMatching(/^my\.profile\.json: .*is not JSON/) as string },
      ],
    });
    const { findings } = readProfileText(JSON.stringify({ ...lamp, id: 5 }), "my.profile.json");
    expect(findings[0]?.text).toMatch(/^my\.profile\.json: id: /);
  });

  test("never throws, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(readProfile(data).profile).toBeUndefined();
      }),
    );
  });

  test("never throws for a profile with something changed in it", () => {
    const whole: unknown = JSON.parse(JSON.stringify(builtInProfile("meter")));
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { maxLength: 6 }),
        fc.oneof(fc.jsonValue(), fc.constant(undefined)),
        (way, value) => {
          const { profile, findings } = readProfile(changed(whole, way, value));
          for (const { text } of findings) expect(text).not.toContain("    at ");
          expect(profile !== undefined || findings.length > 0).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function trap(reading: unknown) {
  return { kind: "diagmon-trap", uri: "./T", condition: "above", watch: { kind: "reading", reading } };
}

/** The data with another value at the end of a way through it. */
function changed(data: unknown, [step, ...rest]: readonly number[], value: unknown): unknown {
  if (step === undefined || typeof data !== "object" || data === null) return value;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(data);
  const place = step % Math.max(1, entries.length);
  const next = entries.map(
    ([name, inner], index) => [name, index === place ? changed(inner, rest, value) : inner] as const,
  );
  if (Array.isArray(data)) return next.map((entry) => entry[1]);
  return Object.fromEntries(next);
}

describe("device descriptions", () => {
  const properties = (access: string, format: string, rest = "") =>
    `<DFProperties><AccessType>${access}</AccessType>${rest}<DFFormat><${format}/></DFFormat></DFProperties>`;
  const leaf = (name: string, value: string) =>
    `<Node><NodeName>${name}</NodeName>${properties("<Get/><Replace/>", "int", `<DefaultValue>${value}</DefaultValue>`)}</Node>`;
  const document = (path: string, inner: string) =>
    `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Man>Vendor &amp; Co</Man><Mod>V-1</Mod><Node><NodeName>Fan</NodeName><Path>${path}</Path>${properties("<Get/>", "node")}${inner}</Node></MgmtTree>`;
  const fan = document("./Vendor", leaf("Speed", "3") + leaf("Limit", "9"));

  test("add nodes; what the profile says of a node itself holds", () => {
    const nodes = { Vendor: { children: { Fan: { children: { Speed: { format: "int", value: "5" } } } } } };
    const { profile } = readProfile({ ...lamp, nodes, ddf: [{ text: fan }] });
    expect(profile).toBeDefined();
    if (!profile) return;
    const { root } = profileTree(profile, "server");
    expect(nodeAt(root, ["Vendor", "Fan", "Speed"])).toMatchObject({
      value: "5",
      access: ["Get", "Replace"],
    });
    expect(nodeAt(root, ["Vendor", "Fan", "Limit"])).toMatchObject({
      value: "9",
      access: ["Get", "Replace"],
    });
  });

  test("are found in files beside the profile", () => {
    const text = JSON.stringify({ ...lamp, ddf: [{ file: "fan.ddf" }] });
    const { profile } = readProfileText(text, "p.json", (name) => (name === "fan.ddf" ? fan : undefined));
    expect(profile?.ddf).toEqual([{ file: "fan.ddf", text: fan }]);
    const broken = readProfileText(text, "p.json", () => "<MgmtTree");
    expect(broken.findings.some(({ text: each }) => each.includes("fan.ddf"))).toBe(true);
  });

  test("make a profile of themselves, several together", () => {
    const { profile, findings } = profileOfDdf(
      [{ text: fan }, { text: document("./Vendor/Room", leaf("Height", "2")) }],
      { id: "fan", title: "Fan" },
    );
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(profile).toMatchObject({ id: "fan", devInfo: { Man: "Vendor & Co", Mod: "V-1" } });
    if (!profile) return;
    const { root } = profileTree(profile, "server");
    expect(nodeAt(root, ["Vendor", "Fan", "Speed"])).toMatchObject({ value: "3" });
    expect(nodeAt(root, ["Vendor", "Room", "Fan", "Height"])).toMatchObject({ value: "2" });
  });

  test("that cannot be read make none", () => {
    const { profile, findings } = profileOfDdf([{ file: "x", text: "no" }], { id: "x", title: "X" });
    expect(profile).toBeUndefined();
    expect(findings.map(({ code }) => code)).toContain("profile/ddf");
  });
});
