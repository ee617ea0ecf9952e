import { seededRandom } from "../../../../core/random.ts";

/*
 * Simulated measurements. A value is a function of a seed and of the time, so that nothing runs while nobody looks, two
 * readers see the same, and a run can be repeated.
 */

/** A measured quantity as a profile describes it. */
export type Reading = WanderingReading | CyclicReading | CountingReading | ScriptedReading;

interface ReadingForm {
  readonly format?: "chr" | "int" | "float" | undefined;
  /** Digits after the point; 0 for `int`, 1 otherwise by default. */
  readonly decimals?: number | undefined;
}

/** Moves about between two bounds: a temperature, a signal level. */
export interface WanderingReading extends ReadingForm {
  readonly shape: "wander";
  readonly low: number;
  readonly high: number;
  /** Milliseconds in which it can move across a good part of its range; shorter movements are smaller. */
  readonly pace: number;
}

/** Goes from one bound to the other and comes back in the last tenth of the pace: a battery that is used and charged. */
export interface CyclicReading extends ReadingForm {
  readonly shape: "cycle";
  readonly from: number;
  readonly to: number;
  /** Milliseconds of one cycle. */
  readonly pace: number;
}

/** Counts something that happens now and then, once per `pace` on average; begins anew with each `window`. */
export interface CountingReading extends ReadingForm {
  readonly shape: "count";
  readonly start?: number | undefined;
  /** Milliseconds between two happenings on average. */
  readonly pace: number;
  /** Milliseconds after which the count begins anew; a week by default. */
  readonly window?: number | undefined;
}

/** Given values one after the other, round and round. */
export interface ScriptedReading extends ReadingForm {
  readonly shape: "script";
  readonly values: readonly [string, ...string[]];
  /** Milliseconds that each value holds; a minute by default. A function's samples take one value each. */
  readonly pace?: number | undefined;
}

const WEEK = 604_800_000;
const MINUTE = 60_000;
/** Steps in which a window is counted at most. */
const MOST_SLOTS = 500;

/** Movements of a wandering value: part of the pace and weight of each. */
const movements = [
  [1, 0.6],
  [0.37, 0.25],
  [0.11, 0.15],
] as const;

/** The value as a number at a date (milliseconds since 1970). A script's text that is no number counts as 0. */
export function numberAt(reading: Reading, seed: string, date: number, sample?: number): number {
  switch (reading.shape) {
    case "wander": {
      let share = 0;
      for (const [index, [part, weight]] of movements.entries())
        share += weight * smoothNoise(`${seed}/${index}`, date / (reading.pace * part));
      // noise keeps to the middle: it is spread so that the bounds are neared now and then
      const spread = Math.min(1, Math.max(0, 0.5 + (share - 0.5) * 1.4));
      return reading.low + spread * (reading.high - reading.low);
    }
    case "cycle": {
      const phase = fraction(date / reading.pace + noise(seed, 0));
      const done = phase < 0.9 ? phase / 0.9 : (1 - phase) * 10;
      return reading.from + done * (reading.to - reading.from);
    }
    case "count":
      return (reading.start ?? 0) + counted(reading, seed, date);
    case "script":
      return Number(scripted(reading, date, sample)) || 0;
  }
}

/** The value as the leaf has it. `sample` counts the samples of a function, for scripts. */
export function textAt(reading: Reading, seed: string, date: number, sample?: number): string {
  if (reading.shape === "script") return scripted(reading, date, sample);
  const whole = reading.format === "int" || reading.shape === "count";
  return numberAt(reading, seed, date).toFixed(reading.decimals ?? (whole ? 0 : 1));
}

/** Format of the leaf: `int` for counts, `float` by default. */
export function formatOf(reading: Reading): "chr" | "int" | "float" {
  if (reading.format) return reading.format;
  if (reading.shape === "count") return "int";
  return reading.shape === "script" ? "chr" : "float";
}

/** Metres between two places on a sphere. */
export function distance(
  from: readonly [latitude: number, longitude: number],
  to: readonly [latitude: number, longitude: number],
): number {
  const radians = Math.PI / 180;
  const dLat = (to[0] - from[0]) * radians;
  const dLon = (to[1] - from[1]) * radians;
  const a =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(from[0] * radians) * Math.cos(to[0] * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** What has happened since the window of this seed began. It never goes down within the window. */
function counted(reading: CountingReading, seed: string, date: number): number {
  const { pace, window = WEEK } = reading;
  const slots = fraction(date / window + noise(seed, -1)) * Math.min(MOST_SLOTS, window / pace);
  let count = 0;
  for (let slot = 0; slot <= slots; slot++) {
    // in each slot something happens not at all, once, twice or three times, at one moment of it
    const chance = noise(seed, slot);
    const happened = chance < 0.35 ? 0 : chance < 0.73 ? 1 : chance < 0.94 ? 2 : 3;
    if (slot + noise(`${seed}/moment`, slot) <= slots) count += happened;
  }
  return count;
}

function scripted(reading: ScriptedReading, date: number, sample: number | undefined): string {
  const index = sample ?? Math.floor(date / (reading.pace ?? MINUTE));
  return reading.values[index % reading.values.length] ?? reading.values[0];
}

/** Noise between whole numbers, joined smoothly. */
function smoothNoise(seed: string, position: number): number {
  const before = Math.floor(position);
  const part = position - before;
  const eased = part * part * (3 - 2 * part);
  return noise(seed, before) * (1 - eased) + noise(seed, before + 1) * eased;
}

function noise(seed: string, index: number): number {
  return seededRandom(`${seed}#${index}`).next();
}

function fraction(value: number): number {
  return value - Math.floor(value);
}
