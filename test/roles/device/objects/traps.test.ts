import { describe, expect, test } from "vitest";
import type { ObjectSpec, TrapSpec } from "../../../../simulator/roles/device/objects/object-spec.ts";
import { createBench, type ObjectBench } from "./object-bench.ts";

const uri = "./Traps/Hot";
const id = "Traps.Hot";
const active = "urn:oma:at:diagmon:1.0:TrapNotification";
const inactive = "urn:oma:at:diagmon:1.0:TrapInactiveNotification";
const nodes = { Sensor: { format: "float", value: "20", access: "Get Replace" } };

function trap(options: Partial<TrapSpec> = {}, further: readonly ObjectSpec[] = []): ObjectBench {
  const spec: TrapSpec = {
    kind: "diagmon-trap",
    uri,
    watch: { kind: "leaf", uri: "./Sensor" },
    condition: "above",
    threshold: 50,
    hysteresis: 5,
    period: 10,
    ...options,
  };
  return createBench([spec, ...further], { nodes });
}

function sense(bench: ObjectBench, values: readonly (number | string)[]): string[] {
  return values.map((value) => {
    bench.alerts.length = 0;
    bench.set("./Sensor", String(value));
    bench.wait(10_000);
    return bench.alerts.map(({ type, data }) => `${type === active ? "+" : "-"}${data}`).join();
  });
}

describe("DIAG-02 traps", () => {
  test("a disabled trap costs nothing; an enabled one fires on crossing and again only after the hysteresis", () => {
    const bench = trap();
    expect([bench.timers.size, bench.store.size]).toEqual([0, 0]);
    expect(bench.view(id).state).toBe("Disabled");
    expect(bench.set(`${uri}/Enabled`, "true")).toBe(200);
    expect(bench.timers.size).toBe(1);
    expect(sense(bench, [30, 51, 60, 48, 51, 46, 45, 49, 50, 50.5])).toEqual([
      "",
      "+51",
      "",
      "",
      "",
      "",
      "-45",
      "",
      "",
      "+50.5",
    ]);
    expect(bench.view(id).state).toBe("Active, threshold 50");
    bench.set(`${uri}/Enabled`, "false");
    expect([bench.timers.size, bench.store.size]).toEqual([0, 0]);
    expect(sense(bench, [20, 90])).toEqual(["", ""]);
  });

  test("below: the same the other way round; a trap of 1.0 does not tell that it is inactive", () => {
    const bench = trap({ condition: "below", threshold: 10, hysteresis: 2, tellsInactive: false });
    bench.set(`${uri}/Enabled`, "true");
    expect(sense(bench, [9, 11, 9, 12, 9])).toEqual(["+9", "", "", "", "+9"]);
  });

  test("grows: one notification each time, none for what was counted before", () => {
    const bench = trap({ condition: "grows" });
    bench.set("./Sensor", "7");
    bench.set(`${uri}/Enabled`, "true");
    expect(sense(bench, [7, 8, 8, 10, 3, 4])).toEqual(["", "+8", "", "+10", "", "+4"]);
  });

  test("each listed server is told, from the trap, with a mark; without a list the device's own", () => {
    const bench = trap({ serverIds: ["one", "two"] });
    bench.set(`${uri}/Enabled`, "true");
    sense(bench, [60]);
    expect(bench.alerts).toEqual(
      ["one", "two"].map((serverId) => ({
        type: active,
        format: "chr",
        data: "60",
        source: uri,
        mark: "warning",
        serverId,
      })),
    );
    bench.remove(`${uri}/ServerIDs/1`);
    bench.set(`${uri}/ServerIDs/2/ServerID`, "");
    sense(bench, [20]);
    expect(bench.alerts).toEqual([{ type: inactive, format: "chr", data: "20", source: uri }]);
  });

  test("an inward trap runs a node of the device", () => {
    const bench = trap({ toRefs: ["./DiagMon/Battery/Operations/Start", "./Nowhere"] }, [
      { kind: "diagmon", uri: "./DiagMon/Battery", function: "battery" },
    ]);
    bench.set(`${uri}/Enabled`, "true");
    sense(bench, [60]);
    expect(bench.value("./DiagMon/Battery/Status")).toBe("20");
    expect(bench.alerts).toEqual([]);
    expect(bench.notes).toEqual(["trap-reference"]);
  });

  test("an inward trap tells which nodes it runs no more: taken off its list, or when it is disabled", () => {
    const refs = ["./DiagMon/Battery/Operations/Start", "./Nowhere"] as const;
    const bench = trap({ toRefs: refs, serverIds: ["one"] }, [
      { kind: "diagmon", uri: "./DiagMon/Battery", function: "battery" },
    ]);
    bench.remove(`${uri}/ToRef/1`);
    expect(bench.alerts).toEqual([]);
    bench.set(`${uri}/Enabled`, "true");
    bench.add(`${uri}/ToRef/3`, undefined);
    bench.add(`${uri}/ToRef/3/ToRefURI`, refs[0]);
    bench.restart();
    bench.remove(`${uri}/ToRef/3`);
    bench.set(`${uri}/TrapConfig/Threshold`, "49");
    bench.set(`${uri}/Enabled`, "false");
    bench.set(`${uri}/Enabled`, "false");
    const type = "urn:oma:at:diagmon:1.0:TrapDeregistered";
    expect(bench.alerts).toEqual(
      [refs[0], refs[1]].map((data) => ({ type, format: "chr", data, source: uri, serverId: "one" })),
    );
  });

  test("geo: leaves a circle and comes back", () => {
    const place = (values: readonly [string, ...string[]]): TrapSpec["watch"] => ({
      kind: "distance",
      latitude: { shape: "script", values, pace: 10_000 },
      longitude: { shape: "script", values: ["13.4"] },
      from: [52.5, 13.4],
    });
    const bench = trap({
      watch: place(["52.5", "52.6", "52.6", "52.501"]),
      threshold: 5_000,
      hysteresis: 500,
    });
    bench.set(`${uri}/Enabled`, "true");
    bench.wait(40_000);
    expect(bench.alerts.map(({ type }) => type)).toEqual(expect.arrayContaining([active, inactive]));
    const metres = Number(bench.alerts.find(({ type }) => type === active)?.data);
    expect(Math.round(metres / 100)).toBe(111);
  });

  test("a trap on a leaf that another object measures sees the measurement", () => {
    const bench = trap({ watch: { kind: "leaf", uri: "./Live/Level" }, threshold: 90, hysteresis: 50 }, [
      {
        kind: "readings",
        uri: "./Live",
        leaves: { Level: { shape: "script", format: "int", values: ["80", "95"], pace: 10_000 } },
      },
    ]);
    bench.set(`${uri}/Enabled`, "true");
    bench.wait(20_000);
    expect(bench.alerts.map(({ data }) => data)).toEqual(["95"]);
  });

  test.each([
    ["Threshold", ""],
    ["Hysteresis", "-1"],
    ["Period", "0"],
  ])("a bad %s stops the trap and is noted", (name, value) => {
    const bench = trap();
    bench.set(`${uri}/Enabled`, "true");
    expect(bench.set(`${uri}/TrapConfig/${name}`, value)).toBe(200);
    expect(bench.notes).toEqual(["trap-not-set"]);
    expect([bench.timers.size, bench.store.size]).toEqual([0, 0]);
    expect(bench.view(id).state).toBe(`${name} has a bad value`);
  });

  test("a trap that the profile enables watches when the device starts, and over a restart, without telling twice", () => {
    const bench = trap({ enabled: true });
    expect(bench.timers.size).toBe(0);
    bench.restart();
    expect(sense(bench, [60])).toEqual(["+60"]);
    bench.restart();
    expect(sense(bench, [61, 20])).toEqual(["", "-20"]);
  });

  test("a person makes it active and inactive", () => {
    const bench = trap();
    bench.act(id, "trigger", { value: "77" });
    bench.act(id, "clear");
    expect(bench.alerts.map(({ type, data }) => [type, data])).toEqual([
      [active, "77"],
      [inactive, ""],
    ]);
    expect(bench.act(id, "dance")).toMatch(/no action/);
  });
});
