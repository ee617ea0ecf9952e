import { statusText } from "../../../../protocols/syncml/index.ts";
import type { CommandOutcome, DeviceCommandInput } from "../../ports.ts";
import { callerOf } from "../delegation/via.ts";
import { accessesOfDeviceCommand } from "../device-accesses.ts";
import { isSuccess } from "../results.ts";
import type { OperationRecord } from "../records.ts";
import type { Room } from "../room.ts";
import type { DevicePlan, PlanStep, Planner, TaskResult } from "../tasks/task-contract.ts";
import type { UpdateRecord } from "./records.ts";
import { isSuccessCode, resultCodeIn, resultText } from "./result-codes.ts";
import { survey } from "./survey.ts";
import { FUMO, fumoSteps, SCOMO, scomoSteps, SET } from "./update-steps.ts";

/** Type of the alert after Exec of FUMO's Download. */
const DOWNLOADED = /\.firmwareupdate\.download$/i;
const ACCEPTED = 202;
const EXEC = "exec";

/**
 * Brings an update to a device (contract, section 9): finds its FUMO or SCOMO, names the package, runs the operation with
 * the operationId as Correlator, and awaits the Generic Alert. Where a FUMO cannot download and update at once, Update
 * follows on the alert of Download. Its place is the device's own, so that the policy is asked when it is known.
 */
export const updatePlanner: Planner<"update"> = {
  accesses: () => [],
  plan: ({ updateId }, device, operation, room) => {
    const update = room.library.update(updateId);
    const address = update && room.library.addressOf(update, device);
    if (!update || address === undefined) return { impossible: "the update is not stored any more" };
    const id = update.kind === "firmware" ? FUMO : SCOMO;
    const places = (device.managementObjects ?? []).flatMap(({ mo, root }) =>
      mo.toLowerCase().startsWith(id) ? [root] : [],
    );
    return planOfUpdate({ update, address, id, places, deviceId: device.deviceId, operation, room });
  },
  repeatable: () => false,
  alerted: ({ updateId }, { alertType, deviceId, items }, operation, room) => {
    const { library } = room;
    const kind = library.update(updateId)?.kind ?? "firmware";
    const code = items.map(({ data }) => resultCodeIn(data)).find((each) => each !== undefined);
    if (code === undefined) return failed("the alert of the device has no result code");
    const toInstall = library.update(updateId)?.install === "download-and-install";
    if (kind === "firmware" && toInstall && DOWNLOADED.test(alertType) && isSuccessCode(kind, code)) {
      library.setDownloaded(operation.operationId, deviceId);
      return "again";
    }
    library.clearDownloaded(operation.operationId, deviceId);
    return ofCode(kind, code);
  },
};

interface Situation {
  readonly update: UpdateRecord;
  readonly address: string;
  /** Management object id of what takes it, and where the device was seen to have it. */
  readonly id: string;
  readonly places: readonly string[];
  readonly deviceId: string;
  readonly operation: OperationRecord;
  readonly room: Room;
}

function planOfUpdate({ update, address, id, places, deviceId, operation, room }: Situation): DevicePlan {
  const { operationId } = operation;
  const downloaded = room.library.isDownloaded(operationId, deviceId);
  const next = (answered: readonly CommandOutcome[]): PlanStep => {
    const outcomes = new Map(answered.map((outcome) => [outcome.reference, outcome]));
    const exec = outcomes.get(EXEC);
    if (exec) return afterExec(exec, update, operationId);
    const surveyed = survey(answered, id, places);
    if ("ask" in surveyed) return { kind: "send", commands: surveyed.ask };
    const stepsOf = update.kind === "firmware" ? fumoSteps : scomoSteps;
    const situation = {
      update,
      address,
      correlator: operationId,
      downloaded,
      nodes: surveyed.nodes,
      outcomes,
    };
    const steps = stepsOf(situation);
    if (steps.kind === "ask") return { kind: "send", commands: steps.commands };
    if (steps.kind === "impossible") return done(failed(steps.reason));
    const refused = [...steps.needed].find((reference) => !isDone(outcomes.get(reference)));
    const isSet = [...steps.needed].some((reference) => outcomes.has(reference));
    if (!isSet) {
      const all = [...steps.set.map(({ command }) => command), steps.exec];
      const objection = refusalOf(all, operation, room);
      if (objection !== undefined) return done(failed(objection));
    }
    if (!isSet && steps.set.length > 0) return { kind: "send", commands: steps.set };
    if (refused !== undefined) return done(refusedAt(refused, outcomes.get(refused)));
    return { kind: "send", commands: [{ reference: EXEC, command: steps.exec }] };
  };
  return { next };
}

function afterExec(exec: CommandOutcome, { kind }: UpdateRecord, correlator: string): PlanStep {
  const { status } = exec;
  if (status === ACCEPTED) return { kind: "await", correlator };
  // a device that is done at once says so in the Status, some with the result code of the object
  if (status >= 1200) return done(ofCode(kind, status));
  if (isSuccess(status)) return done(ofCode(kind, kind === "firmware" ? status : 1200));
  return done(refusedAt(EXEC, exec));
}

function isDone(outcome: CommandOutcome | undefined): boolean {
  return outcome !== undefined && isSuccess(outcome.status);
}

/** Why the External System may not do this on the device. */
function refusalOf(
  commands: readonly DeviceCommandInput[],
  operation: OperationRecord,
  { policy }: Room,
): string | undefined {
  return policy.accesses(callerOf(operation), commands.flatMap(accessesOfDeviceCommand))?.reason;
}

function done(result: TaskResult): PlanStep {
  return { kind: "done", result };
}

function failed(reason: string): TaskResult {
  return { state: "failed", commandResult: [], reason };
}

function refusedAt(reference: string, outcome: CommandOutcome | undefined): TaskResult {
  const status = outcome?.status ?? 0;
  const text = statusText(status) ?? `status ${status}`;
  const what = reference === EXEC ? "the operation" : reference.slice(SET.length);
  return {
    state: "failed",
    commandResult: [{ index: "1", status, statusText: text, item: [] }],
    reason: `the device refused ${what}: ${status} ${text}`,
  };
}

/** The result of a FUMO or SCOMO operation. */
function ofCode(kind: UpdateRecord["kind"], code: number): TaskResult {
  const text = resultText(kind, code);
  const succeeded = isSuccessCode(kind, code);
  return {
    state: succeeded ? "succeeded" : "failed",
    commandResult: [{ index: "1", status: code, statusText: text, item: [] }],
    reason: succeeded ? undefined : `${code}: ${text}`,
  };
}
