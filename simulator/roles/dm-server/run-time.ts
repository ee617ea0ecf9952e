import type { Moment } from "../../wire/role.ts";

/** Run time of a date: what a timer is armed with. */
export function runTimeOf(date: number, { now, date: today }: Moment): number {
  return now + Math.max(0, date - today);
}
