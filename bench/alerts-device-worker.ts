import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import { nodeRandom } from "../simulator/host/node-random.ts";
import { createDevice, type GenericAlert } from "../simulator/roles/device/index.ts";
import { createRoleEdge } from "../simulator/workbench/role-edge.ts";
import { tableSteppers } from "../simulator/workbench/table-steppers.ts";
import { alertTypeOf } from "./alert-streams.ts";
import { deviceOf } from "./dm-accounts.ts";
import { openSilentWire } from "./silent-wire.ts";
import { serveWorker } from "./worker.ts";

/*
 * Worker: devices that report. Arguments: the address of the DM server, the number of devices, alerts of one session. An
 * order is a number of alerts; the devices run the sessions for them, one each at a time.
 */
const [url = "", devices = "1", each = "1"] = process.argv.slice(2);
const alertsEach = Number(each);
const { wire, clock } = await openSilentWire();
const crypto = createNodeCrypto();
let alerts = 0;
let left = 0;
let running = 0;
let whenDone = (): void => undefined;

const nextAlerts = (): readonly GenericAlert[] =>
  Array.from({ length: alertsEach }, () => ({
    type: alertTypeOf(alerts++),
    format: "int",
    data: String(alerts % 1000),
    source: `./Vendor/Readings/Value${alerts % 16}`,
    mark: "warning",
  }));

const fleet = Array.from({ length: Number(devices) }, (_, index) => {
  const options = { ...deviceOf(index, url), encoding: "wbxml" } as const;
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
      if (name === "session.failed" || name === "session.aborted")
        throw new Error(`${name}: ${JSON.stringify(data)}`);
      if (name !== "session.closed") return;
      running--;
      isRunning = false;
      if (left > 0) setImmediate(next);
      else if (running === 0) whenDone();
    },
  });
  let isRunning = false;
  // what is left of one order must not start a device twice for the next
  const next = (): void => {
    if (isRunning || left <= 0) return;
    isRunning = true;
    left -= alertsEach;
    running++;
    edge.command({ name: "startSession", alerts: nextAlerts() });
  };
  return { next };
});

serveWorker(
  {},
  (count) =>
    new Promise((resolve) => {
      left = count;
      whenDone = resolve;
      for (const { next } of fleet) next();
    }),
);
