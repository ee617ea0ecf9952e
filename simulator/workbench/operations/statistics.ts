import type { JobView } from "../../api/index.ts";

/** Most slices of the course, and what a slice may last, milliseconds. */
const SLICES = 120;
const lengths = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 3_600_000, 14_400_000,
] as const;

/** Bounds of the durations for sessions of around half a second; others have them ten times longer or shorter. */
const usualBounds = [100, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000, 10_000] as const;

/** A number from a sorted list at a share of it. */
export function quantile(sorted: Float64Array, share: number): number | undefined {
  if (sorted.length === 0) return undefined;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** How many of the sorted durations lie between which bounds. */
export function histogram(sorted: Float64Array): JobView["durations"] {
  const middle = quantile(sorted, 0.5);
  const power = middle === undefined || middle <= 0 ? 0 : Math.floor(Math.log10(middle / 100));
  const scale = 10 ** Math.max(-2, Math.min(4, power));
  const bounds = usualBounds.map((bound) => bound * scale);
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  let at = 0;
  for (const duration of sorted) {
    while (at < bounds.length && duration > (bounds[at] ?? Infinity)) at++;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { bounds, counts };
}

/** Slices from `from` to `to`, as many as can be told apart. */
export function slicesOf(from: number, to: number): { readonly slice: number; readonly count: number } {
  const span = Math.max(1, to - from);
  const slice = lengths.find((length) => span / length <= SLICES) ?? lengths[lengths.length - 1] ?? span;
  return { slice, count: Math.min(SLICES * 4, Math.max(1, Math.ceil(span / slice))) };
}
