import { buildNode, nodeAt, withNode, type InteriorNode } from "../../../../tree/index.ts";
import type { UserAnswer } from "../../user-interaction.ts";
import { askConsent, isConsent } from "../consent.ts";
import { originOf, readOrigin } from "../exec-origin.ts";
import type {
  ExecAnswer,
  ExecCall,
  LiveReader,
  ManagementObject,
  ObjectHost,
  ObjectView,
  ObjectWork,
  ValueChange,
} from "../management-object.ts";
import { interior, leaf, setValues, textOf } from "../node-values.ts";
import { objectId, type DiagmonSpec } from "../object-spec.ts";
import { failNext, planFailure } from "../planned-failure.ts";
import { leafMachine, step } from "../state-leaf.ts";
import { diagnosticsFunction, type FunctionEvent } from "./function-machine.ts";
import {
  KEPT_SAMPLES,
  readFunctionMemory,
  type FunctionMemory,
  type FunctionRun,
} from "./function-memory.ts";
import { diagmonResults, readConfiguration, readingsOf } from "./function-nodes.ts";
import { formatOf, textAt } from "./reading.ts";
import { diagnosticsFunctions } from "./reading-sets.ts";

const machine = leafMachine<FunctionEvent["type"]>(diagnosticsFunction);

/** Types of its alerts. */
const COMPLETE = "urn:oma:at:diagmon:1.0:OperationComplete";
const COLLECTED = "urn:oma:at:diagmon:1.0:CollectedSimpleDataReport";
/** Status of a Start while it runs. */
const FORBIDDEN = 403;
const stages = ["Start", "sample"] as const;
/** Name of what the user is asked. */
const QUESTION = "start";

const states: Readonly<Record<string, string>> = {
  idle: "Idle",
  running: "Running",
  stopped: "Stopped",
  failed: "Failed",
};

/** Creates a diagnostics function (DiagMon 1.0) from its specification and what was remembered of it. */
export function createFunction(
  spec: DiagmonSpec,
  segments: readonly string[],
  remembered: unknown,
): ManagementObject {
  return new DiagnosticsFunctionObject(spec, segments, readFunctionMemory(remembered));
}

class DiagnosticsFunctionObject implements ManagementObject {
  readonly id: string;
  readonly segments: readonly string[];
  readonly #spec: DiagmonSpec;
  #memory: FunctionMemory;

  constructor(spec: DiagmonSpec, segments: readonly string[], memory: FunctionMemory) {
    this.id = objectId(spec);
    this.segments = segments;
    this.#spec = spec;
    this.#memory = memory;
  }

  exec(call: ExecCall, host: ObjectHost): ExecAnswer | undefined {
    const [operations, name, ...below] = call.segments.slice(this.segments.length);
    if (operations !== "Operations" || below.length > 0) return undefined;
    const from = this.#state(host.root());
    if (name === "Stop") {
      const state = machine.next(from, "function.stopped");
      // what does not run is stopped already
      if (state === undefined) return { status: 200 };
      return { status: 200, changes: [this.#status(state)], work: { kind: "stop" } };
    }
    if (name !== "Start") return undefined;
    const state = machine.next(from, "function.started");
    if (state === undefined) {
      host.note("exec-refused", "The function runs already.", "warning");
      return { status: FORBIDDEN };
    }
    const work = { kind: "start", uri: call.uri, ...originOf(call) };
    const configuration = readConfiguration(host.root(), this.segments, this.#spec);
    if (typeof configuration === "number") return { status: 202, work: { ...work, refusal: configuration } };
    return { status: 202, changes: [this.#status(state)], work: { ...work, from } };
  }

  begin(work: ObjectWork, host: ObjectHost): void {
    if (work.kind === "stop") return this.#stop(host);
    const { uri, from, refusal } = work;
    const run: FunctionRun = {
      uri: typeof uri === "string" ? uri : this.#uri("Operations/Start"),
      ...readOrigin(work),
      phase: "asking",
      sample: 0,
      collected: [],
    };
    if (typeof refusal === "number") return this.#report(run, refusal, host);
    this.#step(typeof from === "string" ? from : machine.initial, "function.started", host);
    this.#keep({ run }, host);
    this.#ask(run, host);
  }

  changed(): void {
    // a configuration counts from the next Start on
  }

  fetched(): void {
    // it fetches nothing
  }

  expired(name: string, host: ObjectHost): void {
    const { run } = this.#memory;
    if (name === "sample" && run?.phase === "measuring") this.#sample(run, host);
  }

  answered(_name: string, answer: UserAnswer, host: ObjectHost): void {
    const { run } = this.#memory;
    if (run?.phase !== "asking") return;
    if (isConsent(answer)) this.#start(run, host);
    else this.#end(run, "function.failed", diagmonResults.userCancelled, host);
  }

  resume(host: ObjectHost): void {
    const { run } = this.#memory;
    if (run?.phase === "asking") this.#ask(run, host);
    else if (run) host.arm("sample", host.moment.now + Math.max(0, (run.nextAt ?? 0) - host.moment.date));
  }

  act(action: string, parameters: Readonly<Record<string, string>>, host: ObjectHost): string | undefined {
    if (action === "start")
      return host.run(this.#uri("Operations/Start")) ? undefined : "The function runs already.";
    if (action === "stop") {
      host.run(this.#uri("Operations/Stop"));
      return undefined;
    }
    if (action !== "fail-next") return `There is no action ${action}.`;
    const failure = planFailure(stages, parameters);
    if (typeof failure === "string") return failure;
    this.#keep({ failure }, host);
    return undefined;
  }

  view(root: InteriorNode): ObjectView {
    const { run } = this.#memory;
    const state = states[this.#state(root)] ?? "";
    return {
      id: this.id,
      title: this.#spec.title ?? diagnosticsFunctions[this.#spec.function].title,
      uri: this.#spec.uri,
      state: run
        ? `${state}, ${run.phase === "asking" ? "asking the user" : samplesText(run.sample)}`
        : state,
      busy: run !== undefined,
      actions: [
        { name: "start", title: "Start", parameters: [] },
        { name: "stop", title: "Stop", parameters: [] },
        failNext(stages, diagmonResults.failed),
      ],
    };
  }

  live({ deviceId, moment }: LiveReader): readonly ValueChange[] {
    return this.#measure(deviceId, moment.date, this.#memory.run?.sample);
  }

  #ask(run: FunctionRun, host: ObjectHost): void {
    const question = {
      stages: ["start"],
      name: QUESTION,
      text: `May the server collect data: ${diagnosticsFunctions[this.#spec.function].title}?`,
    };
    if (!askConsent(this.#spec.consent, question, host)) this.#start(run, host);
  }

  #start(run: FunctionRun, host: ObjectHost): void {
    const failure = this.#failureAt("Start");
    if (failure !== undefined) return this.#end(run, "function.failed", failure, host);
    const configuration = readConfiguration(host.root(), this.segments, this.#spec);
    if (typeof configuration === "number") return this.#end(run, "function.failed", configuration, host);
    const { duration } = configuration;
    const started: FunctionRun = {
      ...run,
      phase: "measuring",
      ...configuration,
      endsAt: duration === undefined ? undefined : host.moment.date + duration,
    };
    const { measuringTime = 0 } = this.#spec;
    if (measuringTime > 0) this.#wait(started, measuringTime, host);
    else this.#sample(started, host);
  }

  #sample(run: FunctionRun, host: ObjectHost): void {
    const failure = this.#failureAt("sample");
    if (failure !== undefined) return this.#end(run, "function.failed", failure, host);
    const { date } = host.moment;
    // the wait that ends with the duration brings no sample of its own, unless none was taken
    if (run.endsAt !== undefined && date >= run.endsAt && run.sample > 0)
      return this.#end(run, "function.completed", diagmonResults.success, host);
    const values = this.#measure(host.deviceId, date, run.sample);
    setValues(host, values);
    if (this.#spec.keepsSamples) this.#keepSample(run.sample + 1, values, host);
    const sample = run.sample + 1;
    const taken: FunctionRun = { ...run, sample, collected: this.#collected(run, values) };
    if (!run.period || (run.samples !== undefined && sample >= run.samples))
      return this.#end(taken, "function.completed", diagmonResults.success, host);
    this.#wait(taken, Math.min(run.period, (run.endsAt ?? Infinity) - date), host);
    host.report(`Running, ${samplesText(sample)}`);
  }

  /** What the report will carry, as far as it carries data. */
  #collected(run: FunctionRun, values: readonly ValueChange[]): readonly string[] {
    if (this.#spec.report !== "data") return run.collected;
    const texts = values.map(({ segments, value }) => `${segments.at(-1) ?? ""}=${String(value)}`);
    return [...run.collected, texts.join(";")].slice(-KEPT_SAMPLES);
  }

  #stop(host: ObjectHost): void {
    const { run } = this.#memory;
    if (!run) return;
    host.disarm("sample");
    if (run.phase === "asking") host.withdraw(QUESTION);
    this.#end(run, "function.stopped", diagmonResults.success, host);
  }

  #end(run: FunctionRun, event: FunctionEvent["type"], result: number, host: ObjectHost): void {
    const planned = this.#memory.failure;
    this.#step("running", event, host);
    this.#keep({ run: undefined, failure: planned?.result === result ? undefined : planned }, host);
    this.#report(run, result, host);
  }

  #report(run: FunctionRun, result: number, host: ObjectHost): void {
    const tellsData = this.#spec.report === "data" && result < 300;
    if (this.#spec.report === "nodes" && result < 300) this.#reportNodes(run, host);
    host.raise({
      type: COMPLETE,
      format: tellsData ? "chr" : "int",
      data: tellsData ? run.collected.join("\n") : String(result),
      source: run.uri,
      ...(result >= 300 ? { mark: "warning" } : {}),
      ...readOrigin(run),
    });
    host.report(`${states[this.#state(host.root())] ?? ""}, result ${result}`);
  }

  /** Each value from its node: reports of one type and cause become Items of one Alert. */
  #reportNodes(run: FunctionRun, host: ObjectHost): void {
    for (const [name, reading] of Object.entries(readingsOf(this.#spec)))
      host.raise({
        type: COLLECTED,
        format: formatOf(reading),
        data: textOf(host.root(), [...this.segments, "DiagMonData", name]),
        source: this.#uri(`DiagMonData/${name}`),
        ...readOrigin(run),
      });
  }

  #measure(deviceId: string, date: number, sample: number | undefined): readonly ValueChange[] {
    return Object.entries(readingsOf(this.#spec)).map(([name, reading]) => ({
      segments: [...this.segments, "DiagMonData", name],
      value: textAt(reading, `${deviceId}/${this.id}/${name}`, date, sample),
    }));
  }

  /** A node of its own for each sample; the oldest goes when there are too many. */
  #keepSample(sample: number, values: readonly ValueChange[], host: ObjectHost): void {
    const path = [...this.segments, "DiagMonData", `Sample${sample}`];
    const readings = readingsOf(this.#spec);
    const leaves = values.map(({ segments, value }) => {
      const name = segments.at(-1) ?? "";
      const reading = readings[name];
      return [name, leaf(String(value), reading && formatOf(reading))] as const;
    });
    const node = buildNode({ ...interior(Object.fromEntries(leaves)), scope: "dynamic" }, path).node;
    const oldest = [...this.segments, "DiagMonData", `Sample${sample - KEPT_SAMPLES}`];
    const root = withNode(host.root(), path, node);
    host.change(nodeAt(root, oldest) ? withNode(root, oldest, undefined) : root);
  }

  #failureAt(stage: string): number | undefined {
    const failure = this.#memory.failure ?? this.#spec.failure;
    return failure?.at === stage ? failure.result : undefined;
  }

  #wait(run: FunctionRun, time: number, host: ObjectHost): void {
    this.#keep({ run: { ...run, nextAt: host.moment.date + time } }, host);
    host.arm("sample", host.moment.now + time);
  }

  #keep(part: Partial<FunctionMemory>, host: ObjectHost): void {
    this.#memory = { ...this.#memory, ...part };
    host.remember(this.#memory.run || this.#memory.failure ? this.#memory : undefined);
  }

  #step(from: string, event: FunctionEvent["type"], host: ObjectHost): void {
    step(machine, from, event, { object: this.id, leaf: [...this.segments, "Status"] }, host);
  }

  #state(root: InteriorNode): string {
    return machine.stateOf(textOf(root, [...this.segments, "Status"]));
  }

  #status(state: string): ValueChange {
    return { segments: [...this.segments, "Status"], value: machine.valueOf(state) };
  }

  #uri(below: string): string {
    return `${this.#spec.uri}/${below}`;
  }
}

function samplesText(count: number): string {
  return count === 1 ? "1 sample" : `${count} samples`;
}
