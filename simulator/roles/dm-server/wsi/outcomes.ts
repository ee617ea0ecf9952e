import type { CallbackName } from "../../../protocols/wsi/index.ts";
import type { CallbackQueue } from "./callback-queue.ts";
import type { OperationLog } from "./operation-log.ts";
import type { Turn } from "./turn.ts";

/** Tells an External System what became of its operation. */
export interface Outcomes {
  /**
   * Queues a callback of an operation for `registrationId`, under the next number of the operation. Without a
   * registration, or where the request wanted no outcomes, nothing is queued: the outcome can be queried.
   */
  tell(
    operationId: string,
    registrationId: string | undefined,
    name: CallbackName,
    content: Readonly<Record<string, unknown>>,
    turn: Turn,
    stream?: string,
  ): void;
}

/** Creates the outcomes on the log and the queue. */
export function createOutcomes(log: OperationLog, queue: CallbackQueue): Outcomes {
  return {
    tell: (operationId, registrationId, name, content, turn, stream = operationId) => {
      const operation = log.get(operationId);
      if (!operation || registrationId === undefined || operation.reply?.none) return;
      const sequence = operation.sequence + 1;
      log.put({ ...operation, sequence });
      queue.add({ operation, registrationId, stream, name, content, sequence, reply: operation.reply }, turn);
    },
  };
}
