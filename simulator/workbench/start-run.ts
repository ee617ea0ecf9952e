import { createEmitter } from "../core/emitter.ts";
import { errorText } from "../core/error.ts";
import { createScaledClock, type WallTime } from "../core/scaled-clock.ts";
import { createEngine, type ScenarioEngine } from "../scenario/engine.ts";
import { createLoop } from "../wire/loop.ts";
import { createMemoryWire } from "../wire/memory-wire.ts";
import { createTap } from "../wire/tap.ts";
import type { Wire } from "../wire/wire.ts";
import { actorSteppers } from "./actor-steppers.ts";
import { clockOnLoop, onLoop } from "./looped-wire.ts";
import { createRecording } from "./recording.ts";
import { createPaceGate } from "./pace-gate.ts";
import type { Run, RunOptions, RunState } from "./run.ts";
import { createSummaries } from "./summaries.ts";
import { trafficOf } from "./traffic.ts";
import type { World } from "./world.ts";

/** Builds the world and starts the scenario. Never throws: what fails on the way is the run's `failure`. */
export function startRun(options: RunOptions): Run {
  const { journal, wall, scenario, settings } = options;
  const clock = createScaledClock(
    wall,
    typeof options.speed === "number" ? options.speed : 1,
    journal.header.epoch,
  );
  const loop = createLoop(
    (action) => void wall.after(0, action),
    (error) => fail(error),
  );
  const looped = clockOnLoop(clock, loop);
  const changed = createEmitter<undefined>();
  const summaries = createSummaries();
  const acts: (() => void)[] = [];
  const startedWall = wall.now();
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<void>();
  let speed = options.speed;
  let state: RunState = "running";
  let endedWall: number | undefined;
  let world: World | undefined;
  let wire: Wire | undefined;
  let closeWire: () => Promise<void> = () => Promise.resolve();
  let engine: ScenarioEngine | undefined;
  let failure: string | undefined;
  let cutOff: string | undefined;

  const notify = (): void => changed.emit(undefined);
  const guardedWall: WallTime = {
    now: () => wall.now(),
    after: (milliseconds, action) => wall.after(milliseconds, () => guard(action)),
  };
  const gate = createPaceGate(guardedWall, trafficOf(summaries), () => {
    follow();
    notify();
  });

  const recording = createRecording(journal, (written) => {
    guard(() => engine?.observe(written));
    world?.observe(written);
    notify();
  });
  const { record } = recording;
  const tap = createTap(recording.recorder, gate);

  /** Nothing moves by itself: ask the next act, end a finished scenario, or move the clock on. */
  const whenQuiet = (): void => {
    if (endedWall !== undefined) return;
    if (!wire || loop.pending > 0 || wire.inTransit > 0 || (world?.pending ?? 0) > 0) return;
    const mayMoveClock = state === "running" ? speed === "max" : gate.wanting;
    const due = clock.nextDue();
    // what is due at once belongs to what was just done, and comes before anything new
    if (acts.length > 0 && due !== undefined && due <= clock.now()) {
      if (!mayMoveClock) return;
      clock.skip(0);
      loop.post(() => undefined);
      return;
    }
    const act = acts.shift();
    if (act) {
      loop.post(act);
      return;
    }
    if (engine?.outcome) {
      finish("finished");
      return;
    }
    if (!mayMoveClock || !engine) return;
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
    acts.length = 0;
    world?.dispose();
    guard(() => gate.close());
    clock.pause();
    notify();
    void settle().then(resolveEnded);
  };

  /** Closes what the run holds; each part also when another fails. The journal stays open: it is what is left of a run. */
  const settle = async (): Promise<void> => {
    for (const part of [closeWire, () => journal.flush()])
      try {
        await part();
      } catch (error) {
        failure ??= errorText(error);
      }
    clock.dispose();
    notify();
  };

  const fail = (error: unknown): void => {
    if (failure !== undefined) return;
    failure = errorText(error);
    if (endedWall !== undefined) return notify();
    try {
      record({ kind: "note", severity: "error", code: "run/failed", text: failure, findings: [] });
      engine?.abort(failure);
    } catch (another) {
      // a journal that refuses to write cannot tell it either: the run's own view does
      failure = `${failure}; ${errorText(another)}`;
    }
    finish("aborted");
  };

  const guard = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      fail(error);
    }
  };

  /** The clock follows the wall while messages flow, and stands while a person looks at a message that is held. */
  const follow = (): void => {
    if (endedWall !== undefined) return;
    const held = gate.held.some(({ by }) => by === "rule");
    if (speed === "max" || state !== "running" || held) {
      if (!clock.paused) clock.pause();
      return;
    }
    if (clock.speed !== speed) clock.setSpeed(speed);
    clock.resume();
  };

  const begin = (opened: Wire): void => {
    wire = opened;
    const built = options.buildWorld({
      wire,
      clock: looped,
      record,
      onReport: (report) => {
        engine?.report(report);
        notify();
      },
      settings: { ...scenario.worldSettings, ...settings },
      seed: options.seed,
      post: (task) => loop.post(task),
    });
    world = built;
    const started = createEngine(
      scenario,
      settings,
      {
        act: (party, ask) =>
          acts.push(() => {
            const { command, name } = ask();
            built.act(party, command, name);
          }),
        summarise: (item) => summaries.of(item),
        record,
        after: (milliseconds, action) => looped.at(clock.now() + milliseconds, action),
        variables: built.variables,
      },
      actorSteppers,
    );
    engine = started;
    loop.post(() => started.start());
    notify();
  };

  const beginOverHttp = async (): Promise<void> => {
    const opened = await options.openHttpWire(tap, clock, () => loop.post(() => undefined), scenario.secure);
    closeWire = opened.close;
    if (endedWall === undefined) guard(() => begin(onLoop(opened.wire, loop)));
    else await opened.close(); // the run was aborted while its port was being opened
  };

  gate.setSpeed(speed);
  if (options.paused) {
    state = "paused";
    gate.stand();
  }
  follow();
  if (options.wireKind === "memory")
    guard(() => begin(createMemoryWire({ baseUrl: options.baseUrl, tap, clock: looped, loop })));
  else beginOverHttp().catch(fail);

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
    states: recording.states,
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
      return recording.messages;
    },
    get cutOff() {
      return cutOff;
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
      cutOff = "aborted by the user";
      guard(() => engine?.abort("aborted by the user"));
      finish("aborted");
    },
  };
}
