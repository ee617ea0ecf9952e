import type { CallbackName, OperationName, Totals } from "../../protocols/wsi/index.ts";
import type { DmEncoding } from "../../protocols/syncml/index.ts";
import type { SteppableMachine, StepperFactory } from "../../wire/role.ts";
import { startConversation, type ConversationStepper } from "./conversation.ts";
import type { Memory } from "./memory.ts";
import { operationMachine } from "./operation-machine.ts";
import { tunnelMachine } from "./tunnel-machine.ts";
import type { Turn } from "./turn.ts";

/** An acknowledged operation, as its External System knows it. Times are dates (milliseconds since 1970). */
export interface OperationRecord {
  readonly operationId: string;
  readonly operation: OperationName;
  /** The caller's reference. */
  readonly call: string;
  readonly conversation: string;
  /** Id of the machine that follows it; absent for an ExchangePackage, which its session's machine follows. */
  readonly machine?: "operation" | "tunnel" | undefined;
  readonly state: string;
  readonly acknowledgedAt: number;
  readonly finishedAt?: number | undefined;
  readonly expiresAt?: number | undefined;
  /** Callbacks that the contract promises. */
  readonly expected: readonly CallbackName[];
  /** MessageID of the request; null when it had none. */
  readonly messageId?: string | null | undefined;
  readonly deviceId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly subscriptionId?: string | undefined;
  readonly totals?: Totals | undefined;
  /** Encoding of the packages of a session. */
  readonly encoding?: DmEncoding | undefined;
}

/** What may change of a record. */
export type RecordChange = Partial<Pick<OperationRecord, "totals" | "expiresAt" | "encoding">>;

/** The operations that an External System follows, by operationId. */
export interface OpenOperations {
  /** Starts the machine of an operation that is being asked for. */
  start(machine: "operation" | "tunnel", conversation: string): ConversationStepper;
  /**
   * An operation was acknowledged. One that is known already stays as it is: a request with a `clientReference` was
   * repeated.
   */
  open(record: Omit<OperationRecord, "state">, stepper: ConversationStepper | undefined, turn: Turn): void;
  /** One that is open, or was not long ago. */
  get(operationId: string): OperationRecord | undefined;
  /** Steps its machine, and ends it when that is over. Does nothing for one that is not open. */
  step(operationId: string, event: string | undefined, turn: Turn, change?: RecordChange): void;
  /** Ends an operation without a machine of its own. */
  end(operationId: string, state: string, turn: Turn): void;
  /** Oldest first. */
  all(): Iterable<OperationRecord>;
  /** Those that ended last, oldest first. */
  finished(): Iterable<OperationRecord>;
}

interface Entry {
  record: OperationRecord;
  readonly stepper: ConversationStepper | undefined;
}

const machines: Readonly<Record<"operation" | "tunnel", SteppableMachine>> = {
  operation: operationMachine,
  tunnel: tunnelMachine,
};

/** Operations that are followed at once; of more the oldest are given up. */
const MOST_OPEN = 10_000;
/** Ended operations that are remembered, for what still comes of them. */
const MOST_FINISHED = 1_000;

/** Creates the operations on what is remembered of them. */
export function createOpenOperations(steppers: StepperFactory, memory: Memory): OpenOperations {
  const open = new Map<string, Entry>();
  const ended = new Map<string, OperationRecord>();
  for (const [operationId, stored] of memory.entries("operations")) {
    const record = asRecord(stored);
    if (!record) continue;
    const { machine, conversation, state } = record;
    const stepper = machine && startConversation(steppers, machines[machine], conversation, state);
    open.set(operationId, { record, stepper });
  }

  const finish = (entry: Entry, state: string, date: number): void => {
    const { operationId } = entry.record;
    open.delete(operationId);
    memory.put("operations", operationId, undefined);
    ended.set(operationId, { ...entry.record, state, finishedAt: date });
    for (const oldest of ended.keys()) {
      if (ended.size <= MOST_FINISHED) break;
      ended.delete(oldest);
    }
  };

  const put = (entry: Entry): void => {
    open.set(entry.record.operationId, entry);
    memory.put("operations", entry.record.operationId, entry.record);
  };

  return {
    start: (machine, conversation) => startConversation(steppers, machines[machine], conversation),
    open: (record, stepper, { moment }) => {
      if (open.has(record.operationId) || ended.has(record.operationId)) return stepper?.stop();
      put({ record: { ...record, state: stepper?.state ?? "awaitingResult" }, stepper });
      for (const oldest of open.values()) {
        if (open.size <= MOST_OPEN) break;
        oldest.stepper?.stop();
        finish(oldest, oldest.record.state, moment.date);
      }
    },
    get: (operationId) => open.get(operationId)?.record ?? ended.get(operationId),
    step: (operationId, event, turn, change = {}) => {
      const entry = open.get(operationId);
      if (!entry || (event === undefined && Object.keys(change).length === 0)) return;
      if (event !== undefined) entry.stepper?.send(event, turn.sink);
      const state = entry.stepper?.state ?? entry.record.state;
      entry.record = { ...entry.record, ...change, state };
      if (entry.stepper?.done === true) finish(entry, state, turn.moment.date);
      else put(entry);
    },
    end: (operationId, state, turn) => {
      const entry = open.get(operationId);
      if (entry) finish(entry, state, turn.moment.date);
    },
    all: function* () {
      for (const { record } of open.values()) yield record;
    },
    finished: () => ended.values(),
  };
}

/** What was stored, or undefined when it is none of ours. */
function asRecord(stored: unknown): OperationRecord | undefined {
  return typeof stored === "object" && stored !== null && "operationId" in stored && "state" in stored
    ? (stored as OperationRecord)
    : undefined;
}
