import { utf8Text } from "../core/bytes.ts";
import { WorkbenchError } from "../core/error.ts";
import { hasError, type Finding } from "../core/finding.ts";
import { readSyncML, SyncML, writeSyncML, type SyncMLInput } from "../protocols/syncml/index.ts";
import { valueFromPrintable } from "../schema/printable.ts";
import { validate } from "../schema/validate.ts";
import { looksLikeXml } from "./xml-view.ts";

export interface EncodedMessage {
  readonly contentType: string;
  readonly body: Uint8Array;
  /** What was noticed in the source and did not keep it from being encoded. */
  readonly findings: readonly Finding[];
}

/**
 * Encodes a SyncML message given as XML or as the JSON that `decode` prints. Throws `encode/unreadable` or
 * `encode/invalid` (with the findings as data) for a source that is no message, and `encode/not-supported` for a form that
 * this version does not write.
 */
export function encodeMessage(source: Uint8Array, to: "xml" | "wbxml"): EncodedMessage {
  if (to === "wbxml")
    throw new WorkbenchError("encode/not-supported", "WBXML is not written yet; use --to xml");
  const { message, findings } = looksLikeXml(source) ? fromXml(source) : fromJson(source);
  return { contentType: "application/vnd.syncml.dm+xml", body: writeSyncML(message), findings };
}

interface Source {
  readonly message: SyncMLInput;
  readonly findings: readonly Finding[];
}

function fromXml(source: Uint8Array): Source {
  const { value, findings } = readSyncML(source);
  if (value === undefined || hasError(findings))
    throw new WorkbenchError("encode/unreadable", "The source is not a readable SyncML message", {
      findings,
    });
  return { message: value, findings };
}

function fromJson(source: Uint8Array): Source {
  const value = valueFromPrintable(SyncML, parsed(source));
  const findings = validate(SyncML, value);
  if (hasError(findings))
    throw new WorkbenchError("encode/invalid", findings[0]?.text ?? "The message is not valid", { findings });
  return { message: value as SyncMLInput, findings };
}

/** The JSON of a text; of a whole report of `decode` its message. */
function parsed(source: Uint8Array): unknown {
  const text = utf8Text(source);
  if (text === undefined)
    throw new WorkbenchError("encode/unreadable", "The source is neither XML nor UTF-8 text");
  try {
    const data: unknown = JSON.parse(text);
    const isReport = typeof data === "object" && data !== null && "message" in data && "findings" in data;
    return isReport ? data.message : data;
  } catch (error) {
    throw new WorkbenchError("encode/unreadable", "The source is neither XML nor JSON", {}, error);
  }
}
