import { createEmitter, type Emitter } from "../core/emitter.ts";
import { WorkbenchError } from "../core/error.ts";
import type { DmServer, DmServerCommand, DmServerView } from "../roles/dm-server/index.ts";
import type {
  ExternalSystem,
  ExternalSystemCommand,
  ExternalSystemOptions,
  ExternalSystemView,
} from "../roles/external-system/index.ts";
import type { Registry, RegistryCommand, RegistryOptions, RegistryView } from "../roles/registry/index.ts";
import type { HttpRequest } from "../wire/http.ts";
import type { Party } from "../wire/party.ts";
import type { Channel, RoleReport } from "../wire/role.ts";
import { createReportTrail, type ReportTrail } from "./report-trail.ts";
import type { ClientAnswer, UddiClientCommand } from "./registry/uddi-client.ts";
import type { RoleEdge } from "./role-edge.ts";

/** A DM server of a world: it can be looked into and asked. */
export interface PlacedDmServer {
  readonly id: string;
  readonly view: DmServerView;
  /** Resolves with what the role reported at once. Rejects with `role/refused` and the reason. */
  command(command: DmServerCommand): Promise<readonly RoleReport[]>;
}

/** An External System of ours in a world. */
export interface PlacedExternalSystem {
  readonly id: string;
  readonly options: ExternalSystemOptions;
  readonly view: ExternalSystemView;
  /** Resolves with what the role reported at once; what comes later is in `reported`. Rejects with `role/refused`. */
  command(command: ExternalSystemCommand): Promise<readonly RoleReport[]>;
}

/** Where a registry is reached. */
export interface RegistryUrls {
  readonly inquiry: string;
  readonly publish: string;
  readonly security: string;
}

/** A registry of ours in a world. */
export interface PlacedRegistry {
  readonly id: string;
  readonly view: RegistryView;
  readonly urls: RegistryUrls;
  /** Those who may publish, with their passwords: a person publishes as one of them. */
  readonly publishers: RegistryOptions["publishers"];
  /** Resolves with what the role reported at once. Rejects with `role/refused` and the reason. */
  command(command: RegistryCommand): Promise<readonly RoleReport[]>;
}

/** A request that the workbench itself makes. */
export interface WorkbenchRequest {
  readonly channel: Channel;
  readonly http: HttpRequest;
  readonly conversation: string;
}

/** A report with its sender and the record that led to it. */
export interface PlacedReport {
  readonly report: RoleReport;
  readonly party: Party;
  readonly cause: number | undefined;
}

/** The DM servers, External Systems and registries of a world. */
export interface WorldRoles {
  /** By id; the first is the one that everything is about unless another is named. */
  readonly dmServers: ReadonlyMap<string, PlacedDmServer>;
  readonly externalSystems: ReadonlyMap<string, PlacedExternalSystem>;
  readonly registries: ReadonlyMap<string, PlacedRegistry>;
  /** Sends a request as the workbench itself, over the wire of the world. Rejects with `role/refused`. */
  send(request: WorkbenchRequest): Promise<ClientAnswer>;
  /** Where in the journal sessions and attempts are found. */
  readonly trail: Omit<ReportTrail, "note">;
  /** Every report of these roles. */
  readonly reported: Emitter<PlacedReport>;
  /** Why nothing can be asked any more; undefined while the world stands. */
  readonly over: string | undefined;
}

/** The roles as the world that builds them sees them. */
export interface WritableWorldRoles extends WorldRoles {
  addDmServer(role: DmServer, edge: RoleEdge<DmServerCommand>): void;
  addExternalSystem(
    role: ExternalSystem,
    options: ExternalSystemOptions,
    edge: RoleEdge<ExternalSystemCommand>,
  ): void;
  addRegistry(
    id: string,
    role: Registry,
    place: Pick<PlacedRegistry, "urls" | "publishers">,
    edge: RoleEdge<RegistryCommand>,
  ): void;
  /** The edge through which the workbench itself speaks. */
  speakThrough(edge: RoleEdge<UddiClientCommand>): void;
  report(report: RoleReport, party: Party, cause: number | undefined): void;
  end(reason: string): void;
}

/** Creates the roles of a world. `post` has the world's loop do something. */
export function createWorldRoles(post: (task: () => void) => void): WritableWorldRoles {
  const dmServers = new Map<string, PlacedDmServer>();
  const externalSystems = new Map<string, PlacedExternalSystem>();
  const registries = new Map<string, PlacedRegistry>();
  /** Requests of the workbench that nobody has answered yet. */
  const open = new Set<(answer: ClientAnswer) => void>();
  let speaker: RoleEdge<UddiClientCommand> | undefined;
  const reported = createEmitter<PlacedReport>();
  const trail = createReportTrail();
  let over: string | undefined;

  const ask = <Command extends { readonly name: string }>(
    edge: RoleEdge<Command>,
    command: Command,
  ): Promise<readonly RoleReport[]> =>
    new Promise((resolve, reject) => {
      post(() => {
        if (over !== undefined) {
          reject(refused(over));
          return;
        }
        edge.command(command, (reports) => {
          const refusal = reports.find(({ name }) => name === "command.refused");
          if (refusal) reject(refused(reasonOf(refusal)));
          else resolve(reports);
        });
      });
    });

  return {
    dmServers,
    externalSystems,
    registries,
    trail,
    reported,
    get over() {
      return over;
    },
    addDmServer: (role, edge) => {
      const { view } = role;
      dmServers.set(view.id, { id: view.id, view, command: (command) => ask(edge, command) });
    },
    addExternalSystem: ({ view }, options, edge) => {
      const { id } = options;
      externalSystems.set(id, { id, options, view, command: (command) => ask(edge, command) });
    },
    addRegistry: (id, { view }, place, edge) => {
      registries.set(id, { id, view, ...place, command: (command) => ask(edge, command) });
    },
    speakThrough: (edge) => {
      speaker = edge;
    },
    send: (request) =>
      new Promise((resolve, reject) => {
        post(() => {
          if (over !== undefined || !speaker) {
            reject(refused(over ?? "nothing has been built here yet"));
            return;
          }
          const answered = (answer: ClientAnswer): void => {
            open.delete(answered);
            resolve(answer);
          };
          open.add(answered);
          speaker.command({ name: "send", ...request, answered });
        });
      }),
    report: (report, party, cause) => {
      if (party.role === "dm-server") trail.note(report, cause);
      if (party.role === "dm-server" || party.role === "external-system")
        reported.emit({ report, party, cause });
    },
    end: (reason) => {
      over = reason;
      for (const answered of open) answered({ kind: "failed", text: reason });
    },
  };
}

function reasonOf({ data }: RoleReport): string {
  const { reason } = data;
  return typeof reason === "string" ? reason : "it cannot do this now";
}

function refused(reason: string): WorkbenchError {
  return new WorkbenchError(
    "role/refused",
    `${reason.charAt(0).toUpperCase()}${reason.slice(1).replace(/\.+$/, "")}.`,
    {},
  );
}
