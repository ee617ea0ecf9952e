import { createRouterClient } from "@orpc/server";
import { describe, expect, it } from "vitest";
import { readMgmtTree } from "../../../simulator/protocols/dmddf/index.ts";
import { Scenario } from "../../../simulator/scenario/format.ts";
import { createRouter } from "../../../simulator/workbench/router.ts";
import { createTestWorkbench } from "../../support/workbench.ts";

const DEVICE = "IMEI:350000000000017";

/** A bound for hangs, not for slowness. */
const soon = { timeout: 15_000 };

/** A scenario whose second step never comes, so that its world stays. */
const waiting = Scenario.parse({
  format: 1,
  id: "waiting",
  title: "Waiting",
  description: "Stays open.",
  world: "device-management",
  settings: [],
  steps: [
    {
      id: "W1",
      title: "nothing",
      what: "Nothing happens.",
      from: "dm-server",
      to: "device",
      messages: [{ note: "never" }],
      until: [{ note: "never" }],
      within: 10_000_000,
    },
  ],
});

function world(settings: Readonly<Record<string, string>> = {}) {
  const workbench = createTestWorkbench();
  const names = Object.keys(settings);
  const scenario: Scenario = {
    ...waiting,
    settings: names.map((name) => ({
      name,
      title: name,
      values: [{ value: settings[name] ?? "", title: "" }],
      default: settings[name] ?? "",
    })),
  };
  const { id: run } = workbench.start({ scenario, speed: 1, seed: "devices" });
  workbench.run(run).gate.setSpeed("max");
  const api = createRouterClient(createRouter(workbench));
  return { workbench, api, place: { run, device: DEVICE } };
}

describe("the devices of a run", () => {
  it("are listed, filtered and paged", async () => {
    const { api, place } = world({ devices: "2" });
    const { run } = place;
    const all = await api.devices.list({ run });
    expect(all).toMatchObject({ total: 2, matching: 2 });
    expect(all.devices.map(({ id }) => id)).toEqual([DEVICE, "IMEI:350000000000025"]);
    expect(await api.devices.list({ run, skip: 1, limit: 5 })).toMatchObject({
      devices: [{ id: "IMEI:350000000000025" }],
      matching: 2,
    });
    expect(await api.devices.list({ run, text: "phone 0025" })).toMatchObject({ matching: 1 });
    expect(await api.devices.list({ run, text: "nothing like it" })).toMatchObject({
      devices: [],
      total: 2,
      matching: 0,
    });
  });

  it("tells that a device or a run is not known", async () => {
    const { api, place } = world();
    await expect(api.devices.get({ ...place, device: "IMEI:1" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(api.devices.get({ ...place, run: "R-99" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(api.devices.node({ ...place, uri: "./Nowhere" })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "./Nowhere is not in the tree.",
    });
  });

  it("shows the open nodes of a tree, or all, and finds nodes with the way to them", async () => {
    const { api, place } = world();
    const closed = await api.devices.tree(place);
    expect(closed.rows.filter(({ depth }) => depth > 1)).toEqual([]);
    const one = await api.devices.tree({ ...place, open: ["./DevInfo"] });
    expect(one.rows.map(({ uri }) => uri)).toContain("./DevInfo/Man");
    const all = await api.devices.tree({ ...place, open: "all" });
    expect(all.rows).toHaveLength(all.total);
    const found = await api.devices.tree({ ...place, text: "FwV" });
    expect(found.rows.map(({ uri, matches }) => [uri, matches])).toEqual([
      [".", false],
      ["./DevDetail", false],
      ["./DevDetail/FwV", true],
    ]);
    expect(found.matching).toBe(1);
    const pasted = await api.devices.tree({ ...place, text: "./DevDetail/FwV" });
    expect(pasted.rows.filter(({ matches }) => matches).map(({ uri }) => uri)).toEqual(["./DevDetail/FwV"]);
    expect(await api.devices.tree({ ...place, open: "all", limit: 3 })).toMatchObject({ cut: true });
  });

  it("tell what a node of a management object is for, and how often it occurs", async () => {
    const { api, place } = world();
    const { rows } = await api.devices.tree({ ...place, text: "PkgURL" });
    const uri = rows.find(({ name }) => name === "PkgURL")?.uri ?? "";
    expect(await api.devices.node({ ...place, uri })).toMatchObject({
      doc: "Address of the package or of its download descriptor.",
      occurs: "One",
    });
  });

  it.each(["tnds", "ddf"] as const)(
    "export a tree as %s that can be read again, without secrets",
    async (to) => {
      const { api, place } = world();
      const file = await api.devices.export({ ...place, to });
      expect(file.fileName).toBe(`IMEI-350000000000017.${to}.xml`);
      expect(file.masked).toBeGreaterThan(0);
      const { value, findings } = readMgmtTree(file.text, "xml");
      expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(JSON.stringify(value)).toContain("Settings");
      for (const [, secret] of file.text.matchAll(/>AAuthSecret<.{0,400}?<Value>([^<]*)</gs))
        expect(secret).toBe("");
      const part = await api.devices.export({ ...place, to, under: "./Settings" });
      expect(part.text).not.toContain("DevInfo</NodeName>");
      expect(part.fileName).toContain("Settings");
      await expect(api.devices.export({ ...place, to, under: "./Nowhere" })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    },
  );

  it("never shows the secrets of an account", async () => {
    const { api, place } = world();
    const { rows } = await api.devices.tree({ ...place, text: "AAuthSecret" });
    const secrets = rows.filter(({ name }) => name === "AAuthSecret");
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) {
      expect(secret).toMatchObject({ masked: true });
      expect(secret.value).toBeUndefined();
      expect((await api.devices.node({ ...place, uri: secret.uri })).value).toBeUndefined();
    }
  });
});

describe("commands to a device", () => {
  it("edit a value, and the answer takes it back", async () => {
    const { api, place } = world();
    const uri = "./Settings/Volume";
    const before = (await api.devices.node({ ...place, uri })).value;
    const { undo } = await api.devices.command({ ...place, command: { name: "editNode", uri, value: "9" } });
    const edited = await api.devices.node({ ...place, uri });
    expect(edited).toMatchObject({ value: "9", changes: [{ how: "replace", by: "hand" }] });
    expect(edited.changes[0]?.seq).toBeUndefined();
    for (const command of undo) await api.devices.command({ ...place, command });
    expect((await api.devices.node({ ...place, uri })).value).toBe(before);
  });

  it("give an ACL to a node and take it away again", async () => {
    const { api, place } = world();
    const uri = "./Settings/Volume";
    const acl = "Get=other.example";
    const { undo } = await api.devices.command({ ...place, command: { name: "editNode", uri, acl } });
    expect((await api.devices.node({ ...place, uri })).acl).toEqual({
      own: acl,
      effective: acl,
      from: uri,
      servers: [{ id: "other.example", rights: ["Get"] }],
    });
    for (const command of undo) await api.devices.command({ ...place, command });
    expect((await api.devices.node({ ...place, uri })).acl).toMatchObject({ own: "", from: "." });
  });

  it("delete a subtree and put it back", async () => {
    const { api, place } = world();
    for (const command of [
      { name: "addNode", uri: "./Settings/Box", format: "node" },
      { name: "addNode", uri: "./Settings/Box/A", format: "int", value: "1" },
      { name: "editNode", uri: "./Settings/Box/A", acl: "Get=*", title: "first" },
    ] as const)
      await api.devices.command({ ...place, command });
    const { undo } = await api.devices.command({
      ...place,
      command: { name: "deleteNode", uri: "./Settings/Box" },
    });
    await expect(api.devices.node({ ...place, uri: "./Settings/Box" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    for (const command of undo) await api.devices.command({ ...place, command });
    expect(await api.devices.node({ ...place, uri: "./Settings/Box/A" })).toMatchObject({
      value: "1",
      format: "int",
      title: "first",
      acl: { own: "Get=*" },
    });
  });

  it("put a deleted node back with its scope and its access types", async () => {
    const { api, place } = world();
    const uri = "./Settings/Box";
    const command = { name: "addNode", uri, format: "chr", value: "x", scope: "permanent", access: "Get" };
    await api.devices.command({ ...place, command: command as never });
    const { undo } = await api.devices.command({ ...place, command: { name: "deleteNode", uri } });
    for (const each of undo) await api.devices.command({ ...place, command: each });
    expect(await api.devices.node({ ...place, uri })).toMatchObject({ scope: "permanent", access: ["Get"] });
  });

  it("say before a deletion that it cannot be taken back", async () => {
    const { api, place } = world();
    const [secret] = (await api.devices.tree({ ...place, text: "AAuthSecret" })).rows.filter(
      ({ masked }) => masked,
    );
    const account = await api.devices.node({ ...place, uri: "./DMAcc" });
    expect(account.lasting).toMatch(/password or a nonce/);
    expect((await api.devices.node({ ...place, uri: "./Settings" })).lasting).toBeUndefined();
    const { undo } = await api.devices.command({
      ...place,
      command: { name: "deleteNode", uri: secret?.uri ?? "" },
    });
    expect(undo).toEqual([]);
  });

  it("are told with who did them: a person, or a management object", async () => {
    const { api, place } = world();
    const changes = async (uri: string) => (await api.devices.node({ ...place, uri })).changes;
    const edit = { name: "editNode", uri: "./Settings/Volume", acl: "Get=*" } as const;
    await api.devices.command({ ...place, command: edit });
    expect(await changes("./Settings/Volume")).toMatchObject([{ how: "acl", by: "hand" }]);
    const { objects } = await api.devices.get(place);
    const battery = objects.find(({ actions }) => actions.some(({ name }) => name === "start"));
    const start = { name: "runAction", object: battery?.id ?? "", action: "start" } as const;
    await api.devices.command({ ...place, command: start });
    expect(await changes(`${battery?.uri}/Status`)).toMatchObject([{ by: "object", object: battery?.id }]);
  });

  it.each([
    [{ name: "editNode", uri: "./Settings/Volume", value: "loud" }, "The value is no whole number."],
    [{ name: "editNode", uri: "./Settings/Volume", acl: "Get" }, /^"Get" is no ACL/],
    [{ name: "editNode", uri: ".", acl: "" }, "The root needs an ACL."],
    [{ name: "editNode", uri: "./Settings", value: "x" }, "An interior node has no value."],
    [{ name: "addNode", uri: "./Settings/Volume", format: "chr" }, "./Settings/Volume exists already."],
    [{ name: "addNode", uri: "./No/Such", format: "chr" }, /nothing can be added below/],
    [{ name: "deleteNode", uri: "." }, "The root cannot be deleted."],
    [{ name: "setManners", manners: { nonce: "rotten" } }, /^nonce cannot be "rotten"/],
  ] as const)("are refused with a sentence when the input is not usable (%#)", async (command, message) => {
    const { api, place } = world();
    await expect(api.devices.command({ ...place, command })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: expect.stringMatching(message) as string,
    });
  });

  it("are refused with the device's reason when it cannot do them now", async () => {
    const { api, place } = world();
    await expect(api.devices.command({ ...place, command: { name: "abortSession" } })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "No session is running.",
    });
  });

  it("are refused when the run has ended, and the device can still be looked at", async () => {
    const { api, place, workbench } = world();
    workbench.run(place.run).abort();
    await expect(api.devices.command({ ...place, command: { name: "startSession" } })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect((await api.devices.get(place)).unavailable).toMatch(/^The run has ended/);
    expect((await api.devices.tree(place)).total).toBeGreaterThan(50);
  });

  it("change manners, and the answer takes them back", async () => {
    const { api, place } = world({ manners: "closes=status-only" });
    const manner = async (wanted: string) =>
      (await api.devices.get(place)).manners.find(({ name }) => name === wanted)?.value;
    expect(await manner("closes")).toBe("status-only");
    const { undo } = await api.devices.command({
      ...place,
      command: { name: "setManners", manners: { nonce: "stale", nextMessage: "500" } },
    });
    expect([await manner("nonce"), await manner("nextMessage")]).toEqual(["stale", "500"]);
    for (const command of undo) await api.devices.command({ ...place, command });
    expect([await manner("nonce"), await manner("nextMessage")]).toEqual(["right", "200"]);
  });
});

describe.each(["xml", "wbxml"])("sessions of a device in %s", (encoding) => {
  it("are remembered with their messages, their way and what they changed", async () => {
    const { api, place } = world({ encoding });
    await api.devices.command({ ...place, command: { name: "startSession" } });
    await expect.poll(async () => (await api.devices.get(place)).sessions[0]?.outcome, soon).toBe("closed");
    const [session] = (await api.devices.get(place)).sessions;
    expect(session).toMatchObject({ number: 1, initiator: "client", changes: 0 });
    expect(session?.messages).toBeGreaterThanOrEqual(2);
    expect(session?.path.at(-1)?.state).toBe("closed");
    const { row } = await api.journal.inspect({ run: place.run, seq: session?.firstSeq ?? 0 });
    expect(row.title).toBe(encoding === "xml" ? "Package 1" : row.title);
  });

  it("begin when the DM server notifies the device, and an alert is answered in them", async () => {
    const { api, place } = world({ encoding });
    await api.devices.notify(place);
    await expect.poll(async () => (await api.devices.get(place)).sessions[0]?.outcome, soon).toBe("closed");
    expect((await api.devices.get(place)).sessions[0]?.initiator).toBe("server");
    const alert = { type: "urn:example:event:low", data: "5 %" };
    await api.devices.command({ ...place, command: { name: "raiseAlert", alert } });
    await expect.poll(async () => (await api.devices.get(place)).alerts[0]?.state, soon).toBe("answered");
    expect((await api.devices.get(place)).alerts[0]).toMatchObject(alert);
  });

  it("wait for the answer of a person", async () => {
    const { api, place } = world({ encoding, user: "person" });
    const ask = { code: 1103, text: "Which?", choices: ["a", "b"], patience: 30, preset: "2" } as const;
    await api.devices.notify({ ...place, ask: { ...ask, choices: [...ask.choices] } });
    await expect.poll(async () => (await api.devices.get(place)).question?.text, soon).toBe("Which?");
    const { question } = await api.devices.get(place);
    expect(question).toMatchObject({ code: 1103, choices: ["a", "b"], preset: "b", presetChoices: [2] });
    expect(question?.remaining).toBeGreaterThan(0);
    expect((await api.devices.list({ run: place.run })).devices[0]?.asking).toBe(true);
    await api.devices.command({
      ...place,
      command: { name: "answerUser", question: question?.id ?? "", answer: { choices: [1] } },
    });
    await expect.poll(async () => (await api.devices.get(place)).sessions[0]?.outcome, soon).toBe("closed");
    expect((await api.devices.get(place)).question).toBeUndefined();
  });
});

it("a change by a server is told with its session and its message", async () => {
  const workbench = createTestWorkbench();
  const { id: run } = workbench.start({ scenario: "figure-2", speed: "max", seed: "changes" });
  await workbench.run(run).ended;
  const api = createRouterClient(createRouter(workbench));
  const node = await api.devices.node({ run, device: DEVICE, uri: "./Settings/Ring" });
  const [session] = (await api.devices.get({ run, device: DEVICE })).sessions;
  expect(node.changes).toMatchObject([{ how: "replace", session: session?.sessionId, verNo: node.verNo }]);
  expect(session?.changes).toBe(1);
  const { row } = await api.journal.inspect({ run, seq: node.changes[0]?.seq ?? 0 });
  expect(row).toMatchObject({ channel: "dm", to: { role: "device" } });
});
