import type { CommandOutcome, ReferencedCommand, SessionReport } from "../ports.ts";
import type { DeviceResult } from "../../../protocols/wsi/index.ts";
import { isRepeatable } from "../device-command.ts";
import { accessesOfDeviceCommand } from "./device-accesses.ts";
import { fromJson, toJson } from "../json-value.ts";
import { isTerminal, noTotals } from "./operation-log.ts";
import type { OperationRecord } from "./records.ts";
import { deviceResult } from "./results.ts";
import type { Room } from "./room.ts";
import { runTimeOf } from "../run-time.ts";
import type { Turn } from "./turn.ts";

/*
 * Operations that the DM server carries out on one device by itself (ManageParameters): the commands wait for the
 * device, the answers become its DeviceResult.
 */

/** Queues the commands of an acknowledged operation for its device. */
export function startWork(operation: OperationRecord, room: Room, turn: Turn): void {
  if (operation.state !== "pending" || operation.deviceId === undefined) return;
  const commands = commandsOf(operation);
  const revoked = revokedRight(operation, commands, room);
  if (revoked !== undefined) {
    end(operation, { state: "failed", reason: revoked }, room, turn);
    return;
  }
  room.sessions.open(
    {
      work: operation.operationId,
      deviceId: operation.deviceId,
      uiMode: "not-specified",
      notify: operation.notify !== false,
      expires: runTimeOf(operation.expiresAt ?? turn.moment.date, turn.moment),
      mode: { kind: "commands", commands },
    },
    turn.moment,
    turn.emit,
  );
}

/** Why the operation may not be carried out any more; rights are checked again before the device is asked. */
function revokedRight(
  operation: OperationRecord,
  commands: readonly ReferencedCommand[],
  room: Room,
): string | undefined {
  const caller = { externalSystem: operation.owner };
  const device = room.inventory.device(operation.deviceId ?? "");
  if (!device) return "the device is not known any more";
  const accesses = commands.flatMap(({ command }) => accessesOfDeviceCommand(command));
  const refusal =
    room.policy.operation(caller, operation.operation) ??
    room.policy.device(caller, device) ??
    room.policy.accesses(caller, accesses);
  return refusal?.reason;
}

/** After a restart: waiting commands wait again; sent ones are repeated only where that changes nothing. */
export function resumeWork(operation: OperationRecord, room: Room, turn: Turn): void {
  if (operation.state === "pending") startWork(operation, room, turn);
  else if (operation.state === "running" && isRepeatable(commandsOf(operation))) {
    const waiting = room.log.step(operation.operationId, "execution.interrupted", turn, {
      deviceResults: [],
    });
    if (waiting) startWork(waiting, room, turn);
  } else {
    const reason = "the DM server was restarted while the commands were with the device";
    end(operation, { state: "unknown", reason }, room, turn);
  }
}

/** What the device's side reports of the work. */
export function reportToWork(
  report: SessionReport,
  operation: OperationRecord,
  room: Room,
  turn: Turn,
): void {
  if (isTerminal(operation.state)) return;
  switch (report.type) {
    case "notified":
    case "unreached":
      return;
    case "established":
      room.log.step(operation.operationId, "execution.begun", turn);
      news("session.established", operation, { dmSessionId: report.sessionId }, turn);
      return;
    case "package3":
      addOutcomes(operation, report.outcomes, room, turn);
      return;
    case "closed":
      end(
        operation,
        { state: "failed", reason: "the session ended before the commands were answered" },
        room,
        turn,
      );
      return;
    case "refused":
      news("session.refused", operation, { refusedBy: report.by, reason: report.reason }, turn);
      end(
        operation,
        { state: "failed", reason: `refused by the ${partyText(report.by)}: ${report.reason}` },
        room,
        turn,
      );
      return;
    case "aborted":
      addOutcomes(operation, report.outcomes ?? [], room, turn);
      fail(operation.operationId, `aborted by the ${partyText(report.by)}: ${report.reason}`, room, turn);
      return;
    case "timed-out":
      if (operation.expiresAt !== undefined && operation.expiresAt <= turn.moment.date)
        expireWork(operation, room, turn);
      else {
        addOutcomes(operation, report.outcomes ?? [], room, turn);
        fail(operation.operationId, report.reason, room, turn);
      }
      return;
  }
}

/** Adds what the device answered to what it answered before. */
function addOutcomes(
  operation: OperationRecord,
  outcomes: readonly CommandOutcome[],
  room: Room,
  turn: Turn,
): void {
  if (outcomes.length === 0) return;
  const before = resultOf(operation);
  const result = deviceResult(operation.deviceId ?? "", outcomes, turn.moment.date);
  const merged = {
    ...result,
    state: before?.state === "failed" ? before.state : result.state,
    commandResult: [...(before?.commandResult ?? []), ...result.commandResult],
  };
  room.log.put({ ...operation, deviceResults: [toJson(merged)] });
}

/** The session broke off: what was answered counts, but not all was. */
function fail(operationId: string, reason: string, room: Room, turn: Turn): void {
  const operation = room.log.get(operationId);
  if (!operation) return;
  const answered = resultOf(operation);
  if (answered)
    room.log.put({ ...operation, deviceResults: [toJson({ ...answered, state: "failed", reason })] });
  end(room.log.get(operationId) ?? operation, { state: "failed", reason }, room, turn);
}

/** The operation's time is over: what the device did not answer is expired. */
export function expireWork(operation: OperationRecord, room: Room, turn: Turn): void {
  const { operationId, deviceId, deviceResults } = operation;
  const result = toJson({ deviceId, state: "expired", commandResult: [], reason: "not reached in time" });
  room.log.step(operationId, "operation.expired", turn, {
    totals: { ...noTotals(1), expired: 1 },
    deviceResults: deviceResults.length > 0 ? deviceResults : [result],
    reason: "not carried out in time",
  });
  room.sessions.end(operationId, false, turn.moment, turn.emit);
}

/** Results per device as they can be queried now. */
export function deviceResultsOf(operation: OperationRecord): readonly DeviceResult[] {
  if (operation.deviceResults.length > 0)
    return operation.deviceResults.map((json) => fromJson(json) as DeviceResult); // put by toJson
  if (operation.deviceId === undefined || isTerminal(operation.state)) return [];
  const state = operation.state === "pending" ? "pending" : "sent";
  return [{ deviceId: operation.deviceId, state, commandResult: [] }];
}

function end(
  operation: OperationRecord,
  unanswered: { readonly state: "failed" | "unknown"; readonly reason: string },
  room: Room,
  turn: Turn,
): void {
  const answered = resultOf(operation);
  const { date } = turn.moment;
  if (!answered && operation.state === "cancelling") {
    const result = { deviceId: operation.deviceId, state: "cancelled", finishedAt: date, commandResult: [] };
    const totals = { ...noTotals(1), cancelled: 1 };
    room.log.step(operation.operationId, "cancel.done", turn, { totals, deviceResults: [toJson(result)] });
    return;
  }
  const succeeded = answered?.state === "succeeded";
  const result = answered ?? {
    deviceId: operation.deviceId,
    ...unanswered,
    finishedAt: date,
    commandResult: [],
  };
  room.log.step(operation.operationId, succeeded ? "outcome.succeeded" : "outcome.failed", turn, {
    totals: { ...noTotals(1), [succeeded ? "succeeded" : "failed"]: 1 },
    deviceResults: [toJson(result)],
    ...(answered && answered.reason === undefined ? {} : { reason: unanswered.reason }),
  });
}

function resultOf(operation: OperationRecord): DeviceResult | undefined {
  const [json] = operation.deviceResults;
  return json === undefined ? undefined : (fromJson(json) as DeviceResult); // put by toJson
}

function commandsOf(operation: OperationRecord): readonly ReferencedCommand[] {
  return (operation.commands ?? []).map((json) => fromJson(json) as ReferencedCommand); // put by toJson
}

function partyText(by: "dms" | "device" | "user"): string {
  return by === "dms" ? "DM server" : by;
}

function news(
  name: string,
  operation: OperationRecord,
  data: Readonly<Record<string, unknown>>,
  turn: Turn,
): void {
  const { operationId, deviceId, conversation } = operation;
  turn.emit({ type: "report", report: { name, conversation, data: { operationId, deviceId, ...data } } });
}
