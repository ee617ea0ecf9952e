import { createEmitter, type Emitter } from "../core/emitter.ts";
import { errorText } from "../core/error.ts";
import { createScaledClock, type ScaledClock, type WallTime } from "../core/scaled-clock.ts";
import type { Journal } from "../journal/journal.ts";
import type { CrossingRecord, JournalRecord, NewRecord, StateRecord } from "../journal/record.ts";
import type { Scenario } from "../scenario/format.ts";
import { createEngine, type ScenarioEngine } from "../scenario/engine.ts";
import { createLoop, type WorldLoop } from "../wire/loop.ts";
import { createMemoryWire } from "../wire/memory-wire.ts";
import { createTap, type CrossingDraft, type Tap } from "../wire/tap.ts";
import type { RoleReport } from "../wire/role.ts";
import type { Wire } from "../wire/wire.ts";
import type { MessageSummary } from "../stacks/summary.ts";
import { actorSteppers } from "./actor-steppers.ts";
import { createPaceGate, type PaceGate } from "./pace-gate.ts";
import { createSummaries } from "./summaries.ts";
import { trafficOf } from "./traffic.ts";
import { onLoop } from "./looped-wire.ts";
import type { World } from "./world.ts";

export type RunSpeed = number | "max";
export type RunState = "running" | "paused" | "finished" | "aborted";

/** What a world is built on. */
export interface WorldBase {
  readonly wire: Wire;
  readonly clock: ScaledClock;
  readonly record: (record: NewRecord) => JournalRecord;
  readonly onReport: (report: RoleReport) => void;
  readonly settings: Readonly<Record<string, string>>;
  readonly seed: string;
}

export interface RunOptions {
  readonly id: string;
  readonly scenario: Scenario;
  readonly settings: Readonly<Record<string, string>>;
  readonly seed: string;
  readonly speed: RunSpeed;
  readonly paused: boolean;
  readonly wireKind: "memory" | "http";
  readonly journal: Journal;
  readonly wall: WallTime;
  /** Address of the in-memory wire. */
  readonly baseUrl: string;
  /** Opens a wire on real sockets for this run. */
  readonly openHttpWire: (
    tap: Tap,
    clock: ScaledClock,
  ) => Promise<{ readonly wire: Wire; close(): Promise<void> }>;
  readonly buildWorld: (base: WorldBase) => World;
}

/** A scenario in a world of its own, with its clock, gate and journal. */
export interface Run {
  readonly id: string;
  readonly options: RunOptions;
  readonly journal: Journal;
  readonly clock: ScaledClock;
  readonly gate: PaceGate;
  readonly engine: ScenarioEngine | undefined;
  readonly world: World | undefined;
  readonly state: RunState;
  readonly speed: RunSpeed;
  readonly wallDuration: number;
  /** Newest state of each party's machines. */
  readonly states: ReadonlyMap<string, StateRecord>;
  /** Messages that have crossed. */
  readonly messages: number;
  /** Our own failure, when the run ended by one. */
  readonly failure: string | undefined;
  readonly changed: Emitter<undefined>;
  summarise(record: JournalRecord | CrossingDraft): MessageSummary | undefined;
  resume(): void;
  pause(): void;
  step(): void;
  stepPackage(): void;
  setSpeed(speed: RunSpeed): void;
  abort(): void;
  /** Resolves when the run has ended and its journal is kept. */
  readonly ended: Promise<void>;
}

/** Builds the world and starts the scenario. */
export function startRun(options: RunOptions): Run {
  const { journal, wall, scenario, settings } = options;
  const clock = createScaledClock(
    wall,
    typeof options.speed === "number" ? options.speed : 1,
    journal.header.epoch,
  );
  const loop: WorldLoop = createLoop((action) => void wall.after(0, action));
  const changed = createEmitter<undefined>();
  const summaries = createSummaries();
  const states = new Map<string, StateRecord>();
  const acts: (() => void)[] = [];
  const startedWall = wall.now();
  let speed = options.speed;
  let messages = 0;
  let state: RunState = "running";
  let endedWall: number | undefined;
  let world: World | undefined;
  let wire: Wire | undefined;
  let closeWire: () => Promise<void> = () => Promise.resolve();
  let engine: ScenarioEngine | undefined;
  let failure: string | undefined;
  let resolveEnded = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });

  const notify = (): void => changed.emit(undefined);
  const gate = createPaceGate(wall, trafficOf(summaries), notify);

  const record = (draft: NewRecord): JournalRecord => {
    const written = journal.append(draft);
    if (written.kind === "crossing") messages++;
    if (written.kind === "state") states.set(`${written.party.role}/${written.party.name}`, written);
    guard(() => engine?.observe(written));
    notify();
    return written;
  };
  const tap = createTap((draft, outcome, original) => {
    const crossing: Omit<CrossingRecord, "seq" | "clock" | "wall"> = {
      kind: "crossing",
      ...draft,
      outcome,
      original,
    };
    return record(crossing).seq;
  }, gate);

  /** Nothing moves by itself: ask the next act, end a finished scenario, or move the clock on. */
  const whenQuiet = (): void => {
    if (endedWall !== undefined) return;
    if (!wire || loop.pending > 0 || wire.inTransit > 0 || (world?.pending ?? 0) > 0) return;
    const act = acts.shift();
    if (act) {
      loop.post(act);
      return;
    }
    if (engine?.outcome) {
      finish("finished");
      return;
    }
    const mayMoveClock = state === "running" ? speed === "max" : gate.wanting;
    if (!mayMoveClock || !engine) return;
    const due = clock.nextDue();
    if (due === undefined)
      engine.abort("nothing more can happen: no message is on its way and no timer runs");
    else clock.skip(Math.max(0, due - clock.now()));
    loop.post(() => undefined);
  };
  loop.onQuiet(whenQuiet);

  const finish = (as: "finished" | "aborted"): void => {
    if (endedWall !== undefined) return;
    endedWall = wall.now();
    state = as;
    gate.open();
    world?.dispose();
    clock.pause();
    notify();
    const keepFailure = (error: unknown): void => {
      failure ??= errorText(error);
      notify();
    };
    void closeWire()
      .catch(keepFailure)
      .then(() => journal.flush().catch(keepFailure))
      .then(() => {
        clock.dispose();
        resolveEnded();
      });
  };

  const fail = (error: unknown): void => {
    failure = errorText(error);
    record({ kind: "note", severity: "error", code: "run/failed", text: failure, findings: [] });
    engine?.abort(failure);
    finish("aborted");
  };

  const guard = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      fail(error);
    }
  };

  const follow = (): void => {
    if (speed === "max" || state !== "running") clock.pause();
    else {
      clock.setSpeed(speed);
      clock.resume();
    }
  };

  const begin = (opened: Wire): void => {
    wire = opened;
    const onReport = (report: RoleReport): void => {
      engine?.report(report);
      notify();
    };
    world = options.buildWorld({ wire, clock, record, onReport, settings, seed: options.seed });
    const built = world;
    engine = createEngine(
      scenario,
      settings,
      {
        act: (party, command) => acts.push(() => guard(() => built.act(party, command()))),
        summarise: (item) => summaries.of(item),
        record,
        after: (milliseconds, action) =>
          clock.at(clock.now() + milliseconds, () => loop.post(() => guard(action))),
        variables: world.variables,
      },
      actorSteppers,
    );
    const started = engine;
    loop.post(() => guard(() => started.start()));
    notify();
  };

  gate.setSpeed(speed);
  if (options.paused) {
    state = "paused";
    gate.stand();
  }
  follow();
  if (options.wireKind === "memory")
    guard(() => begin(createMemoryWire({ baseUrl: options.baseUrl, tap, clock, loop })));
  else
    options.openHttpWire(tap, clock).then((opened) => {
      closeWire = opened.close;
      guard(() => begin(onLoop(opened.wire, loop)));
    }, fail);

  const set = (next: RunState, action: () => void): void => {
    if (endedWall !== undefined) return;
    state = next;
    action();
    follow();
    loop.post(() => undefined);
    notify();
  };

  return {
    id: options.id,
    options,
    journal,
    clock,
    gate,
    changed,
    ended,
    states,
    summarise: (item) => summaries.of(item),
    get engine() {
      return engine;
    },
    get world() {
      return world;
    },
    get state() {
      return state;
    },
    get speed() {
      return speed;
    },
    get messages() {
      return messages;
    },
    get failure() {
      return failure;
    },
    get wallDuration() {
      return (endedWall ?? wall.now()) - startedWall;
    },
    resume: () => set("running", () => gate.run()),
    pause: () => set("paused", () => gate.stand()),
    step: () => set("paused", () => gate.step()),
    stepPackage: () => set("paused", () => gate.stepPackage()),
    setSpeed: (next) =>
      set(state, () => {
        speed = next;
        gate.setSpeed(next);
      }),
    abort: () => {
      if (endedWall !== undefined) return;
      engine?.abort("aborted by the user");
      finish("aborted");
    },
  };
}
