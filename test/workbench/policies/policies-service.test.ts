import { createRouterClient } from "@orpc/server";
import { describe, expect, it } from "vitest";
import type { PolicyView } from "../../../simulator/api/index.ts";
import { createRouter } from "../../../simulator/workbench/router.ts";
import { createTestWorkbench } from "../../support/workbench.ts";

/** A run of Figure 2 that stands before its first message. */
async function world() {
  const workbench = createTestWorkbench();
  const api = createRouterClient(createRouter(workbench));
  const { id: run } = await api.runs.start({ scenario: "figure-2", speed: "max", paused: true });
  await expect.poll(() => workbench.roles(run).dmServers.size).toBe(1);
  const about = { run, externalSystem: "care" };
  const { policies } = api;
  const get = async () => policies.get({ run });
  const care = async () => {
    const found = (await get()).externalSystems.find(({ id }) => id === "care");
    if (!found) throw new Error("no External System care");
    return found;
  };
  return { policies, run, about, get, care };
}

const parts = (locUri: string, kind: "get" | "replace" | "copy" = "get", from?: string) => ({
  operation: "ManageParameters",
  devices: ["IMEI:350000000000017"],
  commands: [{ kind, locUri, ...(from === undefined ? {} : { from }) }],
});

describe("policies", () => {
  it("shows the External Systems without secrets, and what a policy may be made of", async () => {
    const { get } = await world();
    const view = await get();
    expect(view.externalSystems).toMatchObject([
      { id: "care", origin: "configuration", devices: 1, credentials: [{ scheme: "basic", holder: "care" }] },
    ]);
    expect(JSON.stringify(view)).not.toContain("password");
    const all = view.choices.operationGroups.flatMap(({ operations }) => operations);
    expect(new Set(all).size + view.choices.ungranted.length).toBe(22);
  });

  it("an edited policy is checked, saved, and taken back", async () => {
    const { policies, about, care, run } = await world();
    const policy: PolicyView = { ...(await care()).policy, subtrees: { get: ["./DevInfo"] } };
    expect(await policies.check({ ...about, policy })).toMatchObject({
      findings: [],
      changes: ["Granted, get: ./DevInfo.", "Taken back, all commands: ./."],
      devices: 1,
    });
    const { undo } = await policies.command({
      run,
      command: { name: "setPolicy", externalSystem: "care", policy },
    });
    expect((await care()).policy.subtrees).toEqual({ get: ["./DevInfo"] });
    expect(undo).toEqual([{ name: "resetPolicy", externalSystem: "care" }]);
    for (const command of undo) await policies.command({ run, command });
    expect((await care()).policy.subtrees).toEqual(["./"]);
    expect((await care()).configuredPolicy).toBeUndefined();
  });

  it("findings name the place, and what is wrong cannot be saved", async () => {
    const { policies, about, care, run } = await world();
    const policy: PolicyView = { ...(await care()).policy, devices: ["*", "group:"], operations: ["Manage"] };
    const { findings } = await policies.check({ ...about, policy });
    expect(findings.map(({ path }) => path)).toEqual(["operations.0", "devices.1"]);
    const command = { name: "setPolicy", externalSystem: "care", policy } as const;
    await expect(policies.command({ run, command })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("a dry run names the rule that decides, in the order of the decisions", async () => {
    const { policies, about, care } = await world();
    const granted = await policies.explain({ ...about, question: parts("./DevInfo/Mod") });
    expect(granted).toMatchObject({ granted: true, operation: "ManageParameters" });
    expect(granted.decisions.map(({ check }) => check)).toEqual([
      "requests-per-minute",
      "operation",
      "device",
      "command",
      "outstanding-operations",
    ]);
    const policy: PolicyView = {
      ...(await care()).policy,
      subtrees: { get: ["./"], replace: ["./Settings"], copy: ["./Settings"] },
    };
    const explain = (question: ReturnType<typeof parts>) => policies.explain({ ...about, question, policy });
    const allowed = await explain(parts("Settings/%41", "replace"));
    expect(allowed.decisions.find(({ check }) => check === "command")).toMatchObject({
      granted: true,
      rule: "subtrees.replace: ./Settings",
      compared: "./Settings/A",
    });
    const refused = await explain(parts("./FwUpdate/Pkg", "replace"));
    expect(refused).toMatchObject({ granted: false, code: "POL0202" });
    expect(refused.decisions.at(-1)).toMatchObject({
      granted: false,
      asked: "replace ./FwUpdate/Pkg",
      rule: "subtrees.replace: none of the subtrees covers it",
    });
    // Copy: both ends, whole subtrees
    expect(await explain(parts("./Settings/B", "copy", "./DevInfo"))).toMatchObject({ code: "POL0202" });
    expect(await explain(parts("./DMAcc/x"))).toMatchObject({ code: "POL0202" });
    expect(await explain(parts("./A/../DMAcc"))).toMatchObject({ code: "POL0202" });
  });

  it("takes a request as a SOAP message, and says so when it is none", async () => {
    const { policies, about } = await world();
    const soap = (body: string) =>
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
    const body = `<SubmitBulkOperation xmlns="urn:dmwsi:1.0"><target><all>true</all></target><command><delete><locUri>.</locUri></delete></command></SubmitBulkOperation>`;
    expect(await policies.explain({ ...about, question: { soap: soap(body) } })).toMatchObject({
      operation: "SubmitBulkOperation",
      code: "POL0202",
    });
    await expect(policies.explain({ ...about, question: { soap: "<a/>" } })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  it("an unknown device, External System, DM server, operation", async () => {
    const { policies, about, run } = await world();
    const unknown = { ...parts("./DevInfo"), devices: ["nobody"] };
    expect(await policies.explain({ ...about, question: unknown })).toMatchObject({
      granted: false,
      code: "SVC0004",
    });
    const question = parts("./DevInfo");
    await expect(policies.explain({ run, externalSystem: "x", question })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(policies.get({ run, server: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      policies.explain({ ...about, question: { ...question, operation: "Nothing" } }),
    ).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("External Systems are added, renamed and removed", async () => {
    const { policies, care, get, run } = await world();
    const { policy } = await care();
    const { undo } = await policies.command({
      run,
      command: {
        name: "addExternalSystem",
        externalSystem: "portal",
        title: "Portal",
        kind: "other",
        policy,
        credentials: [{ scheme: "basic", username: "portal", password: "pw" }],
      },
    });
    expect((await get()).externalSystems.map(({ id }) => id)).toEqual(["care", "portal"]);
    for (const command of undo) await policies.command({ run, command });
    expect((await get()).externalSystems.map(({ id }) => id)).toEqual(["care"]);
    const renamed = { name: "setExternalSystem", externalSystem: "care", title: "Desk" } as const;
    const back = await policies.command({ run, command: renamed });
    expect((await care()).name).toBe("Desk");
    expect(back.undo).toMatchObject([{ title: "Customer care" }]);
  });

  it("a host without a test CA says so", async () => {
    const { policies } = await world();
    await expect(policies.certificates.list()).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
