import { fromBase64, toBase64 } from "../../../core/bytes.ts";

/** Plain JSON of a message's value: octets become `{ "$base64": "…" }`, absent fields are left out. */
export function toJson(value: unknown): unknown {
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
