import { fromJson, toJson } from "../json-value.ts";
import type { AlertReport, DeviceCommandInput, ReferencedCommand, SessionRequest } from "../ports.ts";
import type { Store } from "../store.ts";

/** An outcome as it is reported: plain JSON, octets in base64. */
export type ReportedOutcome = Readonly<Record<string, unknown>>;

/** Management of one device from its order to its end. */
export interface Task {
  readonly deviceId: string;
  readonly commands: readonly ReferencedCommand[];
  readonly notify: boolean;
  readonly uiMode: SessionRequest["uiMode"];
  /** Run time at which it is given up. */
  expires: number;
  /** The same as a date, which a restart does not change. */
  readonly expiresAt: number | undefined;
  readonly awaitCorrelated: boolean;
  /** Correlator → reference of the Exec that waits for its Generic Alert. */
  readonly correlators: ReadonlyMap<string, string>;
  readonly awaited: Map<string, string>;
  /** Alerts that came before the Status of their Exec. */
  readonly early: AlertReport[];
  conversation: string | undefined;
  /** Its commands may have reached the device. */
  begun: boolean;
  answered: boolean;
  outcomes: readonly ReportedOutcome[];
}

/** What of a task is on disk. */
interface TaskRecord extends Pick<
  Task,
  "deviceId" | "notify" | "uiMode" | "expiresAt" | "awaitCorrelated" | "begun" | "answered" | "outcomes"
> {
  /** ReferencedCommands, put by `toJson`. */
  readonly commands: unknown;
  readonly awaited: readonly (readonly [string, string])[];
}

/** The tasks in memory and on disk, by the names of their works. */
export interface TaskStore {
  readonly tasks: ReadonlyMap<string, Task>;
  add(work: string, task: Task): void;
  /** Writes down what has changed in a task that was added. */
  save(work: string): void;
  remove(work: string): void;
  /** The highest number that follows this prefix in the name of a work; 0 when there is none. */
  last(prefix: string): number;
}

/** Opens the tasks with what was committed before. */
export function createTaskStore(store: Store): TaskStore {
  const records = store.collection<TaskRecord>("management");
  const tasks = new Map<string, Task>();
  for (const [work, record] of records.entries()) tasks.set(work, taskOf(record));
  const save = (work: string): void => {
    const task = tasks.get(work);
    if (task) records.put(work, recordOf(task));
  };
  return {
    tasks,
    save,
    add: (work, task) => {
      tasks.set(work, task);
      save(work);
    },
    remove: (work) => {
      tasks.delete(work);
      records.remove(work);
    },
    last: (prefix) => {
      let last = 0;
      for (const work of tasks.keys()) last = Math.max(last, Number(work.slice(prefix.length)) || 0);
      return last;
    },
  };
}

function recordOf(task: Task): TaskRecord {
  const { deviceId, notify, uiMode, expiresAt, awaitCorrelated, begun, answered, outcomes } = task;
  return {
    deviceId,
    notify,
    uiMode,
    expiresAt,
    awaitCorrelated,
    begun,
    answered,
    outcomes,
    commands: toJson(task.commands),
    awaited: [...task.awaited],
  };
}

function taskOf({ commands: json, awaited, ...record }: TaskRecord): Task {
  const commands = fromJson(json) as readonly ReferencedCommand[]; // put by toJson
  return {
    ...record,
    commands,
    expires: Infinity,
    expiresAt: record.expiresAt,
    correlators: correlatorsOf(commands),
    awaited: new Map(awaited),
    early: [],
    conversation: undefined,
  };
}

/** Correlators of the Execs among commands, each with the reference of its command. */
export function correlatorsOf(commands: readonly ReferencedCommand[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const look = (command: DeviceCommandInput, reference: string): void => {
    if (command.kind === "Exec" && command.Correlator !== undefined) found.set(command.Correlator, reference);
    if (command.kind === "Atomic" || command.kind === "Sequence")
      command.commands.forEach((member, index) => look(member, `${reference}.${index + 1}`));
  };
  for (const { command, reference } of commands) look(command, reference);
  return found;
}
