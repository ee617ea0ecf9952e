import type { Dispose } from "../core/emitter.ts";
import { countingIds } from "../core/ids.ts";
import type { WallTime } from "../core/scaled-clock.ts";
import type { CrossingDraft, Gate, GateDecision } from "../wire/tap.ts";

/** Why a message stands at the gate. */
export type HeldBy = "step" | "rule";

/** A message that stands at the gate. */
export interface HeldMessage {
  readonly id: string;
  readonly draft: CrossingDraft;
  readonly since: number;
  readonly by: HeldBy;
}

/** How a message is to be treated; decided by whoever knows what messages mean. */
export interface Traffic {
  /** An acknowledgement without news: it rides along and is never waited for. */
  isAcknowledgement(draft: CrossingDraft): boolean;
  /** Milliseconds of reading time that a message deserves at speed 1. */
  readingTime(draft: CrossingDraft): number;
  /** True when a message ends its package or operation. */
  endsPackage(draft: CrossingDraft): boolean;
}

export interface PaceGate extends Gate {
  readonly held: readonly HeldMessage[];
  readonly standing: boolean;
  /** A step was asked for and no message has come to take it. */
  readonly wanting: boolean;
  /** Replaces the hold rule; `once` removes it after the first message that it catches. */
  setRule(rule: ((draft: CrossingDraft) => boolean) | undefined, once: boolean): void;
  setSpeed(speed: number | "max"): void;
  /** Lets messages cross at the set speed. */
  run(): void;
  /** No message crosses until `run` or a step. */
  stand(): void;
  /** Lets one message cross; when none waits, the next one that comes. Acknowledgements ride along. */
  step(): void;
  /** Lets messages cross until one that ends its package has. */
  stepPackage(): void;
  release(id: string, decision: GateDecision): boolean;
  /** Lets everything go from now on, for a world that ends in order. */
  open(): void;
  /** Drops what waits and lets the rest go, for a run that was cut off: what stood here never crossed. */
  close(): void;
}

/** Creates the gate of a run. `changed` is called when what is held changes. */
export function createPaceGate(wall: WallTime, traffic: Traffic, changed: () => void): PaceGate {
  const nextId = countingIds("h");
  let waiting: (HeldMessage & { readonly decide: (decision: GateDecision) => void })[] = [];
  let speed: number | "max" = 1;
  let standing = false;
  let opened = false;
  let credit: "none" | "one" | "package" = "none";
  let rule: ((draft: CrossingDraft) => boolean) | undefined;
  let ruleOnce = false;
  let lastCrossing = Number.NEGATIVE_INFINITY;
  let alarm: Dispose | undefined;

  const pass = (message: (typeof waiting)[number], decision: GateDecision = { kind: "pass" }): void => {
    waiting = waiting.filter((other) => other !== message);
    lastCrossing = wall.now();
    if (credit === "one" || (credit === "package" && traffic.endsPackage(message.draft))) credit = "none";
    changed();
    message.decide(decision);
  };

  const pump = (): void => {
    alarm?.();
    alarm = undefined;
    for (;;) {
      const first = waiting.find((message) => message.by === "step");
      if (!first) return;
      if (standing && credit === "none") return;
      if (credit !== "none" || speed === "max" || opened) {
        pass(first);
        continue;
      }
      const wait = lastCrossing + traffic.readingTime(first.draft) / speed - wall.now();
      if (wait > 0) {
        alarm = wall.after(wait, pump);
        return;
      }
      pass(first);
    }
  };

  const end = (decision: GateDecision): void => {
    opened = true;
    credit = "none";
    alarm?.();
    alarm = undefined;
    for (const message of waiting.slice()) pass(message, decision);
  };

  return {
    get held() {
      return waiting.map(({ id, draft, since, by }) => ({ id, draft, since, by }));
    },
    get standing() {
      return standing;
    },
    get wanting() {
      return credit !== "none";
    },
    admit: (draft, decide) => {
      if (opened) return decide({ kind: "pass" });
      const caught = rule?.(draft) ?? false;
      if (caught && ruleOnce) rule = undefined;
      if (!caught && traffic.isAcknowledgement(draft)) return decide({ kind: "pass" });
      if (!caught && !standing && speed === "max" && waiting.every((message) => message.by === "rule"))
        return decide({ kind: "pass" });
      waiting.push({ id: nextId(), draft, decide, since: wall.now(), by: caught ? "rule" : "step" });
      changed();
      pump();
    },
    setRule: (next, once) => {
      rule = next;
      ruleOnce = once;
    },
    setSpeed: (next) => {
      speed = next;
      pump();
    },
    run: () => {
      standing = false;
      credit = "none";
      pump();
    },
    stand: () => {
      standing = true;
      credit = "none";
      alarm?.();
      alarm = undefined;
      changed();
    },
    step: () => {
      standing = true;
      credit = "one";
      pump();
    },
    stepPackage: () => {
      standing = true;
      credit = "package";
      pump();
    },
    release: (id, decision) => {
      const message = waiting.find((candidate) => candidate.id === id);
      if (!message) return false;
      pass(message, decision);
      return true;
    },
    open: () => end({ kind: "pass" }),
    close: () => end({ kind: "drop" }),
  };
}
