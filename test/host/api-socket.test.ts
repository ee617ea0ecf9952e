import { once } from "node:events";
import { expect, it, onTestFinished, test, vi } from "vitest";
import { WebSocket, WebSocketServer, type MessageEvent } from "ws";
import { guardedApiSocket, isApiMessage } from "../../simulator/host/api-socket.ts";

it.each([
  '{"i":"1","p":{"u":"/host/info","b":{"json":{}}}}',
  '{"i":"1","p":{"u":"/host/info","m":"GET","h":{"a":"b"}}}',
  '{"i":"1","t":3,"p":{"e":"message","d":1}}',
  '{"i":"1","t":4}',
])("takes %s", (text) => {
  expect(isApiMessage(text)).toBe(true);
});

it.each([
  "",
  "{",
  "null",
  "[]",
  "1",
  '"i"',
  "{}",
  '{"i":1,"p":{"u":"/"}}',
  '{"i":"1"}',
  '{"i":"1","p":null}',
  '{"i":"1","p":{"u":5}}',
  '{"i":"1","p":{"u":"http://["}}',
  '{"i":"1","p":{"u":"/","h":"x"}}',
  '{"i":"1","p":{"u":"/","m":2}}',
  '{"i":"1","t":2,"p":{"u":"/"}}',
  '{"i":"1","t":3}',
  Buffer.from("{}"),
  undefined,
])("refuses %j", (data) => {
  expect(isApiMessage(data)).toBe(false);
});

test("a socket hands on the API's messages and is closed with 1007 by the first that is none", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => {
    server.close();
  });
  await once(server, "listening");
  const heard = vi.fn<(event: MessageEvent) => void>();
  server.on("connection", (socket) => {
    guardedApiSocket(socket).addEventListener("message", heard);
  });
  const address = server.address();
  const client = new WebSocket(`ws://127.0.0.1:${typeof address === "string" ? "" : (address?.port ?? 0)}`);
  await once(client, "open");
  client.send('{"i":"1","t":4}');
  client.send("{");
  const [code] = (await once(client, "close")) as [number];
  expect(code).toBe(1007);
  expect(heard.mock.calls.map(([event]) => event.data)).toEqual(['{"i":"1","t":4}']);
});
