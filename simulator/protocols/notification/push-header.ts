import { concatBytes, toHex, utf8Text } from "../../core/bytes.ts";
import type { Finding, Range } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import type { DecodedNode } from "../../schema/inspect.ts";
import { numberAt } from "../../schema/wbxml/number.ts";
import { NOTIFICATION_TYPE } from "./package0.ts";

/** UDP port of connectionless, non-secure WAP push. */
export const PUSH_PORT = 2948;

const clause = spec("dm-not", "5 Delivery over WAP push");
const PUSH_PDU = 0x06;
/** Content type application/vnd.syncml.notification (0x44) and application id syncml.dm (0x07), as short integers. */
const pushHeaders = Uint8Array.of(0xc4, 0xaf, 0x87);
const NOTIFICATION_CODE = 0x44;
const APPLICATION_ID_HEADER = 0x2f;
const SYNCML_DM = 0x07;
const SYNCML_DM_TEXT = "x-wap-application:syncml.dm";

/** A WSP Push unit as read. */
export interface PushUnit {
  readonly transactionId: number;
  /** Media type, or the code in hexadecimal when it is none that we know. */
  readonly contentType: string;
  /** Application id, when the header is there. */
  readonly application: string | undefined;
  readonly body: Uint8Array;
}

export interface DecodedPush {
  readonly value: PushUnit | undefined;
  readonly findings: readonly Finding[];
  readonly tree: DecodedNode;
}

/** WSP Push unit around a package 0: the payload of a UDP datagram to port 2948. `transactionId` is one octet. */
export function encodePush(body: Uint8Array, transactionId = 1): Uint8Array {
  return concatBytes(Uint8Array.of(transactionId & 0xff, PUSH_PDU, pushHeaders.length), pushHeaders, body);
}

/** Reads a WSP Push unit. Never throws; other PDU types and broken lengths become findings. */
export function decodePush(bytes: Uint8Array): DecodedPush {
  const children: DecodedNode[] = [];
  const findings: Finding[] = [];
  const leaf = (
    name: string,
    label: string,
    start: number,
    end: number,
    value: string,
    meaning?: string,
  ): void => {
    children.push({
      name,
      label,
      value,
      meaning,
      spec: clause,
      range: octetRange(start, end),
      findings: [],
      children: [],
    });
  };
  const done = (value: PushUnit | undefined): DecodedPush => ({
    value,
    findings,
    tree: { name: "Push", label: "WSP push", range: octetRange(0, bytes.length), findings, children },
  });
  const fail = (code: string, text: string, start: number, end: number): DecodedPush => {
    findings.push({ severity: "error", code, text, range: octetRange(start, end), spec: clause });
    return done(undefined);
  };

  const [transactionId, pduType] = bytes;
  if (transactionId === undefined || pduType === undefined)
    return fail("push/truncated", "A WSP push starts with a transaction id and a PDU type.", 0, bytes.length);
  leaf("transactionId", "transaction number", 0, 1, String(transactionId));
  leaf("pduType", "PDU type", 1, 2, toHex(Uint8Array.of(pduType)), pduType === PUSH_PDU ? "Push" : undefined);
  if (pduType !== PUSH_PDU) return fail("push/pdu-type", "The PDU type is not Push (06).", 1, 2);
  const length = numberAt(bytes, 2);
  if (!length) return fail("push/truncated", "The length of the headers cannot be read.", 2, bytes.length);
  leaf("headersLength", "length of content type and headers", 2, length.end, String(length.value));
  const headersEnd = length.end + length.value;
  if (headersEnd > bytes.length)
    return fail("push/truncated", "The headers are longer than the message.", 2, bytes.length);
  const headers = bytes.subarray(0, headersEnd);
  const type = readValue(headers, length.end);
  if (!type) return fail("push/content-type", "The content type cannot be read.", length.end, headersEnd);
  const contentType =
    type.text ?? (type.code === NOTIFICATION_CODE ? NOTIFICATION_TYPE : `0x${(type.code ?? 0).toString(16)}`);
  leaf("contentType", "content type", length.end, type.next, contentType);
  const application = readApplication(headers, type.next, leaf);
  leaf("body", "package 0", headersEnd, bytes.length, toHex(bytes.subarray(headersEnd)));
  if (contentType !== NOTIFICATION_TYPE)
    findings.push(warn("push/content-type", `The content type is ${contentType}.`, length.end, type.next));
  if (application !== SYNCML_DM_TEXT)
    findings.push(warn("push/application-id", "The application id is not syncml.dm.", type.next, headersEnd));
  return done({ transactionId, contentType, application, body: bytes.slice(headersEnd) });
}

type Leaf = (
  name: string,
  label: string,
  start: number,
  end: number,
  value: string,
  meaning?: string,
) => void;

function readApplication(headers: Uint8Array, from: number, leaf: Leaf): string | undefined {
  let application: string | undefined;
  let at = from;
  while (at < headers.length) {
    const name = readValue(headers, at);
    const value = name && readValue(headers, name.next);
    if (!name || !value) {
      leaf("header", "header that cannot be read", at, headers.length, toHex(headers.subarray(at)));
      return application;
    }
    if (name.code === APPLICATION_ID_HEADER || name.text?.toLowerCase() === "x-wap-application-id") {
      application =
        value.text ?? (value.code === SYNCML_DM ? SYNCML_DM_TEXT : `0x${(value.code ?? 0).toString(16)}`);
      leaf("X-WAP-Application-ID", "application id", at, value.next, application);
    } else leaf("header", "header", at, value.next, toHex(headers.subarray(at, value.next)));
    at = value.next;
  }
  return application;
}

interface WspValue {
  readonly code?: number;
  readonly text?: string;
  readonly next: number;
}

/** A WSP header name or value: short integer, text, or a value with its length (WSP 8.4.1.2). */
function readValue(bytes: Uint8Array, at: number): WspValue | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first >= 0x20) return readPlain(bytes, at);
  const length = first === 0x1f ? numberAt(bytes, at + 1) : { value: first, end: at + 1 };
  if (!length || length.end + length.value > bytes.length) return undefined;
  const next = length.end + length.value;
  const inner = readPlain(bytes.subarray(0, next), length.end);
  return inner ? { ...inner, next } : { code: 0, next };
}

function readPlain(bytes: Uint8Array, at: number): WspValue | undefined {
  const first = bytes[at];
  if (first === undefined || first < 0x20) return undefined;
  if (first >= 0x80) return { code: first & 0x7f, next: at + 1 };
  const end = bytes.indexOf(0, at);
  const text = end < 0 ? undefined : utf8Text(bytes.subarray(at, end));
  return text === undefined ? undefined : { text, next: end + 1 };
}

function octetRange(start: number, end: number): Range {
  return { unit: "bit", start: start * 8, end: end * 8 };
}

function warn(code: string, text: string, start: number, end: number): Finding {
  return { severity: "warning", code, text, range: octetRange(start, end), spec: clause };
}
