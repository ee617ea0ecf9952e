import type { InteriorNode } from "../../../../tree/index.ts";
import type { UserAnswer } from "../../user-interaction.ts";
import { askConsent, isConsent } from "../consent.ts";
import { originOf, readOrigin, type ExecOrigin } from "../exec-origin.ts";
import type {
  ExecAnswer,
  ExecCall,
  ManagementObject,
  ObjectHost,
  ObjectView,
  ObjectWork,
} from "../management-object.ts";
import { isRecord, numberField, setValues, textField, textOf } from "../node-values.ts";
import { objectId, type LawmoSpec, type PlannedFailure } from "../object-spec.ts";
import { failNext, planFailure, readFailure } from "../planned-failure.ts";
import { leafMachine, step } from "../state-leaf.ts";
import { deviceLock, type LockEvent } from "./lawmo-machine.ts";
import { lawmoOperations, lawmoResults, type LawmoOperation } from "./lawmo-nodes.ts";
import { wipe } from "./wipe.ts";

const machine = leafMachine<LockEvent["type"]>(deviceLock);

/** Type of its alerts. */
const ALERT = "urn:oma:at:lawmo:1.0:OperationComplete";
/** Status of an Exec while another operation runs. */
const FORBIDDEN = 403;
/** Milliseconds that the user sees what has happened. */
const NOTICE = 5_000;

const locks: Readonly<Partial<Record<LawmoOperation, LockEvent["type"]>>> = {
  FullyLock: "device.locked",
  PartiallyLock: "device.partially.locked",
  UnLock: "device.unlocked",
};

const stages: Readonly<Record<LawmoOperation, string>> = {
  FullyLock: "lock",
  PartiallyLock: "lock",
  UnLock: "unlock",
  FactoryReset: "reset",
  Wipe: "wipe",
};

const states: Readonly<Record<string, string>> = {
  fullyLocked: "Fully locked",
  partiallyLocked: "Partially locked",
  unlocked: "Unlocked",
};

const notices: Readonly<Record<LawmoOperation, string>> = {
  FullyLock: "This device has been locked.",
  PartiallyLock: "Parts of this device have been locked.",
  UnLock: "This device has been unlocked.",
  FactoryReset: "This device has been reset.",
  Wipe: "Data of this device has been wiped.",
};

/** An operation that waits for the user or for time. */
interface LawmoWork extends ExecOrigin {
  readonly operation: LawmoOperation;
  readonly uri: string;
  readonly phase: "asking" | "working";
  /** Date at which it is done, milliseconds since 1970. */
  readonly endsAt?: number | undefined;
}

interface LawmoMemory {
  readonly work?: LawmoWork | undefined;
  readonly failure?: PlannedFailure | undefined;
}

/** Creates a Lock and Wipe Management Object (LAWMO 1.0) from its specification and what was remembered of it. */
export function createLawmo(
  spec: LawmoSpec,
  segments: readonly string[],
  remembered: unknown,
): ManagementObject {
  return new Lawmo(spec, segments, readMemory(remembered));
}

class Lawmo implements ManagementObject {
  readonly id: string;
  readonly segments: readonly string[];
  readonly #spec: LawmoSpec;
  #memory: LawmoMemory;

  constructor(spec: LawmoSpec, segments: readonly string[], memory: LawmoMemory) {
    this.id = objectId(spec);
    this.segments = segments;
    this.#spec = spec;
    this.#memory = memory;
  }

  exec(call: ExecCall, host: ObjectHost): ExecAnswer | undefined {
    const [operations, name, ...below] = call.segments.slice(this.segments.length);
    const operation = lawmoOperations.find((each) => each === name);
    if (operations !== "Operations" || !operation || below.length > 0) return undefined;
    if (this.#memory.work) {
      host.note("exec-refused", `${operation} cannot run: another operation does.`, "warning");
      return { status: FORBIDDEN };
    }
    if (this.#spec.answers === "status" && operation !== "FactoryReset") return this.#atOnce(operation, host);
    return {
      status: 202,
      work: { kind: "operation", operation, uri: call.uri, ...originOf(call) },
    };
  }

  begin(work: ObjectWork, host: ObjectHost): void {
    const begun = readWork({ ...work, phase: "asking" });
    if (!begun) return;
    // the same message ran two operations: the second comes while the first runs
    if (this.#memory.work) return this.#report(begun, lawmoResults.clientError, host);
    this.#keep({ work: begun }, host);
    this.#ask(begun, host);
  }

  changed(): void {
    // what servers set here counts when an operation runs
  }

  fetched(): void {
    // it fetches nothing
  }

  expired(name: string, host: ObjectHost): void {
    const { work } = this.#memory;
    if (name === "work" && work?.phase === "working") this.#complete(work, host);
  }

  answered(name: string, answer: UserAnswer, host: ObjectHost): void {
    const { work } = this.#memory;
    if (name !== "consent" || work?.phase !== "asking") return;
    if (isConsent(answer)) this.#start(work, host);
    else this.#finish(work, lawmoResults.userCancelled, host);
  }

  resume(host: ObjectHost): void {
    const { work } = this.#memory;
    if (work?.phase === "asking") this.#ask(work, host);
    else if (work) host.arm("work", host.moment.now + Math.max(0, (work.endsAt ?? 0) - host.moment.date));
  }

  act(action: string, parameters: Readonly<Record<string, string>>, host: ObjectHost): string | undefined {
    if (action !== "fail-next") return `There is no action ${action}.`;
    const failure = planFailure(lawmoOperations, parameters);
    if (typeof failure === "string") return failure;
    this.#keep({ failure }, host);
    return undefined;
  }

  view(root: InteriorNode): ObjectView {
    const { work } = this.#memory;
    const state = states[this.#state(root)] ?? "";
    const doing = work && `${work.operation} ${work.phase === "asking" ? "asks the user" : "is under way"}`;
    return {
      id: this.id,
      title: this.#spec.title ?? "Lock and wipe",
      uri: this.#spec.uri,
      state: doing ? `${state}; ${doing}` : state,
      busy: work !== undefined,
      actions: [failNext(lawmoOperations, lawmoResults.fullyLockFailed)],
    };
  }

  /** An operation whose result is the Status of the Exec: all that it does are changes of values. */
  #atOnce(operation: LawmoOperation, host: ObjectHost): ExecAnswer {
    const failure = this.#failureAt(operation);
    if (failure !== undefined) return { status: failure };
    const event = locks[operation];
    if (!event) {
      const { result, changes } = wipe(host.root(), host.factory(), this.segments, this.#spec);
      return { status: result, changes };
    }
    const state = machine.next(this.#state(host.root()), event) ?? this.#state(host.root());
    const changes = [{ segments: [...this.segments, "State"], value: machine.valueOf(state) }];
    return { status: lawmoResults.success, changes };
  }

  #ask(work: LawmoWork, host: ObjectHost): void {
    const stage = stages[work.operation];
    const question = {
      stages: [stage, work.operation],
      name: "consent",
      text: `May the server ${stage} this device?`,
    };
    if (!askConsent(this.#spec.consent, question, host)) this.#start(work, host);
  }

  #start(work: LawmoWork, host: ObjectHost): void {
    const time = this.#spec.operationTime ?? 0;
    const working: LawmoWork = { ...work, phase: "working", endsAt: host.moment.date + time };
    if (time === 0) return this.#complete(working, host);
    this.#keep({ work: working }, host);
    host.arm("work", host.moment.now + time);
  }

  #complete(work: LawmoWork, host: ObjectHost): void {
    const failure = this.#failureAt(work.operation);
    this.#finish(work, failure ?? this.#perform(work.operation, host), host);
  }

  #perform(operation: LawmoOperation, host: ObjectHost): number {
    const event = locks[operation];
    if (event) {
      const leaf = [...this.segments, "State"];
      step(machine, this.#state(host.root()), event, { object: this.id, leaf }, host);
      return lawmoResults.success;
    }
    if (operation === "Wipe") {
      const { result, changes } = wipe(host.root(), host.factory(), this.segments, this.#spec);
      setValues(host, changes);
      return result;
    }
    // the accounts and, in the ACL of the root, the rights of their servers
    const kept = (this.#spec.keepsAccounts ?? true) ? [["DMAcc"], []] : [];
    return host.reset(kept) ? lawmoResults.success : lawmoResults.factoryResetFailed;
  }

  #finish(work: LawmoWork, result: number, host: ObjectHost): void {
    const planned = this.#memory.failure;
    this.#keep({ work: undefined, failure: planned?.result === result ? undefined : planned }, host);
    this.#report(work, result, host);
  }

  #report(work: LawmoWork, result: number, host: ObjectHost): void {
    host.raise({
      type: ALERT,
      format: this.#spec.alertFormat ?? "chr",
      data: String(result),
      source: work.uri,
      ...(result >= 1300 ? { mark: "warning" } : {}),
      ...readOrigin(work),
    });
    host.report(`${states[this.#state(host.root())] ?? ""}, result ${result}`);
    if (result < 1300 && textOf(host.root(), [...this.segments, "LAWMOConfig", "NotifyUser"]) === "true")
      host.ask("notice", {
        code: 1100,
        text: notices[work.operation],
        choices: [],
        shownFor: NOTICE,
        patience: NOTICE,
        preset: "accept",
      });
  }

  #failureAt(operation: LawmoOperation): number | undefined {
    const failure = this.#memory.failure ?? this.#spec.failure;
    return failure?.at === operation ? failure.result : undefined;
  }

  #state(root: InteriorNode): string {
    return machine.stateOf(textOf(root, [...this.segments, "State"]));
  }

  #keep(part: Partial<LawmoMemory>, host: ObjectHost): void {
    this.#memory = { ...this.#memory, ...part };
    host.remember(this.#memory.work || this.#memory.failure ? this.#memory : undefined);
  }
}

function readMemory(stored: unknown): LawmoMemory {
  return isRecord(stored) ? { work: readWork(stored["work"]), failure: readFailure(stored["failure"]) } : {};
}

function readWork(stored: unknown): LawmoWork | undefined {
  if (!isRecord(stored)) return undefined;
  const operation = lawmoOperations.find((name) => name === stored["operation"]);
  const uri = textField(stored, "uri");
  if (!operation || uri === undefined) return undefined;
  return {
    operation,
    uri,
    ...readOrigin(stored),
    phase: stored["phase"] === "working" ? "working" : "asking",
    endsAt: numberField(stored, "endsAt"),
  };
}
