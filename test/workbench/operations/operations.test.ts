import { describe, expect, test } from "vitest";
import { jobDevice, jobDevices } from "../../../simulator/workbench/operations/devices.ts";
import { exportResults } from "../../../simulator/workbench/operations/export.ts";
import { jobView } from "../../../simulator/workbench/operations/job.ts";
import { operationsPage } from "../../../simulator/workbench/operations/list.ts";
import { histogram, quantile, slicesOf } from "../../../simulator/workbench/operations/statistics.ts";
import { createReportTrail } from "../../../simulator/workbench/report-trail.ts";
import { ACCEPTED, bulk, manyDevices, standIn } from "./stand-in.ts";

const moment = { date: ACCEPTED + 90_000, memory: 1000 };
const devices = manyDevices();
const world = standIn([[bulk(), devices]]);
const placed = { server: world.server, record: bulk() };
const all = { text: "", phases: [], skip: 0, limit: 100 };

describe("the list", () => {
  const many = standIn(
    Array.from({ length: 10_000 }, (_unused, index) => [
      bulk({
        operationId: `op-${index}`,
        acceptedAt: ACCEPTED + index,
        ...(index % 2 === 0 ? { finishedAt: ACCEPTED + index + 5, state: "succeeded" as const } : {}),
        ...(index % 100 === 0 ? { name: "Firmware" } : {}),
      }),
      [],
    ]),
  );

  test("is newest first, a page of it, with what it counts", () => {
    const page = operationsPage(many, moment.date, { text: "", skip: 10, limit: 20 });
    expect(page).toMatchObject({
      total: 10_000,
      matching: 10_000,
      open: 5000,
      skipped: 10,
      servers: ["dms.example"],
    });
    expect(page.lines).toHaveLength(20);
    expect(page.lines[0]).toMatchObject({ operationId: "op-9989", externalSystemName: "Customer care" });
  });

  test("finds by operation, state, name, External System and id", () => {
    const count = (text: string): number =>
      operationsPage(many, moment.date, { text, skip: 0, limit: 5 }).matching;
    expect(count("firmware")).toBe(100);
    expect(count("firmware SUCCEEDED")).toBe(100);
    expect(count("firmware running")).toBe(0);
    expect(count("customer op-77")).toBe(111);
    expect(count("nothing like it")).toBe(0);
  });

  test("of several DM servers is one list", () => {
    const other = standIn([[bulk({ operationId: "op-x", acceptedAt: ACCEPTED + 1 }), []]], "other.example");
    const both = { ...world, dmServers: new Map([...world.dmServers, ...other.dmServers]) };
    const page = operationsPage(both, moment.date, { text: "", skip: 0, limit: 5 });
    expect(page.lines.map(({ operationId, server }) => [operationId, server])).toEqual([
      ["op-x", "other.example"],
      ["op-1", "dms.example"],
    ]);
  });
});

describe("a job on 10,000 devices", () => {
  const job = jobView(world, placed, moment);

  test("every device is in one place of the funnel", () => {
    expect(job.funnel).toMatchObject({
      queued: 1000,
      notified: 100,
      "in-session": 100,
      failed: 132,
      expired: 22,
    });
    expect(Object.values(job.funnel).reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(job.unsuccessful).toBe(154);
  });

  test("reasons are grouped, biggest first, with the command that failed", () => {
    expect(
      job.reasons.map(({ devices: count, phase, text, detail }) => [count, phase, text, detail]),
    ).toEqual([
      [88, "failed", "Status 404 not found", "Get ./DevInfo"],
      [44, "failed", "refused by the device: no", ""],
      [22, "expired", "not reached in time", ""],
    ]);
    expect(job.reasons[0]?.example.deviceId).toBe("IMEI:350000000000001");
  });

  test("what it does is told without values", () => {
    expect(job.work).toEqual(["Replace ./Lang", "Atomic of 1", "Get ./DevInfo"]);
    expect(JSON.stringify(job)).not.toContain("secret");
  });

  test("readings: durations of sessions, rate, what is left", () => {
    expect(job.readings).toMatchObject({ sessions: 8778, elapsed: 90_000, memory: 1000 });
    expect(job.readings.median).toBeCloseTo(450, -1);
    expect(job.readings.p99).toBeGreaterThan(490);
    expect(job.readings.rate).toBeGreaterThan(80);
    expect(job.readings.left).toBeGreaterThan(0);
    expect(job.final).toBeUndefined();
  });

  test("course and durations count each finished device once", () => {
    const { done, failed } = job.course;
    expect([...done, ...failed].reduce((sum, count) => sum + count, 0)).toBe(8800);
    expect(done.length).toBeLessThanOrEqual(120);
    expect(job.durations.counts.reduce((sum, count) => sum + count, 0)).toBe(8778);
  });

  test("the strip is short and its worst state wins", () => {
    expect(job.strip.cells.length).toBeLessThanOrEqual(360);
    expect(job.strip.cells.length * job.strip.perCell).toBeGreaterThanOrEqual(10_000);
    expect(job.strip.cells[0]).toBe("failed");
    expect(job.strip.cells.at(-1)).toBe("queued");
  });

  test.each([
    ["succeeded", { state: "succeeded", finishedAt: ACCEPTED + 5 }, /is succeeded/],
    ["being cancelled", { state: "cancelling" }, /being cancelled/],
  ] as const)("one that is %s says why it cannot be cancelled", (_name, more, words) => {
    const record = bulk(more);
    expect(jobView(standIn([[record, []]]), { server: world.server, record }, moment).final).toMatch(words);
  });

  test("an operation without tasks stands for its one device", () => {
    const {
      work: _work,
      pace: _pace,
      ...record
    } = bulk({
      operation: "InitiateSession",
      deviceId: "IMEI:7",
      state: "failed",
      reason: "nobody came",
      finishedAt: ACCEPTED + 5,
    });
    const one = standIn([[record, []]]);
    expect(jobView(one, { server: one.server, record }, moment)).toMatchObject({
      funnel: { failed: 1 },
      reasons: [{ text: "nobody came", example: { deviceId: "IMEI:7" } }],
    });
  });
});

describe("its devices", () => {
  test("are read in pages, by words, state and reason", () => {
    const page = jobDevices(world, placed, { ...all, skip: 9990 });
    expect(page).toMatchObject({ total: 10_000, matching: 10_000, skipped: 9990 });
    expect(page.devices).toHaveLength(10);
    expect(jobDevices(world, placed, { ...all, phases: ["notified"] }).matching).toBe(100);
    expect(jobDevices(world, placed, { ...all, text: "refused no" }).matching).toBe(44);
    const [reason] = jobView(world, placed, moment).reasons;
    const failed = jobDevices(world, placed, { ...all, reason: reason?.key });
    expect(failed.matching).toBe(88);
    expect(failed.devices[0]).toMatchObject({
      phase: "failed",
      said: "Status 404 not found, Get ./DevInfo",
      took: 401,
    });
  });

  test("one of them, with what it answered to each command", () => {
    expect(jobDevice(world, placed, "IMEI:350000000000005")).toMatchObject({
      phase: "succeeded",
      results: [
        { index: "1", command: "Replace ./Lang", status: 200, ok: true, items: [{ source: "./Lang" }] },
        { index: "2", status: 404, ok: false },
      ],
    });
    expect(() => jobDevice(world, placed, "IMEI:9")).toThrow(/not among the devices/);
  });

  test("the session is found where it was reported", () => {
    const trail = createReportTrail();
    const data = { operationId: "op-1", deviceId: "IMEI:350000000000001" };
    trail.note({ name: "session.established", data }, 42);
    const [reason] = jobView({ ...world, trail }, placed, moment).reasons;
    expect(reason?.example.seq).toBe(42);
  });
});

describe("results as a file", () => {
  test("CSV: a line for each command result, formulas as text, quotes doubled", () => {
    const { text, fileName } = exportResults(placed, "csv");
    const lines = text.trimEnd().split("\r\n");
    expect(fileName).toBe("op-1-results.csv");
    expect(lines).toHaveLength(20_001);
    expect(lines[0]).toBe("deviceId,state,finishedAt,reason,index,status,statusText,source,value");
    expect(lines[1]).toContain(`"'=1+1, ""de"""`);
  });

  test("values that the inspector covers are covered and counted", () => {
    const secret = { ...placed, server: { ...placed.server, view: { ...placed.server.view } } };
    const { deviceResults } = placed.server.view;
    secret.server.view.deviceResults = (...asked) => {
      const page = deviceResults(...asked);
      const results = page.results.map((result) => ({
        ...result,
        commandResult: result.commandResult.map((command) => ({
          ...command,
          item: command.item.map((item) => ({ ...item, source: "./DMAcc/x/AppAuth/y/AAuthSecret" })),
        })),
      }));
      return { ...page, results };
    };
    for (const to of ["csv", "json"] as const) {
      const { text, masked } = exportResults(secret, to);
      expect(masked).toBe(10_000);
      expect(text).not.toContain("=1+1");
      expect(exportResults(placed, to).masked).toBe(0);
    }
  });

  test("JSON: what QueryOperation tells", () => {
    const file: unknown = JSON.parse(exportResults(placed, "json").text);
    expect(file).toMatchObject({
      operationId: "op-1",
      externalSystem: "care",
      acceptedAt: "2026-01-02T00:00:00.000Z",
      totals: { targeted: 10_000 },
    });
    expect(file).toHaveProperty("deviceResult.length", 10_000);
  });
});

describe("statistics", () => {
  test("quantiles of nothing and of one", () => {
    expect(quantile(new Float64Array(0), 0.5)).toBeUndefined();
    expect(quantile(Float64Array.of(7), 0.99)).toBe(7);
  });

  test("the bounds follow the size of what is measured", () => {
    expect(histogram(Float64Array.of(2, 3, 4)).bounds.at(-1)).toBe(100);
    expect(histogram(Float64Array.of(60_000)).bounds.at(-1)).toBeGreaterThan(60_000);
    expect(histogram(new Float64Array(0)).counts.every((count) => count === 0)).toBe(true);
  });

  test.each([1, 900, 90_000, 7_200_000, 86_400_000 * 7])(
    "%i ms are told in slices that can be counted",
    (span) => {
      const { slice, count } = slicesOf(0, span);
      expect(count).toBeLessThanOrEqual(480);
      expect(slice * count).toBeGreaterThanOrEqual(span);
    },
  );
});
