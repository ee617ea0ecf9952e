import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import { nodeRandom } from "../simulator/host/node-random.ts";
import { createFleet, type Device, type Fleet } from "../simulator/roles/device/index.ts";
import { countNodes, type TreeChange } from "../simulator/tree/index.ts";
import { toBase64, utf8 } from "../simulator/core/bytes.ts";
import type { StoreSnapshot } from "../simulator/wire/role.ts";
import { tableSteppers } from "../simulator/workbench/table-steppers.ts";
import { SERVER_ID } from "./dm-accounts.ts";
import { settingsOf, settingsProfile } from "./fleet-profile.ts";
import { serveWorker } from "./worker.ts";

/** What a fleet takes. */
export interface FleetMemory {
  /** Octets of heap of all devices together. */
  readonly octets: number;
  /** Nodes of the tree that they share. */
  readonly nodes: number;
  /** Leaves that were changed on each, besides its own names and secrets. */
  readonly changed: number;
}

/*
 * Worker: makes a fleet of idle devices as a host finds them in its store, and measures it. Argument: how many. Needs
 * `--expose-gc`.
 */
const CHANGED = 20;
const START = Date.UTC(2026, 0, 1);
const count = Number(process.argv[2] ?? "1");

const fleet = createFleet(
  {
    profile: settingsProfile,
    account: {
      serverId: SERVER_ID,
      serverUrl: "http://127.0.0.1/dm",
      username: "",
      password: "",
      auth: "md5",
      authPref: "unasked",
      serverAuth: "md5",
      serverPassword: "server-secret",
    },
  },
  { random: nodeRandom, crypto: createNodeCrypto(), steppers: tableSteppers },
);
const example = changesOnce(fleet);

const devices: Device[] = new Array<Device>(count);
make(0); // what all share exists before
const before = used();
for (let index = 0; index < count; index++) devices[index] = make(index);
const octets = used() - before;

const first = devices[0];
if (!first) throw new Error("there is no device");
const nodes = countNodes(first.view().root);
serveWorker({ octets, nodes, changed: CHANGED } satisfies FleetMemory);

function make(index: number): Device {
  const identity = {
    deviceId: `IMEI:35${String(index).padStart(13, "0")}`,
    account: { username: `user${index}`, password: `pw-${(index * 7919).toString(36)}` },
  };
  return fleet(identity, stored(index));
}

/** What the store holds of a device: changed leaves and the nonces of its last session. */
function stored(index: number): StoreSnapshot {
  const values = settingsOf(index, CHANGED);
  const tree = example.map(({ uri, node }, change): TreeChange => {
    const tStamp = START + index * 60_000 + change * 1000;
    return node ? { uri, node: { ...node, value: values[change]?.value, tStamp } } : { uri };
  });
  const nonce = (side: string): string => toBase64(utf8(`${side}${index}`.padEnd(16, "x")));
  return {
    entries: () => [
      ["tree", tree],
      [`nonces/${SERVER_ID}`, { client: nonce("c"), server: nonce("s") }],
    ],
  };
}

/** The changes as a device of the fleet commits them. */
function changesOnce(make: Fleet): readonly TreeChange[] {
  const device = make({ deviceId: "IMEI:0", account: { username: "user", password: "secret" } });
  let tree: unknown;
  for (const { uri, value } of settingsOf(0, CHANGED)) {
    const effects = device.handle(
      { type: "command", command: { name: "setValue", uri, value } },
      { now: 0, date: START },
    );
    for (const effect of effects) if (effect.type === "commit") tree = effect.writes[0]?.value;
  }
  if (!Array.isArray(tree) || tree.length !== CHANGED) throw new Error("the settings were not changed");
  return tree as readonly TreeChange[];
}

function used(): number {
  for (let round = 0; round < 4; round++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
