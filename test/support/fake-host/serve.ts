import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { RPCHandler } from "@orpc/server/ws";
import { WebSocketServer } from "ws";
import { fakeRouter } from "./router.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A fake host that is listening. */
export interface FakeHost {
  readonly ui: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the built page with the fake host behind it, with the token and the policy of the real one. */
export async function serveFakeHost(page: string, port = 0): Promise<FakeHost> {
  const handler = new RPCHandler(fakeRouter());
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const file = join(page, path === "/" ? "index.html" : path);
    readFile(file).then(
      (content) => {
        response.writeHead(200, {
          "content-type": types[extname(file)] ?? "application/octet-stream",
          "content-security-policy":
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'",
        });
        response.end(content);
      },
      () => {
        response.writeHead(404).end();
      },
    );
  });
  const sockets = new WebSocketServer({ server, path: "/api" });
  sockets.on("connection", (socket) => {
    socket.once("message", (token) => {
      if (!Buffer.isBuffer(token) || token.toString("utf8") !== "fake") {
        socket.close(4401, "token");
        return;
      }
      void handler.upgrade(socket);
      socket.send("ready");
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : 0;
  return {
    ui: `http://127.0.0.1:${bound}/#token=fake`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
