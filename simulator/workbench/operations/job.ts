import type { DevicePhase, JobView, ReasonView } from "../../api/index.ts";
import type { OperationRecord } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import { operationLine } from "./list.ts";
import { outcomeOf } from "./outcome.ts";
import { hasEnded, type OperationsWorld, type PlacedOperation } from "./place.ts";
import { phaseOf, standingsOf } from "./standing.ts";
import { histogram, quantile, slicesOf } from "./statistics.ts";
import { workWords } from "./work-words.ts";

/** Cells of the heat strip, and reasons that are told. */
const CELLS = 360;
const REASONS = 100;
/** What "lately" means, milliseconds. */
const LATELY = 10_000;

/** How bad a phase is beside others: of a cell the worst is shown. */
const severity: Readonly<Record<DevicePhase, number>> = {
  failed: 8,
  unknown: 7,
  expired: 6,
  cancelled: 5,
  "in-session": 4,
  awaiting: 3,
  notified: 2,
  queued: 1,
  succeeded: 0,
};

const noPhases: JobView["funnel"] = {
  queued: 0,
  notified: 0,
  "in-session": 0,
  awaiting: 0,
  succeeded: 0,
  failed: 0,
  expired: 0,
  cancelled: 0,
  unknown: 0,
};

/** What the clock and the host say at the moment of looking. */
export interface JobMoment {
  readonly date: number;
  readonly memory: number | undefined;
}

/** An operation with counts of its devices: one walk over them, whatever is shown. */
export function jobView(roles: OperationsWorld, placed: PlacedOperation, moment: JobMoment): JobView {
  const { server, record } = placed;
  const { date } = moment;
  const words = workWords(record);
  const from = Math.max(record.acceptedAt, record.pace?.startAt ?? 0);
  const to = Math.max(from, record.finishedAt ?? date);
  const { slice, count } = slicesOf(from, to);
  const done = zeros(count);
  const failed = zeros(count);
  const funnel = { ...noPhases };
  const reasons = new Map<string, Counted>();
  const durations: number[] = [];
  const phases: DevicePhase[] = [];
  let lately = 0;
  for (const standing of standingsOf(placed)) {
    const { deviceId, begunAt, finishedAt, result } = standing;
    const phase = phaseOf(standing);
    funnel[phase]++;
    phases.push(phase);
    if (finishedAt === undefined) continue;
    const isLate = finishedAt > date - LATELY;
    // nobody worked on a cancelled device: it says nothing about pace
    const isServed = phase !== "cancelled";
    if (isLate && isServed) lately++;
    if (begunAt !== undefined) durations.push(finishedAt - begunAt);
    const at = Math.min(count - 1, Math.max(0, Math.floor((finishedAt - from) / slice)));
    if (phase === "succeeded") {
      done[at] = (done[at] ?? 0) + 1;
      continue;
    }
    if (isServed) failed[at] = (failed[at] ?? 0) + 1;
    const { key, said, detail } = outcomeOf(phase, result, words.commands);
    const known = reasons.get(key);
    if (known) {
      known.devices++;
      if (isLate) known.lately++;
    } else reasons.set(key, { phase, text: said, detail, devices: 1, lately: isLate ? 1 : 0, deviceId });
  }
  const sorted = Float64Array.from(durations).toSorted();
  const finished = phases.length - unfinishedOf(funnel);
  const elapsed = to - from;
  const rate = hasEnded(record)
    ? perSecond(finished - funnel.cancelled, elapsed)
    : perSecond(lately, Math.min(LATELY, Math.max(1000, date - from)));
  return {
    line: operationLine(server, record),
    work: [...words.lines],
    pace: paceOf(record, date),
    ...optionally("expiresIn", expiresIn(record, date)),
    ...optionally("final", finalOf(record, roles)),
    readings: {
      rate,
      elapsed: Math.max(0, elapsed),
      ...optionally("left", leftOf(record, unfinishedOf(funnel), rate)),
      sessions: sorted.length,
      ...optionally("median", quantile(sorted, 0.5)),
      ...optionally("p95", quantile(sorted, 0.95)),
      ...optionally("p99", quantile(sorted, 0.99)),
      ...optionally("memory", moment.memory),
    },
    funnel,
    reasons: reasonViews(reasons, record, roles),
    unsuccessful: finished - funnel.succeeded,
    course: { slice, done, failed },
    durations: histogram(sorted),
    strip: stripOf(phases),
  };
}

interface Counted {
  readonly phase: DevicePhase;
  readonly text: string;
  readonly detail: string;
  readonly deviceId: string;
  devices: number;
  lately: number;
}

function reasonViews(
  reasons: ReadonlyMap<string, Counted>,
  { operationId }: OperationRecord,
  { trail }: OperationsWorld,
): ReasonView[] {
  return [...reasons]
    .toSorted(([, a], [, b]) => b.devices - a.devices)
    .slice(0, REASONS)
    .map(([key, { deviceId, ...counted }]) => ({
      key,
      ...counted,
      example: { deviceId, ...optionally("seq", trail.session(operationId, deviceId)) },
    }));
}

function unfinishedOf(funnel: JobView["funnel"]): number {
  return funnel.queued + funnel.notified + funnel["in-session"] + funnel.awaiting;
}

/** Why the operation cannot be cancelled. */
function finalOf(record: OperationRecord, { over }: OperationsWorld): string | undefined {
  if (hasEnded(record)) return `The operation is ${record.state}.`;
  if (over !== undefined) return `${over}.`;
  if (record.state === "cancelling") return "It is being cancelled.";
  return record.work === undefined ? `${record.operation} cannot be cancelled.` : undefined;
}

function paceOf({ pace, state }: OperationRecord, date: number): JobView["pace"] {
  const startsIn = pace?.startAt === undefined || state !== "pending" ? undefined : pace.startAt - date;
  return {
    ...optionally("maxParallel", pace?.maxParallel),
    ...optionally("stopAfterFailures", pace?.stopAfterFailures),
    ...optionally("startsIn", startsIn !== undefined && startsIn > 0 ? startsIn : undefined),
  };
}

function expiresIn({ expiresAt, finishedAt }: OperationRecord, date: number): number | undefined {
  return expiresAt === undefined || finishedAt !== undefined ? undefined : Math.max(0, expiresAt - date);
}

function leftOf(record: OperationRecord, unfinished: number, rate: number): number | undefined {
  if (hasEnded(record) || unfinished === 0 || rate === 0) return undefined;
  return (unfinished / rate) * 1000;
}

function perSecond(count: number, milliseconds: number): number {
  return milliseconds <= 0 ? 0 : Math.round((count / milliseconds) * 10_000) / 10;
}

function stripOf(phases: readonly DevicePhase[]): JobView["strip"] {
  const perCell = Math.max(1, Math.ceil(phases.length / CELLS));
  const cells: DevicePhase[] = [];
  let index = 0;
  for (const phase of phases) {
    const cell = Math.floor(index++ / perCell);
    const before = cells[cell];
    if (before === undefined || severity[phase] > severity[before]) cells[cell] = phase;
  }
  return { perCell, cells };
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
