import { createXmlReader, type XmlLimits, type XmlReadResult } from "../../schema/xml/index.ts";
import { syncmlNamespaces } from "./fragment.ts";
import { judgeSyncML } from "./judge.ts";
import { SyncML } from "./message.ts";

const readXml = createXmlReader(SyncML, { aliases: syncmlNamespaces, anyNamespace: true });

/**
 * Reads a SyncML message in XML, tolerant of what the field sends (another order of children, namespaces of other
 * versions), with a finding for each departure. Missing parts are blank and an error; `judgeSyncML` adds what the
 * protocol asks beyond the element declarations.
 */
export function readSyncML(bytes: Uint8Array, limits?: Partial<XmlLimits>): XmlReadResult<SyncML> {
  const result = readXml(bytes, limits);
  if (result.value === undefined) return result;
  const judged = judgeSyncML(result.value, result.positions);
  return judged.length === 0 ? result : { ...result, findings: [...result.findings, ...judged] };
}
