import { fromBase64, utf8, utf8Text } from "../core/bytes.ts";
import { isWellFormed } from "./well-formed.ts";

/** Formats of a leaf (SyncML Meta-Information 1.2). `node` is the format of interior nodes. */
export const leafFormats = [
  "chr",
  "int",
  "bool",
  "bin",
  "b64",
  "null",
  "xml",
  "date",
  "time",
  "float",
] as const;
export type LeafFormat = (typeof leafFormats)[number];

/** Value of a leaf: octets for `bin`, text for everything else. */
export type LeafValue = string | Uint8Array;

/** The leaf format of this name, or undefined. */
export function leafFormatOf(name: string): LeafFormat | undefined {
  return leafFormats.find((format) => format === name);
}

/** Least and greatest `int`: the DDF text says signed, the Meta text unsigned, 32 bits both. */
const INT_LEAST = -0x8000_0000;
const INT_GREATEST = 0xffff_ffff;
/** Greatest finite number of 32 bits. */
const FLOAT_GREATEST = 3.402_823_466_385_288_6e38;

const checks: Readonly<Partial<Record<LeafFormat, (text: string) => boolean>>> = {
  int: isInt,
  bool: (text) => text === "true" || text === "false",
  float: isFloat,
  date: isDate,
  time: isTime,
  null: (text) => text === "",
  b64: (text) => fromBase64(text) !== undefined,
  xml: isWellFormed,
};

/**
 * The value that a leaf of this format keeps for data as it came: octets for `bin` (text is read as base64), text for
 * the others. Undefined when the data is none of the format. An empty value fits every format.
 */
export function valueForFormat(format: LeafFormat, data: LeafValue): LeafValue | undefined {
  if (format === "bin") return typeof data === "string" ? fromBase64(data) : data;
  const text = typeof data === "string" ? data : utf8Text(data);
  if (text === undefined || text === "") return text;
  return checks[format]?.(text.trim()) === false ? undefined : text;
}

/** Octets of a value, the node's Size property. */
export function valueSize(value: LeafValue): number {
  return typeof value === "string" ? utf8(value).length : value.length;
}

/** True for equal texts or equal octets. */
export function sameValue(a: LeafValue, b: LeafValue): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}

function isInt(text: string): boolean {
  if (!/^[+-]?\d{1,19}$/.test(text)) return false;
  const value = Number(text);
  return value >= INT_LEAST && value <= INT_GREATEST;
}

function isFloat(text: string): boolean {
  if (!/^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?$/.test(text)) return false;
  return Math.abs(Number(text)) <= FLOAT_GREATEST;
}

/** ISO 8601: a day of the calendar, with or without hyphens. */
function isDate(text: string): boolean {
  const match = /^(\d{4})(-?)(\d{2})\2(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[3]), Number(match[4])];
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

/** ISO 8601: a time of day with an optional fraction of a second and zone. */
function isTime(text: string): boolean {
  const match = /^(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?(?:Z|[+-](\d{2})(?::?(\d{2}))?)?$/.exec(text);
  if (!match) return false;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  const dayEnd = hour === 24 && minute === 0 && second === 0;
  return (
    (hour <= 23 || dayEnd) &&
    minute <= 59 &&
    second <= 60 &&
    Number(match[4] ?? 0) <= 23 &&
    Number(match[5] ?? 0) <= 59
  );
}
