import { utf8Text, utf8TextLenient } from "../../core/bytes.ts";
import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";

const encodings = spec("xml", "4.3.3 Character Encoding in Entities");

/** The text of a message without its byte order mark, or as much of it as is text. */
export interface DecodedText {
  readonly text: string;
  readonly findings: readonly Finding[];
}

const clean: readonly Finding[] = [];

/** Decodes octets and checks what the XML declaration says of their encoding. */
export function decodeXmlText(bytes: Uint8Array): DecodedText {
  const decoded = decode(bytes);
  return decoded.text.startsWith("<?xml") ? withDeclaration(decoded) : decoded;
}

const declaredEncoding = /^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"'>]{1,40})["']/;
const readable = /^(utf-?8|utf-?16(le|be)?|us-ascii)$/i;

function withDeclaration(decoded: DecodedText): DecodedText {
  const match = declaredEncoding.exec(decoded.text);
  const encoding = match?.[1];
  if (!match || encoding === undefined || readable.test(encoding)) return decoded;
  const finding: Finding = {
    severity: "warning",
    code: "xml/encoding",
    text: `The declaration names ${encoding}; the text is read as UTF-8.`,
    range: { unit: "char", start: 0, end: match[0].length },
    spec: encodings,
  };
  return { text: decoded.text, findings: [...decoded.findings, finding] };
}

/** Decodes UTF-8, or UTF-16 when a byte order mark says so. What is ill-formed becomes U+FFFD with a finding. */
function decode(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, "utf-16be");
  const text = utf8Text(bytes);
  if (text !== undefined) return { text: withoutMark(text), findings: clean };
  const place = illFormedAt(bytes);
  const before = withoutMark(utf8TextLenient(bytes.subarray(0, place))).length;
  const finding: Finding = {
    severity: "error",
    code: "xml/encoding",
    text: `Octet ${place} does not continue UTF-8; what is not text is shown as U+FFFD.`,
    range: { unit: "char", start: before, end: before + 1 },
    spec: encodings,
  };
  return { text: withoutMark(utf8TextLenient(bytes)), findings: [finding] };
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function decodeUtf16(bytes: Uint8Array, label: string): DecodedText {
  const text = withoutMark(new TextDecoder(label, { ignoreBOM: true }).decode(bytes));
  const place = text.indexOf("\ufffd");
  if (place < 0) return { text, findings: clean };
  const finding: Finding = {
    severity: "error",
    code: "xml/encoding",
    text: "The UTF-16 text is ill-formed here.",
    range: { unit: "char", start: place, end: place + 1 },
    spec: encodings,
  };
  return { text, findings: [finding] };
}

/** Index of the first octet that is not part of a well-formed UTF-8 sequence; the length when all are. */
export function illFormedAt(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceAt(bytes, index);
    if (length === 0) return index;
    index += length;
  }
  return index;
}

/** Length of the well-formed sequence at an index, 0 when there is none. */
function sequenceAt(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  const second = bytes[index + 1] ?? 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let offset = 2; offset < length; offset++) {
    const next = bytes[index + offset] ?? 0;
    if (next < 0x80 || next > 0xbf) return 0;
  }
  return length;
}
