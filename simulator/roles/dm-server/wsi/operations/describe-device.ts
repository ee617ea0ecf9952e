import type { DescribeDevice, DescribeDeviceResponseInput } from "../../../../protocols/wsi/index.ts";
import { checkOutstanding, deviceOf, endOf, replyOf, type Answer, type Call } from "../call.ts";
import { startTimer } from "../deferred.ts";
import { describeRecord } from "../device-description.ts";
import { ackOf, noTotals, rejectionOf } from "../operation-log.ts";
import { serviceRefusal } from "../refusal.ts";

/**
 * What is known of a device, in the response or by callback. With `refresh` the device is asked first: the response tells
 * what was known before, the OperationResult (and the DiscoveryResult, where asked for) follow.
 */
export function describeDevice(request: DescribeDevice, call: Call): Answer<DescribeDeviceResponseInput> {
  const { room, turn, owner, registration } = call;
  const byCallback = request.delivery === "callback";
  if (byCallback && registration?.endpoint === undefined)
    throw serviceRefusal("SVC0002", ["delivery"], "there is no callback endpoint to deliver to");
  const record = deviceOf(call, request.deviceId);
  checkOutstanding(call);
  const { deviceId } = record;
  const device = describeRecord(record, room, true);
  const refresh = request.refresh === true;
  const asked = {
    operation: "DescribeDevice",
    owner,
    targeted: 1,
    deviceId,
    via: call.via,
    ...(byCallback || refresh ? { reply: replyOf(call.addressing, registration?.endpoint) } : {}),
  } as const;
  if (!refresh) {
    const operation = room.log.accept(asked, turn);
    const { operationId, conversation } = operation;
    const found = { totalMatches: 1, device: [device] };
    if (byCallback)
      room.outcomes.tell(operationId, registration?.registrationId, "DiscoveryResult", found, turn);
    room.log.step(operationId, "outcome.succeeded", turn, { totals: { ...noTotals(1), succeeded: 1 } });
    const ack = ackOf(operation);
    return { response: byCallback ? { ack } : { ack, device }, conversation };
  }
  const reading = {
    ...asked,
    work: byCallback ? ({ kind: "describe", deliver: true } as const) : ({ kind: "describe" } as const),
    expiresAt: endOf(room.settings.operationLifetime, turn.moment.date),
  };
  if (!room.work.takes(deviceId)) {
    const rejected = room.log.reject(reading, "the queue of the device is full", turn);
    return { response: { ack: rejectionOf(rejected) }, conversation: rejected.conversation };
  }
  const operation = room.log.accept(reading, turn);
  room.work.reserve(operation);
  turn.emit({ type: "timer.arm", timer: startTimer(operation.operationId), due: turn.moment.now });
  const ack = ackOf(operation);
  return { response: byCallback ? { ack } : { ack, device }, conversation: operation.conversation };
}
