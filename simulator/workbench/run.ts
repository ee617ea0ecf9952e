import type { Emitter } from "../core/emitter.ts";
import type { ScaledClock, WallTime } from "../core/scaled-clock.ts";
import type { Journal } from "../journal/journal.ts";
import type { JournalRecord, StateRecord } from "../journal/record.ts";
import type { ScenarioEngine } from "../scenario/engine.ts";
import type { Scenario } from "../scenario/format.ts";
import type { MessageSummary } from "../stacks/summary.ts";
import type { CrossingDraft, Tap } from "../wire/tap.ts";
import type { Wire } from "../wire/wire.ts";
import type { PaceGate } from "./pace-gate.ts";
import type { World, WorldBase } from "./world.ts";

/** Factor on reading speed, or as fast as it goes. */
export type RunSpeed = number | "max";
/** `finished`: the scenario came to an end; `aborted`: somebody or a failure of ours cut it off. */
export type RunState = "running" | "paused" | "finished" | "aborted";

/** What a run is made of. */
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
    settled: () => void,
    secure: boolean,
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
  /** Why the run was cut off before its scenario could say it. */
  readonly cutOff: string | undefined;
  /** Our own failure, when the run ended by one. */
  readonly failure: string | undefined;
  readonly changed: Emitter<undefined>;
  summarise(record: JournalRecord | CrossingDraft): MessageSummary | undefined;
  resume(): void;
  pause(): void;
  step(): void;
  stepPackage(): void;
  setSpeed(speed: RunSpeed): void;
  /** Ends the run now; what stands at the gate is dropped. */
  abort(): void;
  /** Resolves when the run has ended and its journal is kept. */
  readonly ended: Promise<void>;
}
