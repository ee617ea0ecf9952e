import type { RequestDiagnostics, RequestDiagnosticsResponseInput } from "../../../../protocols/wsi/index.ts";
import { checkOutstanding, endOf, ownDeviceOf, replyOf, type Answer, type Call } from "../call.ts";
import { startTimer } from "../deferred.ts";
import { normaliseLocUri } from "../loc-uri.ts";
import { ackOf } from "../operation-log.ts";
import { serviceRefusal } from "../refusal.ts";
import { accessesOfWork } from "../tasks/planning.ts";

/** F3.11: a fresh reading of a diagnostics function; its values come as DiagnosticsDelivery. */
export function requestDiagnostics(
  request: RequestDiagnostics,
  call: Call,
): Answer<RequestDiagnosticsResponseInput> {
  const { room, turn, owner, registration } = call;
  const device = ownDeviceOf(call, request.deviceId, "RequestDiagnostics");
  for (const locUri of request.parameter) {
    const uri = normaliseLocUri(locUri);
    if (!uri || uri.query !== "")
      throw serviceRefusal("SVC0002", ["parameter"], `${locUri} is not the address of a node`);
  }
  const work = {
    kind: "diagnostics",
    function: request.function,
    parameters: [...new Set(request.parameter)],
    start: request.start === true,
  } as const;
  const refusal = room.policy.accesses(call.caller, accessesOfWork(work, room));
  if (refusal) throw refusal;
  checkOutstanding(call);
  const operation = room.log.accept(
    {
      operation: "RequestDiagnostics",
      owner,
      targeted: 1,
      deviceId: device.deviceId,
      reply: replyOf(call.addressing, registration?.endpoint),
      expiresAt: endOf(request.expires ?? room.settings.operationLifetime, turn.moment.date),
      work,
      via: call.via,
    },
    turn,
  );
  turn.emit({ type: "timer.arm", timer: startTimer(operation.operationId), due: turn.moment.now });
  return { response: { ack: ackOf(operation) }, conversation: operation.conversation };
}
