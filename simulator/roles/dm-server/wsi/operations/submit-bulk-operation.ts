import type {
  SubmitBulkOperation,
  SubmitBulkOperationResponseInput,
} from "../../../../protocols/wsi/index.ts";
import { checkMoment, checkOutstanding, endOf, replyOf, type Answer, type Call } from "../call.ts";
import { checkCommands, deviceCommands } from "../commands.ts";
import { startTimer } from "../deferred.ts";
import { checkManagedHere, ownConfiguration, ownUpdate } from "../library/ownership.ts";
import { ackOf } from "../operation-log.ts";
import type { PaceRecord, WorkRecord } from "../records.ts";
import { serviceRefusal } from "../refusal.ts";
import { selectDevices } from "../selection.ts";
import { workOfCommands } from "../tasks/plan-commands.ts";
import { accessesOfWork } from "../tasks/planning.ts";

/** B1: the same work on many devices. Progress travels in OperationProgress, the end in one OperationResult. */
export function submitBulkOperation(
  request: SubmitBulkOperation,
  call: Call,
): Answer<SubmitBulkOperationResponseInput> {
  const { room, turn, owner, registration } = call;
  const { date } = turn.moment;
  const work = workOf(request, call);
  const pace = paceOf(request);
  if (pace.startAt !== undefined) checkMoment(pace.startAt, "startAt", date);
  const devices = selectDevices(request.target, "target", call);
  if (work.kind !== "commands") checkManagedHere(devices, "SubmitBulkOperation");
  const refusal = room.policy.accesses(call.caller, accessesOfWork(work, room));
  if (refusal) throw refusal;
  checkOutstanding(call);
  const expiresAt = endOf(
    request.expires ?? room.settings.operationLifetime,
    request.expires === undefined ? Math.max(date, pace.startAt ?? date) : date,
  );
  if (pace.startAt !== undefined && pace.startAt >= expiresAt)
    throw serviceRefusal("SVC0002", ["startAt"], "the operation would expire before it starts");
  const operation = room.log.accept(
    {
      operation: "SubmitBulkOperation",
      owner,
      targeted: devices.length,
      deviceIds: devices.map(({ deviceId }) => deviceId),
      name: request.name,
      work,
      pace,
      reply: replyOf(call.addressing, registration?.endpoint),
      expiresAt,
      via: call.via,
    },
    turn,
  );
  turn.emit({ type: "timer.arm", timer: startTimer(operation.operationId), due: turn.moment.now });
  const ack = ackOf(operation);
  return { response: { ack, targetCount: devices.length }, conversation: operation.conversation };
}

const WORKS = ["command", "configurationId", "updateId"];

/** What the request asks for: exactly one of commands, a configuration and an update. */
function workOf({ command, configurationId, updateId }: SubmitBulkOperation, call: Call): WorkRecord {
  const given = [command.length > 0, configurationId !== undefined, updateId !== undefined];
  if (given.filter(Boolean).length !== 1)
    throw serviceRefusal("SVC0002", [WORKS.join(", ")], `exactly one of ${WORKS.join(", ")} is needed`);
  if (configurationId !== undefined) {
    ownConfiguration(configurationId, call);
    return { kind: "configuration", configurationId };
  }
  if (updateId !== undefined) {
    ownUpdate(updateId, call);
    return { kind: "update", updateId };
  }
  checkCommands(command);
  return workOfCommands(deviceCommands(command, false));
}

/** How the devices are served; refuses what is less than 1 with SVC0002 naming the part. */
function paceOf(request: SubmitBulkOperation): PaceRecord {
  const { maxParallel, startAt, stopAfterFailures, progressEvery } = request;
  for (const [part, value] of Object.entries({ maxParallel, stopAfterFailures, progressEvery }))
    if (value !== undefined && value < 1) throw serviceRefusal("SVC0002", [part], `${part} is at least 1`);
  return {
    ...(maxParallel === undefined ? {} : { maxParallel }),
    ...(startAt === undefined ? {} : { startAt }),
    ...(stopAfterFailures === undefined ? {} : { stopAfterFailures }),
    ...(progressEvery === undefined ? {} : { progressEvery }),
  };
}
