import { expect, test } from "vitest";
import type { StoreWrite } from "../../../../../simulator/wire/role.ts";
import { createBulkDesk } from "./bulk-desk.ts";

const DEVICES = 10_000;
const MINUTE = 60_000;

test(
  "B1 ten thousand devices: work per device stays the same, whatever their number",
  () => {
    const { desk, submit, told, state } = createBulkDesk(DEVICES);
    const id = submit({ progressEvery: 500 });
    const began = performance.now();
    let served = 0;
    let slowest = 0;
    for (let next = desk.calls[served]; next?.kind === "open"; next = desk.calls[served]) {
      const { work, deviceId } = next.request;
      const at = performance.now();
      desk.report({ type: "established", work, sessionId: "1", package1: {} as never });
      const status = served % 100 === 99 ? 404 : 200;
      const outcomes = [{ reference: "1", status, items: [{ source: "./X", data: "1" }] }];
      desk.report({ type: "package3", work, messages: [], references: new Map(), outcomes });
      desk.report({ type: "closed", work });
      if (served % 1000 === 999) slowest = Math.max(slowest, performance.now() - at);
      served++;
      expect(work).toBe(`${id}/${deviceId}`);
    }
    const took = performance.now() - began;
    expect(served).toBe(DEVICES);
    expect(state(id)).toMatchObject({ state: "partly-succeeded", totals: { succeeded: 9900, failed: 100 } });
    const progress = told("OperationProgress");
    expect(progress.map(({ sequence }) => sequence)).toEqual(progress.map((_, index) => index + 1));
    expect(progress.flatMap(({ deviceResult }) => deviceResult)).toHaveLength(DEVICES);

    const writes = desk.effects.flatMap((effect): readonly StoreWrite[] =>
      effect.type === "commit" ? effect.writes : [],
    );
    const of = (collection: string): number =>
      writes.filter((write) => write.collection === collection).length;
    // the list once, a device twice (sent, finished), the operation with its progress
    expect(of("operationTargets")).toBe(1);
    expect(of("deviceTasks")).toBe(2 * DEVICES);
    expect(of("operations")).toBeLessThan(200);
    // all results of the fleet are a handful of texts
    const tasks = [...(desk.stored.get("deviceTasks")?.values() ?? [])] as { readonly result: string }[];
    expect(new Set(tasks.map(({ result }) => result)).size).toBe(2);
    // generous for a machine that does other things, too; a walk over all devices per event takes minutes
    expect(took).toBeLessThan(MINUTE / 2);
    expect(slowest).toBeLessThan(1000);

    const page = desk.ok("QueryOperation", { operationId: id, startIndex: 9000, maxResults: 1000 });
    expect(page.deviceResult.at(-1)).toMatchObject({
      deviceId: "d10000",
      state: "failed",
      commandResult: [{ status: 404, statusText: "not found", item: [{ data: "1" }] }],
    });
    expect(page.nextIndex).toBeUndefined();
  },
  2 * MINUTE,
);

test(
  "cancel and restart of ten thousand devices",
  () => {
    const { desk, submit, serve, state } = createBulkDesk(DEVICES);
    const id = submit();
    serve(id, "d1", "d2", "d3");
    const began = performance.now();
    desk.restart();
    expect(state(id)).toMatchObject({ state: "running", totals: { succeeded: 3 } });
    desk.ok("CancelOperation", { operationId: id });
    desk.settle();
    expect(state(id)).toMatchObject({ state: "cancelled", totals: { succeeded: 3, cancelled: 9997 } });
    expect(performance.now() - began).toBeLessThan(MINUTE / 2);
  },
  2 * MINUTE,
);
