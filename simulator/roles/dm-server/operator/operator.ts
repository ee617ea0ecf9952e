import { toBase64 } from "../../../core/bytes.ts";
import type { Moment } from "../../../wire/role.ts";
import type {
  AlertReport,
  CommandOutcome,
  DeviceCommandInput,
  DeviceSessions,
  EffectSink,
  Inventory,
  OutcomeItem,
  ReferencedCommand,
  SessionReport,
  SessionRequest,
} from "../ports.ts";
import { isRepeatable } from "../device-command.ts";
import type { Store } from "../store.ts";
import { runTimeOf } from "../run-time.ts";
import { commandsFault } from "./command-shape.ts";
import { correlatorsOf, createTaskStore, type ReportedOutcome, type Task } from "./task-store.ts";

/** What the DM server's own staff asks for one device. */
export interface Management {
  readonly deviceId: string;
  readonly commands: readonly DeviceCommandInput[];
  /** Send Package 0 (default); false waits for the device. */
  readonly notify?: boolean | undefined;
  readonly uiMode?: SessionRequest["uiMode"] | undefined;
  /** Milliseconds of run time after which it is given up. */
  readonly expires?: number | undefined;
  /** An Exec that is accepted (202) is done only when the Generic Alert with its Correlator has come. */
  readonly awaitCorrelated?: boolean | undefined;
}

/** Management on the DM server's own account, without an External System. */
export interface Operator {
  /**
   * Goes on with what was queued when the DM server stopped; once, with the first event. Commands that were with their
   * device are sent again where that changes nothing. Reports `management.resumed` {work} or `management.failed`.
   */
  start(moment: Moment, sink: EffectSink): void;
  /** Queues the commands. Undefined, or why it could not be done. */
  manage(management: Management, moment: Moment, sink: EffectSink): string | undefined;
  /** What the device's side reports of work of this room. True when the work is one of this room. */
  report(report: SessionReport, moment: Moment, sink: EffectSink): boolean;
  /** An alert of a device was stored. */
  alert(alert: AlertReport, moment: Moment, sink: EffectSink): void;
  /** A timer whose name begins with `operator/`. */
  handleTimer(timer: string, moment: Moment, sink: EffectSink): void;
}

/** Prefix of the works and timers of this room. */
export const OPERATOR = "operator/";

const ACCEPTED = 202;
const ROLLBACK_FAILED = 516;

/** Creates the room with what was queued before. */
export function createOperator(options: {
  readonly sessions: DeviceSessions;
  readonly inventory: Inventory;
  readonly store: Store;
}): Operator {
  const { sessions, inventory } = options;
  const kept = createTaskStore(options.store);
  const tasks = kept.tasks;
  let works = kept.last(OPERATOR);

  const news = (
    sink: EffectSink,
    name: string,
    task: Task,
    data: Readonly<Record<string, unknown>>,
  ): void => {
    const { conversation, deviceId } = task;
    sink({ type: "report", report: { name, conversation, data: { ...data, deviceId } } });
  };

  const end = (work: string, task: Task, reason: string | undefined, sink: EffectSink): void => {
    kept.remove(work);
    if (task.answered && Number.isFinite(task.expires)) sink({ type: "timer.cancel", timer: work });
    const { outcomes } = task;
    // an Atomic that could not be undone: nobody knows what the device has
    const lost = outcomes.some((outcome) => outcome["status"] === ROLLBACK_FAILED);
    const data = { work, outcomes, ...(lost ? { deviceState: "unknown" } : {}) };
    if (reason === undefined) news(sink, "management.finished", task, data);
    else news(sink, "management.failed", task, { ...data, reason });
  };

  /** The session is over; what is left are Generic Alerts that report the end of an Exec. */
  const close = (work: string, task: Task, moment: Moment, sink: EffectSink): void => {
    if (task.outcomes.length === 0 && task.commands.length > 0) {
      end(work, task, "the session ended before the commands were answered", sink);
      return;
    }
    task.answered = true;
    if (task.awaited.size === 0) {
      end(work, task, undefined, sink);
      return;
    }
    kept.save(work);
    if (Number.isFinite(task.expires))
      sink({ type: "timer.arm", timer: work, due: Math.max(task.expires, moment.now) });
  };

  const answer = (task: Task, outcomes: readonly CommandOutcome[]): void => {
    task.outcomes = [...task.outcomes, ...outcomes.map(reported)];
    if (!task.awaitCorrelated) return;
    for (const [correlator, reference] of task.correlators)
      for (const outcome of outcomes)
        if ((outcome.memberReference ?? outcome.reference) === reference && outcome.status === ACCEPTED)
          task.awaited.set(correlator, reference);
  };

  const correlate = (work: string, task: Task, alert: AlertReport, sink: EffectSink): boolean => {
    const reference = task.awaited.get(alert.correlator ?? "");
    if (reference === undefined) return false;
    task.awaited.delete(alert.correlator ?? "");
    const told = reportedAlert(alert);
    task.outcomes = task.outcomes.map((outcome) =>
      (outcome.memberReference ?? outcome.reference) === reference
        ? { ...outcome, correlated: told }
        : outcome,
    );
    news(sink, "management.correlated", task, { work, reference, alert: told });
    if (task.answered && task.awaited.size === 0) end(work, task, undefined, sink);
    else kept.save(work);
    return true;
  };

  const open = (work: string, task: Task, moment: Moment, sink: EffectSink): void => {
    const { deviceId, uiMode, notify, expires, commands } = task;
    const mode = { kind: "commands", commands } as const;
    sessions.open({ work, deviceId, uiMode, notify, expires, mode }, moment, sink);
  };

  const resume = (work: string, task: Task, moment: Moment, sink: EffectSink): void => {
    if (task.expiresAt !== undefined) task.expires = runTimeOf(task.expiresAt, moment);
    if (task.answered) {
      close(work, task, moment, sink);
      return;
    }
    if (task.begun && !isRepeatable(task.commands)) {
      const reason = "the DM server was restarted while the commands were with the device";
      end(work, task, reason, sink);
      return;
    }
    task.begun = false;
    task.outcomes = [];
    task.awaited.clear();
    kept.save(work);
    news(sink, "management.resumed", task, { work });
    open(work, task, moment, sink);
  };

  return {
    start: (moment, sink) => {
      for (const [work, task] of tasks) resume(work, task, moment, sink);
    },

    manage: (management, moment, sink) => {
      const { deviceId, commands, notify = true, uiMode = "not-specified", expires } = management;
      const device = inventory.device(deviceId);
      if (!device) return "the device is not known";
      if (device.managedBy !== undefined) return `the device is managed by ${device.managedBy}`;
      const fault = commandsFault(commands);
      if (fault !== undefined) return fault;
      const work = `${OPERATOR}${++works}`;
      const referenced = commands.map((command, index) => referencedCommand(command, String(index)));
      const task: Task = {
        deviceId,
        commands: referenced,
        notify,
        uiMode,
        expires: expires === undefined ? Infinity : moment.now + expires,
        expiresAt: expires === undefined ? undefined : moment.date + expires,
        awaitCorrelated: management.awaitCorrelated === true,
        correlators: correlatorsOf(referenced),
        awaited: new Map(),
        early: [],
        conversation: undefined,
        begun: false,
        answered: false,
        outcomes: [],
      };
      kept.add(work, task);
      news(sink, "management.queued", task, { work });
      open(work, task, moment, sink);
      return undefined;
    },

    report: (report, moment, sink) => {
      const { work } = report;
      if (!work.startsWith(OPERATOR)) return false;
      const task = tasks.get(work);
      if (!task) return true;
      switch (report.type) {
        case "notified":
        case "unreached":
          return true;
        case "established":
          task.conversation = report.conversation;
          task.begun = true;
          kept.save(work);
          news(sink, "management.established", task, { work, sessionId: report.sessionId });
          return true;
        case "package3":
          answer(task, report.outcomes);
          kept.save(work);
          for (const alert of task.early.splice(0)) correlate(work, task, alert, sink);
          return true;
        case "closed":
          close(work, task, moment, sink);
          return true;
        case "refused":
          end(work, task, `refused by the ${partyText(report.by)}: ${report.reason}`, sink);
          return true;
        case "aborted":
          answer(task, report.outcomes ?? []);
          end(work, task, `aborted by the ${partyText(report.by)}: ${report.reason}`, sink);
          return true;
        case "timed-out":
          answer(task, report.outcomes ?? []);
          end(work, task, report.reason, sink);
          return true;
      }
    },

    alert: (alert, _moment, sink) => {
      if (alert.correlator === undefined) return;
      for (const [work, task] of tasks) {
        if (!task.awaitCorrelated || task.deviceId !== alert.deviceId) continue;
        if (correlate(work, task, alert, sink)) return;
        if (!task.correlators.has(alert.correlator)) continue;
        task.early.push(alert);
        return;
      }
    },

    handleTimer: (timer, _moment, sink) => {
      const task = tasks.get(timer);
      if (!task?.answered) return;
      const waiting = [...task.awaited.keys()].join(", ");
      end(timer, task, `no Generic Alert came with Correlator ${waiting}`, sink);
    },
  };
}

/** References are the positions of commands, members as `2.1`; the first is 0, its first member `0.1`. */
function referencedCommand(command: DeviceCommandInput, reference: string): ReferencedCommand {
  if (command.kind !== "Atomic" && command.kind !== "Sequence") return { reference, command };
  const members = command.commands.map((_, index) => `${reference}.${index + 1}`);
  return { reference, command, members };
}

function reported({ reference, memberReference, status, items }: CommandOutcome): ReportedOutcome {
  const outcome = { reference, status, items: items.map(reportedItem) };
  return memberReference === undefined ? outcome : { ...outcome, memberReference };
}

function reportedItem({ binaryData, ...item }: OutcomeItem): Readonly<Record<string, unknown>> {
  const told = Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
  return binaryData ? { ...told, binaryData: toBase64(binaryData) } : told;
}

function reportedAlert({ items, ...alert }: AlertReport): Readonly<Record<string, unknown>> {
  const told = Object.fromEntries(Object.entries(alert).filter(([, value]) => value !== undefined));
  const plain = items.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)),
  );
  return { ...told, items: plain };
}

function partyText(by: "dms" | "device" | "user"): string {
  return by === "dms" ? "DM server" : by;
}
