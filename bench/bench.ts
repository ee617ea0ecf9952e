import { cpuTimes, wasStolen } from "./steal.ts";

/** What a benchmark reports. Absolute times move with the machine; ratios against something measured beside it do not. */
export interface BenchResult {
  /** Ours against the reference: 2 means twice as fast. Units of work per second where the reference is not to be had. */
  readonly value: number;
  readonly unit: "ratio" | "per-second" | "ms" | "bytes";
  /** Least ratio that is good enough; of milliseconds and bytes the most. Absent for a figure that is reported only. */
  readonly goal?: number;
  readonly detail: Readonly<Record<string, number | string>>;
}

/** What the command line chooses for the benchmarks that take it. */
export interface BenchOptions {
  /** Encoding of DM messages. */
  readonly encoding: "xml" | "wbxml";
}

/** A benchmark. Its contenders run in processes of their own, so that none changes how another's code is compiled. */
export interface Bench {
  readonly name: string;
  run(options: BenchOptions): Promise<BenchResult>;
}

/** Something that is timed: does `count` units of work and gives the nanoseconds that they took. */
export type Contender = (count: number) => number | Promise<number>;

export interface Comparison {
  /** Median over the rounds of the reference's time divided by ours. */
  readonly ratio: number;
  readonly oursNanoseconds: number;
  readonly referenceNanoseconds: number;
}

/** Warms up two contenders and compares them. */
export async function compare(
  ours: Contender,
  reference: Contender,
  rounds = 31,
  count = 400,
): Promise<Comparison> {
  await warmUp(ours, count);
  await warmUp(reference, count);
  return compareWarm(ours, reference, rounds, count, true);
}

/**
 * Runs two contenders in turn, so that both see the same machine, and takes the median of the rounds' ratios. Where rounds
 * can be repeated, one in which the machine was lent to somebody else does not count, as long as there are not more of
 * those than others.
 */
export async function compareWarm(
  ours: Contender,
  reference: Contender,
  rounds: number,
  count: number,
  repeatable: boolean,
): Promise<Comparison> {
  const ratios: number[] = [];
  const oursTimes: number[] = [];
  const referenceTimes: number[] = [];
  for (let round = 0, voided = 0; round < rounds; round++) {
    const oursFirst = round % 2 === 0;
    const before = cpuTimes();
    const first = await (oursFirst ? ours : reference)(count);
    const second = await (oursFirst ? reference : ours)(count);
    if (repeatable && wasStolen(before, cpuTimes()) && voided < rounds) {
      voided++;
      round--;
      continue;
    }
    const [mine, other] = oursFirst ? [first, second] : [second, first];
    ratios.push(other / mine);
    oursTimes.push(mine / count);
    referenceTimes.push(other / count);
  }
  return {
    ratio: median(ratios),
    oursNanoseconds: median(oursTimes),
    referenceNanoseconds: median(referenceTimes),
  };
}

/** Runs a contender until its code is compiled. */
export async function warmUp(contender: Contender, count: number): Promise<void> {
  for (let round = 0; round < 8; round++) await contender(count);
}

/** Middle of the sorted values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A number as a report shows it. */
export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
