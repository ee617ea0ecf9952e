import { concatBytes, toHex, utf8, utf8Text } from "../core/bytes.ts";
import { WorkbenchError } from "../core/error.ts";
import type { Finding, Range } from "../core/finding.ts";
import type { SpecRef } from "../core/spec-ref.ts";
import type { DecodedNode } from "./inspect.ts";

/*
 * The "declare once" toolkit for bit layouts. A layout is a record of fields in wire order, most significant bit first;
 * the type of its value, encoder, decoder with bit ranges and the inspector's tree are derived from it.
 */

interface FieldInfo {
  /** Plain words for the inspector. */
  readonly label: string;
  readonly spec?: SpecRef | undefined;
}

/** An unsigned whole number of up to 32 bits. */
export interface BitsField extends FieldInfo {
  readonly kind: "bits";
  readonly width: number;
  /** Plain meaning of a value; undefined = no known value, which is a finding. */
  readonly meaning?: ((value: number) => string | undefined) | undefined;
}

/** Bits that are written as zero; other values are a finding. They are not part of the value. */
export interface ReservedField extends FieldInfo {
  readonly kind: "reserved";
  readonly width: number;
}

/** Length in octets of a later text field. Computed by the encoder, so it is not part of the value. */
export interface LengthField extends FieldInfo {
  readonly kind: "length";
  readonly width: number;
  readonly of: string;
}

/** Octets: so many, or all that are left. */
export interface OctetsField extends FieldInfo {
  readonly kind: "octets";
  readonly length: number | "rest";
}

/** UTF-8 text whose length an earlier length field gives. */
export interface BinaryTextField extends FieldInfo {
  readonly kind: "text";
}

export type BinaryField = BitsField | ReservedField | LengthField | OctetsField | BinaryTextField;
/** A layout: fields by name, in wire order. Each field other than bits starts on an octet boundary. */
export type BinaryLayout = Readonly<Record<string, BinaryField>>;

type BinaryFieldValue<F> = F extends BitsField
  ? number
  : F extends OctetsField
    ? Uint8Array
    : F extends BinaryTextField
      ? string
      : never;

/** Value of a layout. */
export type BinaryValue<L extends BinaryLayout> = {
  readonly [K in keyof L as L[K] extends ReservedField | LengthField ? never : K]: BinaryFieldValue<L[K]>;
};

/** What a decoder understood; with `complete` every field was there. */
export type DecodedBinary<L extends BinaryLayout> = {
  readonly findings: readonly Finding[];
  readonly tree: DecodedNode;
} & (
  | { readonly complete: true; readonly value: BinaryValue<L> }
  | { readonly complete: false; readonly value: Partial<BinaryValue<L>> }
);

/** Declares an unsigned number. */
export function bits(width: number, info: FieldInfo & Pick<BitsField, "meaning">): BitsField {
  return { kind: "bits", width, ...info };
}
/** Declares bits for future use. */
export function reserved(width: number, info: FieldInfo): ReservedField {
  return { kind: "reserved", width, ...info };
}
/** Declares the length of the text field `of`. */
export function lengthOf<const N extends string>(of: N, width: number, info: FieldInfo): LengthField {
  return { kind: "length", width, of, ...info };
}
/** Declares octets. */
export function octets(length: number | "rest", info: FieldInfo): OctetsField {
  return { kind: "octets", length, ...info };
}
/** Declares a text whose length is in an earlier field. */
export function binaryText(info: FieldInfo): BinaryTextField {
  return { kind: "text", ...info };
}

/** Octets of a value. Throws `binary/out-of-range` for a number or text that its field cannot hold. */
export function encodeBinary<L extends BinaryLayout>(layout: L, value: BinaryValue<L>): Uint8Array {
  const values: Readonly<Record<string, unknown>> = value;
  const parts: Uint8Array[] = [];
  let pending: number[] = [];
  const putNumber = (name: string, number: number, width: number): void => {
    if (!Number.isInteger(number) || number < 0 || number >= 2 ** width)
      throw new WorkbenchError("binary/out-of-range", `${name} ${number} does not fit ${width} bits`, {
        name,
        number,
      });
    for (let bit = width - 1; bit >= 0; bit--) pending.push(Math.floor(number / 2 ** bit) % 2);
  };
  const flush = (name: string): void => {
    if (pending.length % 8 !== 0)
      throw new WorkbenchError("binary/not-aligned", `${name} does not start on an octet boundary`, { name });
    const whole = new Uint8Array(pending.length / 8);
    for (const [index, bit] of pending.entries()) whole[index >> 3] = ((whole[index >> 3] ?? 0) << 1) | bit;
    parts.push(whole);
    pending = [];
  };
  for (const [name, field] of Object.entries(layout)) {
    if (field.kind === "bits") putNumber(name, values[name] as number, field.width);
    else if (field.kind === "reserved") putNumber(name, 0, field.width);
    else if (field.kind === "length") putNumber(name, utf8(values[field.of] as string).length, field.width);
    else {
      flush(name);
      const part = field.kind === "text" ? utf8(values[name] as string) : (values[name] as Uint8Array);
      if (field.kind === "octets" && field.length !== "rest" && part.length !== field.length)
        throw new WorkbenchError(
          "binary/out-of-range",
          `${name} has ${part.length} octets, not ${field.length}`,
          { name },
        );
      parts.push(part);
    }
  }
  flush("the end");
  return concatBytes(...parts);
}

/** Reads octets by a layout. Never throws: what is missing or strange becomes a finding with its bits. */
export function decodeBinary<L extends BinaryLayout>(
  name: string,
  layout: L,
  bytes: Uint8Array,
): DecodedBinary<L> {
  const end = bytes.length * 8;
  const value: Record<string, unknown> = {};
  const lengths = new Map<string, number>();
  const children: DecodedNode[] = [];
  let at = 0;
  let complete = true;
  for (const [key, field] of Object.entries(layout)) {
    const width = widthOf(key, field, lengths, end - at);
    if (at + width > end) {
      complete = false;
      children.push(truncated(key, field, at, end, width));
      break;
    }
    const range: Range = { unit: "bit", start: at, end: at + width };
    const read = readField(key, field, bytes, range);
    if (field.kind === "length") lengths.set(field.of, read.value as number);
    else if (field.kind !== "reserved") value[key] = read.value;
    if (width > 0 || field.kind === "text") children.push(nodeOf(key, field, range, read));
    at += width;
  }
  if (complete && at < end) children.push(surplus(at, end));
  const findings = children.flatMap((child) => child.findings);
  const tree: DecodedNode = { name, range: { unit: "bit", start: 0, end }, findings: [], children };
  return complete
    ? { complete, value: value as BinaryValue<L>, findings, tree }
    : { complete, value: value as Partial<BinaryValue<L>>, findings, tree };
}

interface ReadField {
  readonly value: number | string | Uint8Array;
  readonly shown: string;
  readonly meaning?: string | undefined;
  readonly findings: readonly Finding[];
}

function widthOf(
  key: string,
  field: BinaryField,
  lengths: ReadonlyMap<string, number>,
  left: number,
): number {
  if (field.kind === "text") return (lengths.get(key) ?? 0) * 8;
  if (field.kind === "octets") return field.length === "rest" ? left : field.length * 8;
  return field.width;
}

function readField(key: string, field: BinaryField, bytes: Uint8Array, range: Range): ReadField {
  if (field.kind === "octets") {
    const part = bytes.slice(range.start / 8, range.end / 8);
    return { value: part, shown: toHex(part), findings: [] };
  }
  if (field.kind === "text") {
    const text = utf8Text(bytes.subarray(range.start / 8, range.end / 8));
    if (text !== undefined) return { value: text, shown: text, findings: [] };
    const shown = toHex(bytes.subarray(range.start / 8, range.end / 8));
    return {
      value: shown,
      shown,
      findings: [problem("error", "binary/not-utf8", `${key} is not UTF-8.`, field, range)],
    };
  }
  const number = readBits(bytes, range.start, range.end);
  const findings: Finding[] = [];
  if (field.kind === "reserved" && number !== 0)
    findings.push(
      problem("warning", "binary/reserved", `${key} is for future use and must be 0.`, field, range),
    );
  if (field.kind !== "bits" || !field.meaning) return { value: number, shown: String(number), findings };
  const meaning = field.meaning(number);
  if (meaning === undefined)
    findings.push(
      problem("warning", "binary/unknown-value", `${number} is no known ${field.label}.`, field, range),
    );
  return { value: number, shown: String(number), meaning, findings };
}

function readBits(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let bit = start; bit < end; bit++)
    number = number * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  return number;
}

function nodeOf(name: string, field: BinaryField, range: Range, read: ReadField): DecodedNode {
  const { shown, meaning, findings } = read;
  return {
    name,
    label: field.label,
    value: shown,
    meaning,
    spec: field.spec,
    range,
    valueRange: range,
    findings,
    children: [],
  };
}

function truncated(name: string, field: BinaryField, start: number, end: number, width: number): DecodedNode {
  const range: Range = { unit: "bit", start, end };
  const text = `The message ends in ${name}: ${width} bits are needed, ${end - start} are left.`;
  const findings = [problem("error", "binary/truncated", text, field, range)];
  return { name, label: field.label, spec: field.spec, range, findings, children: [] };
}

function surplus(start: number, end: number): DecodedNode {
  const range: Range = { unit: "bit", start, end };
  const text = `${(end - start) / 8} octets follow the last field.`;
  const findings: Finding[] = [{ severity: "warning", code: "binary/surplus", text, range }];
  return { name: "surplus", label: "octets after the end", range, findings, children: [] };
}

function problem(
  severity: Finding["severity"],
  code: string,
  text: string,
  field: BinaryField,
  range: Range,
): Finding {
  return { severity, code, text, range, spec: field.spec };
}
