import { randomId } from "../../../core/ids.ts";
import type { Random } from "../../../core/random.ts";
import { operations, type AckInput, type OperationName } from "../../../protocols/wsi/index.ts";
import type { WsiSettings } from "../options.ts";
import type { MachineRunner } from "./machine-runner.ts";
import { operationMachine } from "./operation-machine.ts";
import type { ChargingPort } from "./policy-port.ts";
import type {
  OperationRecord,
  OperationState,
  PaceRecord,
  ReplyRecord,
  TotalsRecord,
  WorkRecord,
} from "./records.ts";
import type { Collection, Store } from "../store.ts";
import { runTimeOf } from "../run-time.ts";
import type { Turn } from "./turn.ts";

/** What an operation begins with. */
export interface NewOperation {
  readonly operation: OperationName;
  readonly owner: string;
  readonly targeted: number;
  readonly reply?: ReplyRecord | undefined;
  readonly expiresAt?: number | undefined;
  readonly conversation?: string | undefined;
  readonly registrationId?: string | undefined;
  readonly sessionId?: string | undefined;
  /** The device of an operation on one device; its OperationResult holds the DeviceResult. */
  readonly deviceId?: string | undefined;
  /**
   * The devices of an operation on many: kept beside the record, written once. Their results travel in
   * OperationProgress. `targeted` is their number.
   */
  readonly deviceIds?: readonly string[] | undefined;
  /** What is done on the device or devices; the runner begins with it at `startTimer(operationId)`. */
  readonly work?: WorkRecord | undefined;
  readonly pace?: PaceRecord | undefined;
  readonly subscriptionId?: string | undefined;
  readonly name?: string | undefined;
  readonly via?: OperationRecord["via"];
  readonly commands?: readonly unknown[] | undefined;
  readonly notify?: boolean | undefined;
}

/** Events of the operation machine. */
export type OperationEvent = Parameters<typeof operationMachine.transition>[1]["type"];

/** What else changes with a step. */
export type OperationChange = Partial<
  Pick<OperationRecord, "totals" | "reason" | "deviceResults" | "sessionId" | "deviceId">
>;

/** All acknowledged operations, from acknowledgement to the end of their retention. */
export interface OperationLog {
  get(operationId: string): OperationRecord | undefined;
  values(): Iterable<OperationRecord>;
  /** Operations of an External System that are not in a terminal state. */
  outstanding(owner: string): number;
  accept(input: NewOperation, turn: Turn): OperationRecord;
  /** Keeps an operation that cannot be taken now: it has failed before it began, and its acknowledgement tells so. */
  reject(input: NewOperation, reason: string, turn: Turn): OperationRecord;
  /** Steps the operation's machine; a terminal state finishes it. Undefined when the event does not fit. */
  step(
    operationId: string,
    event: OperationEvent,
    turn: Turn,
    change?: OperationChange,
  ): OperationRecord | undefined;
  put(record: OperationRecord): void;
  /** Gives an operation that is not finished until another date. */
  extend(operationId: string, expiresAt: number, turn: Turn): void;
  /** Takes down how far it has come: in memory alone, as it follows from what is kept of its devices. */
  tally(operationId: string, totals: TotalsRecord): void;
  /** The devices that the operation is carried out on, in their order. */
  targets(operationId: string): readonly string[];
}

export interface OperationLogParts {
  readonly store: Store;
  readonly machines: MachineRunner;
  readonly random: Random;
  readonly settings: WsiSettings;
  readonly charging: ChargingPort;
  /** Called once when an operation reaches its terminal state; queues its outcome. */
  readonly finished: (operation: OperationRecord, turn: Turn) => void;
  /** Finished operations that are not forgotten yet: something that they began goes on. */
  readonly held?: ((operation: OperationRecord) => boolean) | undefined;
  /** Called when a finished operation is forgotten; what only it names can go too. */
  readonly forgotten: (operation: OperationRecord, turn: Turn) => void;
}

const terminal: ReadonlySet<OperationState> = new Set([
  "succeeded",
  "partly-succeeded",
  "failed",
  "cancelled",
  "expired",
]);

/** True when nothing more happens to the operation. */
export function isTerminal(state: OperationState): boolean {
  return terminal.has(state);
}

/** Name of the timer that ends an operation in time. */
export function expiryTimer(operationId: string): string {
  return `wsi/expire/${operationId}`;
}

function armExpiry(operationId: string, expiresAt: number, turn: Turn): void {
  const due = runTimeOf(expiresAt, turn.moment);
  turn.emit({ type: "timer.arm", timer: expiryTimer(operationId), due });
}

/** Totals of an operation on so many devices of which nothing is known yet. */
export function noTotals(targeted: number): TotalsRecord {
  return { targeted, succeeded: 0, failed: 0, cancelled: 0, expired: 0 };
}

/** The acknowledgement of an operation. */
export function ackOf(operation: OperationRecord): AckInput {
  return {
    operationId: operation.operationId,
    state: "accepted",
    acceptedAt: operation.acceptedAt,
    expiresAt: operation.expiresAt,
  };
}

/** The acknowledgement of an operation that was rejected. */
export function rejectionOf(operation: OperationRecord): AckInput {
  const { operationId, acceptedAt, reason } = operation;
  return { operationId, state: "rejected", reason, acceptedAt };
}

/** Creates the log on the store. */
export function createOperationLog(parts: OperationLogParts): OperationLog {
  const { store, machines, random, settings } = parts;
  const outstanding = new Map<string, number>();
  const count = (operation: OperationRecord | undefined, by: number): void => {
    if (operation && !isTerminal(operation.state))
      outstanding.set(operation.owner, (outstanding.get(operation.owner) ?? 0) + by);
  };
  const records: Collection<OperationRecord> = store.collection("operations", (before, after) => {
    count(before, -1);
    count(after, 1);
  });

  /** Devices of operations on many, by operationId. */
  const targets = store.collection<readonly string[]>("operationTargets");

  /** Finished operations, oldest first. */
  const oldest = new Set(finishedIds(records.values()));

  /** Forgets the oldest finished operations; two for each new one, so that the log shrinks to what is kept. */
  const forgetOld = (turn: Turn): void => {
    const { date } = turn.moment;
    let looked = 0;
    for (const operationId of oldest) {
      const operation = records.get(operationId);
      if (
        ++looked > 2 ||
        (operation?.finishedAt !== undefined && date - operation.finishedAt <= settings.operationRetention)
      )
        return;
      oldest.delete(operationId);
      if (operation?.finishedAt === undefined) continue; // its end was undone; it comes again
      if (parts.held?.(operation)) {
        oldest.add(operationId);
        continue;
      }
      store.onUndo(() => oldest.add(operationId));
      parts.forgotten(operation, turn);
      records.remove(operationId);
      targets.remove(operationId);
    }
  };

  const finish = (operation: OperationRecord, turn: Turn): void => {
    oldest.add(operation.operationId);
    if (operation.expiresAt !== undefined)
      turn.emit({ type: "timer.cancel", timer: expiryTimer(operation.operationId) });
    turn.emit({
      type: "report",
      report: {
        name: "operation.finished",
        conversation: operation.conversation,
        data: {
          operationId: operation.operationId,
          operation: operation.operation,
          state: operation.state,
          totals: operation.totals,
          ...(operation.reason === undefined ? {} : { reason: operation.reason }),
        },
      },
    });
    parts.finished(operation, turn);
  };

  const recordOf = (input: NewOperation, date: number): OperationRecord => {
    const operationId = randomId(random, "op-");
    return {
      operationId,
      operation: input.operation,
      owner: input.owner,
      state: "pending",
      acceptedAt: date,
      totals: noTotals(input.targeted),
      sequence: 0,
      conversation: input.conversation ?? `operation:${operationId}`,
      deviceResults: [],
      ...(input.expiresAt === undefined ? {} : { expiresAt: input.expiresAt }),
      ...(input.reply === undefined ? {} : { reply: input.reply }),
      ...(input.registrationId === undefined ? {} : { registrationId: input.registrationId }),
      ...(input.sessionId === undefined ? {} : { sessionId: input.sessionId }),
      ...(input.deviceId === undefined ? {} : { deviceId: input.deviceId }),
      ...(input.subscriptionId === undefined ? {} : { subscriptionId: input.subscriptionId }),
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.work === undefined ? {} : { work: input.work }),
      ...(input.pace === undefined ? {} : { pace: input.pace }),
      ...(input.via === undefined ? {} : { via: input.via }),
      ...(input.commands === undefined ? {} : { commands: input.commands }),
      ...(input.notify === undefined ? {} : { notify: input.notify }),
    };
  };

  return {
    get: (operationId) => records.get(operationId),
    values: () => records.values(),
    outstanding: (owner) => outstanding.get(owner) ?? 0,
    accept: (input, turn) => {
      const { date } = turn.moment;
      forgetOld(turn);
      const record = recordOf(input, date);
      const { operationId } = record;
      records.put(operationId, record);
      if (input.deviceIds) targets.put(operationId, input.deviceIds);
      if (record.expiresAt !== undefined) armExpiry(operationId, record.expiresAt, turn);
      parts.charging.record({
        externalSystem: input.owner,
        operation: input.operation,
        operationId,
        date,
        devices: input.targeted,
      });
      turn.emit({
        type: "report",
        report: {
          name: "operation.accepted",
          conversation: record.conversation,
          data: { operationId, operation: input.operation, externalSystem: input.owner },
        },
      });
      return record;
    },
    reject: (input, reason, turn) => {
      forgetOld(turn);
      const { date } = turn.moment;
      const totals = { ...noTotals(input.targeted), failed: input.targeted };
      const record: OperationRecord = {
        ...recordOf(input, date),
        state: "failed",
        finishedAt: date,
        totals,
        reason,
      };
      const { operationId, operation, owner, conversation } = record;
      records.put(operationId, record);
      oldest.add(operationId);
      store.onUndo(() => oldest.delete(operationId));
      const data = { operationId, operation, externalSystem: owner, reason };
      turn.emit({ type: "report", report: { name: "operation.rejected", conversation, data } });
      return record;
    },
    step: (operationId, event, turn, change = {}) => {
      const before = records.get(operationId);
      if (!before) return undefined;
      const step = machines.step(
        operationMachine,
        before.conversation,
        operationId,
        before.state,
        event,
        turn,
      );
      if (!step) return undefined;
      const state = step.state as OperationState; // the machine's states are the record's
      const ended = step.actions.includes("finish");
      const after = { ...before, ...change, state, ...(ended ? { finishedAt: turn.moment.date } : {}) };
      records.put(operationId, after);
      if (ended) finish(after, turn);
      return after;
    },
    extend: (operationId, expiresAt, turn) => {
      const operation = records.get(operationId);
      if (!operation || isTerminal(operation.state)) return;
      records.put(operationId, { ...operation, expiresAt });
      armExpiry(operationId, expiresAt, turn);
    },
    put: (record) => records.put(record.operationId, record),
    tally: (operationId, totals) => {
      const record = records.get(operationId);
      if (record) records.refresh(operationId, { ...record, totals });
    },
    targets: (operationId) => {
      const listed = targets.get(operationId);
      if (listed) return listed;
      const deviceId = records.get(operationId)?.deviceId;
      return deviceId === undefined ? [] : [deviceId];
    },
  };
}

function finishedIds(operations: Iterable<OperationRecord>): readonly string[] {
  const ended = [...operations].filter((operation) => operation.finishedAt !== undefined);
  ended.sort((a, b) => (a.finishedAt ?? 0) - (b.finishedAt ?? 0));
  return ended.map(({ operationId }) => operationId);
}

/** True when the contract promises an OperationResult for this operation. */
export function hasResult(operation: OperationName): boolean {
  return operations[operation].outcomes.includes("OperationResult");
}
