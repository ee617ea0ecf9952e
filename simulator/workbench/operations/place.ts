import { WorkbenchError } from "../../core/error.ts";
import type { DmServerView, OperationRecord } from "../../roles/dm-server/index.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";

/** What operations are read from. */
export interface OperationsServer {
  readonly id: string;
  readonly view: Pick<
    DmServerView,
    "operations" | "operation" | "standings" | "deviceResults" | "externalSystems"
  >;
}

/** What the operations of a world are read from. */
export interface OperationsWorld extends Pick<WorldRoles, "trail" | "over"> {
  readonly dmServers: ReadonlyMap<string, OperationsServer>;
}

/** An operation and the DM server that has it. */
export interface PlacedOperation<Server extends OperationsServer = OperationsServer> {
  readonly server: Server;
  readonly record: OperationRecord;
}

/** The operation of a world. Throws `operation/unknown`. */
export function operationIn(roles: WorldRoles, operationId: string): PlacedOperation<PlacedDmServer> {
  for (const server of roles.dmServers.values()) {
    const record = server.view.operation(operationId);
    if (record) return { server, record };
  }
  throw new WorkbenchError(
    "operation/unknown",
    `There is no operation ${operationId} in this run; it may have been forgotten`,
    { operationId },
  );
}

/** True when nothing more happens to the operation. */
export function hasEnded({ finishedAt }: OperationRecord): boolean {
  return finishedAt !== undefined;
}

/** Name of an External System, its id where it has none. */
export function systemName({ view }: OperationsServer, id: string): string {
  for (const system of view.externalSystems()) if (system.id === id) return system.name;
  return id;
}
