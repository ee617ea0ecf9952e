import type { ManageParameters, ManageParametersResponseInput } from "../../../../protocols/wsi/index.ts";
import { checkOutstanding, deviceOf, endOf, replyOf, type Answer, type Call } from "../call.ts";
import { checkCommands, deviceCommands } from "../commands.ts";
import { startTimer } from "../deferred.ts";
import { accessesOfDeviceCommand } from "../device-accesses.ts";
import { toJson } from "../../json-value.ts";
import { ackOf } from "../operation-log.ts";

/** Commands for one device; the DM server composes package 2 of them and tells the OperationResult. */
export function manageParameters(
  request: ManageParameters,
  call: Call,
): Answer<ManageParametersResponseInput> {
  const { room, turn, owner, registration } = call;
  const device = deviceOf(call, request.deviceId);
  checkCommands(request.command, room.limits.locUri);
  const commands = deviceCommands(request.command, request.atomic === true);
  const accesses = commands.flatMap(({ command }) => accessesOfDeviceCommand(command));
  const refusal = room.policy.accesses(call.caller, accesses);
  if (refusal) throw refusal;
  checkOutstanding(call);
  const operation = room.log.accept(
    {
      operation: "ManageParameters",
      owner,
      targeted: 1,
      deviceId: device.deviceId,
      reply: replyOf(call.addressing, registration?.endpoint),
      expiresAt: endOf(request.expires ?? room.settings.operationLifetime, turn.moment.date),
      commands: commands.map(toJson),
      notify: request.notifyDevice !== false,
    },
    turn,
  );
  turn.emit({ type: "timer.arm", timer: startTimer(operation.operationId), due: turn.moment.now });
  return { response: { ack: ackOf(operation) }, conversation: operation.conversation };
}
