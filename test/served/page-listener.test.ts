import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openJournal } from "./support/journal-client.ts";
import { rawRequest, sendRaw, type RawRequest, type RawResponse } from "./support/raw-http.ts";
import { normalSession } from "./support/scripted-soap.ts";
import { notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/* Attacks on the page's listener of a served host: nobody without the token gets at the API, and no file but the page's. */

let host: ServedHost;
beforeAll(async () => {
  if (notBuilt === undefined) host = await serveHost();
});
afterAll(async () => {
  if (notBuilt === undefined) await host.stop();
});

async function get(request: RawRequest): Promise<RawResponse> {
  const [answer] = await sendRaw(host.uiPort, rawRequest(host.uiPort, { method: "GET", ...request }));
  if (!answer) throw new Error("there was no answer");
  return answer;
}

const token = (): string => new URL(host.ready.ui).hash.replace("#token=", "");

/** How a socket that says `first` ends: a close code, or the HTTP status of a refused upgrade. */
async function socketEnd(
  first: string | Uint8Array | undefined,
  { path = "/api", headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.uiPort}${path}`, {
    headers: { origin: `http://127.0.0.1:${host.uiPort}`, ...headers },
  });
  return new Promise((resolve) => {
    socket.on("error", () => undefined);
    socket.on("unexpected-response", (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on("open", () => {
      if (first !== undefined) socket.send(first);
    });
    socket.on("message", (data) => {
      resolve(Buffer.isBuffer(data) && data.toString() === "ready" ? 101 : 0);
      socket.close();
    });
    socket.on("close", (code) => {
      resolve(code);
    });
  });
}

describe.skipIf(notBuilt !== undefined)("the API", () => {
  it("opens for the token alone", async () => {
    expect(await socketEnd(token())).toBe(101);
    const others = [
      "wrong",
      "",
      `${token()} `,
      new TextEncoder().encode(token()),
      "x".repeat(10_000_000),
      '{"i":"1","p":{"u":"/host/info"}}',
      undefined, // silence
    ];
    expect(await Promise.all(others.map((first) => socketEnd(first)))).toEqual(others.map(() => 4401));
  });

  it("takes no token from the address, and talks to no other page and under no other name", async () => {
    expect(await socketEnd("x", { path: `/api?token=${token()}` })).toBe(404);
    expect(await socketEnd(token(), { path: "/other" })).toBe(404);
    expect(await socketEnd(token(), { headers: { origin: "http://evil.example" } })).toBe(403);
    expect(await socketEnd(token(), { headers: { origin: "null" } })).toBe(403);
    expect(
      await socketEnd(token(), { headers: { host: "evil.example", origin: "http://evil.example" } }),
    ).toBe(403);
  });

  it("survives noise after the token", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.uiPort}/api`, {
      headers: { origin: `http://127.0.0.1:${host.uiPort}` },
    });
    socket.on("error", () => undefined);
    await once(socket, "open");
    socket.send(token());
    await once(socket, "message");
    for (const noise of [
      "",
      "{",
      "null",
      '{"i":1}',
      '{"i":"1","p":{"u":"/nothing/here"}}',
      "[".repeat(100_000),
    ])
      socket.send(noise);
    socket.send(Uint8Array.from({ length: 1000 }, (_, n) => n % 256));
    socket.send('{"i":"2","p":{"u":"/journal/inspect","b":{"json":{"run":"live","seq":-1}}}}');
    const journal = await openJournal(host);
    expect(await journal.api.host.info({})).toMatchObject({ loopbackOnly: true });
    await expect(journal.api.runs.get({ run: "../../etc/passwd" })).rejects.toThrow(/./);
    await expect(journal.api.journal.inspect({ run: "live", seq: 1e15, reveal: false })).rejects.toThrow(/./);
    journal.close();
    socket.terminate();
  });
});

describe.skipIf(notBuilt !== undefined)("the page's files", () => {
  it("come with a policy for their content, and nothing is taken but GET and HEAD", async () => {
    const page = await get({ target: "/" });
    expect(page.status).toBe(200);
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(page.headers["content-security-policy"]).not.toContain("unsafe-eval");
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect(page.headers["x-frame-options"]).toBe("DENY");
    expect(page.body).not.toContain(token());
    for (const method of ["POST", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"])
      expect((await get({ method, target: "/" })).status, method).toBe(405);
    const refused = await get({ target: "/nothing.js" });
    expect(refused.status).toBe(404);
    expect(refused.headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("are all that there is: no way leads out of their folder", async () => {
    const targets = [
      "/../package.json",
      "/..%2fpackage.json",
      "/%2e%2e/%2e%2e/package.json",
      "/..%5c..%5cpackage.json",
      "/assets/..%2f..%2fhost/entry-cli.js",
      "/assets/%2e%2e/%2e%2e/host/entry-cli.js",
      "//etc/passwd",
      "/%00/index.html",
      "/index.html%00.js",
      "/%c0%ae%c0%ae/package.json",
      "/..;/package.json",
      "/assets",
      "/assets/",
    ];
    for (const target of targets) {
      const answer = await get({ target });
      expect([400, 404], `${target}: ${answer.status}`).toContain(answer.status);
      expect(answer.body).not.toMatch(/dm-wsi-workbench|import \{|root:/);
    }
  });

  it("go to nobody who came here by another name or from another page", async () => {
    expect((await get({ headers: { host: "evil.example" } })).status).toBe(421);
    expect((await get({ headers: { origin: "http://evil.example" }, target: "/" })).status).toBe(403);
    expect((await get({ target: `/${"a".repeat(100_000)}` })).status).toBe(431);
  });

  it("are not where the protocols are, nor the other way round", async () => {
    expect((await get({ method: "POST", target: "/wsi", body: "<a/>" })).status).toBe(405);
    const [page] = await sendRaw(host.port, rawRequest(host.port, { method: "GET", target: "/index.html" }));
    expect(page?.status).toBe(404);
    expect(await normalSession(host)).toBeUndefined();
  });
});
