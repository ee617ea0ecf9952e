import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import { nodeRandom } from "../simulator/host/node-random.ts";
import { createDevice } from "../simulator/roles/device/index.ts";
import { createRoleEdge } from "../simulator/workbench/role-edge.ts";
import { tableSteppers } from "../simulator/workbench/table-steppers.ts";
import { deviceOf } from "./dm-accounts.ts";
import { openSilentWire, silent } from "./silent-wire.ts";
import { serveWorker } from "./worker.ts";

/** What the first session looked like: octets of its requests and of its answers, in order. */
export interface SessionShape {
  readonly requests: readonly Uint8Array[];
  readonly answers: readonly number[];
}

/*
 * Worker: devices that run sessions against a DM server. Arguments: its address, the number of devices, the encoding of
 * their messages. All devices run at the same time, one session each.
 */
const [url = "", devices = "1", encoding = "xml"] = process.argv.slice(2);
const requests: Uint8Array[] = [];
const answers: number[] = [];
let messages = 0;
const { wire, clock } = await openSilentWire(
  silent((draft) => {
    messages++;
    if (draft.direction === "request") requests.push(draft.body);
    else answers.push(draft.body.length);
    if (requests.length > 2) requests.pop();
    if (answers.length > 2) answers.pop();
  }),
);
const crypto = createNodeCrypto();
let started = 0;
let finished = 0;
let wanted = 0;
let whenDone = (): void => undefined;

const fleet = Array.from({ length: Number(devices) }, (_, index) => {
  const options = { ...deviceOf(index, url), encoding: encoding === "wbxml" ? "wbxml" : "xml" } as const;
  const edge = createRoleEdge({
    party: { role: "device", name: options.deviceId },
    role: createDevice(options, { random: nodeRandom, crypto, steppers: tableSteppers }),
    wire,
    clock,
    commit: (_writes, done) => {
      done(undefined);
    },
    record: () => undefined,
    onReport: ({ name, data }) => {
      if (name === "session.started" || name === "tree.changed") return;
      if (name !== "session.closed") throw new Error(`${name}: ${JSON.stringify(data)}`);
      finished++;
      isRunning = false;
      if (finished === wanted) whenDone();
      else setImmediate(next);
    },
  });
  let isRunning = false;
  // what is left of one order must not start a device twice for the next
  const next = (): void => {
    if (isRunning || started >= wanted) return;
    isRunning = true;
    started++;
    edge.command({ name: "startSession" });
  };
  return { next };
});

const work = async (count: number): Promise<void> => {
  started = 0;
  finished = 0;
  messages = 0;
  wanted = count;
  await new Promise<void>((resolve) => {
    whenDone = resolve;
    for (const { next } of fleet) next();
  });
  if (messages !== 4 * count) throw new Error(`${messages / count} messages a session instead of 4`);
};

await work(1);
const shape: SessionShape = { requests: [...requests], answers: [...answers] };
serveWorker(shape, work);
