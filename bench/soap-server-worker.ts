import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import { nodeRandom } from "../simulator/host/node-random.ts";
import { createMemoryStore } from "../simulator/host/record-store.ts";
import { createDmServer, defaultPolicy } from "../simulator/roles/dm-server/index.ts";
import { createRoleEdge } from "../simulator/workbench/role-edge.ts";
import { tableSteppers } from "../simulator/workbench/table-steppers.ts";
import { accountOf, SERVER_ID } from "./dm-accounts.ts";
import { openSilentWire } from "./silent-wire.ts";
import { SOAP_DEVICES, SOAP_USER } from "./soap-messages.ts";
import { serveWorker } from "./worker.ts";

/* Worker: our DM server behind an HTTP wire, with policy and a store in memory. */
const { http, wire, clock } = await openSilentWire();
const store = createMemoryStore().of("dms");
const plenty = 1_000_000_000;

const edge = createRoleEdge({
  party: { role: "dm-server", name: SERVER_ID },
  role: createDmServer(
    {
      dms: { id: SERVER_ID, serverId: SERVER_ID, dmUrl: `${http.baseUrl}/dm` },
      externalSystems: [
        {
          id: "bench",
          name: "Bench",
          kind: "other",
          credentials: [{ scheme: "basic", ...SOAP_USER }],
          policy: {
            ...defaultPolicy,
            quota: { requestsPerMinute: plenty, devicesPerBulk: plenty, outstandingOperations: plenty },
          },
        },
      ],
      devices: Array.from({ length: SOAP_DEVICES }, (_, index) => accountOf(index)),
      unknownDevices: "refuse",
      hosts: [],
      sessionLimits: { queuedWork: plenty },
    },
    { random: nodeRandom, crypto: createNodeCrypto(), steppers: tableSteppers },
    store.snapshot,
  ),
  wire,
  clock,
  commit: (writes, done) => {
    store.commit(writes, (error) => {
      done(error?.message);
    });
  },
  record: () => undefined,
  onReport: () => undefined,
});
edge.listen("wsi", "/wsi");
serveWorker({ origin: http.baseUrl });
