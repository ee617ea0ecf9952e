import { isTerminal } from "../operation-log.ts";
import type { OperationRecord } from "../records.ts";
import type { Room } from "../room.ts";

/** Id of the configuration or update that an operation applies; undefined for other work. */
export function neededItem({ work }: OperationRecord): string | undefined {
  if (work?.kind === "configuration") return work.configurationId;
  return work?.kind === "update" ? work.updateId : undefined;
}

/** True when an operation that is not over applies the configuration or update. */
export function isNeeded(id: string, { log }: Pick<Room, "log">): boolean {
  for (const operation of log.values())
    if (!isTerminal(operation.state) && neededItem(operation) === id) return true;
  return false;
}

/** An operation is over: the item that it applied goes where it was removed meanwhile and nothing else needs it. */
export function releaseItem(
  operation: OperationRecord,
  { log, library }: Pick<Room, "log" | "library">,
): void {
  const id = neededItem(operation);
  if (id === undefined) return;
  if (operation.work?.kind === "update") library.clearProgress(operation.operationId);
  const removed = library.configuration(id)?.removed ?? library.update(id)?.removed;
  if (removed && !isNeeded(id, { log })) library.release(id);
}
