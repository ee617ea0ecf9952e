import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, Worker } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import { afterEach, expect, test } from "vitest";
import type { Contract } from "../../simulator/api/index.ts";

/*
 * The host as the shell starts it, in a thread that has what Electron's utility process has: a parent port whose
 * messages bring ports. What is missing is Electron itself.
 */

const entry = pathToFileURL(resolve(import.meta.dirname, "../../simulator/host/entry-electron.ts")).href;
const hostThread = `
  const { parentPort } = require("node:worker_threads");
  process.parentPort = {
    on: (_event, listener) => parentPort.on("message", (message) => listener(message)),
  };
  import(${JSON.stringify(entry)});
`;

let host: Worker | undefined;
afterEach(async () => {
  await host?.terminate();
});

/** What `HostProcess.connect` does, with threads in place of processes. */
function connect(worker: Worker): ContractRouterClient<Contract> {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ data: { type: "connect" }, ports: [port1] }, [port1]);
  return createORPCClient(new RPCLink({ port: port2 }));
}

// The whole host is loaded from its sources.
test("each page that is connected speaks the API with one host", { timeout: 90_000 }, async () => {
  host = new Worker(hostThread, { eval: true, argv: ["--port", "0", "--devices", "3"] });
  const first = connect(host);
  const second = connect(host);
  const info = await first.host.info();
  expect(info).toMatchObject({ devices: 3, loopbackOnly: true, durable: false });
  expect((await second.host.info()).startedAt).toBe(info.startedAt);
  expect((await second.scenarios.list()).map(({ id }) => id)).toContain("figure-2");
});
