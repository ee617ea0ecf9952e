import type { DevicePhase, JobDeviceLine, JobDeviceView } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { TaskStanding } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import { filterWords, hasWords } from "../words.ts";
import { isDone, outcomeOf } from "./outcome.ts";
import type { OperationsWorld, PlacedOperation } from "./place.ts";
import { shownValue } from "./secret-values.ts";
import { phaseOf, standingsOf } from "./standing.ts";
import { workWords } from "./work-words.ts";

/** Which devices of an operation are wanted. */
export interface JobDevicesQuery {
  readonly text: string;
  readonly phases: readonly DevicePhase[];
  readonly reason?: string | undefined;
  readonly skip: number;
  readonly limit: number;
}

/** Characters of a value that are shown. */
const SHOWN = 2000;

/** A page of the devices of an operation. */
export function jobDevices(
  roles: OperationsWorld,
  placed: PlacedOperation,
  { text, phases, reason, skip, limit }: JobDevicesQuery,
): {
  readonly devices: JobDeviceLine[];
  readonly skipped: number;
  readonly total: number;
  readonly matching: number;
} {
  const words = filterWords(text);
  const { commands } = workWords(placed.record);
  const devices: JobDeviceLine[] = [];
  let total = 0;
  let matching = 0;
  for (const standing of standingsOf(placed)) {
    total++;
    const phase = phaseOf(standing);
    if (phases.length > 0 && !phases.includes(phase)) continue;
    if (reason !== undefined && outcomeOf(phase, standing.result, commands).key !== reason) continue;
    if (words.length > 0) {
      const { said, detail } = outcomeOf(phase, standing.result, commands);
      if (!hasWords(`${standing.deviceId} ${phase} ${said} ${detail}`.toLowerCase(), words)) continue;
    }
    if (matching++ >= skip && devices.length < limit) devices.push(deviceLine(roles, placed, standing));
  }
  return { devices, skipped: Math.min(skip, matching), total, matching };
}

/** One device with what it answered. Throws `operation/device-unknown`. */
export function jobDevice(roles: OperationsWorld, placed: PlacedOperation, deviceId: string): JobDeviceView {
  const { server, record } = placed;
  const { commands } = workWords(record);
  let index = 0;
  for (const standing of standingsOf(placed)) {
    if (standing.deviceId !== deviceId) {
      index++;
      continue;
    }
    const [result] = server.view.deviceResults(record.operationId, index, 1).results;
    return {
      ...deviceLine(roles, placed, standing),
      results: (result?.commandResult ?? []).map(({ index: at, status, statusText, item }) => ({
        index: at,
        ...optionally("command", commands.get(at)),
        status,
        statusText,
        ok: isDone(status),
        items: item.map((answered) => {
          const { source, target, format, type } = answered;
          const { value, binary, masked } = shownValue(answered);
          return {
            ...optionally("source", source ?? target),
            ...optionally("format", format),
            ...optionally("type", type),
            value: value.slice(0, SHOWN),
            binary,
            masked,
          };
        }),
      })),
    };
  }
  throw new WorkbenchError("device/unknown", `${deviceId} is not among the devices of this operation`, {
    deviceId,
  });
}

function deviceLine(
  { trail }: OperationsWorld,
  { record }: PlacedOperation,
  standing: TaskStanding,
): JobDeviceLine {
  const { deviceId, begunAt, finishedAt, result } = standing;
  const phase = phaseOf(standing);
  const { said, detail } = outcomeOf(phase, result, workWords(record).commands);
  const took = begunAt === undefined || finishedAt === undefined ? undefined : finishedAt - begunAt;
  return {
    deviceId,
    phase,
    ...optionally("endedAfter", finishedAt === undefined ? undefined : finishedAt - record.acceptedAt),
    ...optionally("took", took),
    said: detail === "" ? said : `${said}, ${detail}`,
    ...optionally("seq", trail.session(record.operationId, deviceId)),
  };
}
