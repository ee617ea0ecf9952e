import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import { nodeRandom } from "../simulator/host/node-random.ts";
import { createMemoryStore } from "../simulator/host/record-store.ts";
import {
  createDmServer,
  defaultPolicy,
  type DmServer,
  type DmServerCommand,
  type DmServerOptions,
  type ExternalSystemEntry,
} from "../simulator/roles/dm-server/index.ts";
import type { RoleReport } from "../simulator/wire/role.ts";
import { createRoleEdge, type RoleEdge } from "../simulator/workbench/role-edge.ts";
import { tableSteppers } from "../simulator/workbench/table-steppers.ts";
import { SERVER_ID } from "./dm-accounts.ts";
import { openSilentWire } from "./silent-wire.ts";
import { WSI_PASSWORD } from "./wsi-postings.ts";

const plenty = 1_000_000_000;

/** A whole DM server behind an HTTP wire, with a store in memory. */
export interface WholeDmServer {
  readonly role: DmServer;
  readonly edge: RoleEdge<DmServerCommand>;
  readonly origin: string;
  /** Date of its clock. */
  date(): number;
}

/** What differs between the benchmarks. */
export interface WholeDmServerOptions extends Pick<DmServerOptions, "devices" | "settings"> {
  /** Names of External Systems that may do everything, as often as they like. */
  readonly systems: readonly string[];
  readonly pushAddress?: ((deviceId: string) => string) | undefined;
  readonly onReport?: ((report: RoleReport) => void) | undefined;
}

/** Starts a DM server that serves `/wsi` and `/dm`. */
export async function openDmServer(options: WholeDmServerOptions): Promise<WholeDmServer> {
  const { systems, devices, settings, pushAddress, onReport } = options;
  const { http, wire, clock } = await openSilentWire(undefined, pushAddress);
  const store = createMemoryStore().of("dms");
  const role = createDmServer(
    {
      dms: { id: SERVER_ID, serverId: SERVER_ID, dmUrl: `${http.baseUrl}/dm` },
      externalSystems: systems.map(externalSystem),
      devices,
      unknownDevices: "refuse",
      hosts: [],
      settings,
      sessionLimits: { queuedWork: plenty },
    },
    { random: nodeRandom, crypto: createNodeCrypto(), steppers: tableSteppers },
    store.snapshot,
  );
  const edge = createRoleEdge({
    party: { role: "dm-server", name: SERVER_ID },
    role,
    wire,
    clock,
    commit: (writes, done) => {
      store.commit(writes, (error) => {
        done(error?.message);
      });
    },
    record: () => undefined,
    onReport: (report) => onReport?.(report),
  });
  edge.listen("wsi", "/wsi");
  edge.listen("dm", "/dm");
  return { role, edge, origin: http.baseUrl, date: () => clock.date() };
}

function externalSystem(name: string): ExternalSystemEntry {
  const quota = { requestsPerMinute: plenty, devicesPerBulk: plenty, outstandingOperations: plenty };
  return {
    id: name,
    name,
    kind: "other",
    credentials: [{ scheme: "basic", username: name, password: WSI_PASSWORD }],
    policy: { ...defaultPolicy, quota },
  };
}
