import { contentText } from "../../../../schema/xml/index.ts";
import {
  isUriProblem,
  nodeAt,
  parseLocUri,
  printLocUri,
  withNode,
  type InteriorNode,
} from "../../../../tree/index.ts";
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
import { objectId, type ScomoSpec } from "../object-spec.ts";
import {
  FETCH_PATIENCE,
  isFetchable,
  judgeContent,
  judgeFetch,
  LARGEST_PACKAGE,
  PROGRESS_STEPS,
} from "../package-fetch.ts";
import { meetsExpectation, withoutExpectation } from "../package-expectation.ts";
import type { PackageFacts } from "../package-format.ts";
import { failNext, planFailure } from "../planned-failure.ts";
import { leafMachine, step, type LeafMachine } from "../state-leaf.ts";
import { complete } from "./scomo-completion.ts";
import { completeEntry, componentsOf, deliver, entryPath } from "./scomo-inventory.ts";
import { deliveredPackage, deployedComponent, softwareDownload } from "./scomo-machine.ts";
import { readScomoMemory, without, type ScomoMemory, type ScomoWork } from "./scomo-memory.ts";
import type { ScomoList } from "./scomo-nodes.ts";
import { consentText, readEntry, readOperation, scomoStages, stagesOf, workText } from "./scomo-operation.ts";
import { scomoResultOf, scomoResults } from "./scomo-results.ts";

const machines: Readonly<Record<ScomoList, LeafMachine<string>>> = {
  Download: leafMachine(softwareDownload),
  // one implementation writes 70 where the others write 60
  Delivered: leafMachine(deliveredPackage, { "70": "installFailedWithoutData" }),
  Deployed: leafMachine(deployedComponent),
};

/** Type of its alerts. */
const ALERT = "urn:oma:at:scomo:1.0:OperationComplete";
/** Status of an Exec on an entry with which something is being done. */
const FORBIDDEN = 403;

/** Creates a Software Component Management Object (SCOMO 1.0) from its specification and what was remembered of it. */
export function createScomo(
  spec: ScomoSpec,
  segments: readonly string[],
  remembered: unknown,
): ManagementObject {
  return new Scomo(spec, segments, readScomoMemory(remembered));
}

class Scomo implements ManagementObject {
  readonly id: string;
  readonly segments: readonly string[];
  readonly #spec: ScomoSpec;
  #memory: ScomoMemory;

  constructor(spec: ScomoSpec, segments: readonly string[], memory: ScomoMemory) {
    this.id = objectId(spec);
    this.segments = segments;
    this.#spec = spec;
    this.#memory = memory;
  }

  exec(call: ExecCall, host: ObjectHost): ExecAnswer | undefined {
    const target = readOperation(call.segments.slice(this.segments.length));
    if (!target) return undefined;
    const { list, entry, operation } = target;
    const work = { kind: "operation", uri: call.uri, ...originOf(call) };
    if (this.#spec.notImplemented?.includes(operation)) return { status: 202, work };
    const machine = machines[list];
    const status = this.#path(list, entry, "Status");
    const from = machine.stateOf(textOf(host.root(), status));
    const state = machine.next(from, `${stagesOf(operation)[0] ?? ""}.started`);
    if (state === undefined || !nodeAt(host.root(), status)) {
      host.note("exec-refused", `${operation} cannot run on ${entry} in the state ${from}.`, "warning");
      return { status: FORBIDDEN };
    }
    const changes = [{ segments: status, value: machine.valueOf(state) }];
    return { status: 202, changes, work: { ...work, from } };
  }

  begin(work: ObjectWork, host: ObjectHost): void {
    const { uri, from } = work;
    const path = typeof uri === "string" ? parseLocUri(uri) : undefined;
    if (!path || isUriProblem(path) || typeof uri !== "string") return;
    const target = readOperation(path.segments.slice(this.segments.length));
    if (!target) return;
    const begun: ScomoWork = {
      ...target,
      uri,
      phase: "asking",
      percent: 0,
      ...readOrigin(work),
    };
    if (typeof from !== "string")
      return this.#finish("", begun, scomoResults.notImplemented, undefined, host);
    const name = this.#freeName();
    this.#step(begun, from, `${stagesOf(target.operation)[0] ?? ""}.started`, host);
    this.#keepWork(name, begun, host);
    this.#ask(name, begun, host);
  }

  changed(uris: readonly string[], host: ObjectHost): void {
    const before = host.root();
    let root = before;
    for (const uri of uris) {
      const path = parseLocUri(uri);
      const found = isUriProblem(path) ? undefined : readEntry(path.segments.slice(this.segments.length));
      if (found) root = completeEntry(root, this.segments, found.list, found.entry);
    }
    if (root !== before) host.change(root);
    const gone = Object.keys(this.#memory.facts).filter(
      (entry) => !nodeAt(root, this.#path("Delivered", entry)),
    );
    if (gone.length > 0)
      this.#keep({ facts: gone.reduce((facts, entry) => without(facts, entry), this.#memory.facts) }, host);
  }

  fetched(name: string, outcome: FetchOutcome, host: ObjectHost): void {
    const work = this.#running(name, host);
    if (work?.phase !== "requesting") return;
    const answer = judgeFetch(outcome, this.#spec.largestPackage ?? LARGEST_PACKAGE);
    if (typeof answer === "string") return this.#fail(name, work, scomoResultOf(answer), host);
    if (!meetsExpectation(answer.octets, host.root(), this.#path("Download", work.entry, "Ext"), host.crypto))
      return this.#fail(name, work, scomoResults.validationFailed, host);
    const facts = this.#judge(answer.octets, host);
    if (typeof facts === "number") return this.#fail(name, work, facts, host);
    this.#transfer(name, { ...work, phase: "transferring", percent: 0, facts }, host);
  }

  expired(name: string, host: ObjectHost): void {
    const work = this.#running(name, host);
    if (work?.phase === "transferring")
      this.#transfer(name, { ...work, percent: Math.min(100, work.percent + 100 / PROGRESS_STEPS) }, host);
    else if (work?.phase === "working") this.#complete(name, work, host);
  }

  answered(name: string, answer: UserAnswer, host: ObjectHost): void {
    const work = this.#running(name, host);
    if (work?.phase !== "asking") return;
    if (isConsent(answer)) this.#start(name, work, host);
    else this.#fail(name, work, scomoResults.userCancelled, host);
  }

  resume(host: ObjectHost): void {
    for (const [name, work] of Object.entries(this.#memory.works)) {
      if (work.phase === "asking") this.#ask(name, work, host);
      else if (work.phase === "requesting") this.#start(name, work, host);
      else host.arm(name, host.moment.now + Math.max(0, (work.endsAt ?? 0) - host.moment.date));
    }
  }

  act(action: string, parameters: Readonly<Record<string, string>>, host: ObjectHost): string | undefined {
    if (action !== "fail-next") return `There is no action ${action}.`;
    const failure = planFailure(scomoStages, parameters);
    if (typeof failure === "string") return failure;
    this.#keep({ failure }, host);
    return undefined;
  }

  view(root: InteriorNode): ObjectView {
    const works = Object.values(this.#memory.works);
    const components = componentsOf(root, this.segments);
    const active = components.filter((component) => component.active).length;
    return {
      id: this.id,
      title: this.#spec.title ?? "Software",
      uri: this.#spec.uri,
      state: [`${components.length} components, ${active} active`, ...works.map(workText)].join("; "),
      busy: works.length > 0,
      actions: [failNext(scomoStages, scomoResults.installFailed)],
    };
  }

  /** An operation that runs. Its entry may have been deleted meanwhile: that ends it. */
  #running(name: string, host: ObjectHost): ScomoWork | undefined {
    const work = this.#memory.works[name];
    if (!work || nodeAt(host.root(), this.#path(work.list, work.entry))) return work;
    this.#finish(name, work, scomoResults.undefinedError, undefined, host);
    return undefined;
  }

  #ask(name: string, work: ScomoWork, host: ObjectHost): void {
    const question = { stages: stagesOf(work.operation), name, text: consentText(work) };
    if (!askConsent(this.#spec.consent, question, host)) this.#start(name, work, host);
  }

  #start(name: string, work: ScomoWork, host: ObjectHost): void {
    if (work.list !== "Download") return this.#work(name, work, host);
    // a planned failure needs no server
    if (this.#failureAt(work, "download") !== undefined)
      return this.#transfer(name, { ...work, phase: "transferring" }, host);
    const url = textOf(host.root(), this.#path("Download", work.entry, "PkgURL"));
    if (!isFetchable(url)) return this.#fail(name, work, scomoResults.downloadFailed, host);
    this.#keepWork(name, { ...work, phase: "requesting" }, host);
    host.fetch(name, url, this.#spec.patience ?? FETCH_PATIENCE);
  }

  #transfer(name: string, work: ScomoWork, host: ObjectHost): void {
    const time = this.#spec.downloadTime ?? 0;
    if (time > 0 && work.percent < 100) return this.#wait(name, work, time / PROGRESS_STEPS, host);
    const failure = this.#failureAt(work, "download");
    if (failure !== undefined || !work.facts)
      return this.#fail(name, work, failure ?? scomoResults.undefinedError, host);
    this.#step(work, "downloadProgressing", "download.completed", host);
    if (work.operation === "Download") return this.#deliver(name, work, work.facts, host);
    this.#step(work, "downloadComplete", "install.started", host);
    this.#work(name, work, host);
  }

  #work(name: string, work: ScomoWork, host: ObjectHost): void {
    const installs = stagesOf(work.operation).includes("install");
    const time = (installs ? this.#spec.installTime : this.#spec.operationTime) ?? 0;
    const working: ScomoWork = { ...work, phase: "working" };
    if (time > 0) this.#wait(name, working, time, host);
    else this.#complete(name, working, host);
  }

  #deliver(name: string, work: ScomoWork, facts: PackageFacts, host: ObjectHost): void {
    const delivered = deliver(host.root(), this.segments, work.entry, facts);
    host.change(delivered.root);
    this.#keep({ facts: { ...this.#memory.facts, [delivered.entry]: facts } }, host);
    if (!this.#spec.keepsDownload) {
      host.change(withNode(host.root(), this.#path("Download", work.entry), undefined));
      this.#step(work, "downloadComplete", "package.moved", host);
    }
    this.#finish(name, work, scomoResults.success, this.#path("Delivered", delivered.entry), host);
  }

  #complete(name: string, work: ScomoWork, host: ObjectHost): void {
    const stage = stagesOf(work.operation).at(-1) ?? "install";
    const context = { root: host.root(), segments: this.segments, spec: this.#spec, date: host.moment.date };
    const facts = stage === "install" ? (work.facts ?? this.#present(work.entry, host)) : undefined;
    const completion = this.#failureAt(work, stage) ?? complete(work, facts, context);
    if (typeof completion === "number") return this.#fail(name, work, completion, host);
    host.change(completion.root);
    this.#step(work, `${stage}Progressing`, completion.event, host);
    if (stage === "remove" && work.list === "Delivered")
      this.#keep({ facts: without(this.#memory.facts, work.entry) }, host);
    this.#finish(name, work, scomoResults.success, completion.created, host);
  }

  /** The package of an entry below Delivered: the one that was fetched, or what a server put into Data. */
  #present(entry: string, host: ObjectHost): PackageFacts | number {
    const known = this.#memory.facts[entry];
    if (known) return known;
    const octets = octetsOf(host.root(), this.#path("Delivered", entry, "Data"));
    if (!octets) return scomoResults.installFailed;
    if (octets.length > (this.#spec.largestPackage ?? LARGEST_PACKAGE))
      return scomoResults.installOutOfMemory;
    return this.#judge(octets, host);
  }

  #judge(octets: Uint8Array, host: ObjectHost): PackageFacts | number {
    const { packages, model = textOf(host.root(), ["DevInfo", "Mod"]) } = this.#spec;
    const facts = judgeContent(octets, { kind: "software", model, packages }, host.crypto);
    return typeof facts === "string" ? scomoResultOf(facts) : facts;
  }

  #fail(name: string, work: ScomoWork, result: number, host: ObjectHost): void {
    const status = this.#path(work.list, work.entry, "Status");
    const from = machines[work.list].stateOf(textOf(host.root(), status));
    const event = failureOf(from, this.#hasData(work, host));
    if (nodeAt(host.root(), status)) this.#step(work, from, event, host);
    this.#finish(name, work, result, undefined, host);
  }

  /** Whether the package is still there after its installation has failed. */
  #hasData(work: ScomoWork, host: ObjectHost): boolean {
    if (work.list === "Download") return this.#spec.keepsDownload === true;
    return (
      this.#memory.facts[work.entry] !== undefined ||
      octetsOf(host.root(), this.#path("Delivered", work.entry, "Data")) !== undefined
    );
  }

  #finish(
    name: string,
    work: ScomoWork,
    result: number,
    target: readonly string[] | undefined,
    host: ObjectHost,
  ): void {
    const planned = this.#memory.failure;
    this.#keep(
      {
        works: without(this.#memory.works, name),
        failure: planned?.result === result ? undefined : planned,
      },
      host,
    );
    setValues(host, withoutExpectation(host.root(), this.#path(work.list, work.entry, "Ext")));
    const uri = target && printLocUri(target);
    const identifier = uri?.slice(uri.lastIndexOf("/") + 1) ?? printLocUri([work.entry]).slice(2);
    const asXml = this.#spec.alertData !== "int";
    host.raise({
      type: ALERT,
      format: asXml ? "xml" : "int",
      data: asXml
        ? `<ResultCode>${result}</ResultCode><Identifier>${contentText(identifier)}</Identifier>`
        : String(result),
      source: work.uri,
      ...(uri === undefined ? {} : { target: uri }),
      ...(result >= 1300 ? { mark: "warning" } : {}),
      ...readOrigin(work),
    });
    host.report(`${work.operation} of ${work.entry}: result ${result}`);
  }

  #failureAt(work: ScomoWork, stage: string): number | undefined {
    const failure = this.#memory.failure ?? this.#spec.failure;
    const [first] = stagesOf(work.operation);
    const named = failure?.at === work.operation && stage === first;
    return failure && (failure.at === stage || named) ? failure.result : undefined;
  }

  #wait(name: string, work: ScomoWork, time: number, host: ObjectHost): void {
    this.#keepWork(name, { ...work, endsAt: host.moment.date + time }, host);
    host.arm(name, host.moment.now + time);
    host.report(workText(work));
  }

  #step(work: ScomoWork, from: string, event: string, host: ObjectHost): void {
    const object = `${this.id}/${work.entry}`;
    step(
      machines[work.list],
      from,
      event,
      { object, leaf: this.#path(work.list, work.entry, "Status") },
      host,
    );
  }

  #keepWork(name: string, work: ScomoWork, host: ObjectHost): void {
    this.#keep({ works: { ...this.#memory.works, [name]: work } }, host);
  }

  #keep(part: Partial<ScomoMemory>, host: ObjectHost): void {
    this.#memory = { ...this.#memory, ...part };
    const { works, facts, failure } = this.#memory;
    const idle = !failure && Object.keys(works).length === 0 && Object.keys(facts).length === 0;
    host.remember(idle ? undefined : this.#memory);
  }

  #freeName(): string {
    let number = 1;
    while (this.#memory.works[String(number)]) number++;
    return String(number);
  }

  #path(list: ScomoList, entry: string, ...below: readonly string[]): readonly string[] {
    return entryPath(this.segments, list, entry, ...below);
  }
}

/** The event by which a state that progresses fails. */
function failureOf(from: string, hasData: boolean): string {
  if (from === "installProgressing") return hasData ? "install.failed" : "install.abandoned";
  return `${from.replace("Progressing", "")}.failed`;
}
