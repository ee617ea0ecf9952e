import type { EffectSink } from "../ports.ts";
import type { Moment } from "../../../wire/role.ts";

/** The handling of one event: when it is, and where its effects go. */
export interface Turn {
  readonly moment: Moment;
  readonly emit: EffectSink;
}

/** Run time of a date: what a timer is armed with. */
export function runTimeOf(date: number, { now, date: today }: Moment): number {
  return now + Math.max(0, date - today);
}
