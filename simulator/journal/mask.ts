import { utf8 } from "../core/bytes.ts";
import type { Headers } from "../wire/http.ts";
import type { CrossingRecord } from "./record.ts";

/** Octets of a body that are a secret: start included, end not. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
}

/** Finds the secrets in the body of a message; handed in by whoever can decode it. */
export type FindSecrets = (record: CrossingRecord) => readonly SecretRange[];

/** Finds none: for messages whose bodies nobody can decode. */
export const findNoSecrets: FindSecrets = () => [];

/** Something with its secrets covered, and how many octets were. */
export interface Masked<T> {
  readonly value: T;
  readonly octets: number;
}

const MASK = "*";
const MASK_OCTET = 0x2a;

/** Covers the octets of these ranges. Ranges may overlap and may lie outside the body. */
export function maskBody(body: Uint8Array, ranges: readonly SecretRange[]): Masked<Uint8Array> {
  if (ranges.length === 0) return { value: body, octets: 0 };
  const value = body.slice();
  const covered = new Uint8Array(body.length);
  for (const { start, end } of ranges) {
    value.fill(MASK_OCTET, start, end);
    covered.fill(1, start, end);
  }
  return { value, octets: covered.reduce((sum, flag) => sum + flag, 0) };
}

/** The part of a header's value that is secret, by the header's name. */
const secretParts: Readonly<Record<string, RegExp>> = {
  // The scheme stays readable: `Basic ****`.
  authorization: /(?<=^\S+\s+)\S.*$/s,
  "proxy-authorization": /(?<=^\S+\s+)\S.*$/s,
  cookie: /(?<==)[^;]+/g,
  "set-cookie": /(?<=^[^=]*=)[^;]+/,
  // OMA DM Security 1.2: algorithm and user name stay readable, the digest does not.
  "x-syncml-hmac": /(?<=\bmac\s*=\s*)[^,\s]+/i,
};

/** Covers what is secret in headers. An Authorization without a scheme is covered whole. */
export function maskHeaders(headers: Headers): Masked<Headers> {
  let octets = 0;
  const value: Record<string, string> = {};
  const cover = (secret: string): string => {
    octets += utf8(secret).length;
    return MASK.repeat(secret.length);
  };
  for (const [name, text] of Object.entries(headers)) {
    const part = secretParts[name.toLowerCase()];
    if (!part) value[name] = text;
    else if (name.toLowerCase().endsWith("authorization") && !/^\S+\s+\S/.test(text))
      value[name] = cover(text);
    else value[name] = text.replace(part, cover);
  }
  return { value, octets };
}

/** Covers a password in an address. */
export function maskUrl(url: string): Masked<string> {
  let octets = 0;
  const value = url.replace(
    /^([a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:)([^/?#@]*)@/i,
    (_all, before: string, secret: string) => {
      octets += utf8(secret).length;
      return `${before}${MASK.repeat(secret.length)}@`;
    },
  );
  return { value, octets };
}

/** Covers everything secret in a message, the bytes before an edit included. */
export function maskRecord(record: CrossingRecord, findSecrets: FindSecrets): Masked<CrossingRecord> {
  const headers = maskHeaders(record.headers);
  const body = maskBody(record.body, findSecrets(record));
  const url = record.url === undefined ? undefined : maskUrl(record.url);
  const original = record.original && maskOriginal(record, record.original, findSecrets);
  return {
    value: {
      ...record,
      headers: headers.value,
      body: body.value,
      ...(url ? { url: url.value } : {}),
      ...(original ? { original: original.value } : {}),
    },
    octets: headers.octets + body.octets + (url?.octets ?? 0) + (original?.octets ?? 0),
  };
}

function maskOriginal(
  record: CrossingRecord,
  original: NonNullable<CrossingRecord["original"]>,
  findSecrets: FindSecrets,
): Masked<NonNullable<CrossingRecord["original"]>> {
  const headers = maskHeaders(original.headers);
  const body = maskBody(original.body, findSecrets({ ...record, ...original, original: undefined }));
  return { value: { headers: headers.value, body: body.value }, octets: headers.octets + body.octets };
}
