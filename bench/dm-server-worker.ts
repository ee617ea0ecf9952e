import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import { nodeRandom } from "../simulator/host/node-random.ts";
import { createDeviceSessions } from "../simulator/roles/dm-server/dm/device-sessions.ts";
import { createInventory } from "../simulator/roles/dm-server/inventory/inventory.ts";
import type { ReferencedCommand, SessionReports } from "../simulator/roles/dm-server/ports.ts";
import type { Effect, Moment, Role } from "../simulator/wire/role.ts";
import { createRoleEdge } from "../simulator/workbench/role-edge.ts";
import { tableSteppers } from "../simulator/workbench/table-steppers.ts";
import { accountOf, SERVER_ID } from "./dm-accounts.ts";
import { recordInto } from "./record-into.ts";
import { openSilentWire } from "./silent-wire.ts";
import { serveWorker } from "./worker.ts";

/*
 * Worker: the DM side of our DM server behind an HTTP wire. Every device always has work waiting, so that each session is
 * Package 1, Package 2 with commands, Package 3, Package 4. Arguments: the number of devices, and the folder of a journal
 * file where everything is recorded; without one nothing is.
 */
const [devices = "1", folder] = process.argv.slice(2);
const count = Number(devices);
const crypto = createNodeCrypto();
const recording = folder === undefined ? undefined : recordInto(folder);
const { http, wire, clock } = await openSilentWire(recording?.recorder);

const commands: readonly ReferencedCommand[] = [
  ...["./DevDetail/SwV", "./DevDetail/FwV", "./DevInfo/Lang"].map((uri, index) => ({
    reference: String(index + 1),
    command: { kind: "Get" as const, CmdID: "", Item: [{ Target: { LocURI: uri } }] },
  })),
  {
    reference: "4",
    command: {
      kind: "Replace",
      CmdID: "",
      Item: [{ Target: { LocURI: "./Settings/Ring" }, Meta: { Format: "chr" }, Data: "Chime" }],
    },
  },
];

const inventory = createInventory({
  snapshot: { entries: () => [] },
  accounts: Array.from({ length: count }, (_, index) => accountOf(index)),
  unknownDevices: "refuse",
  crypto,
});
const ended: string[] = [];
const reports: SessionReports = (report) => {
  if (report.type === "refused" || report.type === "aborted" || report.type === "timed-out")
    throw new Error(`a session ended badly: ${report.reason}`);
  if (report.type === "closed") ended.push(report.work);
};
const sessions = createDeviceSessions({
  serverId: SERVER_ID,
  serverUrl: `${http.baseUrl}/dm`,
  inventory,
  context: { random: nodeRandom, crypto, steppers: tableSteppers },
  reports,
});

const open = (deviceId: string, moment: Moment, sink: (effect: Effect) => void): void => {
  const request = {
    work: deviceId,
    deviceId,
    uiMode: "not-specified",
    notify: false,
    expires: Infinity,
  } as const;
  sessions.open({ ...request, mode: { kind: "commands", commands } }, moment, sink);
};

const role: Role<"fill"> = {
  handle: (event, moment) => {
    const effects: Effect[] = [];
    const sink = (effect: Effect): void => void effects.push(effect);
    if (event.type === "command")
      for (let index = 0; index < count; index++) open(accountOf(index).deviceId, moment, sink);
    if (event.type === "request.received") sessions.handleDm(event, moment, sink);
    if (event.type === "request.gone") sessions.requestGone(event.exchange, moment, sink);
    if (event.type === "timer.expired") sessions.handleTimer(event.timer, moment, sink);
    for (const deviceId of ended.splice(0)) open(deviceId, moment, sink);
    return effects;
  },
};

const edge = createRoleEdge({
  party: { role: "dm-server", name: SERVER_ID },
  role,
  wire,
  clock,
  commit: (_writes, done) => {
    done(undefined);
  },
  record: (draft) => void recording?.record(draft),
  onReport: () => undefined,
});
edge.listen("dm", "/dm");
edge.command("fill");
serveWorker({ url: `${http.baseUrl}/dm` });
