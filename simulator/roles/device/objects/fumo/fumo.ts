import { parseLocUri, isUriProblem, type InteriorNode } from "../../../../tree/index.ts";
import type { UserAnswer } from "../../user-interaction.ts";
import { askConsent, isConsent } from "../consent.ts";
import { originOf, readOrigin } from "../exec-origin.ts";
import type {
  ExecAnswer,
  ExecCall,
  FetchOutcome,
  ManagementObject,
  ObjectHost,
  ObjectView,
  ObjectWork,
} from "../management-object.ts";
import { octetsOf, setValues, textOf } from "../node-values.ts";
import { objectId, type FumoSpec } from "../object-spec.ts";
import {
  FETCH_PATIENCE,
  isFetchable,
  judgeContent,
  judgeFetch,
  LARGEST_PACKAGE,
  PROGRESS_STEPS,
  type PackageRules,
} from "../package-fetch.ts";
import { meetsExpectation, withoutExpectation } from "../package-expectation.ts";
import type { PackageFacts } from "../package-format.ts";
import { planFailure } from "../planned-failure.ts";
import { step } from "../state-leaf.ts";
import type { FirmwareUpdateEventName } from "./fumo-machine.ts";
import { readFumoMemory, type FumoMemory, type FumoRun } from "./fumo-memory.ts";
import { fumoOperations, type FumoOperation } from "./fumo-nodes.ts";
import { fumoResultOf, fumoResults } from "./fumo-results.ts";
import { downloadEvents, machine, resting, updateEvents, versionsOf } from "./fumo-transitions.ts";
import { fumoActions, fumoStages, fumoState } from "./fumo-view.ts";

/** Status of an Exec that the object cannot take now: another runs, or there is no package. */
const FORBIDDEN = 403;
const ALERT = "org.openmobilealliance.dm.firmwareupdate.";

/** Creates a Firmware Update Management Object (FUMO 1.0) from its specification and what was remembered of it. */
export function createFumo(
  spec: FumoSpec,
  segments: readonly string[],
  remembered: unknown,
): ManagementObject {
  return new Fumo(spec, segments, readFumoMemory(remembered));
}

class Fumo implements ManagementObject {
  readonly id: string;
  readonly segments: readonly string[];
  readonly #spec: FumoSpec;
  #memory: FumoMemory;

  constructor(spec: FumoSpec, segments: readonly string[], memory: FumoMemory) {
    this.id = objectId(spec);
    this.segments = segments;
    this.#spec = spec;
    this.#memory = memory;
  }

  exec(call: ExecCall, host: ObjectHost): ExecAnswer | undefined {
    const operation = fumoOperations.find((name) => name === call.segments[this.segments.length]);
    if (!operation || call.segments.length !== this.segments.length + 1) return undefined;
    const from = this.#state(host.root());
    const events = operation === "Update" ? updateEvents : downloadEvents(from);
    let state: string | undefined = from;
    for (const event of events) state = state === undefined ? state : machine.next(state, event);
    if (state === undefined) {
      host.note("exec-refused", `${operation} cannot run in the state ${from}.`, "warning");
      return { status: FORBIDDEN };
    }
    return {
      status: 202,
      changes: [{ segments: this.#leaf("State"), value: machine.valueOf(state) }],
      work: { kind: "operation", operation, from, ...originOf(call) },
    };
  }

  begin(work: ObjectWork, host: ObjectHost): void {
    const operation = fumoOperations.find((name) => name === work["operation"]);
    if (!operation) return;
    let from = typeof work["from"] === "string" ? work["from"] : machine.initial;
    for (const event of operation === "Update" ? updateEvents : downloadEvents(from))
      from = this.#step(from, event, host) ?? from;
    const run: FumoRun = {
      operation,
      phase: operation === "Update" ? "askingForUpdate" : "askingForDownload",
      percent: 0,
      ...readOrigin(work),
    };
    // a new download takes the place of the package that was there
    this.#keep({ run, pkg: operation === "Update" ? this.#memory.pkg : undefined }, host);
    this.#ask(run, host);
  }

  changed(uris: readonly string[], host: ObjectHost): void {
    if (this.#memory.run) return;
    const named = uris.map((uri) => this.#inside(uri));
    const pushed = named.includes("Update/PkgData");
    const referenced = named.some((name) => name.endsWith("/PkgURL"));
    if (!pushed && !referenced) return;
    let state = this.#state(host.root());
    if (state !== machine.initial) {
      for (const event of resting(state)) state = this.#step(state, event, host) ?? state;
      this.#keep({ pkg: undefined }, host);
    }
    if (pushed && octetsOf(host.root(), this.#leaf("Update", "PkgData")))
      this.#step(state, "package.received", host);
  }

  fetched(_name: string, outcome: FetchOutcome, host: ObjectHost): void {
    const { run } = this.#memory;
    if (run?.phase !== "requesting") return;
    const answer = judgeFetch(outcome, this.#spec.largestPackage ?? LARGEST_PACKAGE);
    if (typeof answer === "string") return this.#fail("download", fumoResultOf(answer), host);
    if (!meetsExpectation(answer.octets, host.root(), this.#leaf("Ext"), host.crypto))
      return this.#fail("download", fumoResults.corrupted, host);
    const facts = judgeContent(answer.octets, this.#rules(host.root()), host.crypto);
    if (typeof facts === "string") return this.#fail("download", fumoResultOf(facts), host);
    this.#keep({ pkg: facts }, host);
    this.#progress({ ...run, phase: "transferring", percent: 0 }, this.#spec.downloadTime ?? 0, host);
  }

  expired(name: string, host: ObjectHost): void {
    const { run } = this.#memory;
    if (!run || name !== "phase") return;
    switch (run.phase) {
      case "transferring":
      case "updating": {
        const time = run.phase === "updating" ? this.#spec.updateTime : this.#spec.downloadTime;
        const percent = Math.min(100, run.percent + 100 / PROGRESS_STEPS);
        return this.#progress({ ...run, percent }, time ?? 0, host);
      }
      case "storing":
        return this.#store(run, host);
      case "rebooting":
        return this.#finishUpdate(run, host);
      default:
        return;
    }
  }

  answered(_name: string, answer: UserAnswer, host: ObjectHost): void {
    const { run } = this.#memory;
    if (run?.phase === "askingForDownload")
      return isConsent(answer)
        ? this.#request(run, host)
        : this.#fail("download", fumoResults.userCancelled, host);
    if (run?.phase === "askingForUpdate")
      return isConsent(answer)
        ? this.#update(run, host)
        : this.#fail("update", fumoResults.userCancelled, host);
  }

  resume(host: ObjectHost): void {
    const { run } = this.#memory;
    if (!run) return;
    if (run.phase === "askingForDownload" || run.phase === "askingForUpdate") return this.#ask(run, host);
    if (run.phase === "requesting") return this.#request(run, host);
    const downloaded = this.#memory.pkg !== undefined || run.operation === "Update";
    const planned = this.#failureAt("download") !== undefined && run.phase === "transferring";
    if (!downloaded && !planned)
      return this.#fail(
        run.phase === "updating" || run.phase === "rebooting" ? "update" : "download",
        fumoResults.undefinedError,
        host,
      );
    host.arm("phase", host.moment.now + Math.max(0, (run.endsAt ?? 0) - host.moment.date));
  }

  act(action: string, parameters: Readonly<Record<string, string>>, host: ObjectHost): string | undefined {
    if (action === "request-update") {
      const type = `${parameters["by"] === "device" ? "device" : "user"}request`;
      host.raise({ type: this.#type(type), format: "chr", data: "", source: this.#source() });
      return undefined;
    }
    if (action !== "fail-next") return `There is no action ${action}.`;
    const failure = planFailure(fumoStages, parameters);
    if (typeof failure === "string") return failure;
    this.#keep({ failure }, host);
    return undefined;
  }

  view(root: InteriorNode): ObjectView {
    const { run } = this.#memory;
    return {
      id: this.id,
      title: this.#spec.title ?? "Firmware update",
      uri: this.#spec.uri,
      state: fumoState(this.#state(root), run),
      busy: run !== undefined,
      actions: fumoActions,
    };
  }

  #ask(run: FumoRun, host: ObjectHost): void {
    const update = run.phase === "askingForUpdate";
    const question = update
      ? { stages: ["update"], name: "update", text: "Install the new firmware now?" }
      : { stages: ["download"], name: "download", text: "Download new firmware?" };
    if (askConsent(this.#spec.consent, question, host)) return;
    if (update) this.#update(run, host);
    else this.#request(run, host);
  }

  #request(run: FumoRun, host: ObjectHost): void {
    // a planned failure needs no server
    if (this.#failureAt("download") !== undefined)
      return this.#progress({ ...run, phase: "transferring" }, this.#spec.downloadTime ?? 0, host);
    const url = textOf(host.root(), this.#leaf(run.operation, "PkgURL"));
    if (!isFetchable(url)) return this.#fail("download", fumoResults.badUrl, host);
    this.#keep({ run: { ...run, phase: "requesting" } }, host);
    host.fetch("package", url, this.#spec.patience ?? FETCH_PATIENCE);
    host.report(fumoState(this.#state(host.root()), this.#memory.run));
  }

  /** Keeps how far a transfer or an update is, and waits for its next tenth; without a duration it is done at once. */
  #progress(run: FumoRun, time: number, host: ObjectHost): void {
    if (time > 0 && run.percent < 100) {
      this.#wait(run, time / PROGRESS_STEPS, host);
      return host.report(fumoState(this.#state(host.root()), run));
    }
    if (run.phase === "updating") return this.#updated(run, host);
    const failure = this.#failureAt("download");
    if (failure !== undefined) return this.#fail("download", failure, host);
    this.#step(this.#state(host.root()), "download.completed", host);
    if (this.#spec.storeTime) return this.#wait({ ...run, phase: "storing" }, this.#spec.storeTime, host);
    this.#store(run, host);
  }

  #store(run: FumoRun, host: ObjectHost): void {
    this.#step(this.#state(host.root()), "package.stored", host);
    if (run.operation === "Download") return this.#finish(run, this.#success(), host);
    this.#step(this.#state(host.root()), "update.started", host);
    const updating: FumoRun = { ...run, phase: "askingForUpdate", percent: 0 };
    this.#keep({ run: updating }, host);
    this.#ask(updating, host);
  }

  #update(run: FumoRun, host: ObjectHost): void {
    this.#progress({ ...run, phase: "updating", percent: 0 }, this.#spec.updateTime ?? 0, host);
  }

  #updated(run: FumoRun, host: ObjectHost): void {
    const failure = this.#failureAt("update");
    if (failure !== undefined) return this.#fail("update", failure, host);
    const facts = this.#present(host);
    if (typeof facts === "number") return this.#fail("update", facts, host);
    this.#keep({ pkg: facts }, host);
    const { rebootTime } = this.#spec;
    if (rebootTime) return this.#wait({ ...run, phase: "rebooting" }, rebootTime, host);
    this.#finishUpdate(run, host);
  }

  /** The package that the update installs: the downloaded one, or what a server put into PkgData. */
  #present(host: ObjectHost): PackageFacts | number {
    if (this.#memory.pkg) return this.#memory.pkg;
    const octets = octetsOf(host.root(), this.#leaf("Update", "PkgData"));
    if (!octets) return fumoResults.updateFailed;
    if (octets.length > (this.#spec.largestPackage ?? LARGEST_PACKAGE)) return fumoResults.updateOutOfMemory;
    const facts = judgeContent(octets, this.#rules(host.root()), host.crypto);
    return typeof facts === "string" ? fumoResultOf(facts) : facts;
  }

  #finishUpdate(run: FumoRun, host: ObjectHost): void {
    const facts = this.#memory.pkg;
    if (facts) setValues(host, versionsOf(facts, this.segments));
    this.#step(this.#state(host.root()), "update.succeeded", host);
    this.#clean(host);
    this.#finish(run, this.#success(), host);
  }

  #fail(stage: "download" | "update", result: number, host: ObjectHost): void {
    const { run } = this.#memory;
    this.#step(this.#state(host.root()), `${stage}.failed`, host);
    if (stage === "update") this.#clean(host);
    else this.#keep({ pkg: undefined }, host);
    if (run) this.#finish(run, result, host);
  }

  /** Removes the package after an update, unless the device keeps it. */
  #clean(host: ObjectHost): void {
    if (this.#spec.keepsData) return;
    this.#step(this.#state(host.root()), "data.cleared", host);
    if (octetsOf(host.root(), this.#leaf("Update", "PkgData")))
      setValues(host, [{ segments: this.#leaf("Update", "PkgData"), value: new Uint8Array() }]);
    this.#keep({ pkg: undefined }, host);
  }

  #finish(run: FumoRun, result: number, host: ObjectHost): void {
    const planned = this.#memory.failure;
    this.#keep({ run: undefined, failure: planned?.result === result ? undefined : planned }, host);
    setValues(host, withoutExpectation(host.root(), this.#leaf("Ext")));
    host.raise({
      type: this.#type(run.operation.toLowerCase()),
      format: "int",
      data: String(result),
      source: this.#source(run.operation),
      ...(result >= 300 ? { mark: "warning" } : {}),
      ...readOrigin(run),
    });
    host.report(`${fumoState(this.#state(host.root()), undefined)}, result ${result}`);
  }

  #wait(run: FumoRun, time: number, host: ObjectHost): void {
    this.#keep({ run: { ...run, endsAt: host.moment.date + time } }, host);
    host.arm("phase", host.moment.now + time);
  }

  #keep(part: Partial<FumoMemory>, host: ObjectHost): void {
    this.#memory = { ...this.#memory, ...part };
    const { run, pkg, failure } = this.#memory;
    host.remember(run || pkg || failure ? this.#memory : undefined);
  }

  #step(from: string, event: FirmwareUpdateEventName, host: ObjectHost): string | undefined {
    return step(machine, from, event, { object: this.id, leaf: this.#leaf("State") }, host);
  }

  #state(root: InteriorNode): string {
    return machine.stateOf(textOf(root, this.#leaf("State")));
  }

  #failureAt(stage: string): number | undefined {
    const failure = this.#memory.failure ?? this.#spec.failure;
    return failure?.at === stage ? failure.result : undefined;
  }

  #success(): number {
    return this.#spec.successResult ?? fumoResults.success;
  }

  #rules(root: InteriorNode): PackageRules {
    const { packages, model = textOf(root, ["DevInfo", "Mod"]) } = this.#spec;
    return { kind: "firmware", model, packages };
  }

  #type(operation: string): string {
    return `${this.#spec.alertPrefix ? "Reversed-Domain-Name: " : ""}${ALERT}${operation}`;
  }

  #source(operation?: FumoOperation): string {
    return operation && this.#spec.alertSource === "operation"
      ? `${this.#spec.uri}/${operation}`
      : this.#spec.uri;
  }

  #leaf(...names: readonly string[]): readonly string[] {
    return [...this.segments, ...names];
  }

  /** Path below the root of the object. */
  #inside(uri: string): string {
    const path = parseLocUri(uri);
    return isUriProblem(path) ? "" : path.segments.slice(this.segments.length).join("/");
  }
}
