import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { connectionKey } from "../../simulator/host/host-name.ts";
import { createHttpClient, type ClientOutcome } from "../../simulator/host/http-client.ts";

it("knows its connections by both ends: another program's may have the same port and go elsewhere", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = createHttpClient<string>();
  onTestFinished(async () => {
    await client.close();
    server.close();
  });
  const bound = server.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  const asked = once(server, "request") as Promise<[IncomingMessage, ServerResponse]>;
  const answered = new Promise<ClientOutcome>((resolve) => {
    const target = { origin: `http://127.0.0.1:${port}` };
    const body = utf8("hello");
    client.send(
      { target, method: "POST", path: "/", headers: {}, body, replyLimit: 100, tag: "ours" },
      resolve,
    );
  });
  const [request, response] = await asked;
  const { remoteAddress, remotePort } = request.socket;
  expect(client.tagAt(connectionKey(remoteAddress, remotePort, port))).toBe("ours");
  expect(client.tagAt(connectionKey(remoteAddress, remotePort, port + 1))).toBeUndefined();
  response.end();
  expect(await answered).toMatchObject({ kind: "response", response: { status: 200 } });
  expect(client.tagAt(connectionKey(remoteAddress, remotePort, port))).toBeUndefined();
});
