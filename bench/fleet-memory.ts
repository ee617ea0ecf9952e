import { rounded, type Bench } from "./bench.ts";
import type { FleetMemory } from "./fleet-memory-worker.ts";
import { startWorkerWith } from "./worker.ts";

const DEVICES = 100_000;

/** Octets of heap of an idle device in a fleet: what it is called, its credentials, and what differs from its profile. */
export const fleetMemory: Bench = {
  name: "fleet-memory",
  run: async () => {
    const worker = await startWorkerWith<FleetMemory>(
      ["--expose-gc"],
      "fleet-memory-worker.ts",
      String(DEVICES),
    );
    const { octets, nodes, changed } = worker.ready;
    return {
      value: rounded(octets / DEVICES, 0),
      unit: "bytes",
      goal: 600,
      detail: {
        devices: DEVICES,
        profileNodes: nodes,
        changedLeaves: changed,
        ofItsOwn: "identifier, user name, password, two nonces",
        heapMegabytes: rounded(octets / 1e6, 0),
      },
    };
  },
};
