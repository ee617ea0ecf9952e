import { isTerminal } from "../operation-log.ts";
import type { Room } from "../room.ts";
import type { Turn } from "../turn.ts";

/** Cancels an operation for a person at this DM server; why it cannot be done, or undefined. */
export function cancelByPerson(operationId: string, room: Room, turn: Turn): string | undefined {
  const operation = room.log.get(operationId);
  if (!operation) return "there is no such operation";
  if (isTerminal(operation.state)) return `the operation is ${operation.state}`;
  if (operation.state === "cancelling") return "the operation is being cancelled";
  if (!operation.work) return `${operation.operation} cannot be cancelled`;
  room.work.cancel(operation, turn, "cancelled by a person");
  return undefined;
}
