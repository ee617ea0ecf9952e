import { utf8TextLenient } from "../core/bytes.ts";
import type { Finding, Range } from "../core/finding.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";

/** Public identifiers of document types by their WBXML number. */
const publicIds: Readonly<Record<number, string>> = {
  0x0fd1: "SyncML 1.0",
  0x0fd2: "DevInf 1.0",
  0x0fd3: "SyncML 1.1",
  0x0fd4: "DevInf 1.1",
  0x1201: "SyncML 1.2",
  0x1202: "MetInf 1.2",
  0x1203: "DM DDF 1.2",
  0x0b: "Provisioning 1.0",
};

const charsets: Readonly<Record<number, string>> = { 3: "US-ASCII", 4: "ISO-8859-1", 106: "UTF-8" };

/** The head of a WBXML document: version, document type, character set, string table. The body is not read. */
export const wbxmlView: MessageView = {
  ids: ["wbxml"],
  matches: (contentType, bytes) =>
    /[+.]wbxml$/.test(contentType) ||
    (contentType === "" && [1, 2, 3].includes(bytes[0] ?? 0) && bytes.length > 4),
  decode: decodeHead,
};

interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly meaning?: string | undefined;
  readonly start: number;
  readonly end: number;
}

function decodeHead(bytes: Uint8Array): ViewedMessage {
  const fields: Field[] = [];
  const version = bytes[0];
  if (version !== undefined)
    fields.push({
      name: "version",
      label: "WBXML version",
      value: `1.${version & 0x0f}`,
      start: 0,
      end: 1,
    });
  const type = numberAt(bytes, 1);
  // number 0 says that the name stands in the string table, at the index that follows
  const index = type?.value === 0 ? numberAt(bytes, type.end) : undefined;
  const charset = type && numberAt(bytes, (index ?? type).end);
  const table = charset && numberAt(bytes, charset.end);
  if (type) {
    const inTable = index && table ? stringAt(bytes, table.end, table.value, index.value) : undefined;
    fields.push({
      name: "publicid",
      label: "document type",
      value: inTable ?? `0x${type.value.toString(16)}`,
      meaning: publicIds[type.value],
      start: 1,
      end: (index ?? type).end,
    });
  }
  if (charset)
    fields.push({
      name: "charset",
      label: "character set",
      value: `${charset.value}`,
      meaning: charsets[charset.value],
      start: charset.start,
      end: charset.end,
    });
  if (table)
    fields.push({
      name: "strtbl",
      label: "string table",
      value: `${table.value} octets`,
      start: table.start,
      end: Math.min(bytes.length, table.end + table.value),
    });
  const whole: Range = { unit: "byte", start: 0, end: bytes.length };
  const complete = table !== undefined && table.end + table.value < bytes.length;
  const findings = complete ? [notRead(bytes, table.end + table.value)] : [truncated(bytes)];
  const documentType = fields.find(({ name }) => name === "publicid");
  const summary = `WBXML, ${documentType?.meaning ?? documentType?.value ?? "cut short"}; the body is not read`;
  return {
    kind: "wbxml",
    summary,
    tree: {
      name: "wbxml",
      label: "WBXML document",
      summary,
      range: whole,
      findings,
      children: fields.map(nodeOf),
    },
    findings,
    secrets: [],
  };
}

function nodeOf({ name, label, value, meaning, start, end }: Field): DecodedNode {
  const range: Range = { unit: "byte", start, end };
  return { name, label, value, meaning, range, valueRange: range, findings: [], children: [] };
}

function notRead(bytes: Uint8Array, start: number): Finding {
  return {
    severity: "error",
    code: "wbxml/not-read",
    text: "WBXML is not read yet; only its head is shown.",
    range: { unit: "byte", start, end: bytes.length },
  };
}

function truncated(bytes: Uint8Array): Finding {
  return {
    severity: "error",
    code: "wbxml/truncated",
    text: "The octets end inside the head of the WBXML document.",
    range: { unit: "byte", start: Math.max(0, bytes.length - 1), end: bytes.length },
  };
}

/** A multi-byte number (at most five octets), or undefined where the octets end or the number is longer. */
function numberAt(
  bytes: Uint8Array,
  start: number,
): { value: number; start: number; end: number } | undefined {
  let value = 0;
  for (let index = start; index < Math.min(bytes.length, start + 5); index++) {
    const byte = bytes[index] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, start, end: index + 1 };
  }
  return undefined;
}

/** A text of the string table that begins at an index of it. */
function stringAt(bytes: Uint8Array, table: number, length: number, index: number): string | undefined {
  const all = bytes.subarray(table, table + length);
  if (index >= all.length) return undefined;
  const end = all.indexOf(0, index);
  return utf8TextLenient(all.subarray(index, Math.min(end < 0 ? all.length : end, index + 80)));
}
