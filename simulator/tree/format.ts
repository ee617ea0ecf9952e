import { fromBase64, utf8 } from "../core/bytes.ts";

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

const patterns: Readonly<Partial<Record<LeafFormat, RegExp>>> = {
  int: /^[+-]?\d{1,19}$/,
  bool: /^(?:true|false)$/,
  float: /^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?$/,
  date: /^\d{4}-?\d{2}-?\d{2}$/,
  time: /^\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/,
  null: /^$/,
};

/**
 * The value that a leaf of this format keeps for data as it came: octets for `bin` (text is read as base64), text for
 * the others. Undefined when the data is none of the format. An empty value fits every format.
 */
export function valueForFormat(format: LeafFormat, data: LeafValue): LeafValue | undefined {
  if (format === "bin") return typeof data === "string" ? fromBase64(data) : data;
  if (typeof data !== "string") return undefined;
  if (data === "") return data;
  if (format === "b64") return fromBase64(data) ? data : undefined;
  const pattern = patterns[format];
  return pattern && !pattern.test(data.trim()) ? undefined : data;
}

/** Octets of a value, the node's Size property. */
export function valueSize(value: LeafValue): number {
  return typeof value === "string" ? utf8(value).length : value.length;
}
