/** A duration of a session as an instrument shows it: `4 ms`, `0.41 s`, `1.9 s`, `12 s`. Input in milliseconds. */
export function formatSeconds(ms: number): string {
  if (ms < 100) return `${Number(ms.toPrecision(2))} ms`;
  if (ms < 1000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 1000)} s`;
}

/** Even steps from zero that hold a number: three to five of them. */
export function niceSteps(most: number): readonly number[] {
  if (most <= 0) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_unused, index) => Number((index * step).toPrecision(6)));
}
