import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallStory, Draft, Sending } from "../../../simulator/api/index.ts";
import { startHost, type RunningHost } from "../../../simulator/host/host.ts";
import { createRouter } from "../../../simulator/workbench/router.ts";
import { createTestWorkbench } from "../../support/workbench.ts";

const sending: Sending = {
  soapVersion: "1.1",
  credentials: { who: "own" },
  addressing: { use: "default" },
};

describe("the console of a live world", () => {
  let host: RunningHost;
  const run = "live";
  const api = () => createRouterClient(host.router).console;
  let system = "";

  beforeAll(async () => {
    host = await startHost({
      port: 0,
      devices: 3,
      withPage: false,
      onTrouble: (error) => {
        throw error;
      },
    });
    system = (await api().systems({ run })).systems[0]?.id ?? "";
  });
  afterAll(() => host.close());

  const send = async (draft: Draft, more: Partial<Sending> = {}, envelope?: string) => {
    const { call } = await api().send({
      run,
      operation: draft.name,
      system,
      sending: { ...sending, ...more },
      draft,
      ...(envelope === undefined ? {} : { envelope }),
    });
    return call;
  };
  const storyOf = async (call: string, isDone: (story: CallStory) => boolean): Promise<CallStory> => {
    const stop = new AbortController();
    for await (const { story } of await api().watch({ run, call }, { signal: stop.signal }))
      if (story && isDone(story)) {
        stop.abort();
        return story;
      }
    throw new Error("the watch ended");
  };
  const ended = ({ state }: CallStory) => state !== "sending" && state !== "waiting";

  it("tells a registration from its request to the confirmation", async () => {
    const call = await send(await api().example({ run, system, operation: "RegisterExternalSystem" }));
    const story = await storyOf(call, ended);
    expect(story).toMatchObject({ state: "succeeded", next: { title: "nothing more" } });
    expect(story.events.map(({ title }) => title)).toEqual([
      "RegisterExternalSystem",
      "accepted",
      "RegistrationConfirmation",
    ]);
  });

  it("tells ManageParameters with its session, its callback and the result of each command", async () => {
    const example = await api().example({ run, system, operation: "ManageParameters" });
    const check = await api().check({ run, system, operation: example.name, draft: example, sending });
    expect(check.problems).toEqual([]);
    expect(check.nodes.map(({ missing }) => missing)).toEqual([undefined, undefined]);
    const call = await send(example);
    const story = await storyOf(
      call,
      (now) => ended(now) && now.events.some(({ title }) => title === "OperationResult"),
    );
    expect(story.state).toBe("succeeded");
    expect(story.events.map(({ title }) => title.replace(/ [0-9A-F]+$/, ""))).toEqual([
      "ManageParameters",
      "accepted",
      "Package",
      "Session",
      "OperationResult",
    ]);
    expect(story.results.map(({ index, status }) => `${index} ${status}`)).toEqual(["1 200 OK", "2 200 OK"]);
    expect(story.results[0]?.what).toBe("Get ./DevDetail/FwV");
    const seen = await createRouterClient(host.router).journal.inspect({ run, seq: story.request ?? 0 });
    expect(seen.row.title).toBe("ManageParameters");
  });

  it("sends what is wrong, and decodes the fault to the field", async () => {
    const draft: Draft = { name: "QueryOperation", children: [{ name: "operationId", text: "op-nobody" }] };
    const unknown = await storyOf(await send(draft), ended);
    expect(unknown).toMatchObject({
      state: "faulted",
      fault: { code: "SVC0200", variables: ["op-nobody"], element: "operationId[0]" },
    });
    const missing = await storyOf(await send({ name: "QueryOperation" }), ended);
    expect(missing).toMatchObject({ state: "faulted", fault: { code: "Client" } });
    expect(missing.fault?.text).toContain("operationId");
  });

  it.each([
    { who: "none" },
    { who: "wrong-password" },
    { who: "wrong-password", scheme: "username-token" },
    { who: "wrong-password", scheme: "username-token-digest" },
    { who: "typed", scheme: "basic", username: "x", password: "y" },
  ] as const)("credentials $who $scheme are refused", async (credentials) => {
    const story = await storyOf(await send({ name: "ListUpdates" }, { credentials }), ended);
    expect(story.state).toBe("faulted");
    expect(story.fault?.text).toMatch(/credentials|authenticat/i);
  });

  it.each(["basic"] as const)("SOAP 1.2 with %s and without addressing is answered", async (scheme) => {
    const more = {
      soapVersion: "1.2",
      credentials: { who: "own", scheme },
      addressing: { use: "off" },
    } as const;
    const story = await storyOf(await send({ name: "ListUpdates" }, more), ended);
    expect(story.state).toBe("answered");
  });

  it("sends an envelope as it stands, and the history gives it back", async () => {
    const raw = "<not-an-envelope/>";
    const call = await send({ name: "ListUpdates" }, {}, raw);
    expect((await storyOf(call, ended)).state).toBe("faulted");
    expect(await api().call({ run, call })).toMatchObject({ envelope: raw, operation: "ListUpdates" });
  });

  it("keeps a history, newest first, from which calls are taken out", async () => {
    const call = await send({ name: "ListUpdates" });
    await storyOf(call, ended);
    const again = await api().send({ run, operation: "ListUpdates", system, sending, from: call });
    await storyOf(again.call, ended);
    const watch = await api().watch({ run });
    const first = await watch.next();
    await watch.return();
    const calls = first.done === true ? [] : first.value.calls;
    expect(calls.slice(0, 2)).toMatchObject([
      { id: again.call, from: call, state: "answered" },
      { id: call },
    ]);
    await api().forget({ run, call });
    await expect(api().call({ run, call })).rejects.toThrow(/not in the history/);
  });

  it("puts a call back where it was, and only one that was taken out", async () => {
    const stop = new AbortController();
    const idsNow = async () => {
      for await (const { calls } of await api().watch({ run }, { signal: stop.signal }))
        return calls.map(({ id }) => id);
      return [];
    };
    const first = await send({ name: "ListUpdates" });
    await send({ name: "ListUpdates" });
    const before = await idsNow();
    await api().forget({ run, call: first });
    expect(await idsNow()).not.toContain(first);
    await api().restore({ run, call: first });
    expect(await idsNow()).toEqual(before);
    await expect(api().restore({ run, call: first })).rejects.toThrow(/cannot be put back/);
    stop.abort();
  });

  it("has the DM server look at the callback address", async () => {
    const test = await api().testCallback({ run, system });
    expect(test).toMatchObject({ reached: true, text: "answered 405" });
    const seen = await createRouterClient(host.router).journal.inspect({ run, seq: test.message ?? 0 });
    expect(seen.row).toMatchObject({ status: 405 });
  });

  it("makes a bulk operation of what an operation did, for the devices that stand as asked", async () => {
    const draft = await api().example({ run, system, operation: "SubmitBulkOperation" });
    const story = await storyOf(await send(draft), ended);
    const operation = story.operationId ?? "";
    const again = await api().again({ run, operation, phases: ["succeeded"] });
    expect(again).toMatchObject({ system, devices: 3 });
    const inDraft = (name: string) => again.draft.children?.filter((child) => child.name === name);
    expect(inDraft("target")?.[0]?.children).toHaveLength(3);
    expect(inDraft("command")).toEqual(draft.children?.filter(({ name }) => name === "command"));
    const check = await api().check({
      run,
      system,
      operation: again.draft.name,
      draft: again.draft,
      sending,
    });
    expect(check.problems).toEqual([]);
    expect(await api().again({ run, operation, phases: ["failed"] })).toMatchObject({ devices: 0 });
    await expect(api().again({ run, operation: "op-nobody" })).rejects.toThrow(/no operation/);
  });

  it("does not wait any longer when it is told so", async () => {
    const example = await api().example({ run, system, operation: "SubscribeAlerts" });
    const call = await send(example);
    await storyOf(call, ({ state }) => state !== "sending");
    await api().leave({ run, call });
    expect((await storyOf(call, ended)).state).toMatch(/left|faulted/);
  });

  it("completes devices, nodes and identifiers from the run", async () => {
    const devices = await api().complete({ run, what: "device", text: "imei" });
    expect(devices.matching).toBe(3);
    const device = devices.options[0]?.value ?? "";
    const nodes = await api().complete({ run, what: "locUri", device, text: "./DevInfo/M" });
    expect(nodes.options.map(({ value }) => value)).toEqual(
      expect.arrayContaining(["./DevInfo/Man", "./DevInfo/Mod"]),
    );
    const top = await api().complete({ run, what: "locUri", device, text: "" });
    expect(top.options.map(({ value }) => value)).toContain("./DevInfo");
    const whole = await api().complete({ run, what: "locUri", device, text: "./DevInfo/Mod" });
    expect(whole.options.map(({ value }) => value)).toContain("./DevInfo/Man");
    const ids = await api().complete({ run, what: "registration", text: "" });
    expect(ids.options[0]?.value).toMatch(/^reg-/);
    expect(
      (await api().complete({ run, what: "operation", text: "ManageParameters" })).matching,
    ).toBeGreaterThan(0);
    expect((await api().complete({ run, what: "operationName", text: "alerts" })).options).toHaveLength(3);
  });

  it("knows when a callback arrived", async () => {
    const [line] = (await api().systems({ run })).systems;
    expect(line).toMatchObject({ id: system, callbackAt: expect.any(Number) as unknown });
    expect(line?.wsdl).toBe(`${line?.endpoint}?wsdl`);
  });
});

describe("the console of a run", () => {
  it("names the External System of the scenario, and sends nothing when the run is over", async () => {
    const workbench = createTestWorkbench();
    const api = createRouterClient(createRouter(workbench));
    const { id } = await api.runs.start({ scenario: "figure-2", speed: "max", seed: "console" });
    await workbench.run(id).ended;
    const { systems, over } = await api.console.systems({ run: id });
    expect(systems.map((system) => system.id)).toEqual(["care"]);
    expect(over).toMatch(/ended/);
    await expect(
      api.console.send({ run: id, operation: "ListUpdates", system: "care", sending }),
    ).rejects.toThrow(/ended/);
    await expect(
      api.console.send({ run: id, operation: "Nonsense", system: "care", sending }),
    ).rejects.toThrow(/no operation/);
    await expect(
      api.console.send({ run: id, operation: "ListUpdates", system: "nobody", sending }),
    ).rejects.toThrow(/no External System/);
    await expect(api.console.systems({ run: "R-9" })).rejects.toThrow(/no run/);
  });
});
