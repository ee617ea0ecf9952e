/** What a benchmark reports. Absolute times move with the machine; ratios against something measured beside it do not. */
export interface BenchResult {
  /** Ours against the reference: 2 means twice as fast. Without a reference, units of work per second. */
  readonly value: number;
  readonly unit: "ratio" | "per-second";
  /** Least value that is good enough. */
  readonly goal: number;
  readonly detail: Readonly<Record<string, number | string>>;
}

/** A benchmark of its own process. */
export interface Bench {
  readonly name: string;
  run(): Promise<BenchResult>;
}

/** One contender: does `count` units of work and gives the nanoseconds that they took. */
export type Contender = (count: number) => number | Promise<number>;

/** A contender that runs a function in this process. `item` tells apart consecutive calls. */
export function inProcess(work: (item: number) => void): Contender {
  return (count) => {
    const start = process.hrtime.bigint();
    for (let item = 0; item < count; item++) work(item);
    return Number(process.hrtime.bigint() - start);
  };
}

export interface Comparison {
  /** Median over the rounds of the reference's time divided by ours. */
  readonly ratio: number;
  readonly oursNanoseconds: number;
  readonly referenceNanoseconds: number;
}

/** Runs two contenders in turn, so that both see the same machine, and takes the median of the rounds' ratios. */
export async function compare(
  ours: Contender,
  reference: Contender,
  rounds = 21,
  count = 600,
): Promise<Comparison> {
  await ours(count * 2);
  await reference(count * 2);
  const ratios: number[] = [];
  const oursTimes: number[] = [];
  const referenceTimes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const oursFirst = round % 2 === 0;
    const first = await (oursFirst ? ours : reference)(count);
    const second = await (oursFirst ? reference : ours)(count);
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

/** Middle of the sorted values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A number as a report shows it. */
export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
