import { WorkbenchError } from "../core/error.ts";
import type { Finding } from "../core/finding.ts";
import {
  ddfMediaTypes,
  tndsMediaTypes,
  writeMgmtTree,
  type MgmtNodeInput,
} from "../protocols/dmddf/index.ts";
import { provisioningTypes, writeProvisioning } from "../protocols/provisioning/index.ts";
import {
  dmMediaTypes,
  writeDevInf,
  writeDevInfWbxml,
  writeSyncML,
  writeSyncMLWbxml,
  type SyncMLInput,
} from "../protocols/syncml/index.ts";
import { readSource, type SourceDocument } from "./encode-source.ts";
import { adaptTo, treeTo } from "./wbxml-forms.ts";

export interface EncodedMessage {
  readonly contentType: string;
  readonly body: Uint8Array;
  /** What was noticed in the source and did not keep it from being encoded, and what is said otherwise. */
  readonly findings: readonly Finding[];
}

/**
 * Encodes a SyncML message, a TNDS or DDF document, device information or a provisioning document that is given as XML, as
 * WBXML or as the JSON that `decode` prints. Throws `encode/unreadable` or `encode/invalid` (with the findings as data)
 * for a source that is none.
 */
export function encodeMessage(source: Uint8Array, to: "xml" | "wbxml"): EncodedMessage {
  const { document, findings } = readSource(source);
  try {
    const written = write(document, to);
    return { ...written, findings: [...findings, ...written.findings] };
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error;
    throw new WorkbenchError("encode/invalid", error.message, error.data, error);
  }
}

function write(document: SourceDocument, to: "xml" | "wbxml"): EncodedMessage {
  switch (document.kind) {
    case "syncml": {
      const { message, findings } = adaptTo(to, document.value);
      const body = to === "xml" ? writeSyncML(message) : inWbxml(message);
      return { contentType: typeOf(message, to), body, findings };
    }
    case "mgmt-tree": {
      const types = document.value.Node.some(isDescribed) ? ddfMediaTypes : tndsMediaTypes;
      const body = writeMgmtTree(treeTo(to, document.value), to);
      return { contentType: types[to], body, findings: [] };
    }
    case "devinf": {
      const body = (to === "xml" ? writeDevInf : writeDevInfWbxml)(document.value);
      return { contentType: `application/vnd.syncml-devinf+${to}`, body, findings: [] };
    }
    case "provisioning":
      return {
        contentType: provisioningTypes[to],
        body: writeProvisioning(document.value, to),
        findings: [],
      };
  }
}

/** The document type follows the version of the message. */
function inWbxml(message: SyncMLInput): Uint8Array {
  return message.SyncHdr.VerDTD === "1.1"
    ? writeSyncMLWbxml(message, { publicId: "other-version" })
    : writeSyncMLWbxml(message);
}

/** Messages of data synchronisation have a media type of their own. */
function typeOf({ SyncHdr }: SyncMLInput, to: "xml" | "wbxml"): string {
  return SyncHdr.VerProto?.startsWith("SyncML/") === true ? `application/vnd.syncml+${to}` : dmMediaTypes[to];
}

function isDescribed({ DFProperties, Node = [] }: MgmtNodeInput): boolean {
  return DFProperties !== undefined || Node.some(isDescribed);
}
