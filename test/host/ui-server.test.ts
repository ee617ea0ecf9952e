import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { RPCHandler } from "@orpc/server/ws";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type { Contract } from "../../simulator/api/index.ts";
import { guardedApiSocket } from "../../simulator/host/api-socket.ts";
import { createWorkbenchPorts } from "../../simulator/host/ports.ts";
import { openUiServer, type UiServer } from "../../simulator/host/ui-server.ts";
import { createRouter } from "../../simulator/workbench/router.ts";
import { createWorkbenchService } from "../../simulator/workbench/service.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { rawExchange } from "./wire-world.ts";

async function serve(patience?: number): Promise<UiServer> {
  const folder = temporaryFolder();
  const page = join(folder, "page");
  mkdirSync(join(page, "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.html"), "secret");
  writeFileSync(join(page, "index.html"), "<p>page</p>");
  writeFileSync(join(page, "assets", "app-1a2b.js"), "1;");
  writeFileSync(join(page, "notes.exe"), "x");
  const api = new RPCHandler(createRouter(createWorkbenchService(createWorkbenchPorts())));
  const server = await openUiServer({
    bind: "127.0.0.1",
    port: 0,
    page,
    serveApi: (socket) => void api.upgrade(guardedApiSocket(socket)),
    ...(patience === undefined ? {} : { patience }),
  });
  onTestFinished(() => server.close());
  return server;
}

function get(
  { port }: UiServer,
  target: string,
  fields = "Host: localhost",
  method = "GET",
): Promise<string> {
  return rawExchange(port, `${method} ${target} HTTP/1.1\r\n${fields}\r\nConnection: close\r\n\r\n`);
}

const tokenOf = ({ url }: UiServer): string => new URL(url).hash.slice("#token=".length);

function openSocket({ port }: UiServer, path = "/api", origin = `http://127.0.0.1:${port}`): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, origin === "" ? {} : { origin });
  onTestFinished(() => {
    if (socket.readyState === WebSocket.OPEN) socket.terminate();
  });
  return socket;
}

async function refusalOf(socket: WebSocket): Promise<number> {
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, { statusCode: number }];
  return response.statusCode;
}

async function closeCodeAfter(socket: WebSocket, first: string | Uint8Array): Promise<unknown> {
  await once(socket, "open");
  socket.send(first);
  const [code] = (await once(socket, "close")) as [number];
  return code;
}

describe("page", () => {
  it("is served with its types, a strict policy and no way to be framed", async () => {
    const server = await serve();
    const index = await get(server, "/");
    expect(index).toContain("200 OK");
    expect(index).toContain("text/html; charset=utf-8");
    expect(index).toContain("<p>page</p>");
    expect(index).toContain("default-src 'none'; script-src 'self'");
    expect(index).toContain("frame-ancestors 'none'");
    expect(index).toContain("nosniff");
    expect(index).toContain("cache-control: no-store");
    const script = await get(server, "/assets/app-1a2b.js?x=1");
    expect(script).toContain("text/javascript");
    expect(script).toContain("immutable");
    expect((await get(server, "/", "Host: localhost", "HEAD")).endsWith("\r\n\r\n")).toBe(true);
  });

  it.each([
    "/../secret.html",
    "/%2e%2e/secret.html",
    "/..%2fsecret.html",
    "/assets/../../secret.html",
    "/assets/%2e%2e%2f%2e%2e%2fsecret.html",
    "/..\\secret.html",
    "/%00",
    "/%ff",
    "/notes.exe",
    "/none.html",
    "/assets",
  ])("gives nothing for %s", async (target) => {
    expect(await get(await serve(), target)).toContain("404 Not Found");
  });

  it("answers to its own names and origin only, and to nothing but GET and HEAD", async () => {
    const server = await serve();
    expect(await get(server, "/", "Host: evil.example")).toContain("421");
    expect(await get(server, "/", `Host: 127.0.0.1:${server.port}\r\nOrigin: http://evil.example`)).toContain(
      "403",
    );
    expect(
      await get(server, "/", `Host: 127.0.0.1:${server.port}\r\nOrigin: http://127.0.0.1:${server.port}`),
    ).toContain("200");
    expect(await get(server, "/", "Host: localhost", "POST")).toContain("405");
  });
});

describe("token", () => {
  it("stands behind the # of the address, and is new with every start", async () => {
    const [first, second] = [await serve(), await serve()];
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    expect(tokenOf(first)).not.toBe(tokenOf(second));
  });

  it("opens the API when it is the first message", async () => {
    const server = await serve();
    const origin = `http://127.0.0.1:${server.port}`;
    // Node's WebSocket takes headers, of which the type that it shares with browsers knows nothing.
    const socket = Reflect.construct(globalThis.WebSocket, [
      `${origin.replace("http", "ws")}/api`,
      { headers: { origin } },
    ]) as globalThis.WebSocket;
    onTestFinished(() => {
      socket.close();
    });
    await once(socket, "open");
    socket.send(tokenOf(server));
    const [ready] = (await once(socket, "message")) as [{ readonly data: unknown }];
    expect(ready.data).toBe("ready");
    const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket: socket }));
    expect((await client.scenarios.list({})).map(({ id }) => id)).toContain("figure-2");
    expect(await client.host.info({})).toMatchObject({ durable: false });
  });

  it("is asked for: another first message, octets or silence end the socket", async () => {
    const server = await serve(40);
    const token = tokenOf(server);
    expect(await closeCodeAfter(openSocket(server), "wrong")).toBe(4401);
    expect(await closeCodeAfter(openSocket(server), `${token.slice(0, -1)}!`)).toBe(4401);
    expect(await closeCodeAfter(openSocket(server), new TextEncoder().encode(token))).toBe(4401);
    const [code] = (await once(openSocket(server), "close")) as [number];
    expect(code).toBe(4401);
  });

  it("does not count in a query, and no other page may open a socket", async () => {
    const server = await serve();
    expect(await refusalOf(openSocket(server, `/api?token=${tokenOf(server)}`))).toBe(404);
    expect(await refusalOf(openSocket(server, "/other"))).toBe(404);
    expect(await refusalOf(openSocket(server, "/api", "http://evil.example"))).toBe(403);
    expect(await refusalOf(openSocket(server, "/api", ""))).toBe(403);
  });
});
