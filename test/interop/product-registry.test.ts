import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { startHost, type RunningHost } from "../../simulator/host/host.ts";
import { exportCertificate } from "../../simulator/host/export-certificate.ts";
import type { PublisherStatus } from "../../simulator/roles/dm-server/index.ts";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { startPeer, type PythonPeer } from "./support/python-peer.ts";

const missing = spawnSync("python3", ["-h"]).error === undefined ? undefined : "python3 is not installed";
const care = `externalSystems: [{ id: care, credentials: [{ scheme: basic, username: care, password: secret }] }]`;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function serve(text: string, data?: string, ports = "port: 0, uiPort: 0"): Promise<RunningHost> {
  const config = join(temporaryFolder(), "config.yaml");
  writeFileSync(config, `listeners: { ${ports} }\ndevices: []\n${text}\n`);
  const host = await startHost({
    config,
    ...(data === undefined ? {} : { data }),
    withPage: false,
    onTrouble: (error) => {
      throw error;
    },
  });
  closing.push(() => host.close());
  return host;
}

async function until(ask: () => boolean, what: () => unknown): Promise<void> {
  const end = Date.now() + 20_000;
  while (!ask()) {
    if (Date.now() > end) throw new Error(`it did not come to this: ${JSON.stringify(what())}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

const statusOf = (host: RunningHost): PublisherStatus => {
  const status = [...host.world.roles.dmServers.values()][0]?.view.publisher?.status;
  if (!status) throw new Error("nothing is published");
  return status;
};
const settled = async (host: RunningHost, state: string): Promise<PublisherStatus> => {
  await until(
    () => statusOf(host).state === state,
    () => statusOf(host),
  );
  return statusOf(host);
};
const notes = (host: RunningHost, code: string): number =>
  host.world.journal.read(0, 10_000).filter((record) => record.kind === "note" && record.code === code)
    .length;
const dmServer = (host: RunningHost) => [...host.world.roles.dmServers.values()][0]!;

/** Lets the External System look up, fetch the WSDL and register; gives what it reported last. */
async function findAndRegister(host: RunningHost): Promise<Readonly<Record<string, unknown>>> {
  const system = host.world.roles.externalSystems.get("care")!;
  const reports: { readonly name: string; readonly data: Readonly<Record<string, unknown>> }[] = [];
  const stop = host.world.roles.reported.subscribe(({ report, party }) => {
    if (party.name === "care") reports.push(report);
  });
  const reported = async (...names: readonly string[]) => {
    await until(
      () => reports.some(({ name }) => names.includes(name)),
      () => reports,
    );
    return reports.find(({ name }) => names.includes(name))!;
  };
  await system.command({ name: "findService", serviceName: "DeviceManagementService" });
  const found = await reported("service.found", "service.not-found");
  if (found.name === "service.found") {
    await system.command({ name: "fetchWsdl", url: String(found.data["wsdlUrl"]) });
    expect(await reported("wsdl.fetched", "wsdl.failed")).toMatchObject({ name: "wsdl.fetched" });
    await system.command({ name: "register", requestedOperations: ["*"] });
    await reported("registration.confirmed", "registration.failed");
  }
  stop();
  return { ...found.data, registered: reports.some(({ name }) => name === "registration.confirmed") };
}

const product = (urls: { inquiry: string; publish: string; security?: string }, version: number): string =>
  `${care}\nregistry: { product: { inquiryUrl: "${urls.inquiry}", publishUrl: "${urls.publish}", ${urls.security ? `securityUrl: "${urls.security}", ` : ""}version: ${version}, userId: dms, password: secret } }`;

describe("R1 a registry that is a product, played by another host", () => {
  const urlsBelow = (base: string) => ({
    inquiry: `${base}/uddi/inquiry`,
    publish: `${base}/uddi/publish`,
    security: `${base}/uddi/security`,
  });
  const owner = `registry: { publishers: [{ userId: dms, password: secret }] }`;

  it("fetches the WSDL of a DM server on another host, which is longer than what strangers may answer", async () => {
    const other = await serve(owner);
    await settled(other, "published");
    const urls = urlsBelow(other.world.wire.baseUrl);
    const host = await serve(`${product(urls, 2)}`.replace("password: secret } }", "password: wrong } }"));
    expect(await findAndRegister(host)).toMatchObject({
      accessPoint: `${other.world.wire.baseUrl}/wsi`,
      registered: false,
    });
  });

  it.each([2, 3])("publishes, is found, registered with and withdrawn in version %i", async (version) => {
    const other = await serve(owner);
    // its own DM server publishes there as well, under the same name
    await settled(other, "published");
    await dmServer(other).command({ name: "withdraw" });
    await settled(other, "unpublished");
    const host = await serve(product(urlsBelow(other.world.wire.baseUrl), version));
    const { keys, registry } = await settled(host, "published");
    expect(keys.service).toMatch(version === 3 ? /^uddi:[0-9a-f-]{36}$/ : /^[0-9A-F-]{36}$/i);
    expect(registry).toMatchObject({ version, userId: "dms" });
    expect(host.world.host().addresses.some(({ name }) => name.startsWith("uddi"))).toBe(false);
    expect(await findAndRegister(host)).toMatchObject({
      accessPoint: `${host.world.wire.baseUrl}/wsi`,
      registered: true,
    });
    await dmServer(host).command({ name: "withdraw" });
    await settled(host, "unpublished");
    expect(await findAndRegister(host)).toMatchObject({
      reason: "the registry knows no service DeviceManagementService",
    });
  });

  it("publishes over HTTPS once the authority of the product is trusted", async () => {
    const data = temporaryFolder();
    const other = await serve(owner, data, "port: 0, uiPort: 0, tlsPort: 0");
    const ca = join(temporaryFolder(), "ca.pem");
    await exportCertificate("ca", { data, out: ca }, {
      say: () => undefined,
      line: () => undefined,
      json: () => undefined,
    } as never);
    expect(readFileSync(ca, "utf8")).toContain("BEGIN CERTIFICATE");
    const urls = urlsBelow(other.world.wire.secureUrl ?? "");
    const stranger = await serve(product(urls, 3));
    expect((await settled(stranger, "waiting")).error?.text).toMatch(/certificate|unable|self/i);
    const host = await serve(`${product(urls, 3)}\ntls: { trust: ["${ca}"] }`);
    await settled(host, "published");
  });
});

describe.skipIf(missing !== undefined)("R1 a registry that is not ours, with the manners of products", () => {
  interface Told {
    readonly asked: readonly string[];
    readonly services: number;
    readonly keys: readonly string[];
  }
  const start = async (
    wish: object = {},
  ): Promise<{ readonly peer: PythonPeer; readonly config: string }> => {
    const peer = startPeer("uddi_registry.py", [], true);
    closing.push(() => peer.stop());
    const url = String((await peer.ready)["url"]);
    await peer.ask(wish);
    return { peer, config: product({ inquiry: url, publish: url }, 2) };
  };

  it("takes keys of any form, does without the operator, and is found there", async () => {
    const { peer, config } = await start({ quirk: "slow" });
    const host = await serve(config);
    const { keys } = await settled(host, "published");
    expect(keys.service).toMatch(/^NODE7\/businessService\//);
    expect(keys.binding12).toMatch(/^NODE7\/bindingTemplate\//);
    expect(await findAndRegister(host)).toMatchObject({ registered: true, serviceKey: keys.service });
    await dmServer(host).command({ name: "withdraw" });
    await settled(host, "unpublished");
    expect(await peer.ask<Told>({})).toMatchObject({ services: 0 });
  });

  it("reuses every key after a restart on its store", async () => {
    const { peer, config } = await start();
    const data = temporaryFolder();
    const first = await serve(config, data);
    const { keys } = await settled(first, "published");
    const before = (await peer.ask<Told>({})).keys;
    await closing.pop()!();
    const second = await serve(config, data);
    await until(
      () => statusOf(second).state === "published" && statusOf(second).since !== undefined,
      () => statusOf(second),
    );
    expect(statusOf(second).keys).toEqual(keys);
    const told = await peer.ask<Told>({});
    expect(told.keys).toEqual(before);
    expect(told.asked).not.toContain("save_business");
  });

  it("saves everything anew where the registry has lost it", async () => {
    const { peer, config } = await start();
    const host = await serve(config);
    const { keys } = await settled(host, "published");
    await peer.ask({ forget: true });
    await dmServer(host).command({ name: "publish" });
    await until(
      () => statusOf(host).goal === undefined && statusOf(host).keys.service !== keys.service,
      () => statusOf(host),
    );
    expect(statusOf(host)).toMatchObject({ state: "published", error: undefined });
    expect(notes(host, "publication-keys")).toBe(1);
  });

  it("logs in once more when the token has expired, and not again and again", async () => {
    const { peer, config } = await start({ quirk: "short-tokens" });
    const host = await serve(config);
    await settled(host, "published");
    expect(notes(host, "publication-login")).toBe(1);
    await peer.ask({ quirk: "shortest-tokens" });
    await dmServer(host).command({ name: "publish" });
    const { error } = await settled(host, "refused");
    expect(error).toMatchObject({ code: "E_authTokenExpired", errno: 10110 });
    expect((await peer.ask<Told>({})).asked.filter((name) => name === "get_authToken")).toHaveLength(2);
  });

  it("passes over a business of the same name that belongs to somebody else", async () => {
    const { config } = await start({ quirk: "foreign-business", foreignBusiness: "dms.example" });
    const host = await serve(config);
    const { keys } = await settled(host, "published");
    expect(keys.business).not.toBe("NODE7/businessEntity/0001");
  });

  it("stops at wrong credentials with the number of the error, and serves all the same", async () => {
    const { config } = await start();
    const host = await serve(config.replace("password: secret } }", "password: wrong } }"));
    const { error, goal, nextTry } = await settled(host, "refused");
    expect({ error, goal, nextTry }).toMatchObject({
      error: { code: "E_unknownUser", errno: 10150 },
      goal: undefined,
      nextTry: undefined,
    });
    expect((await fetch(`${host.world.wire.baseUrl}/wsi?wsdl`)).status).toBe(200);
  });

  it("waits for one that answers 503, and tells when it tries again", async () => {
    const { peer, config } = await start({ quirk: "unavailable" });
    const host = await serve(config);
    const { error, nextTry, goal, failures } = await settled(host, "waiting");
    expect({ error, goal, failures }).toMatchObject({ error: { status: 503 }, goal: "publish", failures: 1 });
    expect(nextTry).toBeGreaterThan(0);
    await peer.ask({ quirk: "none" });
    await dmServer(host).command({ name: "publish" });
    expect(await settled(host, "published")).toMatchObject({ error: undefined, failures: 0 });
  });
});
