import type { CommandInput, OperationResult } from "../../protocols/wsi/index.ts";
import type { RoleContext } from "../../wire/role.ts";
import type { ExternalSystemCommand } from "./command.ts";
import { startConversation, type ConversationStepper } from "./conversation.ts";
import type { Turn } from "./external-system.ts";
import { operationMachine } from "./operation-machine.ts";
import type { CallFailure, WsiCaller } from "./wsi-caller.ts";

/** Operations whose outcome comes as an OperationResult, and questions that are answered at once. */
export interface Operations {
  manage(command: Extract<ExternalSystemCommand, { name: "manageParameters" }>, turn: Turn): void;
  query(operationId: string, turn: Turn): void;
  discover(filter: Readonly<Record<string, string>>, turn: Turn): void;
  finished(result: OperationResult, turn: Turn): void;
}

type Sink = Turn["sink"];

/** Creates the operations of an External System. */
export function createOperations(context: RoleContext, caller: WsiCaller): Operations {
  const open = new Map<string, ConversationStepper>();
  /** Started, but not yet named by an acknowledgement. */
  const unnamed: ConversationStepper[] = [];

  const report = (
    sink: Sink,
    name: string,
    data: Readonly<Record<string, unknown>>,
    conversation?: string,
  ): void => sink({ type: "report", report: { name, data, conversation } });

  const failed = (sink: Sink, operation: string, failure: CallFailure): void =>
    report(sink, "operation.failed", { operation, code: failure.code, reason: failure.text });

  return {
    manage: ({ deviceId, commands, atomic, expires }, turn) => {
      const stepper = startConversation(context.steppers, operationMachine, "operation:new");
      unnamed.push(stepper);
      const command: readonly CommandInput[] = commands;
      caller.call(
        "ManageParameters",
        { deviceId, command, atomic, expires },
        turn.moment,
        turn.sink,
        (outcome, _moment, sink) => {
          const index = unnamed.indexOf(stepper);
          if (index >= 0) unnamed.splice(index, 1);
          if (!outcome.ok || outcome.value.ack.state === "rejected") {
            stepper.send("operation.faulted", sink);
            return failed(
              sink,
              "ManageParameters",
              outcome.ok ? { code: "rejected", text: outcome.value.ack.reason ?? "" } : outcome.failure,
            );
          }
          const { operationId } = outcome.value.ack;
          stepper.name(`operation:${operationId}`);
          if (!stepper.done) open.set(operationId, stepper);
          stepper.send("operation.acknowledged", sink);
          report(sink, "operation.acknowledged", { operationId }, `operation:${operationId}`);
        },
      );
    },
    query: (operationId, turn) =>
      caller.call("QueryOperation", { operationId }, turn.moment, turn.sink, (outcome, _moment, sink) => {
        if (!outcome.ok) return failed(sink, "QueryOperation", outcome.failure);
        const { state, reason = "" } = outcome.value.operation;
        report(sink, "operation.queried", { operationId, state, reason }, `operation:${operationId}`);
      }),
    discover: (filter, turn) =>
      caller.call(
        "DiscoverDevices",
        { filter: filterOf(filter) },
        turn.moment,
        turn.sink,
        (outcome, _moment, sink) => {
          if (!outcome.ok) return failed(sink, "DiscoverDevices", outcome.failure);
          const { totalMatches = 0, device } = outcome.value;
          report(sink, "devices.discovered", {
            totalMatches,
            deviceIds: device.map(({ deviceId }) => deviceId).join(" "),
          });
        },
      ),
    finished: (result, turn) => {
      // a result may overtake its acknowledgement; it then belongs to the oldest operation without a name
      const stepper = open.get(result.operationId) ?? unnamed[0];
      open.delete(result.operationId);
      stepper?.name(`operation:${result.operationId}`);
      stepper?.send(result.state === "succeeded" ? "result.succeeded" : "result.failed", turn.sink);
      const { operationId, state, reason = "" } = result;
      const statuses = result.deviceResult
        .flatMap((device) => device.commandResult.map(({ status }) => status))
        .join(" ");
      turn.report("operation.result", { operationId, state, reason, statuses }, `operation:${operationId}`);
    },
  };
}

function filterOf(filter: Readonly<Record<string, string>>) {
  const { deviceId, manufacturer, model, group } = filter;
  return {
    deviceId: deviceId === undefined ? undefined : [deviceId],
    manufacturer,
    model,
    group,
  };
}
