import type { OperationName } from "../../protocols/wsi/index.ts";
import type { ResponseValue } from "../../stacks/wsi-http.ts";
import { ackOf, type Call, type Follower } from "./calls.ts";
import { textIn } from "./expected-outcomes.ts";
import type { OpenOperations } from "./open-operations.ts";
import { resultEvent } from "./outcomes.ts";
import type { Turn } from "./turn.ts";

/** Operations whose acknowledgement names one that exists already. */
const aboutAnother: ReadonlySet<OperationName> = new Set([
  "CancelOperation",
  "RenewSubscription",
  "UnsubscribeAlerts",
]);

/**
 * Follows an operation to its outcome, and reports the answer of those that are answered at once. `opened` is told of
 * every operation that is followed from now on.
 */
export function followOperation(
  call: Call,
  operations: OpenOperations,
  opened: (operationId: string, turn: Turn) => void,
): Follower {
  const { operation, value, conversation } = call;
  const stepper =
    call.expected.length > 0 && !aboutAnother.has(operation)
      ? operations.start("operation", conversation)
      : undefined;
  return {
    answered: (response, turn) => {
      const ack = ackOf(response);
      if (!ack) return tellAnswer(response, operations, turn);
      const { operationId, expiresAt } = ack;
      const own = operations.get(operationId)?.conversation ?? `operation:${operationId}`;
      if (operation === "CancelOperation") operations.step(operationId, "cancel.acknowledged", turn);
      if (operation === "RenewSubscription") operations.step(operationId, undefined, turn, { expiresAt });
      if (stepper) {
        stepper.name(own);
        stepper.send("operation.acknowledged", turn.sink);
        const record = {
          operationId,
          operation,
          call: call.call,
          conversation: own,
          machine: "operation",
          acknowledgedAt: turn.moment.date,
          expiresAt,
          expected: call.expected,
          messageId: call.messageId,
          deviceId: textIn(value, "deviceId"),
          subscriptionId: "subscriptionId" in response ? response.subscriptionId : undefined,
        } as const;
        operations.open(record, stepper, turn);
      }
      if (!tellFound(response, turn, own))
        turn.report("operation.acknowledged", { operationId, operation }, own);
      if (stepper) opened(operationId, turn);
      return own;
    },
    failed: ({ code, text: reason }, turn) => {
      stepper?.send("operation.faulted", turn.sink);
      turn.report("operation.failed", { operation, code, reason }, conversation);
    },
  };
}

/** Devices that are in the response itself. */
function tellFound(response: ResponseValue<OperationName>, turn: Turn, conversation: string): boolean {
  if (!("totalMatches" in response) || response.totalMatches === undefined) return false;
  const deviceIds = response.device.map(({ deviceId }) => deviceId).join(" ");
  turn.report("devices.discovered", { totalMatches: response.totalMatches, deviceIds }, conversation);
  return true;
}

/** The answer to QueryOperation; who polls learns the end of an operation from it. */
function tellAnswer(
  response: ResponseValue<OperationName>,
  operations: OpenOperations,
  turn: Turn,
): string | undefined {
  if (!("operation" in response)) return undefined;
  const { operationId, state, reason = "", totals } = response.operation;
  const record = operations.get(operationId);
  const ends = record?.machine === "operation" && record.expected.includes("OperationResult");
  operations.step(operationId, ends ? resultEvent(state) : undefined, turn, { totals });
  const conversation = record?.conversation ?? `operation:${operationId}`;
  turn.report("operation.queried", { operationId, state, reason, ...totals }, conversation);
  return conversation;
}
