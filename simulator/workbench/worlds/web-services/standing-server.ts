import type { JournalRecord } from "../../../journal/record.ts";
import {
  createDmServer,
  type DmServerCommand,
  type DmServerOptions,
} from "../../../roles/dm-server/index.ts";
import type { Party } from "../../../wire/party.ts";
import type { RoleEdge } from "../../role-edge.ts";
import type { WorldBase } from "../../world.ts";
import type { WorldParts } from "../world-parts.ts";

/** A DM server of a world, which can be stopped and started again on its store. */
export interface StandingServer {
  readonly party: Party;
  command(command: DmServerCommand): void;
  /** At once, or when the DM server has made a note with this code and done what belongs to it. */
  restart(after?: unknown): void;
  observe(record: JournalRecord): void;
}

/** What a DM server is put together from. */
export interface ServerParts {
  readonly options: DmServerOptions;
  /** Folder of the wire that it serves. */
  readonly folder: string;
  readonly parts: WorldParts;
  readonly base: Pick<WorldBase, "wire" | "record" | "post">;
  /** Told of the edge through which it manages devices, at each start. */
  readonly serves: ((edge: RoleEdge<DmServerCommand>) => void) | undefined;
}

/** Puts a DM server on the wire. It begins with the command `start`. */
export function standServer({ options, folder, parts, base, serves }: ServerParts): StandingServer {
  const { id } = options.dms;
  const party: Party = { role: "dm-server", name: id };
  let starts = 0;
  /** Code of the note that is waited for. */
  let awaited: string | undefined;

  const boot = (): RoleEdge<DmServerCommand> => {
    // what it draws after a restart is not what it drew before
    const label = starts === 0 ? `dms/${id}` : `dms/${id}/${starts}`;
    starts++;
    const role = createDmServer(options, parts.contextOf(label), parts.storeOf(party));
    const edge = parts.edgeOf<DmServerCommand>(party, role);
    edge.listen("wsi", `${folder}/wsi`);
    edge.listen("wsi-callback", `${folder}/wsi/callback`);
    edge.listen("dm", `${folder}/dm`);
    edge.listen("http", `${folder}/packages`);
    parts.roles.addDmServer(role, edge);
    serves?.(edge);
    return edge;
  };

  const restart = (): void => {
    edge.dispose();
    base.record({
      kind: "note",
      party,
      severity: "info",
      code: "dm-server-restarted",
      text: `${id} was stopped and started again on its store.`,
      findings: [],
    });
    edge = boot();
    edge.command({ name: "start" });
  };

  base.wire.identify(party, party.name);
  let edge = boot();
  return {
    party,
    command: (command) => edge.command(command),
    restart: (after) => {
      if (typeof after === "string") awaited = after;
      else restart();
    },
    observe: (record) => {
      if (record.kind !== "note" || record.code !== awaited || record.party?.name !== id) return;
      awaited = undefined;
      base.post(restart);
    },
  };
}
