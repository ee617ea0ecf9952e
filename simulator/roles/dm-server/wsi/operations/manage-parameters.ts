import type { ManageParameters, ManageParametersResponseInput } from "../../../../protocols/wsi/index.ts";
import { checkHops, checkOutstanding, deviceOf, endOf, replyOf, type Answer, type Call } from "../call.ts";
import { checkCommands, deviceCommands } from "../commands.ts";
import { startTimer } from "../deferred.ts";
import { ackOf, rejectionOf } from "../operation-log.ts";
import { workOfCommands } from "../tasks/plan-commands.ts";
import { accessesOfWork } from "../tasks/planning.ts";

/** Commands for one device; the DM server composes package 2 of them and tells the OperationResult. */
export function manageParameters(
  request: ManageParameters,
  call: Call,
): Answer<ManageParametersResponseInput> {
  const { room, turn, owner, registration } = call;
  const device = deviceOf(call, request.deviceId);
  const { deviceId } = device;
  checkHops(device, call);
  checkCommands(request.command);
  const work = workOfCommands(deviceCommands(request.command, request.atomic === true));
  const refusal = room.policy.accesses(call.caller, accessesOfWork(work, room));
  if (refusal) throw refusal;
  checkOutstanding(call);
  const asked = {
    operation: "ManageParameters",
    owner,
    targeted: 1,
    deviceId,
    reply: replyOf(call.addressing, registration?.endpoint),
    expiresAt: endOf(request.expires ?? room.settings.operationLifetime, turn.moment.date),
    work,
    notify: request.notifyDevice !== false,
    via: call.via,
  } as const;
  if (!room.work.takes(deviceId)) {
    const rejected = room.log.reject(asked, "the queue of the device is full", turn);
    return { response: { ack: rejectionOf(rejected) }, conversation: rejected.conversation };
  }
  const operation = room.log.accept(asked, turn);
  room.work.reserve(operation);
  turn.emit({ type: "timer.arm", timer: startTimer(operation.operationId), due: turn.moment.now });
  return { response: { ack: ackOf(operation) }, conversation: operation.conversation };
}
