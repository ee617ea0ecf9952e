import { fromBase64, fromHex, toBase64, toHex } from "../core/bytes.ts";
import type { Scalar } from "./element.ts";

/** Any text. */
export const string: Scalar<string> = {
  name: "string",
  xsd: "xs:string",
  parse: (text) => text,
  print: (value) => value,
};

/** An absolute or relative URI reference, not checked further. */
export const anyUri: Scalar<string> = {
  name: "anyURI",
  xsd: "xs:anyURI",
  parse: (text) => text,
  print: (value) => value,
};

/** A 32-bit signed whole number. */
export const int: Scalar<number> = wholeNumber("int", -0x8000_0000, 0x7fff_ffff);

/** A whole number up to 2^53 − 1, in XSD a long. */
export const long: Scalar<number> = wholeNumber("long", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** `true`, `false`, `1` or `0`; written as words. */
export const boolean: Scalar<boolean> = {
  name: "boolean",
  xsd: "xs:boolean",
  parse: (text) =>
    text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : undefined,
  print: (value) => (value ? "true" : "false"),
};

/** A moment in UTC, as milliseconds since 1970; a text without zone is taken as UTC. Written with milliseconds and `Z`. */
export const dateTime: Scalar<number> = {
  name: "dateTime",
  xsd: "xs:dateTime",
  parse: (text) => {
    const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
    if (!match) return undefined;
    const time = Date.parse(`${match[1]}${(match[2] ?? "").slice(0, 4)}${match[3] ?? "Z"}`);
    return Number.isNaN(time) ? undefined : time;
  },
  print: (value) => new Date(value).toISOString(),
};

/** A positive duration without years and months, as milliseconds. */
export const duration: Scalar<number> = {
  name: "duration",
  xsd: "xs:duration",
  parse: (text) => {
    const match = /^P(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
    if (!match || text === "P" || match[2] === "T") return undefined;
    const days = Number(match[1] ?? 0);
    const hours = Number(match[3] ?? 0);
    const minutes = Number(match[4] ?? 0);
    const total = (((days * 24 + hours) * 60 + minutes) * 60 + Number(match[5] ?? 0)) * 1000;
    return total > 0 && total <= Number.MAX_SAFE_INTEGER ? Math.round(total) : undefined;
  },
  print: (value) => {
    const days = Math.floor(value / 86_400_000);
    const rest = value % 86_400_000;
    const hours = Math.floor(rest / 3_600_000);
    const minutes = Math.floor((rest % 3_600_000) / 60_000);
    const seconds = (rest % 60_000) / 1000;
    const time = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${seconds ? `${seconds}S` : ""}`;
    return `P${days ? `${days}D` : ""}${time ? `T${time}` : days ? "" : "T0S"}`;
  },
};

/** Octets as base64. */
export const base64: Scalar<Uint8Array> = {
  name: "base64Binary",
  xsd: "xs:base64Binary",
  parse: fromBase64,
  print: toBase64,
};

/** Octets as hexadecimal. */
export const hexBinary: Scalar<Uint8Array> = {
  name: "hexBinary",
  xsd: "xs:hexBinary",
  parse: fromHex,
  print: toHex,
};

/** One of several words. */
export function enumeration<const V extends string>(name: string, values: readonly V[]): Scalar<V> {
  return {
    name,
    xsd: "xs:string",
    values,
    parse: (text) => values.find((value) => value === text),
    print: (value) => value,
  };
}

/** The same scalar with plain words for its values, for the inspector. */
export function withMeaning<T>(scalar: Scalar<T>, meaning: (value: T) => string | undefined): Scalar<T> {
  return { ...scalar, meaning };
}

function wholeNumber(name: string, least: number, greatest: number): Scalar<number> {
  return {
    name,
    xsd: `xs:${name}`,
    parse: (text) => {
      if (!/^[+-]?\d{1,19}$/.test(text)) return undefined;
      const value = Number(text);
      return value >= least && value <= greatest ? value : undefined;
    },
    print: String,
  };
}
