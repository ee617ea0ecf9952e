import { utf8 } from "../../../../simulator/core/bytes.ts";
import { seededRandom } from "../../../../simulator/core/random.ts";
import type { GenericAlert } from "../../../../simulator/roles/device/options.ts";
import {
  createObjects,
  placeObjects,
  withValueChanges,
  writePackage,
  type DeviceObjects,
  type ObjectHostBase,
  type ObjectSpec,
  type PackageFacts,
} from "../../../../simulator/roles/device/objects/index.ts";
import type { UserAnswer, UserQuestion } from "../../../../simulator/roles/device/user-interaction.ts";
import {
  add,
  buildTree,
  lookUpExec,
  nodeAt,
  parseLocUri,
  isUriProblem,
  remove,
  replace,
  type InteriorNode,
  type NodeSpec,
  type TreeContext,
} from "../../../../simulator/tree/index.ts";
import type { Effect, RequestFailure } from "../../../../simulator/wire/role.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";

const START = Date.UTC(2026, 2, 2, 8);
const crypto = createNodeCrypto();

type Fetched = { readonly request: string; readonly url: string };
type Asked = { readonly question: string; readonly asked: UserQuestion };

/** A device that is nothing but its tree and its management objects. */
export interface ObjectBench {
  readonly alerts: GenericAlert[];
  readonly requests: Fetched[];
  readonly questions: Asked[];
  readonly notes: string[];
  readonly reports: string[];
  /** State changes: `from>state`. */
  readonly states: string[];
  readonly store: Map<string, unknown>;
  readonly timers: ReadonlyMap<string, number>;
  root(): InteriorNode;
  value(uri: string): string | undefined;
  names(uri: string): string[];
  exec(uri: string, correlator?: string): number;
  set(uri: string, value: string | Uint8Array): number;
  add(uri: string, value: string | Uint8Array | undefined): number;
  remove(uri: string): number;
  respond(status: number, body?: Uint8Array): void;
  failRequest(reason: RequestFailure): void;
  answer(answer: UserAnswer): void;
  act(object: string, action: string, parameters?: Record<string, string>): string | undefined;
  /** A timer expires that nobody has armed. */
  expire(timer: string): void;
  /** Lets the next timer expire; false when there is none. */
  tick(): boolean;
  /** Lets time pass and timers expire. */
  wait(milliseconds: number): void;
  /** Lets all timers expire. */
  settle(): void;
  /** Stops and starts the device; run time begins anew, the date goes on. */
  restart(away?: number): void;
  objects(): DeviceObjects;
  view(id: string): { state: string; busy: boolean };
  live(uri: string): Record<string, string>;
}

export interface BenchOptions {
  readonly nodes?: Readonly<Record<string, NodeSpec>>;
  readonly deviceId?: string;
  readonly canReset?: boolean;
}

const devices: Readonly<Record<string, NodeSpec>> = {
  DevInfo: { children: { Mod: { value: "Bench-1" } } },
  DevDetail: { children: { FwV: { value: "1.0.3" }, SwV: { value: "5.2.0" } } },
};

export function createBench(specs: readonly ObjectSpec[], options: BenchOptions = {}): ObjectBench {
  const nodes = placeObjects({ ...devices, ...options.nodes }, specs);
  const built = buildTree(nodes, "Add=*&Delete=*&Exec=*&Get=*&Replace=*");
  if (built.findings.length > 0) throw new Error(JSON.stringify(built.findings));
  let root = built.root;
  let now = 1_000;
  let date = START;
  const store = new Map<string, unknown>();
  const timers = new Map<string, number>();
  const bench = { alerts: [] as GenericAlert[], requests: [] as Fetched[], questions: [] as Asked[] };
  const notes: string[] = [];
  const reports: string[] = [];
  const states: string[] = [];
  let objects = createObjects(specs, store);

  const take = (effect: Effect): void => {
    if (effect.type === "timer.arm") timers.set(effect.timer, effect.due);
    if (effect.type === "timer.cancel") timers.delete(effect.timer);
    if (effect.type === "request") bench.requests.push({ request: effect.request, url: effect.http.url });
    if (effect.type === "report") reports.push(String(effect.report.data["state"]));
    if (effect.type === "state") states.push(`${effect.from}>${effect.state}`);
  };
  const host: ObjectHostBase = {
    deviceId: options.deviceId ?? "IMEI:350000000000017",
    get moment() {
      return { now, date };
    },
    random: seededRandom("bench"),
    crypto,
    root: () => root,
    change: (next) => {
      root = next;
    },
    raise: (alert) => bench.alerts.push(alert),
    ask: (question, asked) => bench.questions.push({ question, asked }),
    withdraw: (question) => {
      const at = bench.questions.findIndex((each) => each.question === question);
      if (at >= 0) bench.questions.splice(at, 1);
    },
    remember: (key, state) => {
      if (state === undefined) store.delete(key);
      else store.set(key, JSON.parse(JSON.stringify(state)) as unknown);
    },
    effect: take,
    note: (code) => notes.push(code),
    ...(options.canReset ? { factory: () => built.root } : {}),
  };
  const context = (): TreeContext => ({
    serverId: "server",
    date,
    limits: { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 },
    maxValueSize: 0,
    maxNodes: 0,
    implicitParents: true,
  });
  const segmentsOf = (uri: string): readonly string[] => {
    const path = parseLocUri(uri);
    if (isUriProblem(path)) throw new Error(path.text);
    return path.segments;
  };
  const expireAt = (timer: string, due: number): void => {
    timers.delete(timer);
    date += Math.max(0, due - now);
    now = Math.max(now, due);
    objects.expired(timer, host);
  };
  const first = (): [string, number] | undefined => [...timers].toSorted((a, b) => a[1] - b[1])[0];

  return {
    ...bench,
    notes,
    reports,
    states,
    store,
    timers,
    root: () => root,
    value: (uri) => {
      const node = nodeAt(root, segmentsOf(uri));
      if (node?.kind !== "leaf") return undefined;
      return typeof node.value === "string" ? node.value : `${node.value.length} octets`;
    },
    names: (uri) => {
      const node = nodeAt(root, segmentsOf(uri));
      return node?.kind === "interior" ? [...node.children.keys()] : [];
    },
    exec: (uri, correlator) => {
      const found = lookUpExec(root, uri, context());
      if (found.code !== 200) return found.code;
      const segments = segmentsOf(uri);
      const answer = objects.exec({ uri, segments, data: undefined, correlator, serverId: "server" }, host);
      if (!answer) return -1;
      if (answer.changes) root = withValueChanges(root, answer.changes, date);
      if (answer.work) objects.begin([{ object: answer.object, work: answer.work }], host);
      return answer.status;
    },
    set: (uri, value) => {
      const outcome = replace(root, uri, { data: value }, context());
      root = outcome.root;
      if (outcome.code === 200) objects.changed([uri], host);
      return outcome.code;
    },
    add: (uri, value) => {
      const format = value === undefined ? "node" : typeof value === "string" ? "chr" : "bin";
      const outcome = add(root, uri, { format, data: value ?? "" }, context());
      root = outcome.root;
      if (outcome.code === 200) objects.changed([uri], host);
      return outcome.code;
    },
    remove: (uri) => {
      const outcome = remove(root, uri, context());
      root = outcome.root;
      if (outcome.code === 200) objects.changed([uri], host);
      return outcome.code;
    },
    respond: (status, body = new Uint8Array()) => {
      const next = bench.requests.shift();
      if (!next) throw new Error("Nothing was requested.");
      const response = { status, headers: {}, body };
      objects.fetched(next.request, { kind: "response", response }, host);
    },
    failRequest: (reason) => {
      const next = bench.requests.shift();
      if (!next) throw new Error("Nothing was requested.");
      objects.fetched(next.request, { kind: "failed", reason, text: reason }, host);
    },
    answer: (answer) => {
      const next = bench.questions.shift();
      if (!next) throw new Error("Nothing was asked.");
      objects.answered(next.question, answer, host);
    },
    act: (object, action, parameters = {}) => objects.act(object, action, parameters, host),
    expire: (timer) => {
      objects.expired(timer, host);
    },
    tick: () => {
      const next = first();
      if (next) expireAt(...next);
      return next !== undefined;
    },
    wait: (milliseconds) => {
      const until = now + milliseconds;
      for (let next = first(); next && next[1] <= until; next = first()) expireAt(...next);
      date += until - now;
      now = until;
    },
    settle: () => {
      for (let turns = 0; turns < 1_000; turns++) {
        const next = first();
        if (!next) return;
        expireAt(...next);
      }
      throw new Error("It does not settle.");
    },
    restart: (away = 0) => {
      timers.clear();
      bench.requests.length = 0;
      bench.questions.length = 0;
      now = 0;
      date += away;
      objects = createObjects(specs, new Map(store));
      objects.resume(host);
    },
    objects: () => objects,
    view: (id) => {
      const view = objects.views(root).find((each) => each.id === id);
      if (!view) throw new Error(`No object ${id}.`);
      return view;
    },
    live: (uri) =>
      Object.fromEntries(
        objects.live(segmentsOf(uri), host).map(({ segments, value }) => [segments.join("/"), String(value)]),
      ),
  };
}

const firmware: PackageFacts = {
  kind: "firmware",
  model: "Bench-1",
  name: "Bench-1 firmware",
  version: "1.1.0",
  softwareVersion: "5.3.0",
  components: [],
  requires: [],
  parameters: [],
};

/** Octets of a firmware package. */
export function firmwarePackage(facts: Partial<PackageFacts> = {}): Uint8Array {
  return writePackage({ ...firmware, ...facts }, utf8("firmware image"), crypto);
}

/** Octets of a software package. */
export function softwarePackage(facts: Partial<PackageFacts> = {}): Uint8Array {
  const notes = { id: "notes", name: "Notes", version: "2.1.0" };
  return writePackage(
    { ...firmware, kind: "software", name: "Notes", version: "2.1.0", components: [notes], ...facts },
    utf8("software image"),
    crypto,
  );
}
