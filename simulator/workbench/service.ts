import type { HostView, InspectionView, JournalRow, RunLine, RunView, ScenarioView } from "../api/index.ts";
import { createEmitter, type Emitter } from "../core/emitter.ts";
import { fromBase64 } from "../core/bytes.ts";
import { WorkbenchError } from "../core/error.ts";
import type { WallTime, ScaledClock } from "../core/scaled-clock.ts";
import type { Crypto } from "../core/crypto.ts";
import type { Journal } from "../journal/journal.ts";
import { JOURNAL_VERSION, type RunHeader } from "../journal/record.ts";
import type { ScenarioEngine } from "../scenario/engine.ts";
import type { Scenario } from "../scenario/format.ts";
import { builtInScenario, builtInScenarios } from "../scenario/library.ts";
import { resolveSettings } from "../scenario/settings.ts";
import type { Tap, CrossingDraft } from "../wire/tap.ts";
import type { Wire } from "../wire/wire.ts";
import type { KeptRecords } from "./console/templates.ts";
import { createWorldDevices, type DevicePort } from "./devices/device-port.ts";
import { exportRun, type ExportFormat, type ExportedRun } from "./export-run.ts";
import { inspect } from "./inspection.ts";
import type { JournalSource } from "./journal-source.ts";
import { LIVE, type LiveWorld } from "./live-world.ts";
import { holdTerms, rowHolds, rowOfDraft } from "./rows.ts";
import type { CertificatePort } from "./policies/certificate-port.ts";
import type { Run, RunSpeed } from "./run.ts";
import { startRun } from "./start-run.ts";
import { optionally } from "./optionally.ts";
import { runLine, runView } from "./run-view.ts";
import { scenarioView } from "./scenario-view.ts";
import { createWorldRoles, type WorldRoles } from "./world-roles.ts";
import { buildWorld } from "./worlds/index.ts";

/** What the host lends to the workbench. */
export interface WorkbenchPorts {
  readonly version: string;
  readonly platform: string;
  readonly wall: WallTime;
  readonly crypto: Crypto;
  /** A seed that has not been used before. */
  newSeed(): string;
  createJournal(header: RunHeader, clock: { now(): number }): Journal;
  /**
   * `settled` is told when something on its way has ended without reaching anybody (a dropped message). `secure`: with
   * TLS beside the plain addresses, under an authority of its own.
   */
  openHttpWire(
    tap: Tap,
    clock: ScaledClock,
    settled: () => void,
    secure: boolean,
  ): Promise<{ readonly wire: Wire; close(): Promise<void> }>;
  readonly live?: LiveWorld | undefined;
  /** The test CA of the host. */
  readonly certificates?: CertificatePort | undefined;
  /** Where what people make is kept; in memory when absent. */
  readonly records?: KeptRecords | undefined;
  /** Octets of memory that the host uses. */
  memory?(): number;
}

export interface StartRun {
  readonly scenario: string | Scenario;
  readonly settings?: Readonly<Record<string, string>>;
  readonly seed?: string | undefined;
  readonly speed?: RunSpeed;
  readonly wire?: "memory" | "http";
  readonly paused?: boolean;
}

/** Runs that are kept in the list; the oldest ended ones are let go. */
const KEPT_RUNS = 50;

/** A run, or the live world, as a watcher reads it. */
export interface WatchedRun {
  readonly changed: Emitter<undefined>;
  readonly view: () => RunView;
  readonly ended: () => boolean;
}

/** Everything that a person or a program can do with the workbench; the router and the command line call it. */
export interface WorkbenchService {
  readonly ports: WorkbenchPorts;
  readonly changed: Emitter<undefined>;
  host(): HostView;
  scenarios(): ScenarioView[];
  start(request: StartRun): Run;
  run(id: string): Run;
  view(id: string): RunView;
  /** A run to be watched: it stays readable when it is removed from the list meanwhile. */
  watched(id: string): WatchedRun;
  lines(): RunLine[];
  remove(id: string): void;
  source(id: string): JournalSource;
  inspect(id: string, seq: number, reveal: boolean): InspectionView;
  /** The simulated devices of a run, to be looked into and asked. */
  devices(id: string): DevicePort;
  /** The DM servers and External Systems of a run. */
  roles(id: string): WorldRoles;
  export(id: string, to: ExportFormat): ExportedRun;
  hold(id: string, text: string, once: boolean): void;
  release(id: string, held: string, body: string | undefined): void;
  releaseAll(id: string): void;
  drop(id: string, held: string): void;
}

/** Creates the workbench on what a host lends. */
export function createWorkbenchService(ports: WorkbenchPorts): WorkbenchService {
  const runs = new Map<string, Run>();
  const changed = createEmitter<undefined>();
  const startedAt = ports.wall.now();
  let count = 0;
  ports.live?.changed.subscribe(() => changed.emit(undefined));

  const runOf = (id: string): Run => {
    const run = runs.get(id);
    if (run) return run;
    throw new WorkbenchError("run/unknown", `There is no run ${id}; it may have been removed from the list`, {
      id,
    });
  };
  const sourceOf = (id: string): JournalSource => {
    if (id === LIVE && ports.live) return ports.live;
    const run = runOf(id);
    return {
      journal: run.journal,
      changed: run.changed,
      summarise: run.summarise,
      stepOf: (record) => run.engine?.stepOf(record),
      judgedBy: (seq) => judgementsOf(run, seq),
      ended: () => hasEnded(run),
    };
  };
  const drafted = (id: string): ((draft: CrossingDraft) => JournalRow) => {
    const { summarise } = sourceOf(id);
    const engine = (): ScenarioEngine | undefined => runs.get(id)?.engine;
    return (draft) => rowOfDraft(draft, summarise, (record) => engine()?.stepFor(record));
  };
  const gateOf = (id: string) => (id === LIVE && ports.live ? ports.live.gate : runOf(id).gate);

  const forget = (id: string, run: Run): void => {
    runs.delete(id);
    // a journal that cannot write its last records has told so already; the run is being thrown away
    void run.ended.then(() => run.journal.close()).catch(() => undefined);
  };

  const forgetOld = (): void => {
    for (const [id, run] of runs) {
      if (runs.size <= KEPT_RUNS) return;
      if (hasEnded(run)) forget(id, run);
    }
  };

  return {
    ports,
    changed,
    host: () => ({
      version: ports.version,
      node: ports.platform,
      startedAt,
      ...(ports.live?.host() ?? {
        addresses: [],
        loopbackOnly: true,
        durable: false,
        externalSystems: [],
        devices: 0,
        journal: { records: 0, bytes: 0 },
      }),
    }),
    scenarios: () => builtInScenarios().map(scenarioView),
    start: (request) => {
      const scenario =
        typeof request.scenario === "string" ? builtInScenario(request.scenario) : request.scenario;
      const settings = resolveSettings(scenario, request.settings ?? {});
      const id = `R-${++count}`;
      const seed = request.seed ?? ports.newSeed();
      const header: RunHeader = {
        run: id,
        journalVersion: JOURNAL_VERSION,
        productVersion: ports.version,
        title: scenario.title,
        scenario: scenario.id,
        settings,
        seed,
        wire: request.wire ?? "memory",
        epoch: ports.wall.now(),
        startedAt: ports.wall.now(),
      };
      let clock: { now(): number } = { now: () => 0 };
      const run = startRun({
        id,
        scenario,
        settings,
        seed,
        speed: request.speed ?? 1,
        paused: request.paused ?? false,
        wireKind: header.wire,
        journal: ports.createJournal(header, { now: () => clock.now() }),
        wall: ports.wall,
        baseUrl: "http://workbench.example",
        openHttpWire: ports.openHttpWire,
        buildWorld: (base) => {
          clock = base.clock;
          return buildWorld(scenario.world, base, ports.crypto);
        },
      });
      runs.set(id, run);
      run.changed.subscribe(() => changed.emit(undefined));
      forgetOld();
      changed.emit(undefined);
      return run;
    },
    run: runOf,
    view: (id) => (id === LIVE && ports.live ? ports.live.view() : runView(runOf(id))),
    watched: (id) => {
      if (id === LIVE && ports.live) {
        const { live } = ports;
        return { changed: live.changed, view: () => live.view(), ended: () => false };
      }
      const run = runOf(id);
      return { changed: run.changed, view: () => runView(run), ended: () => hasEnded(run) };
    },
    lines: () => [
      ...[...runs.values()].toReversed().map(runLine),
      ...(ports.live ? [lineOf(ports.live.view())] : []),
    ],
    remove: (id) => {
      const run = runOf(id);
      run.abort();
      forget(id, run);
      changed.emit(undefined);
    },
    source: sourceOf,
    inspect: (id, seq, reveal) => inspect(sourceOf(id), seq, reveal),
    devices: (id) =>
      id === LIVE && ports.live ? ports.live.devices : (runOf(id).world?.devices ?? noDevices),
    roles: (id) => (id === LIVE && ports.live ? ports.live.roles : (runOf(id).world?.roles ?? noRoles)),
    export: (id, to) => exportRun(sourceOf(id), to),
    hold: (id, text, once) => {
      const terms = holdTerms(text);
      const rowFor = drafted(id);
      gateOf(id).setRule(terms.length === 0 ? undefined : (draft) => rowHolds(rowFor(draft), terms), once);
    },
    release: (id, held, body) => {
      const bytes = body === undefined ? undefined : fromBase64(body);
      if (body !== undefined && bytes === undefined)
        throw new WorkbenchError("hold/body", "The edited body is not base64", {});
      if (!gateOf(id).release(held, { kind: "pass", body: bytes }))
        throw new WorkbenchError("hold/unknown", "This message is no longer held", { held });
    },
    releaseAll: (id) => {
      const gate = gateOf(id);
      for (const held of gate.held) if (held.by === "rule") gate.release(held.id, { kind: "pass" });
    },
    drop: (id, held) => {
      if (!gateOf(id).release(held, { kind: "drop" }))
        throw new WorkbenchError("hold/unknown", "This message is no longer held", { held });
    },
  };
}

/** A run whose world has not been built yet. */
const noRoles: WorldRoles = createWorldRoles((task) => task());
const noDevices: DevicePort = createWorldDevices(
  { now: () => 0, date: () => 0, at: () => () => undefined },
  () => undefined,
);

function lineOf(view: RunView): RunLine {
  const { id, title, settings, state, verdict, messages, startedAt, durationMs } = view;
  return { id, title, settings, state, verdict, messages, startedAt, durationMs };
}

function hasEnded({ state }: Run): boolean {
  return state === "finished" || state === "aborted";
}

/** The engine is the index of what was judged: no record has to be looked through. */
function judgementsOf({ engine }: Run, seq: number): InspectionView["judgedBy"] {
  return (engine?.steps ?? [])
    .filter(({ verdict, messages }) => verdict !== "none" && messages.includes(seq))
    .map(({ id, title, verdict, reason }) => ({
      step: id,
      title,
      verdict,
      ...optionally("reason", reason),
    }));
}
