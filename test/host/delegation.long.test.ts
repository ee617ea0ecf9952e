import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { startHost, type RunningHost } from "../../simulator/host/host.ts";
import type { UpstreamView } from "../../simulator/roles/dm-server/wsi/delegation/delegation.ts";
import { startCommand } from "./run-command.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const credentials = (name: string): string =>
  `{ scheme: basic, username: ${name}, password: "pwd of ${name}" }`;
const operator = `
    externalSystems:
      - { id: enterprise, kind: dm-server, credentials: [${credentials("enterprise")}] }
      - { id: desk, credentials: [${credentials("desk")}] }
    devices: [{ prefix: "op-", count: 3, group: field }]
    registry: { enabled: true }`;
const enterprise = (address: string): string => `
dms: { id: enterprise.example }
externalSystems:
  - { id: care, credentials: [${credentials("care")}] }
  - { id: analytics, credentials: [${credentials("analytics")}] }
  - { id: product, external: true, credentials: [${credentials("product")}] }
devices: [{ count: 2 }]
upstreams:
  - { id: operator, ${address}, credentials: ${credentials("enterprise")}, devices: ["op-1", "group:field"] }
`;
const ports = "listeners: { port: 0, uiPort: 0 }\n";

function fileOf(text: string): string {
  const file = join(temporaryFolder(), "config.yaml");
  writeFileSync(file, text);
  return file;
}

async function start(text: string): Promise<RunningHost> {
  const host = await startHost({
    config: fileOf(`${ports}${text}`),
    withPage: false,
    onTrouble: (error) => {
      throw error;
    },
  });
  onTestFinished(() => host.close());
  return host;
}

/** Waits until a question has the answer that is wanted. */
async function until<T>(ask: () => T | Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (Date.now() > end) throw new Error(`it did not come to this: ${JSON.stringify(answer)}`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

async function call(url: string, operation: string, content: string, user = "care"): Promise<string> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "text/xml; charset=utf-8",
      authorization: `Basic ${Buffer.from(`${user}:pwd of ${user}`).toString("base64")}`,
    },
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><${operation} xmlns="urn:dmwsi:1.0">${content}</${operation}></s:Body></s:Envelope>`,
  });
  return response.text();
}

const textOf = (xml: string, name: string): string =>
  new RegExp(`<(?:[\\w.-]+:)?${name}>([^<]*)<`).exec(xml)?.[1] ?? "";

/** Has both sides' devices managed from the enterprise's WSI and tells the totals. */
async function manageAll(wsi: string): Promise<string> {
  await until(
    () => call(wsi, "DiscoverDevices", ""),
    (found) => textOf(found, "totalMatches") === "5",
  );
  const bulk = await call(
    wsi,
    "SubmitBulkOperation",
    "<target><all>true</all></target><command><replace><locUri>./Settings/Ring</locUri><data>Bell</data></replace></command><command><get><locUri>./Settings/Ring</locUri></get></command>",
  );
  const operationId = textOf(bulk, "operationId");
  return until(
    () => call(wsi, "QueryOperation", `<operationId>${operationId}</operationId>`),
    (status) => !["pending", "running"].includes(textOf(status, "state")),
  );
}

describe("instances", () => {
  it("C1: are DM servers in one host; work on an instance's devices is delegated to it", async () => {
    const host = await start(`${enterprise("wsi: /i/operator/wsi")}instances:\n  operator:${operator}\n`);
    const { roles, wire } = host.world;
    expect([...roles.dmServers.keys()]).toEqual(["enterprise.example", "operator.example"]);
    expect([...roles.externalSystems.keys()]).toEqual(["care", "analytics", "desk"]);
    expect(roles.externalSystems.get("care")?.options.callback.url).toBe(`${wire.baseUrl}/es/callback`);
    expect(roles.externalSystems.get("analytics")?.options.callback.url).toBe(
      `${wire.baseUrl}/es/analytics/callback`,
    );
    expect(roles.externalSystems.get("desk")?.options.callback.url).toBe(
      `${wire.baseUrl}/i/operator/es/callback`,
    );
    const status = await manageAll(`${wire.baseUrl}/wsi`);
    expect(textOf(status, "state")).toBe("succeeded");
    expect(textOf(status, "succeeded")).toBe("5");
    // the instance's own External Systems call it at its own address
    const own = await call(`${wire.baseUrl}/i/operator/wsi`, "DiscoverDevices", "", "desk");
    expect(textOf(own, "totalMatches")).toBe("3");
    const wsdl = await (await fetch(`${wire.baseUrl}/i/operator/wsi?wsdl`)).text();
    expect(wsdl).toContain(`location="${wire.baseUrl}/i/operator/wsi"`);
    // a person manages a device through the DM server that knows it
    await host.world.devices.manage("op-1", [
      { kind: "Get", CmdID: "", Item: [{ Target: { LocURI: "./DevInfo/Man" } }] },
    ]);
  });

  it("each registers and is called back by the External Systems that are played", async () => {
    const host = await start(`${enterprise("wsi: /i/operator/wsi")}instances:\n  operator:${operator}\n`);
    for (const id of ["care", "analytics", "desk"])
      await host.world.roles.externalSystems.get(id)?.command({ name: "register", requestedOperations: [] });
    const states = (id: string): readonly string[] =>
      Array.from(
        host.world.roles.dmServers.get(id)?.view.registrations() ?? [],
        ({ owner, state }) => `${owner} ${state}`,
      );
    const all = await until(
      () => [...states("enterprise.example"), ...states("operator.example")],
      (found) => found.length === 4 && found.every((each) => each.endsWith("accepted")),
    );
    expect(all.toSorted()).toEqual(["analytics", "care", "desk", "enterprise"].map((id) => `${id} accepted`));
  });
});

describe("upstreams", () => {
  it("C1: the WSDL of an upstream is fetched, and its port called", async () => {
    const other = await start(`dms: { id: operator.example }${operator.replaceAll("\n    ", "\n")}\n`);
    const host = await start(enterprise(`wsdl: "${other.world.wire.baseUrl}/wsi?wsdl"`));
    const status = await manageAll(`${host.world.wire.baseUrl}/wsi`);
    expect(textOf(status, "state")).toBe("succeeded");
    const upstreams: readonly UpstreamView[] = [
      ...(host.world.roles.dmServers.get("enterprise.example")?.view.upstreams() ?? []),
    ];
    expect(upstreams).toMatchObject([{ id: "operator", state: "registered", devices: 3 }]);
  });

  it("C1: two processes; the upstream dies in between, and its devices fail", async () => {
    const serve = async (text: string) => {
      const child = startCommand("serve", "--config", fileOf(`${ports}${text}`));
      const [line] = (await once(createInterface(child.stdout), "line")) as [string];
      return { child, ready: JSON.parse(line) as { readonly wsi: string; readonly instances?: unknown } };
    };
    const other = await serve(
      `dms: { id: operator.example }\ninstances: { spare: {} }${operator.replaceAll("\n    ", "\n")}\n`,
    );
    expect(other.ready.instances).toEqual({
      spare: {
        wsi: other.ready.wsi.replace("/wsi", "/i/spare/wsi"),
        wsdl: `${other.ready.wsi.replace("/wsi", "/i/spare/wsi")}?wsdl`,
        dm: other.ready.wsi.replace("/wsi", "/i/spare/dm"),
      },
    });
    const { ready } = await serve(enterprise(`wsi: "${other.ready.wsi}"`));
    expect(textOf(await manageAll(ready.wsi), "state")).toBe("succeeded");
    other.child.kill("SIGKILL");
    await once(other.child, "exit");
    const status = await manageAll(ready.wsi);
    expect(textOf(status, "state")).toBe("partly-succeeded");
    expect(status).toContain("the DM System operator cannot be reached");
  }, 120_000);
});
