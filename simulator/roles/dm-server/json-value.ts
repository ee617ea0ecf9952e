import { fromBase64, toBase64 } from "../../core/bytes.ts";

/** Characters that no XML document may hold (XML 1.0, 2.2); what a device sends in WBXML may have them. */
const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const everyIllegal = new RegExp(illegal, "gu");

/** True when a text can be told in XML as it is. */
export function isLegalText(text: string): boolean {
  return !illegal.test(text);
}

/** The text with what XML cannot hold as U+FFFD. */
export function legalText(text: string): string {
  return isLegalText(text) ? text : text.replace(everyIllegal, "\ufffd");
}

/**
 * Plain JSON of a message's value: octets become `{ "$base64": "…" }`, absent fields are left out, characters that XML
 * cannot hold become U+FFFD.
 */
export function toJson(value: unknown): unknown {
  if (typeof value === "string") return legalText(value);
  if (value instanceof Uint8Array) return { $base64: toBase64(value) };
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || value === null) return value;
  const plain: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) if (field !== undefined) plain[key] = toJson(field);
  return plain;
}

/** The value again, with its octets. */
export function fromJson(plain: unknown): unknown {
  if (Array.isArray(plain)) return plain.map(fromJson);
  if (typeof plain !== "object" || plain === null) return plain;
  const octets = "$base64" in plain ? plain.$base64 : undefined;
  if (typeof octets === "string") return fromBase64(octets) ?? new Uint8Array(0);
  const value: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(plain)) value[key] = fromJson(field);
  return value;
}
