import { createRouterClient } from "@orpc/server";
import { describe, expect, it } from "vitest";
import { createRouter } from "../../simulator/workbench/router.ts";
import { createTestWorkbench } from "../support/workbench.ts";

function client() {
  const workbench = createTestWorkbench();
  return { workbench, api: createRouterClient(createRouter(workbench)) };
}

async function finished() {
  const { workbench, api } = client();
  const { id } = await api.runs.start({ scenario: "figure-2", speed: "max", seed: "router" });
  await workbench.run(id).ended;
  return { workbench, api, id };
}

describe("the router, in process", () => {
  it("tells of host and scenarios", async () => {
    const { api } = client();
    expect(await api.host.info()).toMatchObject({ devices: 0, loopbackOnly: true });
    expect((await api.scenarios.list()).map(({ id }) => id)).toContain("figure-2");
  });

  it("starts a run that stands, steps it, runs it and lists it", async () => {
    const { workbench, api } = client();
    const started = await api.runs.start({
      scenario: "figure-2",
      settings: { registry: "off" },
      speed: "max",
      paused: true,
    });
    expect(started).toMatchObject({ state: "paused", messages: 0 });
    const run = { run: started.id };
    await expect.poll(async () => (await api.runs.get(run)).held.length).toBe(1);
    await api.runs.step(run);
    await expect.poll(async () => (await api.runs.get(run)).messages).toBeGreaterThan(0);
    expect((await api.runs.get(run)).state).toBe("paused");
    expect((await api.runs.packageEnd(run)).state).toBe("paused");
    expect((await api.runs.pause(run)).state).toBe("paused");
    expect((await api.runs.speed({ ...run, speed: 50 })).speed).toBe(50);
    await api.runs.speed({ ...run, speed: "max" });
    await api.runs.resume(run);
    await workbench.run(started.id).ended;
    expect(await api.runs.list()).toMatchObject([{ id: started.id, state: "finished", verdict: "pass" }]);
    expect(await api.runs.remove(run)).toEqual({});
    expect(await api.runs.list()).toEqual([]);
  });

  it("watches a run to its end and then ends, and so does the watch of its rows", async () => {
    const { api, workbench } = client();
    const { id } = await api.runs.start({ scenario: "figure-2", speed: "max", paused: true });
    const views: string[] = [];
    const following = (async () => {
      for await (const view of await api.runs.watch({ run: id })) views.push(view.state);
    })();
    const seqs: number[] = [];
    const reading = (async () => {
      for await (const { rows } of await api.journal.watch({ run: id }))
        seqs.push(...rows.map((row) => row.seq));
    })();
    await expect.poll(() => views.length).toBeGreaterThan(0);
    await api.runs.resume({ run: id });
    await Promise.all([following, reading]);
    expect(views[0]).toBe("paused");
    expect(views.at(-1)).toBe("finished");
    const { length } = workbench.run(id).journal;
    expect(seqs).toEqual(Array.from({ length }, (_, index) => index + 1));
  });

  it("ends the watch of a run that is removed meanwhile", async () => {
    const { api } = client();
    const { id } = await api.runs.start({ scenario: "figure-2", paused: true });
    const states: string[] = [];
    const following = (async () => {
      for await (const view of await api.runs.watch({ run: id })) states.push(view.state);
    })();
    await expect.poll(() => states.length).toBeGreaterThan(0);
    await api.runs.remove({ run: id });
    await following;
    expect(states.at(-1)).toBe("aborted");
  });

  it("reads the journal by pages and by words", async () => {
    const { api, id } = await finished();
    const all = await api.journal.read({ run: id, limit: 5000 });
    expect(all.total).toBe(all.rows.length);
    const first = await api.journal.read({ run: id, limit: 2, text: "package dm" });
    const second = await api.journal.read({ run: id, limit: 5000, text: "package dm", after: first.next });
    expect(first.rows).toHaveLength(2);
    expect(first.matching).toBe(first.rows.length + second.rows.length);
    expect(second.next).toBe(all.total);
    expect((await api.journal.read({ run: id, text: "F2.10" })).rows.length).toBeGreaterThan(0);
    expect((await api.journal.read({ run: id, text: "no-such-word" })).matching).toBe(0);
  });

  it("inspects a message with what led to it, what it led to and which step judged it", async () => {
    const { api, id } = await finished();
    const [row] = (await api.journal.read({ run: id, text: "ExchangePackage request" })).rows;
    const view = await api.journal.inspect({ run: id, seq: row?.seq ?? 0 });
    expect(view.layers.map(({ title }) => title)).toEqual(["SOAP 1.1", "SyncML"]);
    expect(view.judgedBy).toMatchObject([{ step: "F2.12", verdict: "pass" }]);
    expect(view.effects.length).toBeGreaterThan(0);
    expect(view.layers[1]?.tree?.name).toMatch(/SyncML/);
    expect(view.layers[0]?.pretty).toContain("\n");
  });

  it("exports in every form", async () => {
    const { api, id } = await finished();
    for (const to of ["mermaid", "jsonl", "text"] as const) {
      const file = await api.exports.run({ run: id, to });
      expect(file.fileName).toMatch(new RegExp(`^${id}-figure-2\\.`));
      expect(file.text.length).toBeGreaterThan(1000);
    }
  });

  it.each([
    ["NOT_FOUND", "a run that is not there", (api: Api) => api.runs.get({ run: "R-99" })],
    ["NOT_FOUND", "a scenario that is not there", (api: Api) => api.runs.start({ scenario: "none" })],
    [
      "BAD_REQUEST",
      "a setting that is not there",
      (api: Api) => api.runs.start({ scenario: "figure-2", settings: { colour: "red" } }),
    ],
    ["NOT_FOUND", "watching a run that is not there", (api: Api) => api.runs.watch({ run: "R-99" })],
    ["NOT_FOUND", "removing a run that is not there", (api: Api) => api.runs.remove({ run: "R-99" })],
    ["CONFLICT", "stepping the live world", (api: Api) => api.runs.step({ run: "live" })],
    ["NOT_FOUND", "rows of a run that is not there", (api: Api) => api.journal.read({ run: "R-99" })],
  ] as const)("answers %s to %s", async (code, _what, attempt) => {
    await expect(attempt(client().api)).rejects.toMatchObject({ code });
  });

  it("answers errors of holding and inspecting with their codes", async () => {
    const { api, id } = await finished();
    await expect(api.journal.inspect({ run: id, seq: 99_999 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(api.hold.release({ run: id, id: "h9" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(api.hold.drop({ run: id, id: "h9" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(api.hold.release({ run: id, id: "h9", body: "%%" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    expect((await api.hold.releaseAll({ run: id })).held).toEqual([]);
    expect((await api.hold.rule({ run: id, text: "" })).held).toEqual([]);
    expect((await api.runs.abort({ run: id })).state).toBe("finished");
  });
});

type Api = ReturnType<typeof client>["api"];
