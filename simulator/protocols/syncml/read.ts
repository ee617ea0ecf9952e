import {
  createXmlReader,
  type Positions,
  type XmlLimits,
  type XmlReadResult,
} from "../../schema/xml/index.ts";
import { syncmlNamespaces } from "./fragment.ts";
import { judgeSyncML } from "./judge.ts";
import { SyncML } from "./message.ts";

const readXml = createXmlReader(SyncML, {
  aliases: syncmlNamespaces,
  anyNamespace: true,
  identifiedBy: "CmdID",
});

/**
 * Reads a SyncML message in XML, tolerant of what the field sends (another order of children, namespaces of other
 * versions), with a finding for each departure. Missing parts are blank and an error; `judgeSyncML` adds what the
 * protocol asks beyond the element declarations.
 */
export function readSyncML(bytes: Uint8Array, limits?: Partial<XmlLimits>): XmlReadResult<SyncML> {
  const result = readXml(bytes, limits);
  if (result.value === undefined) return result;
  const judged = judgeSyncML(result.value, result.positions, documentVersion(result.positions));
  return judged.length === 0 ? result : { ...result, findings: [...result.findings, ...judged] };
}

/** Version of the namespace of a message's root element. */
export function documentVersion({ text, places }: Positions): string | undefined {
  const start = places[0] ?? 0;
  const tag = text.slice(start, Math.min(places[1] ?? 0, start + 2000));
  return /^[^>]*xmlns\s*=\s*["']SYNCML:SYNCML(\d\.\d)/i.exec(tag)?.[1];
}
