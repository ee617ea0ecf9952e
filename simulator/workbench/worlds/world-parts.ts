import type { Crypto } from "../../core/crypto.ts";
import { WorkbenchError } from "../../core/error.ts";
import { seededRandom, type Random } from "../../core/random.ts";
import { roleTitles, type Party, type RoleName } from "../../wire/party.ts";
import type { Role, RoleContext, StoreSnapshot } from "../../wire/role.ts";
import { actorSteppers, poolSteppers } from "../actor-steppers.ts";
import { createWorldDevices, type WorldDevices } from "../devices/device-port.ts";
import { createMemoryStore } from "../memory-store.ts";
import { createUddiClient, inquirer } from "../registry/uddi-client.ts";
import { createRoleEdge, type RoleEdge } from "../role-edge.ts";
import type { World, WorldBase } from "../world.ts";
import { createWorldRoles, type WritableWorldRoles } from "../world-roles.ts";
import { commandNames } from "./command-names.ts";

/** Why a party of a world that is gone takes no commands. */
const ENDED = "The run has ended: its parties can be looked at and do nothing more";

/** What every world of a run is put together from. */
export interface WorldParts {
  readonly random: Random;
  readonly devices: WorldDevices;
  readonly roles: WritableWorldRoles;
  /** The store of one role: what it committed, and how it commits. Roles that share a name share it. */
  storeOf(party: Party): StoreSnapshot;
  contextOf(label: string): RoleContext;
  /** Puts a role on the wire. */
  edgeOf<Command>(party: Party, role: Role<Command>): RoleEdge<Command>;
  /** What a world has by its parts alone. */
  readonly world: Pick<World, "devices" | "roles" | "observe" | "pending" | "dispose">;
}

/** Creates the parts of a world. */
export function createWorldParts(base: WorldBase, crypto: Crypto): WorldParts {
  const random = seededRandom(base.seed);
  const stores = new Map<string, ReturnType<typeof createMemoryStore>>();
  const storeOf = ({ role, name }: Party): ReturnType<typeof createMemoryStore> => {
    const key = `${role}/${name}`;
    const store = stores.get(key) ?? createMemoryStore();
    stores.set(key, store);
    return store;
  };
  const pool = poolSteppers(actorSteppers);
  const devices = createWorldDevices(base.clock, base.post);
  const roles = createWorldRoles((task) => base.post(task));
  const edges: { readonly pending: number; dispose(): void }[] = [];
  const edgeOf = <Command>(party: Party, role: Role<Command>): RoleEdge<Command> => {
    const edge = createRoleEdge({
      party,
      role,
      wire: base.wire,
      clock: base.clock,
      commit: storeOf(party).commit,
      record: base.record,
      onReport: (report, from, cause) => {
        devices.report(report, from, cause);
        roles.report(report, from, cause);
        base.onReport(report, from, cause);
      },
    });
    edges.push(edge);
    return edge;
  };
  roles.speakThrough(edgeOf(inquirer, createUddiClient()));
  return {
    random,
    devices,
    roles,
    storeOf,
    contextOf: (label) => ({ random: random.fork(label), crypto, steppers: pool.steppers }),
    edgeOf,
    world: {
      devices,
      roles,
      observe: (record) => devices.observe(record),
      get pending() {
        return edges.reduce((sum, edge) => sum + edge.pending, 0);
      },
      dispose: () => {
        devices.end(ENDED);
        roles.end(ENDED);
        for (const edge of edges) edge.dispose();
        pool.stopAll();
      },
    },
  };
}

/** Throws `scenario/command` when the role takes no command of this name. */
export function checkCommand(role: RoleName, asked: Readonly<Record<string, unknown>>): void {
  const name = String(asked["name"]);
  if (Object.hasOwn(commandNames[role], name)) return;
  throw new WorkbenchError("scenario/command", `${roleTitles[role]} takes no command ${name}`, {
    role,
    name,
  });
}
