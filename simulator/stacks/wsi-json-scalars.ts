import type { Scalar } from "../schema/element.ts";

/** Milliseconds that a date can be before or after 1970. */
const FURTHEST_DATE = 8.64e15;

/** Characters that no XML document may hold (XML 1.0, 2.2). */
const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const kinds: Readonly<Record<string, "number" | "time" | "boolean" | "octets">> = {
  "xs:int": "number",
  "xs:long": "number",
  "xs:dateTime": "time",
  "xs:duration": "time",
  "xs:boolean": "boolean",
  "xs:base64Binary": "octets",
  "xs:hexBinary": "octets",
};

/**
 * The value that JSON data stands for, or undefined when it is none of this type: a text as XML would have it, and for
 * numbers, booleans and octets the value itself. Times may be milliseconds.
 */
export function scalarFromJson(scalar: Scalar<unknown>, json: unknown): unknown {
  const kind = kinds[scalar.xsd];
  if (typeof json === "string") {
    if (kind !== undefined) return scalar.parse(json.trim());
    return illegal.test(json) ? undefined : scalar.parse(json);
  }
  if (json instanceof Uint8Array) return kind === "octets" ? json : undefined;
  if (typeof json === "boolean") return kind === "boolean" ? json : undefined;
  if (typeof json !== "number") return undefined;
  if (kind === "number") return scalar.parse(String(json));
  if (kind !== "time" || !Number.isSafeInteger(json) || Math.abs(json) > FURTHEST_DATE) return undefined;
  return scalar.parse(scalar.print(json)) === json ? json : undefined;
}

/** A value as JSON: numbers and booleans as such, everything else as the text of its type. */
export function scalarToJson(scalar: Scalar<unknown>, value: unknown): unknown {
  const kind = kinds[scalar.xsd];
  return kind === "number" || kind === "boolean" ? value : scalar.print(value);
}

/** What a scalar needs, in words. */
export function scalarWords(scalar: Scalar<unknown>): string {
  if (scalar.values) return `one of ${scalar.values.join(", ")}`;
  switch (scalar.xsd) {
    case "xs:dateTime":
      return "a date in ISO 8601";
    case "xs:duration":
      return "a positive duration of days and less, such as PT1H";
    case "xs:base64Binary":
      return "octets in base64";
    case "xs:hexBinary":
      return "octets in hexadecimal";
    case "xs:int":
    case "xs:long":
      return "a whole number";
    case "xs:boolean":
      return "true or false";
    default:
      return "a text that XML can carry";
  }
}
