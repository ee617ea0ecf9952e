import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { initialTransition, transition, type AnyStateMachine } from "xstate";
import { deriveStepTable } from "../../../../simulator/core/step-table.ts";
import {
  createObjects,
  objectMachines,
  objectNodes,
  placeObjects,
} from "../../../../simulator/roles/device/objects/index.ts";
import { objectId, type ObjectSpec } from "../../../../simulator/roles/device/objects/object-spec.ts";
import { buildTree } from "../../../../simulator/tree/index.ts";
import { createBench, firmwarePackage, softwarePackage, type ObjectBench } from "./object-bench.ts";

const specs: readonly ObjectSpec[] = [
  { kind: "inbox", uri: "./Inbox", places: { "urn:vendor:thing": "./Things" } },
  { kind: "fumo", uri: "./FwUpdate/Pkg1", downloadTime: 100, storeTime: 10, updateTime: 100, rebootTime: 50 },
  {
    kind: "scomo",
    uri: "./SCM",
    downloadTime: 100,
    installTime: 50,
    operationTime: 20,
    deployed: [{ name: "mail" }],
  },
  { kind: "lawmo", uri: "./LAWMO", operationTime: 50 },
  { kind: "diagmon", uri: "./DiagMon/Battery", function: "battery" },
  {
    kind: "diagmon-trap",
    uri: "./DiagMon/Traps/Level",
    watch: { kind: "reading", reading: { shape: "cycle", from: 100, to: 10, pace: 600_000 } },
    condition: "below",
    threshold: 20,
    hysteresis: 10,
  },
  {
    kind: "readings",
    uri: "./ManagedObjects/DiagMon",
    type: "urn:oma:mo:oma-diag:1.0",
    types: { Battery: "urn:oma:mo:omadiag:batteryinfo:1.0" },
    leaves: { "Battery/0/Level": { shape: "wander", low: 1, high: 99, pace: 60_000 } },
    settings: { "MobileData/Enabled": { format: "bool", value: "false" } },
    operations: { "MobileData/Operations/Enable": { "MobileData/Enabled": "true" } },
  },
];

describe("objects of a profile", () => {
  test("every kind has nodes that build without a finding, with the object's id in Type", () => {
    const built = buildTree(placeObjects({}, specs));
    expect(built.findings).toEqual([]);
    expect(specs.map((spec) => objectNodes(spec).type)).toEqual([
      "urn:oma:mo:oma-dm-inbox:1.0",
      "urn:oma:mo:oma-fumo:1.0",
      "urn:oma:mo:oma-scomo:1.0",
      "urn:oma:mo:oma-lawmo:1.0",
      "urn:oma:mo:oma-diag:batteryinfo:1.0",
      "urn:oma:mo:oma-diagmontrap:1.1",
      "urn:oma:mo:oma-diag:1.0",
    ]);
  });

  test("what the profile says of a node comes before what the object says", () => {
    const nodes = placeObjects(
      { FwUpdate: { acl: "Get=*", children: { Pkg1: { children: { PkgName: { value: "mine" } } } } } },
      [{ kind: "fumo", uri: "./FwUpdate/Pkg1" }],
    );
    expect(nodes["FwUpdate"]?.acl).toBe("Get=*");
    expect(nodes["FwUpdate"]?.children?.["Pkg1"]?.children?.["PkgName"]).toMatchObject({
      value: "mine",
      access: "Get Replace",
    });
    expect(nodes["FwUpdate"]?.children?.["Pkg1"]?.children?.["State"]).toMatchObject({ value: "10" });
  });

  test("an idle device remembers nothing, arms nothing and asks for nothing, also when it starts", () => {
    const bench = createBench(specs);
    bench.restart();
    expect([bench.store.size, bench.timers.size, bench.requests.length]).toEqual([0, 0, 0]);
    expect(bench.objects().views(bench.root())).toHaveLength(specs.length);
    expect(
      bench
        .objects()
        .views(bench.root())
        .some(({ busy }) => busy),
    ).toBe(false);
  });

  test("nodes, timers, requests and questions that are no object's are the device's own", () => {
    const bench = createBench(specs);
    expect(bench.exec("./DevInfo/Mod")).toBe(405);
    const objects = createObjects(specs, new Map());
    const host = {} as never;
    expect(objects.expired("session/1", host)).toBe(false);
    expect(objects.fetched("message-3", { kind: "failed", reason: "timeout", text: "" }, host)).toBe(false);
    expect(objects.answered("alert-1", "accept", host)).toBe(false);
    expect(bench.act("Nobody", "dance")).toMatch(/no object/);
  });

  test("a timer, a response and an answer for work that is over change nothing", () => {
    const bench = createBench(specs);
    const before = bench.root();
    for (const spec of specs) {
      const id = objectId(spec);
      for (const name of ["phase", "1", "work", "sample"]) bench.expire(`object/${id}/${name}`);
    }
    expect(bench.root()).toBe(before);
    expect(bench.alerts).toEqual([]);
  });

  test("running a leaf of live values sets what the profile says", () => {
    const bench = createBench(specs);
    expect(bench.exec("./ManagedObjects/DiagMon/MobileData/Operations/Enable")).toBe(200);
    expect(bench.value("./ManagedObjects/DiagMon/MobileData/Enabled")).toBe("true");
    const [level] = Object.values(bench.live("./ManagedObjects/DiagMon/Battery"));
    expect(Number(level)).toBeGreaterThan(0);
  });
});

describe("state machines of the objects", () => {
  test.each(objectMachines.map((machine) => [machine.id, machine as AnyStateMachine] as const))(
    "%s: the derived table and XState agree for any walk, and every state is described and reached",
    (_id, machine) => {
      const table = deriveStepTable(machine.config);
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...table.events), { maxLength: 30 }), (walk) => {
          let [snapshot] = initialTransition(machine);
          let state = table.initial;
          for (const type of walk) {
            [snapshot] = transition(machine, snapshot, { type });
            state = table.step(state, type)?.state ?? state;
            expect(snapshot.value).toBe(state);
          }
        }),
        { numRuns: 50 },
      );
      const reached = new Set([table.initial]);
      for (const state of reached)
        for (const event of table.events) {
          const next = table.step(state, event);
          if (next) reached.add(next.state);
        }
      expect(reached).toEqual(new Set(table.states));
      for (const [name, state] of Object.entries(machine.config.states ?? {}))
        expect(state, name).toMatchObject({
          description: expect.any(String) as unknown,
          meta: { spec: { clause: expect.any(String) as unknown } },
        });
    },
  );
});

/** Something that happens to a device, by name and number. */
type Happening = (bench: ObjectBench, number: number) => void;

const uris = [
  "./FwUpdate/Pkg1/Download",
  "./FwUpdate/Pkg1/Update",
  "./FwUpdate/Pkg1/DownloadAndUpdate",
  "./SCM/Download/a/Operations/Download",
  "./SCM/Download/a/Operations/DownloadInstall",
  "./SCM/Inventory/Delivered/a/Operations/Install",
  "./SCM/Inventory/Delivered/a/Operations/Remove",
  "./SCM/Inventory/Deployed/mail/Operations/Deactivate",
  "./SCM/Inventory/Deployed/mail/Operations/Remove",
  "./SCM/Inventory/Deployed/notes/Operations/Activate",
  "./LAWMO/Operations/FullyLock",
  "./LAWMO/Operations/FactoryReset",
  "./LAWMO/Operations/Wipe",
  "./DiagMon/Battery/Operations/Start",
  "./DiagMon/Battery/Operations/Stop",
] as const;

const bodies = [firmwarePackage(), softwarePackage(), new Uint8Array([1, 2, 3])] as const;

const happenings: readonly Happening[] = [
  (bench, number) => void bench.exec(uris[number % uris.length] ?? uris[0], `c-${number}`),
  (bench, number) => {
    if (bench.requests.length > 0)
      bench.respond(number % 5 === 0 ? 404 : 200, bodies[number % bodies.length]);
  },
  (bench) => {
    if (bench.requests.length > 0) bench.failRequest("timeout");
  },
  (bench) => void bench.tick(),
  (bench, number) => bench.wait(number * 7),
  (bench, number) => bench.restart(number),
  (bench) => void bench.set("./FwUpdate/Pkg1/Download/PkgURL", "http://packages.example/a"),
  (bench) => void bench.set("./FwUpdate/Pkg1/DownloadAndUpdate/PkgURL", "http://packages.example/a"),
  (bench, number) =>
    void bench.set("./FwUpdate/Pkg1/Update/PkgData", bodies[number % bodies.length] ?? bodies[0]),
  (bench) => {
    bench.add("./SCM/Download/a", undefined);
    bench.add("./SCM/Download/a/PkgURL", "http://packages.example/b");
  },
  (bench) => void bench.remove("./SCM/Download/a"),
  (bench) => void bench.remove("./SCM/Inventory/Delivered/a"),
  (bench, number) => void bench.set("./DiagMon/Traps/Level/Enabled", String(number % 2 === 0)),
  (bench, number) =>
    void bench.set("./DiagMon/Battery/DiagMonConfig/ConfigParams/Samples", String(number % 4)),
];

const numbers: Readonly<Record<string, readonly string[]>> = {
  "./FwUpdate/Pkg1/State": ["10", "20", "30", "40", "50", "60", "70", "80", "90", "100"],
  "./LAWMO/State": ["10", "20", "30"],
  "./DiagMon/Battery/Status": ["10", "20", "30", "40"],
  "./SCM/Download/a/Status": ["10", "20", "30", "40", "50", "60", "70"],
  "./SCM/Inventory/Delivered/a/Status": ["10", "20", "30", "40", "50", "60"],
  "./SCM/Inventory/Delivered/a/State": ["10", "20"],
  "./SCM/Inventory/Deployed/mail/Status": ["10", "20", "30", "40", "50", "60", "70"],
};

describe("any order of events", () => {
  test("keeps every State and Status legal, answers every accepted Exec, and comes to rest", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(happenings.length - 1), fc.nat(60)), { maxLength: 60 }),
        (walk) => {
          const bench = createBench(specs, { canReset: true });
          for (const [which, number] of walk) {
            happenings[which]?.(bench, number);
            for (const [uri, legal] of Object.entries(numbers)) {
              const value = bench.value(uri);
              if (value !== undefined) expect(legal, uri).toContain(value);
            }
          }
          bench.set("./DiagMon/Traps/Level/Enabled", "false");
          bench.exec("./DiagMon/Battery/Operations/Stop");
          for (let turn = 0; turn < 60; turn++) {
            while (bench.requests.length > 0) bench.failRequest("unreachable");
            if (!bench.tick()) break;
          }
          expect(
            bench
              .objects()
              .views(bench.root())
              .filter(({ busy }) => busy),
          ).toEqual([]);
          expect(["30", "40", "60"]).not.toContain(bench.value("./FwUpdate/Pkg1/State"));
          expect(bench.value("./DiagMon/Battery/Status")).not.toBe("20");
        },
      ),
      { numRuns: 150 },
    );
  });

  test("is the same each time: states, alerts and reports", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(happenings.length - 1), fc.nat(60)), { maxLength: 40 }),
        (walk) => {
          const [one, other] = [1, 2].map(() => {
            const bench = createBench(specs, { canReset: true });
            for (const [which, number] of walk) happenings[which]?.(bench, number);
            return [bench.states, bench.alerts, bench.reports, [...bench.store]];
          });
          expect(one).toEqual(other);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("remembered state of any form is taken or left, never a failure", () => {
    const ids = specs.map(objectId);
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.jsonValue(), (id, state) => {
        const bench = createBench(specs);
        bench.store.set(`object/${id}`, state);
        bench.restart();
        for (let turn = 0; turn < 5; turn++) bench.tick();
        expect(bench.objects().views(bench.root())).toHaveLength(specs.length);
      }),
      { numRuns: 200 },
    );
  });
});
