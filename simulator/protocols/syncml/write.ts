import { createXmlWriter } from "../../schema/xml/index.ts";
import { SyncML, type SyncMLInput } from "./message.ts";

const writeXml = createXmlWriter(SyncML);

/** Writes a SyncML message as XML: compact (line breaks between tags silence some clients), UTF-8, no declaration. */
export function writeSyncML(message: SyncMLInput): Uint8Array {
  return writeXml(message);
}
