import { concatBytes, toHex, utf8, utf8Text } from "../../core/bytes.ts";
import type { Finding, Range } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import type { DecodedNode } from "../../schema/inspect.ts";
import {
  bootstrapTypeText,
  DM_BOOTSTRAP_TYPE,
  provisioningTypes,
  readBootstrapType,
  type BootstrapType,
} from "./content-type.ts";
import { nulTerminated, octetCursor, uintvar, type OctetCursor } from "./octet-cursor.ts";
import { cpMethods } from "./security.ts";

/*
 * A bootstrap message in a WSP push: the content type with SEC and MAC in its binary form, no application id.
 */

const clause = spec("prov-boot", "6 Security");
const PUSH_PDU = 0x06;
/** A length that follows as uintvar. */
const LONG = 0x1f;
const SEC = 0x11;
const MAC = 0x12;
const mediaCodes: Readonly<Record<string, number>> = {
  [provisioningTypes.wbxml]: 0x36,
  [provisioningTypes.xml]: 0x35,
  [DM_BOOTSTRAP_TYPE]: 0x42,
};

/** A push with a bootstrap message as read. */
export interface BootstrapPushUnit {
  readonly transactionId: number;
  /** Content type as text: `application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=…`. */
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface DecodedBootstrapPush {
  readonly value: BootstrapPushUnit | undefined;
  readonly findings: readonly Finding[];
  readonly tree: DecodedNode;
}

/** WSP Push unit around a bootstrap message: the payload of a datagram to port 2948. */
export function encodeBootstrapPush(contentType: string, body: Uint8Array, transactionId = 1): Uint8Array {
  const type = typeOctets(readBootstrapType(contentType));
  return concatBytes(Uint8Array.of(transactionId & 0xff, PUSH_PDU), uintvar(type.length), type, body);
}

function typeOctets({ mediaType, sec, mac }: BootstrapType): Uint8Array {
  const code = mediaCodes[mediaType];
  const media = code === undefined ? nulTerminated(utf8(mediaType)) : Uint8Array.of(code | 0x80);
  if (sec === undefined && mac === undefined) return media;
  const parts = [media];
  const number = methodNumber(mediaType, sec);
  if (number !== undefined) parts.push(Uint8Array.of(SEC | 0x80, number | 0x80));
  else if (sec !== undefined) parts.push(nulTerminated(utf8("SEC")), nulTerminated(utf8(sec)));
  if (mac !== undefined) parts.push(Uint8Array.of(MAC | 0x80), nulTerminated(utf8(mac)));
  const value = concatBytes(...parts);
  const length =
    value.length < LONG
      ? Uint8Array.of(value.length)
      : concatBytes(Uint8Array.of(LONG), uintvar(value.length));
  return concatBytes(length, value);
}

/** Number of a method; the DM profile has words only. */
function methodNumber(mediaType: string, sec: string | undefined): number | undefined {
  if (sec === undefined || mediaType === DM_BOOTSTRAP_TYPE) return undefined;
  const index = cpMethods.findIndex((method) => method === sec.toUpperCase());
  if (index >= 0) return index;
  return /^\d{1,2}$/.test(sec) ? Number(sec) : undefined;
}

/** Reads a WSP push with a bootstrap message. Never throws. */
export function decodeBootstrapPush(bytes: Uint8Array): DecodedBootstrapPush {
  const children: DecodedNode[] = [];
  const findings: Finding[] = [];
  const leaf: Leaf = (name, label, start, end, value, meaning) => {
    const range = byteRange(start, end);
    children.push({
      name,
      label,
      value,
      meaning,
      spec: clause,
      range,
      valueRange: range,
      findings: [],
      children: [],
    });
  };
  const done = (value: BootstrapPushUnit | undefined): DecodedBootstrapPush => {
    const range = byteRange(0, bytes.length);
    return { value, findings, tree: { name: "Push", label: "WSP push", range, findings, children } };
  };
  const fail = (code: string, text: string, start: number): DecodedBootstrapPush => {
    findings.push({ severity: "error", code, text, range: byteRange(start, bytes.length), spec: clause });
    return done(undefined);
  };
  const cursor = octetCursor(bytes);
  const transactionId = cursor.u8();
  const pduType = cursor.u8();
  if (transactionId === undefined || pduType === undefined)
    return fail("push/truncated", "A WSP push starts with a transaction id and a PDU type.", 0);
  leaf("transactionId", "transaction number", 0, 1, String(transactionId));
  leaf("pduType", "PDU type", 1, 2, hex(pduType), pduType === PUSH_PDU ? "Push" : undefined);
  if (pduType !== PUSH_PDU) return fail("push/pdu-type", "The PDU type is not Push (06).", 1);
  const length = cursor.uintvar();
  if (length === undefined) return fail("push/truncated", "The length of the headers cannot be read.", 2);
  leaf("headersLength", "length of content type and headers", 2, cursor.at, String(length));
  const headersEnd = cursor.at + length;
  if (headersEnd > bytes.length) return fail("push/truncated", "The headers are longer than the message.", 2);
  const typeStart = cursor.at;
  const type = readType(bytes, typeStart, headersEnd, leaf);
  if (!type) return fail("push/content-type", "The content type cannot be read.", typeStart);
  if (type.end < headersEnd)
    leaf("headers", "further headers", type.end, headersEnd, toHex(bytes.subarray(type.end, headersEnd)));
  leaf("body", "bootstrap message", headersEnd, bytes.length, `${bytes.length - headersEnd} octets`);
  return done({ transactionId, contentType: bootstrapTypeText(type), body: bytes.slice(headersEnd) });
}

type Leaf = (
  name: string,
  label: string,
  start: number,
  end: number,
  value: string,
  meaning?: string,
) => void;

/** A content type in its short form, or in its long form with parameters. */
function readType(
  bytes: Uint8Array,
  start: number,
  limit: number,
  leaf: Leaf,
): (BootstrapType & { readonly end: number }) | undefined {
  const first = bytes[start];
  if (first === undefined || start >= limit) return undefined;
  const outer = octetCursor(bytes, start, limit);
  if (first > LONG) {
    const mediaType = readMedia(outer);
    if (mediaType === undefined) return undefined;
    leaf("contentType", "content type", start, outer.at, mediaType);
    return { mediaType, end: outer.at };
  }
  outer.at++;
  const length = first === LONG ? outer.uintvar() : first;
  if (length === undefined || outer.at + length > limit) return undefined;
  const cursor = octetCursor(bytes, outer.at, outer.at + length);
  const mediaStart = cursor.at;
  const mediaType = readMedia(cursor);
  if (mediaType === undefined) return undefined;
  leaf("contentType", "content type", mediaStart, cursor.at, mediaType);
  let sec: string | undefined;
  let mac: string | undefined;
  while (cursor.at < cursor.end) {
    const at = cursor.at;
    const name = readValue(cursor);
    const value = name === undefined ? undefined : readValue(cursor);
    if (name === undefined || value === undefined) return undefined;
    const key = typeof name === "number" ? name : name.toUpperCase();
    if (key === SEC || key === "SEC") {
      sec = typeof value === "number" ? (cpMethods[value] ?? String(value)) : value;
      leaf(
        "SEC",
        "security method",
        at,
        cursor.at,
        String(value),
        typeof value === "number" ? cpMethods[value] : undefined,
      );
    } else if (key === MAC || key === "MAC") {
      mac = String(value);
      leaf("MAC", "message authentication code", at, cursor.at, mac);
    } else leaf("parameter", "parameter", at, cursor.at, toHex(bytes.subarray(at, cursor.at)));
  }
  return { mediaType, sec, mac, end: cursor.end };
}

function readMedia(cursor: OctetCursor): string | undefined {
  const value = readValue(cursor);
  if (typeof value !== "number") return value?.toLowerCase();
  const known = Object.entries(mediaCodes).find(([, code]) => code === value);
  return known?.[0] ?? `0x${value.toString(16)}`;
}

/** A short integer, or a text up to its NUL; a quote before it is left out. */
function readValue(cursor: OctetCursor): number | string | undefined {
  const first = cursor.u8();
  if (first === undefined || first < 0x20) return undefined;
  if (first >= 0x80) return first & 0x7f;
  cursor.at--;
  const octets = cursor.untilNul();
  const text = octets && utf8Text(octets);
  return text === undefined ? undefined : text.replace(/^["\u007f]/, "");
}

function byteRange(start: number, end: number): Range {
  return { unit: "byte", start, end };
}

function hex(octet: number): string {
  return toHex(Uint8Array.of(octet));
}
