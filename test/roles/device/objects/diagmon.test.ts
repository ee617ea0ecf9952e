import { describe, expect, test } from "vitest";
import type { DiagmonSpec } from "../../../../simulator/roles/device/objects/object-spec.ts";
import { createBench, type BenchOptions, type ObjectBench } from "./object-bench.ts";

const uri = "./DiagMon/Battery";
const id = "DiagMon.Battery";
const start = `${uri}/Operations/Start`;
const stop = `${uri}/Operations/Stop`;

function battery(options: Partial<DiagmonSpec> = {}, bench: BenchOptions = {}): ObjectBench {
  return createBench([{ kind: "diagmon", uri, function: "battery", ...options }], bench);
}

function configure(bench: ObjectBench, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values))
    expect(bench.set(`${uri}/DiagMonConfig/ConfigParams/${name}`, value)).toBe(200);
}

const status = (bench: ObjectBench): string | undefined => bench.value(`${uri}/Status`);
const level = (bench: ObjectBench): number => Number(bench.value(`${uri}/DiagMonData/Level`));
const results = (bench: ObjectBench): string[] => bench.alerts.map(({ data }) => data);

describe("DIAG-01 a diagnostics function", () => {
  test("Start answers 202 and takes samples until Stop, which is 200; the report has Start's Correlator", () => {
    const bench = battery();
    expect(level(bench)).toBe(0);
    expect(bench.exec(start, "d-1")).toBe(202);
    expect(status(bench)).toBe("20");
    const first = level(bench);
    expect(first).toBeGreaterThanOrEqual(14);
    expect(first).toBeLessThanOrEqual(100);
    bench.wait(8 * 3_600_000);
    expect(level(bench)).not.toBe(first);
    expect(bench.view(id)).toMatchObject({ state: "Running, 481 samples", busy: true });
    expect(bench.exec(start)).toBe(403);
    expect(bench.exec(stop)).toBe(200);
    expect(status(bench)).toBe("30");
    expect(bench.timers.size).toBe(0);
    expect(bench.alerts).toEqual([
      {
        type: "urn:oma:at:diagmon:1.0:OperationComplete",
        format: "int",
        data: "200",
        source: start,
        serverId: "server",
        correlator: "d-1",
      },
    ]);
    expect(bench.exec(stop)).toBe(200);
    expect(bench.alerts).toHaveLength(1);
    expect(bench.store.size).toBe(0);
  });

  test("Period 0 takes one sample, after the time that measuring takes", () => {
    const bench = battery({ measuringTime: 3_000 });
    configure(bench, { Period: "0" });
    bench.exec(start);
    bench.wait(2_999);
    expect(results(bench)).toEqual([]);
    bench.wait(1);
    expect(results(bench)).toEqual(["200"]);
    expect(status(bench)).toBe("10");
    expect(bench.alerts[0]).not.toHaveProperty("correlator");
  });

  test.each<[string, Readonly<Record<string, string>>, string, number]>([
    ["Samples", { Period: "10", Samples: "3" }, "", 20_000],
    ["Duration", { Period: "10", Duration: "35" }, "", 35_000],
    ["TermSched", { Period: "10", Duration: "35" }, "15", 15_000],
  ])("%s ends the run", (_name, values, termSched, duration) => {
    const bench = battery();
    configure(bench, values);
    bench.set(`${uri}/DiagMonConfig/TermSched`, termSched);
    bench.exec(start);
    bench.wait(duration - 1);
    expect(results(bench)).toEqual([]);
    bench.wait(1);
    expect(results(bench)).toEqual(["200"]);
    expect(status(bench)).toBe("10");
  });

  test("the report carries the collected values where the profile wants it, and samples stay as nodes", () => {
    const bench = battery({
      report: "data",
      keepsSamples: true,
      readings: { Level: { shape: "script", format: "int", values: ["90", "80"] } },
    });
    configure(bench, { Period: "10", Samples: "3" });
    bench.exec(start);
    bench.settle();
    expect(bench.alerts[0]?.format).toBe("chr");
    expect(bench.alerts[0]?.data.split("\n").map((line) => line.split(";")[0])).toEqual([
      "Level=90",
      "Level=80",
      "Level=90",
    ]);
    expect(bench.value(`${uri}/DiagMonData/Sample2/Level`)).toBe("80");
  });

  test("the values of the nodes are reported each from its own, in front of the result (DiagMon 1.1)", () => {
    const bench = battery({ report: "nodes" });
    bench.set(`${uri}/DiagMonConfig/ConfigParams/Period`, "0");
    bench.exec(start, "job");
    expect(bench.alerts.map(({ type, source }) => [type.split(":").at(-1), source])).toEqual([
      ["CollectedSimpleDataReport", `${uri}/DiagMonData/Level`],
      ["CollectedSimpleDataReport", `${uri}/DiagMonData/Voltage`],
      ["CollectedSimpleDataReport", `${uri}/DiagMonData/Temperature`],
      ["OperationComplete", start],
    ]);
    for (const { correlator, source, data } of bench.alerts.slice(0, 3))
      expect([correlator, data]).toEqual(["job", bench.value(source ?? "")]);
    bench.alerts.length = 0;
    bench.act(id, "fail-next", { at: "Start", result: "500" });
    bench.exec(start);
    expect(bench.alerts.map(({ data }) => data)).toEqual(["500"]);
  });

  test("stopped while the user is asked: the question goes, and an answer that comes late starts nothing", () => {
    const bench = battery({ consent: { before: ["start"] } });
    bench.exec(start);
    const [asked] = bench.questions;
    expect(bench.exec(`${uri}/Operations/Stop`)).toBe(200);
    expect(bench.questions).toEqual([]);
    if (asked) bench.questions.push(asked);
    bench.answer("accept");
    bench.wait(600_000);
    expect(results(bench)).toEqual(["200"]);
    expect(status(bench)).toBe("30");
  });

  test("the device is off when its time is over: it ends when it is on again", () => {
    const bench = battery();
    bench.set(`${uri}/DiagMonConfig/ConfigParams/Duration`, "600");
    bench.exec(start, "job");
    bench.wait(120_000);
    bench.restart(86_400_000);
    bench.wait(0);
    expect(bench.alerts.map(({ data, correlator }) => [data, correlator])).toEqual([["200", "job"]]);
    expect(status(bench)).toBe("10");
    bench.restart(86_400_000);
    bench.wait(86_400_000);
    expect(bench.alerts).toHaveLength(1);
  });

  test("the device is off while the user is asked: it asks again", () => {
    const bench = battery({ consent: { before: ["start"] } });
    bench.exec(start, "job");
    bench.questions.length = 0;
    bench.restart(3_600_000);
    expect(bench.questions).toHaveLength(1);
    bench.answer("reject");
    expect(results(bench)).toEqual(["401"]);
  });

  test("goes on after a restart: the number of samples is the same", () => {
    const bench = battery({ consent: { before: ["start"] } });
    configure(bench, { Period: "10", Samples: "5" });
    bench.exec(start, "d-2");
    bench.restart();
    bench.answer("accept");
    for (let turn = 0; turn < 20 && bench.alerts.length === 0; turn++) {
      bench.restart(1_000);
      bench.tick();
    }
    expect(bench.alerts).toMatchObject([{ data: "200", correlator: "d-2" }]);
    expect(bench.reports.filter((report) => report.startsWith("Running,"))).toHaveLength(4);
  });

  test("a person starts and stops it", () => {
    const bench = battery();
    expect(bench.act(id, "start")).toBeUndefined();
    expect(bench.act(id, "start")).toMatch(/already/);
    expect(bench.act(id, "stop")).toBeUndefined();
    expect(bench.act(id, "dance")).toMatch(/no action/);
    expect(status(bench)).toBe("30");
    expect(bench.alerts).toMatchObject([{ data: "200", source: start }]);
  });
});

describe("DIAG-03 what goes wrong", () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["403", { Period: "-1" }, ""],
    ["403", { Period: "" }, ""],
    ["403", { Samples: "9999999" }, ""],
    ["403", {}, "tomorrow"],
    ["403", { Mode: "sideways" }, ""],
  ])("%s: a bad configuration starts nothing", (result, values, termSched) => {
    const bench = battery({ parameters: { Mode: { value: "fast", choices: ["fast", "slow"] } } });
    configure(bench, values);
    bench.set(`${uri}/DiagMonConfig/TermSched`, termSched);
    expect(bench.exec(start, "d-3")).toBe(202);
    expect(bench.alerts).toMatchObject([{ data: result, mark: "warning", correlator: "d-3", source: start }]);
    expect(status(bench)).toBe("10");
    expect(bench.timers.size).toBe(0);
    expect(bench.states).toEqual([]);
  });

  test("402: a parameter that the function does not have", () => {
    const bench = battery();
    expect(bench.add(`${uri}/DiagMonConfig/ConfigParams/Colour`, "red")).toBe(200);
    bench.exec(start);
    expect(results(bench)).toEqual(["402"]);
    expect(status(bench)).toBe("10");
  });

  test.each([400, 401, 409, 450, 500, 599])("%i by plan, at Start and in the middle", (result) => {
    const bench = battery({ failure: { at: "Start", result } });
    bench.exec(start);
    expect(results(bench)).toEqual([String(result)]);
    expect(status(bench)).toBe("40");
    const later = battery();
    later.exec(start);
    later.act(id, "fail-next", { at: "sample", result: String(result) });
    later.wait(60_000);
    expect(results(later)).toEqual([String(result)]);
    expect(status(later)).toBe("40");
    expect(later.exec(start)).toBe(202);
  });

  test("401: the user refuses", () => {
    const bench = battery({ consent: { before: ["start"] } });
    bench.exec(start);
    bench.answer("reject");
    expect(results(bench)).toEqual(["401"]);
  });
});

describe("readings of the functions", () => {
  test.each(["battery", "memory", "radio", "temperature", "call-drops", "location", "restart"] as const)(
    "%s measures the same for the same device and time, and something else for another device",
    (name) => {
      const specs = [{ kind: "diagmon" as const, uri, function: name, live: true }];
      const [one, same, other] = ["a", "a", "b"].map((deviceId) => createBench(specs, { deviceId }));
      expect(one?.live(uri)).toEqual(same?.live(uri));
      for (const bench of [one, other]) bench?.wait(50 * 3_600_000);
      expect(one?.live(uri)).not.toEqual(same?.live(uri));
      expect(one?.live(uri)).not.toEqual(other?.live(uri));
      for (const value of Object.values(one?.live(uri) ?? {})) expect(value).not.toBe("");
    },
  );

  test("only the leaves at or below the node that is read are measured, and only by objects that are live", () => {
    const bench = createBench([
      { kind: "diagmon", uri, function: "battery", live: true },
      { kind: "diagmon", uri: "./DiagMon/Memory", function: "memory" },
    ]);
    const path = "DiagMon/Battery/DiagMonData";
    expect(Object.keys(bench.live(`${uri}/DiagMonData/Level`))).toEqual([`${path}/Level`]);
    expect(Object.keys(bench.live("."))).toEqual([`${path}/Level`, `${path}/Voltage`, `${path}/Temperature`]);
    expect(bench.live("./DevInfo")).toEqual({});
    expect(bench.live("./DiagMon/Memory")).toEqual({});
    expect(level(bench)).toBe(0);
  });
});
