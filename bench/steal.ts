import { readFileSync } from "node:fs";

/** Ticks of all processors since the machine's start: all of them, and those that the hypervisor gave to somebody else. */
export interface CpuTimes {
  readonly all: number;
  readonly stolen: number;
}

/** Share of stolen time above which a measurement says more about the neighbours than about us. */
const TOO_MUCH = 0.05;

/** Reads the processors' times; zeros where the system does not tell them. */
export function cpuTimes(): CpuTimes {
  try {
    return parseCpuTimes(readFileSync("/proc/stat", "utf8"));
  } catch {
    return { all: 0, stolen: 0 }; // no such file outside Linux
  }
}

/** The times in the first line of `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal. */
export function parseCpuTimes(text: string): CpuTimes {
  const ticks = (/^cpu\s+([\d ]+)/.exec(text)?.[1] ?? "").trim().split(" ").slice(0, 8).map(Number);
  return { all: ticks.reduce((sum, tick) => sum + tick, 0), stolen: ticks[7] ?? 0 };
}

/** True when too much of the time between the two readings was stolen. */
export function wasStolen(before: CpuTimes, after: CpuTimes): boolean {
  const all = after.all - before.all;
  return all > 0 && (after.stolen - before.stolen) / all > TOO_MUCH;
}
