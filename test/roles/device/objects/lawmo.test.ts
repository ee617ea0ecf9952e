import { describe, expect, test } from "vitest";
import type { LawmoSpec } from "../../../../simulator/roles/device/objects/object-spec.ts";
import type { NodeSpec } from "../../../../simulator/tree/index.ts";
import { createBench, type ObjectBench } from "./object-bench.ts";

const uri = "./LAWMO";
const operation = (name: string): string => `${uri}/Operations/${name}`;
const nodes: Readonly<Record<string, NodeSpec>> = {
  Contacts: { access: "Add Get", children: {} },
  Photos: {
    access: "Get",
    children: {
      Album: { value: "holiday", access: "Get Replace" },
      Cover: { format: "bin", value: "AAAA", access: "Get Replace" },
    },
  },
  DMAcc: { access: "Add Get", children: { Main: { children: { ServerID: { value: "server" } } } } },
};
const wipeList = [
  { name: "Contacts", title: "Contacts", uris: ["./Contacts"] },
  { name: "Photos", title: "Photos", uris: ["./Photos"], vanishes: true },
  { name: "Nothing", title: "Nothing", uris: ["./Missing"] },
];

function lawmo(options: Partial<LawmoSpec> = {}, canReset = true): ObjectBench {
  return createBench([{ kind: "lawmo", uri, wipeList, ...options }], { nodes, canReset });
}

describe("LAWMO locks", () => {
  test("each lock changes State and reports 1200 with the Correlator from the operation node", () => {
    const bench = lawmo({ operationTime: 1_000 });
    expect(bench.value(`${uri}/State`)).toBe("30");
    for (const [name, state] of [
      ["FullyLock", "10"],
      ["PartiallyLock", "20"],
      ["UnLock", "30"],
    ] as const) {
      bench.alerts.length = 0;
      expect(bench.exec(operation(name), "l-1")).toBe(202);
      expect(bench.exec(operation("Wipe"))).toBe(403);
      expect(bench.view("LAWMO")).toMatchObject({ busy: true });
      bench.settle();
      expect(bench.value(`${uri}/State`)).toBe(state);
      expect(bench.alerts).toEqual([
        {
          type: "urn:oma:at:lawmo:1.0:OperationComplete",
          format: "chr",
          data: "1200",
          source: operation(name),
          serverId: "server",
          correlator: "l-1",
        },
      ]);
    }
    expect(bench.states).toEqual([
      "unlocked>fullyLocked",
      "fullyLocked>partiallyLocked",
      "partiallyLocked>unlocked",
    ]);
    expect(bench.store.size).toBe(0);
  });

  test("the result as the Status of the Exec, without an alert", () => {
    const bench = lawmo({ answers: "status" });
    expect(bench.exec(operation("FullyLock"))).toBe(1200);
    expect(bench.value(`${uri}/State`)).toBe("10");
    expect(bench.exec(operation("Wipe"))).toBe(1406);
    expect(bench.alerts).toEqual([]);
    const failing = lawmo({ answers: "status", failure: { at: "FullyLock", result: 1402 } });
    expect(failing.exec(operation("FullyLock"))).toBe(1402);
    expect(failing.value(`${uri}/State`)).toBe("30");
  });

  test.each([
    ["FullyLock", 1402],
    ["PartiallyLock", 1403],
    ["UnLock", 1404],
    ["Wipe", 1405],
    ["FactoryReset", 1407],
    ["FullyLock", 1400],
    ["FullyLock", 1450],
    ["FullyLock", 1499],
  ])("%s fails by plan with %i", (at, result) => {
    const bench = lawmo({ alertFormat: "int" });
    expect(bench.act("LAWMO", "fail-next", { at, result: String(result) })).toBeUndefined();
    const before = bench.root();
    expect(bench.exec(operation(at))).toBe(202);
    expect(bench.alerts).toMatchObject([{ format: "int", data: String(result), mark: "warning" }]);
    expect(bench.root()).toBe(before);
    expect(bench.store.size).toBe(0);
  });

  test("1401: the user refuses; a user who is to know is told", () => {
    const bench = lawmo({ consent: { before: ["lock"] }, notifyUser: true });
    bench.exec(operation("FullyLock"));
    bench.answer("reject");
    bench.exec(operation("FullyLock"));
    bench.answer("accept");
    expect(bench.alerts.map(({ data }) => data)).toEqual(["1401", "1200"]);
    expect(bench.questions.map(({ asked }) => [asked.code, asked.text])).toEqual([
      [1100, "This device has been locked."],
    ]);
    bench.answer("accept");
    expect(bench.alerts).toHaveLength(2);
  });

  test("goes on after a restart while it asks and while it works", () => {
    const bench = lawmo({ consent: { before: ["lock"] }, operationTime: 1_000 });
    bench.exec(operation("FullyLock"), "l-2");
    bench.restart();
    bench.answer("accept");
    bench.wait(400);
    bench.restart(100);
    bench.wait(499);
    expect(bench.alerts).toEqual([]);
    bench.wait(1);
    expect(bench.alerts).toMatchObject([{ data: "1200", correlator: "l-2" }]);
  });
});

describe("LAWMO wipe and reset", () => {
  test("1406 without a selected item; 1201 removes what came later and keeps what the factory made", () => {
    const bench = lawmo();
    bench.add("./Contacts/Ann", undefined);
    bench.add("./Contacts/Ann/Number", "+4930");
    bench.exec(operation("Wipe"));
    expect(bench.names("./Contacts")).toEqual(["Ann"]);
    expect(bench.set(`${uri}/AvailableWipeList/Contacts/ToBeWiped`, "true")).toBe(200);
    bench.exec(operation("Wipe"));
    expect(bench.names("./Contacts")).toEqual([]);
    expect(bench.value(`${uri}/AvailableWipeList/Contacts/ToBeWiped`)).toBe("false");
    expect(bench.alerts.map(({ data }) => data)).toEqual(["1406", "1201"]);
  });

  test("1202 when the entry of the list goes too; leaves get the factory's value, or none", () => {
    const bench = lawmo();
    bench.set("./Photos/Album", "secret");
    bench.set(`${uri}/AvailableWipeList/Photos/ToBeWiped`, "true");
    bench.exec(operation("Wipe"));
    expect(bench.value("./Photos/Album")).toBe("holiday");
    expect(bench.names(`${uri}/AvailableWipeList`)).toEqual(["Contacts", "Nothing"]);
    const forgetful = lawmo({}, false);
    forgetful.set(`${uri}/AvailableWipeList/Photos/ToBeWiped`, "true");
    forgetful.exec(operation("Wipe"));
    expect([forgetful.value("./Photos/Album"), forgetful.value("./Photos/Cover")]).toEqual(["", "0 octets"]);
    expect([...bench.alerts, ...forgetful.alerts].map(({ data }) => data)).toEqual(["1202", "1202"]);
  });

  test.each([
    [true, ["Main", "Second"]],
    [false, ["Main"]],
  ])("a factory reset takes the tree back; accounts kept: %s", (keepsAccounts, accounts) => {
    const bench = createBench(
      [
        { kind: "lawmo", uri, keepsAccounts },
        { kind: "fumo", uri: "./Fw", downloadTime: 1_000 },
      ],
      { nodes, canReset: true },
    );
    bench.add("./DMAcc/Second", undefined);
    bench.add("./Contacts/Ann", undefined);
    bench.set("./Fw/Download/PkgURL", "http://packages.example/");
    bench.exec("./Fw/Download");
    bench.exec(operation("FullyLock"));
    bench.exec(operation("FactoryReset"));
    expect(bench.names("./Contacts")).toEqual([]);
    expect(bench.names("./DMAcc")).toEqual(accounts);
    expect(bench.value(`${uri}/State`)).toBe("30");
    expect(bench.value("./Fw/State")).toBe("10");
    expect(bench.store.size).toBe(0);
    bench.respond(500);
    expect(bench.alerts.map(({ data }) => data)).toEqual(["1200", "1200"]);
  });

  test("1407: a device that cannot be reset", () => {
    const bench = lawmo({}, false);
    bench.exec(operation("FactoryReset"));
    expect(bench.alerts.map(({ data }) => data)).toEqual(["1407"]);
  });
});
