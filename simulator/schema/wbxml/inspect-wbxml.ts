import type { Finding, Range } from "../../core/finding.ts";
import type { AnyElement, Element } from "../element.ts";
import { attachFinding, summarizeNodes } from "../growing-node.ts";
import type { DecodedNode } from "../inspect.ts";
import { charsetName } from "./charset.ts";
import { byteRange, type WbxmlHeader } from "./header.ts";
import { Inspection } from "./inspection.ts";
import { createWbxmlReader } from "./read.ts";
import type { WbxmlLimits, WbxmlReadOptions, WbxmlReadResult } from "./reader.ts";
import { scanWbxml } from "./scan.ts";

export interface WbxmlInspectOptions<T> extends WbxmlReadOptions {
  /** One line for the folded tree, from the value of a struct as the reader gave it. */
  readonly summarize?: ((element: AnyElement, value: unknown) => string | undefined) | undefined;
  /** Further findings about what was read, with ranges. */
  readonly judge?: ((result: WbxmlReadResult<T>) => readonly Finding[]) | undefined;
}

/** A document for reading by people, and the typed result it was made from. */
export interface WbxmlInspection<T> {
  /** Version, document type, character set and string table. */
  readonly header: readonly DecodedNode[];
  /** The root element; absent when there is none. */
  readonly root: DecodedNode | undefined;
  readonly result: WbxmlReadResult<T>;
  /** All findings, in the order of the octets; those inside the root also stand at their nodes. */
  readonly findings: readonly Finding[];
}

/**
 * Decodes a document for reading by people: the same tree as for XML, with ranges in octets. The value range of a text
 * from the string table is the one in the table; a value of several pieces has a node for each of them.
 */
export function inspectWbxml<Out>(
  root: Element<Out, unknown>,
  bytes: Uint8Array,
  options: WbxmlInspectOptions<Out>,
  limits?: Partial<WbxmlLimits>,
): WbxmlInspection<Out> {
  const result = createWbxmlReader(root, options)(bytes, limits);
  const judged = options.judge?.(result) ?? [];
  const findings = [...result.findings, ...judged].toSorted((a, b) => startOf(a) - startOf(b));
  const { sink } = scanWbxml(
    bytes,
    options,
    limits ?? options.limits,
    (pass) => new Inspection(pass, root as AnyElement),
  );
  if (options.summarize !== undefined) summarizeNodes(sink.roots, result.positions, options.summarize);
  for (const finding of findings) attachFinding(sink.roots, finding);
  return { header: headerNodes(result.header), root: sink.roots[0], result, findings };
}

function startOf(finding: Finding): number {
  return finding.range?.start ?? 0;
}

/** The head of a document as nodes. */
function headerNodes(header: WbxmlHeader): DecodedNode[] {
  const { version, publicId, charset, charsetRange, stringTable, tableLengthRange } = header;
  const { text, number, known, range, tableRange } = publicId;
  return [
    headerNode(
      "version",
      "WBXML version",
      `1.${version}`,
      undefined,
      byteRange(0, Math.min(1, stringTable.end)),
    ),
    headerNode(
      "publicid",
      "document type",
      text ?? `0x${number.toString(16)}`,
      known?.label ?? (number === 1 ? "not told" : undefined),
      range,
      tableRange,
    ),
    headerNode("charset", "character set", `${charset}`, charsetName(charset), charsetRange),
    headerNode(
      "strtbl",
      "string table",
      `${stringTable.end - stringTable.start} octets`,
      undefined,
      byteRange(tableLengthRange.start, stringTable.end),
      stringTable,
    ),
  ];
}

function headerNode(
  name: string,
  label: string,
  value: string,
  meaning: string | undefined,
  range: Range,
  valueRange: Range = range,
): DecodedNode {
  return { name, label, value, meaning, range, valueRange, findings: [], children: [] };
}
