import { createWbxmlWriter } from "../../schema/wbxml/index.ts";
import { encodePlain } from "./generated/wbxml-encoder.ts";
import { SyncML, type SyncMLInput } from "./message.ts";
import { syncmlPublicIds, syncmlVocabulary } from "./wbxml-tables.ts";

/** How a message is written; all but the defaults are manners of real or broken peers. */
export interface SyncMLWbxmlOptions {
  /** Document type by its number, by its name in the string table, not told, or that of SyncML 1.1. */
  readonly publicId?: "known" | "string-table" | "unknown" | "other-version" | undefined;
  readonly pageSwitches?: "needed" | "redundant" | undefined;
  /** How texts in Data are written. */
  readonly data?: "inline" | "opaque" | "string-table" | undefined;
  /** Minor number of the WBXML version, 3 unless given. */
  readonly version?: 1 | 2 | 3 | undefined;
}

const write = createWbxmlWriter(SyncML, syncmlVocabulary);

/** WBXML 1.3, SyncML 1.2, UTF-8, no string table. */
const usualHead = [0x03, 0xa4, 0x01, 0x6a, 0x00];

/** Writes a SyncML message as WBXML. Throws `wbxml/missing` for a message without a required part. */
export function writeSyncMLWbxml(message: SyncMLInput, options?: SyncMLWbxmlOptions): Uint8Array {
  const usual = options === undefined ? encodePlain(usualHead, message) : undefined;
  return usual ?? writeSyncMLWbxmlByDeclarations(message, options);
}

/** The same by interpreting the declarations, which writes every form and says what is wrong with a value. */
export function writeSyncMLWbxmlByDeclarations(
  message: SyncMLInput,
  options: SyncMLWbxmlOptions = {},
): Uint8Array {
  const { publicId, pageSwitches, data, version } = options;
  return write(message, {
    publicId: syncmlPublicIds[publicId === "other-version" ? 1 : 0],
    publicIdAs: publicId === "string-table" || publicId === "unknown" ? publicId : "number",
    pageSwitches,
    data,
    version,
  });
}
