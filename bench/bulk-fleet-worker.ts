import { createServer } from "node:http";
import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import { nodeRandom } from "../simulator/host/node-random.ts";
import { createFleet } from "../simulator/roles/device/index.ts";
import { createRoleEdge } from "../simulator/workbench/role-edge.ts";
import { tableSteppers } from "../simulator/workbench/table-steppers.ts";
import { deviceOf } from "./dm-accounts.ts";
import { openSilentWire } from "./silent-wire.ts";
import { serveWorker } from "./worker.ts";

/*
 * Worker: a fleet behind a push gateway. Argument: the number of devices. A notified device comes when it is told to: an
 * order lets so many sessions run and is done when they are over; what is notified beyond waits for the next order.
 */
const [devices = "1"] = process.argv.slice(2);
const { wire, clock } = await openSilentWire();
const GATEWAY = { role: "dm-server", name: "gateway" } as const;

/** Notifications of devices that wait to be let in, the latest of each. */
const waiting = new Map<string, { readonly contentType: string; readonly body: Uint8Array }>();
/** Devices that had their turn; a notification that is sent again is nothing to them. */
const served = new Set<string>();
let wanted = 0;
let finished = 0;
let whenDone = (): void => undefined;

const letCome = (): void => {
  for (const [deviceId, { contentType, body }] of waiting) {
    if (wanted === 0) return;
    wanted--;
    waiting.delete(deviceId);
    served.add(deviceId);
    wire.push({ from: GATEWAY, to: deviceId, contentType, body });
  }
};

const create = (url: string): void => {
  const { profile, account } = deviceOf(0, url);
  const context = { random: nodeRandom, crypto: createNodeCrypto(), steppers: tableSteppers };
  const fleet = createFleet({ profile, account, encoding: "wbxml" }, context);
  for (let index = 0; index < Number(devices); index++) {
    const { deviceId, account: own } = deviceOf(index, url);
    if (!own) throw new Error("the device has no account");
    const { username, clientNonce, serverNonce } = own;
    createRoleEdge({
      party: { role: "device", name: deviceId },
      role: fleet({ deviceId, account: { username, clientNonce, serverNonce } }),
      wire,
      clock,
      commit: (_writes, done) => {
        done(undefined);
      },
      record: () => undefined,
      onReport: ({ name, data }) => {
        if (name === "session.failed" || name === "session.aborted")
          throw new Error(`${name}: ${JSON.stringify(data)}`);
        if (name === "session.closed" && ++finished === target) whenDone();
      },
    }).listenForPush(deviceId);
  }
};

let target = 0;
const work = (count: number): Promise<void> =>
  new Promise((resolve) => {
    whenDone = resolve;
    target = finished + count;
    wanted = count;
    letCome();
  });

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const deviceId = decodeURIComponent((request.url ?? "").slice("/push/".length));
    const contentType = request.headers["content-type"] ?? "";
    if (!served.has(deviceId))
      waiting.set(deviceId, { contentType, body: new Uint8Array(Buffer.concat(chunks)) });
    letCome();
    response.writeHead(202, { "content-length": 0 });
    response.end();
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const gateway = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/push/`;
  serveWorker({ gateway }, work, {
    create: (url) => {
      create(String(url));
    },
  });
});
