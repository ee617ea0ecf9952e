import {
  createWbxmlReader,
  inspectWbxml,
  positionsOfEqual,
  type WbxmlHeader,
  type WbxmlInspection,
  type WbxmlInspectOptions,
  type WbxmlLimits,
  type WbxmlPositions,
  type WbxmlReadOptions,
  type WbxmlReadResult,
} from "../../schema/wbxml/index.ts";
import type { Finding } from "../../core/finding.ts";
import type { Aside } from "../../schema/reading/aside.ts";
import { decodePlain } from "./generated/wbxml-decoder.ts";
import { judgeSyncML } from "./judge.ts";
import { SyncML } from "./message.ts";
import { NextNonce } from "./meta.ts";
import { summarizeElement } from "./summary.ts";
import { settleData } from "./wbxml-data.ts";
import { syncmlPublicIds, syncmlVocabulary } from "./wbxml-tables.ts";

/** Options of readers of SyncML in WBXML. */
export const syncmlWbxmlOptions: WbxmlReadOptions = {
  ...syncmlVocabulary,
  identifiedBy: "CmdID",
  // some clients send a nonce or a digest as octets and say so by the Format beside it
  rawOctets: (element, _parent, part) => {
    const format =
      element === NextNonce
        ? part("Format")
        : (part("Meta") as { readonly Format?: string } | undefined)?.Format;
    return format === "bin";
  },
};

const readTolerant = createWbxmlReader(SyncML, syncmlWbxmlOptions);

/**
 * Reads a SyncML message in WBXML, tolerant of what the field sends, with a finding for each departure. Opaque Data is
 * text where its Format is not `bin` and the octets are text; otherwise it stays octets. A plain message without findings
 * is read by a generated decoder and read again when its positions are asked for; any other by the declarations.
 */
export function readSyncMLWbxml(bytes: Uint8Array, limits?: Partial<WbxmlLimits>): WbxmlReadResult<SyncML> {
  const value = limits === undefined ? readPlain(bytes) : undefined;
  return value === undefined ? readSyncMLWbxmlByDeclarations(bytes, limits) : new PlainResult(value, bytes);
}

/** The message of plain octets that nothing has to be said about. */
function readPlain(bytes: Uint8Array): SyncML | undefined {
  const plain = decodePlain(bytes);
  const version = plain && versions.get(plain.publicId);
  if (plain === undefined || version === undefined) return undefined;
  const value = plain.value as SyncML;
  if (plain.opaque) settleData(value);
  return judgeSyncML(value, undefined, version).length === 0 ? value : undefined;
}

/** The same by interpreting the declarations, with all positions. */
export function readSyncMLWbxmlByDeclarations(
  bytes: Uint8Array,
  limits?: Partial<WbxmlLimits>,
): WbxmlReadResult<SyncML> {
  const result = readTolerant(bytes, limits);
  const { value, header, positions } = result;
  if (value === undefined) return result;
  settleData(value);
  const judged = judgeSyncML(value, positions, versionOf(header.publicId.text));
  return judged.length === 0 ? result : { ...result, findings: [...result.findings, ...judged] };
}

/** Decodes a message for reading by people: labels, meanings, summaries, findings, ranges in octets. */
export function inspectSyncMLWbxml(
  bytes: Uint8Array,
  limits?: Partial<WbxmlLimits>,
): WbxmlInspection<SyncML> {
  return inspectWbxml(SyncML, bytes, inspection, limits);
}

const inspection: WbxmlInspectOptions<SyncML> = {
  ...syncmlWbxmlOptions,
  summarize: summarizeElement,
  judge: ({ value, header, positions }) => {
    if (value === undefined) return [];
    settleData(value);
    return judgeSyncML(value, positions, versionOf(header.publicId.text));
  },
};

const noFindings: readonly Finding[] = [];
const noAsides: readonly Aside[] = [];

/** A message without findings; head and positions are looked for when they are asked for. */
class PlainResult implements WbxmlReadResult<SyncML> {
  readonly value: SyncML;
  readonly findings = noFindings;
  readonly asides = noAsides;
  readonly #bytes: Uint8Array;
  #placed: WbxmlReadResult<SyncML> | undefined;

  constructor(value: SyncML, bytes: Uint8Array) {
    this.value = value;
    this.#bytes = bytes;
  }

  get header(): WbxmlHeader {
    return this.#read().header;
  }

  /** Positions of the elements; the structs are those of this result's value. */
  get positions(): WbxmlPositions {
    const { value, positions } = this.#read();
    return value === undefined ? positions : positionsOfEqual(positions, value, this.value);
  }

  #read(): WbxmlReadResult<SyncML> {
    return (this.#placed ??= readSyncMLWbxmlByDeclarations(this.#bytes));
  }
}

function versionOf(publicId: string | undefined): string | undefined {
  return /SyncML (\d\.\d)/.exec(publicId ?? "")?.[1];
}

/** Versions of the document types by their numbers. */
const versions: ReadonlyMap<number, string> = new Map(
  syncmlPublicIds.flatMap(({ number, text }) => {
    const version = versionOf(text);
    return number === undefined || version === undefined ? [] : [[number, version] as const];
  }),
);
