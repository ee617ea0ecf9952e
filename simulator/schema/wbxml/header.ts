import type { Finding, Range } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import { charsetName, lenientTextIn } from "./charset.ts";
import { numberAt, type MultiByteNumber } from "./number.ts";
import { UTF_8 } from "./tokens.ts";
import type { PublicId, WbxmlVocabulary } from "./vocabulary.ts";

const clause = spec("wbxml", "5 Document structure");
/** Public identifier number of a document that does not say what it is. */
const UNKNOWN = 1;

/** The head of a WBXML document. Where the octets end inside it, what did not come is zero and `complete` is false. */
export interface WbxmlHeader {
  /** Minor number of the version: 3 for WBXML 1.3. */
  readonly version: number;
  readonly publicId: {
    /** 0 when the identifier stands in the string table, 1 when it is unknown. */
    readonly number: number;
    /** Formal public identifier, from the string table or by the number; undefined when unknown. */
    readonly text: string | undefined;
    /** The document type, when it is one of the vocabulary. */
    readonly known: PublicId | undefined;
    readonly range: Range;
    /** Where the identifier stands in the string table. */
    readonly tableRange: Range | undefined;
  };
  /** MIBenum number of the character set. */
  readonly charset: number;
  readonly charsetRange: Range;
  /** Where the octets of the string table stand. */
  readonly stringTable: Range;
  /** Where the length of the string table stands. */
  readonly tableLengthRange: Range;
  /** Where the body begins. */
  readonly body: number;
  readonly complete: boolean;
}

/** Reads the head of a document. Never throws. */
export function readHeader(
  bytes: Uint8Array,
  vocabulary: WbxmlVocabulary,
): { readonly header: WbxmlHeader; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const report = (severity: Finding["severity"], code: string, text: string, start: number, end: number) => {
    findings.push({
      severity,
      code,
      text,
      range: byteRange(start, Math.min(end, bytes.length)),
      spec: clause,
    });
  };
  const version = bytes[0] ?? 0;
  if (bytes.length > 0 && version > 0x0f)
    report("error", "wbxml/version", `The first octet is ${version}, not a version 1.x of WBXML.`, 0, 1);
  else if (version === 0 || version > 3)
    report("info", "wbxml/version", `WBXML 1.${version} is read as 1.3.`, 0, 1);
  const type = numberAt(bytes, 1);
  const index = type?.value === 0 ? numberAt(bytes, type.end) : undefined;
  const typeEnd = (type?.value === 0 ? index : type)?.end;
  const charset = typeEnd === undefined ? undefined : numberAt(bytes, typeEnd);
  const length = charset && numberAt(bytes, charset.end);
  const tableStart = length?.end ?? bytes.length;
  const tableEnd = Math.min(bytes.length, tableStart + (length?.value ?? 0));
  const complete = length !== undefined && tableStart + length.value <= bytes.length;
  if (!complete)
    report(
      "error",
      "wbxml/truncated",
      length === undefined
        ? "The octets end inside the head of the document."
        : `The string table should have ${length.value} octets; only ${tableEnd - tableStart} follow.`,
      Math.max(0, bytes.length - 1),
      bytes.length,
    );
  const set = charset?.value ?? 0;
  if (complete && charsetName(set) === undefined)
    report(
      set === 0 ? "info" : "warning",
      "wbxml/charset",
      set === 0
        ? "The character set is not given; UTF-8 is assumed."
        : `Character set ${set} is not read here; UTF-8 is tried.`,
      typeEnd ?? 0,
      charset?.end ?? 0,
    );
  const tableRange = index === undefined ? undefined : stringRange(bytes, tableStart, tableEnd, index.value);
  const number = type?.value ?? 0;
  const text = tableRange && lenientTextIn(UTF_8, bytes.subarray(tableRange.start, tableRange.end));
  const known = vocabulary.publicIds.find((id) =>
    number === 0 ? text !== undefined && sameIdentifier(id.text, text) : id.number === number,
  );
  if (complete && known === undefined)
    report(
      number === UNKNOWN ? "info" : "warning",
      "wbxml/public-id",
      unknownType(number, text),
      1,
      typeEnd ?? 1,
    );
  return {
    header: {
      version: version & 0x0f,
      publicId: {
        number,
        text: text ?? known?.text,
        known,
        range: byteRange(Math.min(1, bytes.length), typeEnd ?? bytes.length),
        tableRange,
      },
      charset: charset === undefined || charsetName(set) === undefined ? UTF_8 : set,
      charsetRange: byteRange(typeEnd ?? bytes.length, charset?.end ?? bytes.length),
      stringTable: byteRange(tableStart, tableEnd),
      tableLengthRange: rangeOfNumber(charset, length, bytes.length),
      body: tableEnd,
      complete: complete && version <= 0x0f && bytes.length > 0,
    },
    findings,
  };
}

/** Where a string of the table stands: up to its NUL, or to the end of the table. Undefined beyond the table. */
export function stringRange(
  bytes: Uint8Array,
  tableStart: number,
  tableEnd: number,
  index: number,
): Range | undefined {
  const start = tableStart + index;
  if (start >= tableEnd) return undefined;
  // no farther than the table: one without a NUL must not cost a walk through the document at each use
  const length = bytes.subarray(start, tableEnd).indexOf(0);
  return byteRange(start, length < 0 ? tableEnd : start + length);
}

/** A range of octets. */
export function byteRange(start: number, end: number): Range {
  return { unit: "byte", start, end };
}

function rangeOfNumber(
  before: MultiByteNumber | undefined,
  number: MultiByteNumber | undefined,
  length: number,
): Range {
  return byteRange(before?.end ?? length, number?.end ?? length);
}

function sameIdentifier(known: string, text: string): boolean {
  return known.toLowerCase() === text.trim().toLowerCase();
}

function unknownType(number: number, text: string | undefined): string {
  if (number === UNKNOWN) return "The document does not say its type; it is read as the expected one.";
  const sent =
    number === 0
      ? text === undefined
        ? "that its string table does not hold"
        : `"${text.slice(0, 80)}"`
      : `0x${number.toString(16)}`;
  return `The document type ${sent} is not known; it is read as the expected one.`;
}
